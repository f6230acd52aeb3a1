using System.Globalization;

namespace HotspotManager.Monitor.Tunnels;

/// <summary>Reads what <c>wg show all latest-handshakes</c> prints (wg(8)): interface, public key and unix seconds with tabs between them, 0 for never.</summary>
public static class Handshakes
{
    /// <summary>The newest handshake of each public key; lines that are none are left out.</summary>
    public static Dictionary<string, DateTimeOffset> Read(string text)
    {
        var found = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            if (line.Split('\t') is not [_, var key, var seconds] || key.Length != 44) continue;
            if (!long.TryParse(seconds.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at is 0 or > 253_402_300_799) continue;
            var when = DateTimeOffset.FromUnixTimeSeconds(at);
            if (!found.TryGetValue(key, out var known) || when > known) found[key] = when;
        }
        return found;
    }
}
