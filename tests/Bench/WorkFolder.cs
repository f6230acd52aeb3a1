namespace HotspotManager.Bench;

/// <summary>A fresh folder that goes with the run, unless <c>--keep</c> asks to look into it.</summary>
internal sealed class WorkFolder : IDisposable
{
    private static readonly List<WorkFolder> InUse = [];
    private readonly bool _keep;

    public WorkFolder(bool keep)
    {
        _keep = keep;
        lock (InUse) InUse.Add(this);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("hotspot-bench.").FullName;

    /// <summary>Removes whatever is still in use.</summary>
    public static void RemoveAll()
    {
        WorkFolder[] inUse;
        lock (InUse) inUse = [.. InUse];
        foreach (var folder in inUse) folder.Dispose();
    }

    /// <summary>A folder in it, made when it is not there.</summary>
    public string Folder(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name)).FullName;

    public void Dispose()
    {
        lock (InUse)
        {
            if (!InUse.Remove(this)) return;
        }
        if (_keep)
            Terminal.WriteLine($"kept: {Path}");
        else
            Directory.Delete(Path, recursive: true);
    }
}
