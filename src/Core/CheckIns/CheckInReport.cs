using System.Globalization;
using System.Text;

namespace HotspotManager.Core.CheckIns;

/// <summary>
/// What a device measured at one moment. The moment is its uptime in seconds: a router's clock may say 1970, its uptime runs evenly. Octets received and sent on its way to
/// the internet, ever; phones; DHCP leases and the size of their pool; null where it does not know.
/// </summary>
public readonly record struct CheckInSample(long Uptime, ulong? In, ulong? Out, int? Clients, int? Leases, int? Pool);

/// <summary>
/// A device's report: a first line <c>hc1 NUMBER UPTIME</c>, then <c>about TEXT</c> at most once, and a line <c>at UPTIME IN OUT CLIENTS LEASES POOL</c> for each sample,
/// oldest first, <c>-</c> for what is not known. NUMBER is what the server gave with its last answer (<c>-</c>: none yet), UPTIME seconds since the device started.
/// </summary>
public sealed record CheckInReport(string Number, long Uptime, string? About, IReadOnlyList<CheckInSample> Samples)
{
    /// <summary>Octets of a post: <see cref="Most"/> samples of some 60, and the rest.</summary>
    public const int LargestPost = 32 * 1024;

    /// <summary>Samples in one report; our scripts send 300.</summary>
    public const int Most = 400;

    /// <summary>Characters kept of what a device says of itself.</summary>
    public const int LongestAbout = 120;

    // Ten years: more is no uptime.
    private const long LongestUptime = 10L * 366 * 86_400;

    /// <summary>Null when it is not a report: too long, out of order, or a word that is not what it should be.</summary>
    public static CheckInReport? Read(ReadOnlySpan<char> text)
    {
        var lines = text.EnumerateLines();
        Span<Range> words = stackalloc Range[8];
        if (!lines.MoveNext()) return null;
        var head = lines.Current;
        if (head.Split(words, ' ') != 3 || !head[words[0]].SequenceEqual("hc1") || head[words[1]].Length is 0 or > 64) return null;
        if (!TryNumber(head[words[2]], out var uptime) || uptime > LongestUptime) return null;
        var number = head[words[1]].ToString();
        string? about = null;
        var samples = new List<CheckInSample>();
        while (lines.MoveNext())
        {
            var line = lines.Current;
            if (line.IsEmpty) continue;
            if (line.StartsWith("about ", StringComparison.Ordinal))
            {
                if (about is not null) return null;
                about = Clean(line[6..]);
                continue;
            }
            if (samples.Count == Most || ReadSample(line, words) is not { } sample) return null;
            // What was measured before a restart has lost its time.
            if (sample.Uptime <= uptime && (samples.Count == 0 || sample.Uptime > samples[^1].Uptime)) samples.Add(sample);
        }
        return new CheckInReport(number, uptime, about, samples);
    }

    /// <summary>As <see cref="Read"/> reads it.</summary>
    public string Write()
    {
        var text = new StringBuilder(32 + (Samples.Count * 48)).Append(CultureInfo.InvariantCulture, $"hc1 {Number} {Uptime}\n");
        if (About is not null) text.Append("about ").Append(About).Append('\n');
        foreach (var s in Samples)
            text.Append(CultureInfo.InvariantCulture, $"at {s.Uptime} {Word(s.In)} {Word(s.Out)} {Word(s.Clients)} {Word(s.Leases)} {Word(s.Pool)}\n");
        return text.ToString();

        static string Word(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "-";
    }

    private static CheckInSample? ReadSample(ReadOnlySpan<char> line, Span<Range> words)
    {
        if (line.Split(words, ' ') != 7 || !line[words[0]].SequenceEqual("at") || !TryNumber(line[words[1]], out var uptime)) return null;
        if (!TryOctets(line[words[2]], out var received) || !TryOctets(line[words[3]], out var sent)) return null;
        if (!TryCount(line[words[4]], out var clients) || !TryCount(line[words[5]], out var leases) || !TryCount(line[words[6]], out var pool)) return null;
        return new CheckInSample(uptime, received, sent, clients, leases, pool);
    }

    private static bool TryNumber(ReadOnlySpan<char> word, out long number) => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryOctets(ReadOnlySpan<char> word, out ulong? octets)
    {
        octets = null;
        if (word is "-") return true;
        if (!ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        octets = number;
        return true;
    }

    private static bool TryCount(ReadOnlySpan<char> word, out int? count)
    {
        count = null;
        if (word is "-") return true;
        if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        count = number;
        return true;
    }

    private static string? Clean(ReadOnlySpan<char> text)
    {
        var kept = new StringBuilder(Math.Min(text.Length, LongestAbout));
        foreach (var c in text)
            if (kept.Length < LongestAbout && !char.IsControl(c) && !char.IsSurrogate(c)) kept.Append(c);
        return kept.ToString().Trim() is { Length: > 0 } said ? said : null;
    }
}
