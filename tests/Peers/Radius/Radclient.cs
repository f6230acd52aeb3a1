using System.Globalization;
using System.Text.RegularExpressions;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Radius;

/// <summary>One answer as radclient printed it: the packet's name (<c>Access-Accept</c>), its id, and its attributes in the packet's order.</summary>
public sealed record RadiusReply(string Code, int Id, IReadOnlyList<(string Name, string Value)> Attributes)
{
    /// <summary>The first value of an attribute, without quotes; null when it is not there.</summary>
    public string? this[string name] => Attributes.FirstOrDefault(attribute => attribute.Name == name).Value;
}

/// <summary>What came of a run of radclient: its replies in order of arrival, its exit code and all it printed.</summary>
public sealed record RadclientResult(int ExitCode, IReadOnlyList<RadiusReply> Replies, string Text)
{
    /// <summary>The one reply, or null when none came.</summary>
    public RadiusReply? Reply => Replies.Count == 0 ? null : Replies[0];
}

/// <summary>FreeRADIUS's command line client.</summary>
public static partial class Radclient
{
    /// <summary>
    /// Sends requests (attributes as <c>Name=value</c> separated by commas or new lines; an empty line separates packets) and reads the replies.
    /// Kind: auth, acct, status, coa or disconnect. Silence takes tries × seconds.
    /// </summary>
    public static async Task<RadclientResult> SendAsync(
        string request, string host, int port, string kind, string secret, int tries = 3, double seconds = 3, int parallel = 1, params string[] more)
    {
        var finished = await ChildProcess.RunAsync(
            "radclient",
            [
                "-x", "-r", $"{tries}", "-t", seconds.ToString(CultureInfo.InvariantCulture), "-p", $"{parallel}", .. more,
                $"{host}:{port}", kind, secret,
            ],
            request.EndsWith('\n') ? request : request + "\n",
            TimeSpan.FromMinutes(3));
        var text = finished.Output + finished.Errors;
        return new RadclientResult(finished.ExitCode, Parse(finished.Output), text);
    }

    /// <summary>The same from within a namespace.</summary>
    public static async Task<RadclientResult> SendAsync(NetworkNamespace space, string request, string host, int port, string kind, string secret)
    {
        var finished = await space.RunAsync("radclient", ["-x", "-r", "3", "-t", "3", $"{host}:{port}", kind, secret], request + "\n", TimeSpan.FromMinutes(1));
        return new RadclientResult(finished.ExitCode, Parse(finished.Output), finished.Output + finished.Errors);
    }

    /// <summary>Reads the replies out of what <c>radclient -x</c> prints.</summary>
    public static IReadOnlyList<RadiusReply> Parse(string output)
    {
        var replies = new List<RadiusReply>();
        List<(string, string)>? attributes = null;
        foreach (var line in output.Split('\n'))
        {
            if (Received().Match(line) is { Success: true } received)
            {
                attributes = [];
                replies.Add(new RadiusReply(received.Groups[1].Value, int.Parse(received.Groups[2].Value, CultureInfo.InvariantCulture), attributes));
            }
            else if (attributes is not null && line.StartsWith('\t') && line.Split(" = ", 2) is [var name, var value])
            {
                attributes.Add((name.Trim(), value.Trim().Trim('"')));
            }
            else
            {
                attributes = null;
            }
        }

        return replies;
    }

    [GeneratedRegex(@"^Received (\S+) Id (\d+) from ")]
    private static partial Regex Received();
}
