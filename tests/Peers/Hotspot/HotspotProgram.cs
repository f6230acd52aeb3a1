namespace HotspotManager.Peers.Hotspot;

/// <summary>Where the executable and the runtime are.</summary>
public static class HotspotProgram
{
    /// <summary>The repository's root: the nearest parent folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The built <c>hotspot</c>, of the same configuration as the running tests.</summary>
    public static string Library
    {
        get
        {
            var (framework, configuration) = (new DirectoryInfo(AppContext.BaseDirectory).Name, new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name);
            var path = Path.Combine(Root, "src", "Host", "bin", configuration, framework, "hotspot.dll");
            return File.Exists(path) ? path : throw new FileNotFoundException("hotspot is not built", path);
        }
    }

    /// <summary>The <c>dotnet</c> that runs this process.</summary>
    public static string Dotnet { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "dotnet"));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "HotspotManager.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
