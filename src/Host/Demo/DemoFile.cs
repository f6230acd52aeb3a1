using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace HotspotManager.Host.Demo;

/// <summary>What a running demo leaves in the folder for temporary files, so that <c>hotspot fault</c> finds it.</summary>
public sealed record DemoFile(int Pid, int Simulator, DateTimeOffset StartedAt)
{
    private const string Prefix = "hotspot-demo-";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static string PathOf(int pid) => Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{Prefix}{pid}.json"));

    public void Write() => File.WriteAllText(PathOf(Pid), JsonSerializer.Serialize(this, Json));

    public void Remove() => File.Delete(PathOf(Pid));

    /// <summary>The demos that run on this machine, the newest first; files of ended ones are put away.</summary>
    public static IReadOnlyList<DemoFile> Running()
    {
        var running = new List<DemoFile>();
        foreach (var path in Directory.EnumerateFiles(Path.GetTempPath(), Prefix + "*.json"))
        {
            try
            {
                if (JsonSerializer.Deserialize<DemoFile>(File.ReadAllText(path), Json) is not { } demo) continue;
                if (IsRunning(demo.Pid)) running.Add(demo);
                else File.Delete(path);
            }
            catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
            {
                // Half written, just removed, or another user's: not a demo we can play with.
            }
        }
        return [.. running.OrderByDescending(d => d.StartedAt)];
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
