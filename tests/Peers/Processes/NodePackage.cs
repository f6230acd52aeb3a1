namespace HotspotManager.Peers.Processes;

/// <summary>A program for Node whose packages are pinned in its folder's package-lock.json.</summary>
public static class NodePackage
{
    /// <summary>Copies the program, when there is one, with its package files into a temporary folder and installs its packages there.</summary>
    public static async Task<TemporaryFolder> InstallAsync(string source, string? program = null)
    {
        Peer.Find("node");
        var folder = new TemporaryFolder("node");
        foreach (var name in new[] { "package.json", "package-lock.json", program }.OfType<string>())
        {
            File.Copy(Path.Combine(source, name), folder.At(name));
        }

        (await ChildProcess.RunAsync("npm", ["ci", "--prefix", folder.FullPath, "--no-audit", "--no-fund", "--silent"], limit: TimeSpan.FromMinutes(3))).OrThrow("npm ci");
        return folder;
    }
}
