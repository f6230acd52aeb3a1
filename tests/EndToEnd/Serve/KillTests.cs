using System.Text;
using System.Text.RegularExpressions;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary><c>kill -9</c> in the middle of accounting: an answered record is on disk.</summary>
[Collection<OneAfterAnother>]
public sealed partial class KillTests(ServedCity city) : IClassFixture<ServedCity>
{
    private const int Records = 2000;

    [Fact]
    public async Task Every_answered_record_of_two_thousand_is_there_after_kill_nine()
    {
        using var folder = new TemporaryFolder("records");
        var text = new StringBuilder();
        for (var i = 0; i < Records; i++)
        {
            text.Append(ServedCity.Record("Start", $"kill-{i}", $"kill-{i}", $"02-00-00-01-{i / 256:X2}-{i % 256:X2}")).Append("\n\n");
        }

        var file = folder.Write("records", text.ToString());
        await using var radclient = ChildProcess.Start(
            "radclient", ["-x", "-f", file, "-r", "1", "-t", "2", "-p", "8", $"127.0.0.1:{city.Hotspot.AcctPort}", "acct", ServedCity.Secret]);
        await Eventually.TrueAsync("300 answers", () => Task.FromResult(Received().Count(radclient.Text) >= 300), TimeSpan.FromSeconds(60));
        await city.Hotspot.KillAsync();
        await radclient.ExitAsync(TimeSpan.FromMinutes(2));
        var answered = Answered(radclient.Text);
        Assert.InRange(answered.Count, 300, Records - 1);

        await city.Hotspot.ServeAsync();
        var there = (await city.SessionsAsync()).Select(session => session.GetProperty("userName").GetString()!).ToHashSet();
        Assert.Empty(answered.Except(there));
        Assert.Equal("Accounting-Response", (await city.AcctAsync(ServedCity.Record("Start", "after", "after", "02-00-00-02-00-00"))).Reply?.Code);
    }

    /// <summary>The User-Names whose record was answered: a packet id is free again once it was answered.</summary>
    private static HashSet<string> Answered(string text)
    {
        var (waiting, answered) = (new Dictionary<string, string>(), new HashSet<string>());
        var sent = "";
        foreach (var line in text.Split('\n'))
        {
            if (Sent().Match(line) is { Success: true } request)
            {
                sent = request.Groups[1].Value;
            }
            else if (UserName().Match(line) is { Success: true } name)
            {
                waiting[sent] = name.Groups[1].Value;
            }
            else if (Received().Match(line) is { Success: true } reply && waiting.Remove(reply.Groups[1].Value, out var user))
            {
                answered.Add(user);
            }
        }

        return answered;
    }

    [GeneratedRegex(@"^Sent Accounting-Request Id (\d+) from \S+ to ")]
    private static partial Regex Sent();

    [GeneratedRegex(@"^\tUser-Name = ""(kill-\d+)""")]
    private static partial Regex UserName();

    [GeneratedRegex(@"^Received Accounting-Response Id (\d+) from ", RegexOptions.Multiline)]
    private static partial Regex Received();
}
