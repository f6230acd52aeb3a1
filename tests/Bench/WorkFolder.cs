namespace HotspotManager.Bench;

/// <summary>A fresh folder that goes with the run, unless <c>--keep</c> asks to look into it.</summary>
internal sealed class WorkFolder(bool keep) : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("hotspot-bench.").FullName;

    /// <summary>A folder in it, made when it is not there.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose()
    {
        if (keep)
            Terminal.WriteLine($"kept: {Path}");
        else
            Directory.Delete(Path, recursive: true);
    }
}
