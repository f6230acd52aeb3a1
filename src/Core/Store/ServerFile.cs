using System.Diagnostics;
using System.Text.Json;

namespace HotspotManager.Core.Store;

/// <summary>What a running server leaves in its data folder (<c>server.json</c>): commands beside it read whether one runs and which database it uses.</summary>
public sealed record ServerFile(int Pid, string Database, string Portal, string Console, DateTimeOffset StartedAt)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Write(DataFolder folder, ServerFile server) => File.WriteAllText(folder.ServerFile, JsonSerializer.Serialize(server, Json));

    public static void Remove(DataFolder folder) => File.Delete(folder.ServerFile);

    /// <summary>The running server of this folder; null when none runs (a file left by a killed one does not count).</summary>
    public static ServerFile? Running(DataFolder folder)
    {
        if (!File.Exists(folder.ServerFile)) return null;
        ServerFile? server;
        try
        {
            server = JsonSerializer.Deserialize<ServerFile>(File.ReadAllText(folder.ServerFile), Json);
        }
        catch (JsonException)
        {
            // Half written: its writer was killed meanwhile.
            return null;
        }
        if (server is null) return null;
        try
        {
            using var process = Process.GetProcessById(server.Pid);
            return process.HasExited || process.StartTime.ToUniversalTime() > server.StartedAt.UtcDateTime.AddSeconds(5) ? null : server;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
