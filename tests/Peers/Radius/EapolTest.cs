using System.Globalization;
using System.Text.RegularExpressions;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Radius;

/// <summary>What came of a run of eapol_test: whether it got in, how many keys were right and wrong, Access-Challenges of each round, all it printed.</summary>
public sealed record EapolResult(bool Success, int KeysRight, int KeysWrong, IReadOnlyList<int> Challenges, string Text)
{
    /// <summary>The User-Name of the last Access-Accept; null when there was none.</summary>
    public string? UserName => Regex.Matches(Text, @"RADIUS message: code=2 [\s\S]*?Attribute 1 \(User-Name\)[^\n]*\n\s*Value: '([^']*)'") is { Count: > 0 } all
        ? all[^1].Groups[1].Value
        : null;
}

/// <summary>wpa_supplicant's EAP peer with a RADIUS client around it.</summary>
public static partial class EapolTest
{
    /// <summary>Runs it once, and <paramref name="again"/> times more with fast re-authentication.</summary>
    /// <param name="network">The lines of wpa_supplicant's network block.</param>
    /// <param name="port">The server's port on loopback.</param>
    /// <param name="secret">The shared secret.</param>
    /// <param name="phone">The phone's MAC.</param>
    /// <param name="again">Rounds after the first.</param>
    /// <param name="keys">Whether the method makes keys.</param>
    /// <param name="attributes">Attributes of the Access-Requests, as <c>number:s|d|x:value</c>.</param>
    /// <param name="patience">Seconds until it gives up.</param>
    public static async Task<EapolResult> RunAsync(IEnumerable<string> network, int port, string secret, string phone = "02:00:00:00:00:01", int again = 0,
        bool keys = true, int patience = 10, params string[] attributes)
    {
        using var folder = new TemporaryFolder("eapol");
        var file = folder.At("eapol.conf");
        await File.WriteAllTextAsync(file, $"network={{\n{string.Join('\n', network)}\n}}\n");
        var finished = await ChildProcess.RunAsync(
            Peer.Find("eapol_test"),
            [
                "-c", file, "-a", "127.0.0.1", "-p", $"{port}", "-s", secret, "-M", phone, "-t", $"{patience}", "-r", $"{again}",
                .. keys ? Array.Empty<string>() : ["-n"], .. attributes.SelectMany(attribute => new[] { "-N", attribute }),
            ],
            null,
            TimeSpan.FromSeconds(patience * (again + 2)));
        var text = finished.Output + finished.Errors;
        var counts = Keys().Match(text);
        var rounds = new List<int>();
        var challenges = 0;
        foreach (Match code in Code().Matches(text))
        {
            if (code.Groups[1].Value == "11")
            {
                challenges++;
                continue;
            }
            rounds.Add(challenges);
            challenges = 0;
        }
        return new EapolResult(finished.ExitCode == 0 && text.TrimEnd().EndsWith("SUCCESS", StringComparison.Ordinal), Number(counts, 1), Number(counts, 2), rounds, text);
    }

    private static int Number(Match match, int group) => match.Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"MPPE keys OK: (\d+)\s+mismatch: (\d+)")]
    private static partial Regex Keys();

    [GeneratedRegex(@"RADIUS message: code=(2|3|11) ")]
    private static partial Regex Code();
}
