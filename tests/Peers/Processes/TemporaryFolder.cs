namespace HotspotManager.Peers.Processes;

/// <summary>A new empty folder under the system's temporary folder, removed on dispose; what a killed test run left, the next one removes.</summary>
public sealed class TemporaryFolder : IDisposable
{
    static TemporaryFolder()
    {
        foreach (var path in Directory.GetDirectories(Path.GetTempPath(), "hotspot-*-*-*"))
        {
            var process = Path.GetFileName(path).Split('-')[^2];
            if (process.All(char.IsAsciiDigit) && Directory.Exists("/proc") && !Directory.Exists($"/proc/{process}"))
            {
                Remove(path);
            }
        }
    }

    /// <summary>Makes the folder; the name starts with <c>hotspot-</c> and the given word (letters only).</summary>
    public TemporaryFolder(string word = "test")
    {
        FullPath = Directory.CreateTempSubdirectory($"hotspot-{word}-{Environment.ProcessId}-").FullName;
    }

    /// <summary>The folder's full path.</summary>
    public string FullPath { get; }

    /// <summary>A path in the folder.</summary>
    public string At(params string[] parts) => Path.Combine([FullPath, .. parts]);

    /// <summary>Writes a text file (parents are made) and returns its path.</summary>
    public string Write(string name, string text, bool executable = false)
    {
        var path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (executable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        return path;
    }

    /// <inheritdoc />
    public void Dispose() => Remove(FullPath);

    private static void Remove(string path)
    {
        // A peer that is just ending may still write a last file.
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (IOException) when (attempt < 10)
            {
                Thread.Sleep(50);
            }
        }
    }
}
