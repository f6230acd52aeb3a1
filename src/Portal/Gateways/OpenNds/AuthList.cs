using System.Collections.Concurrent;
using System.Globalization;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>A phone that its router shall let in when it next asks.</summary>
/// <param name="ReturnToken">How openNDS knows the client (rhid).</param>
/// <param name="Line">What <c>ndsctl auth</c> is given, percent-encoded.</param>
/// <param name="Direct">The gateway's own address that lets the phone in as well, for a router that does not ask.</param>
public sealed record WaitingPhone(string ReturnToken, string Line, long Grant, DateTimeOffset Since, string Landing, string Direct)
{
    internal DateTimeOffset SentAt { get; set; }

    /// <summary>The router has said that the phone is in.</summary>
    public bool IsIn { get; internal set; }

    /// <summary>It was handed over by <c>list</c>, which no acknowledgement follows.</summary>
    public DateTimeOffset? HandedOverAt { get; internal set; }
}

/// <summary>
/// Levels 3 and 4: what each router's authmon is to be told. It reads at most 1,024 characters after "* " and would cut the last entry in two, and lets in four at a
/// time (authmon.sh of 9.10): so do we. An entry goes when it is acknowledged, or after three minutes: a phone's token does not live longer than its patience.
/// </summary>
public sealed class AuthList(TimeProvider time)
{
    public const int MostEntries = 4, LongestAnswer = 1000;

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(3);

    /// <summary>authmon sleeps this long at its start, and then says "clear": what signed in meanwhile belongs to the daemon that started, not to the one before it.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(10);

    /// <summary>After <c>list</c> an entry is offered again: if its router did not get it, nobody else could say so.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between two of authmon's questions (59 s) and a little.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(70);

    private readonly ConcurrentDictionary<int, List<WaitingPhone>> _waiting = new();
    private readonly ConcurrentDictionary<int, DateTimeOffset> _asked = new();

    /// <summary>When this router's authmon last asked; null: not since the start.</summary>
    public DateTimeOffset? LastAsked(int nas) => _asked.TryGetValue(nas, out var at) ? at : null;

    public bool IsAsking(int nas) => LastAsked(nas) is { } at && time.GetUtcNow() - at < Silence;

    /// <summary>Puts a phone on the list. The same phone once more (a second tap) takes its place.</summary>
    public void Add(int nas, FasRequest fas, string key, LimitsTicket ticket, long grant, string landing, string direct)
    {
        // Whole minutes are all it takes: rounded up, so that nobody gets less than is left. Rates and quotas of 0 are "no limit" and override the gateway's own.
        var minutes = Math.Clamp((ticket.Seconds + 59) / 60, 1, int.MaxValue);
        var rhid = fas.ReturnToken(key);
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{rhid} {minutes} {ticket.UpKbps} {ticket.DownKbps} {ticket.UpKiB} {ticket.DownKiB} {ticket.Write(key)}");
        var list = _waiting.GetOrAdd(nas, _ => []);
        lock (list)
        {
            list.RemoveAll(w => w.ReturnToken == rhid);
            list.Add(new WaitingPhone(rhid, Uri.EscapeDataString(line), grant, time.GetUtcNow(), landing, direct));
        }
    }

    /// <summary><c>view</c> and <c>list</c>: "*" and the entries, those sent longest ago first. Marks the router as asking.</summary>
    /// <param name="nas">The router.</param>
    /// <param name="handOver"><c>list</c>: it will not acknowledge.</param>
    public string Answer(int nas, bool handOver)
    {
        var now = time.GetUtcNow();
        _asked[nas] = now;
        if (!_waiting.TryGetValue(nas, out var list)) return "*";
        var answer = new System.Text.StringBuilder("*");
        lock (list)
        {
            list.RemoveAll(w => now - w.Since > Life);
            var count = 0;
            foreach (var one in list.Where(w => !w.IsIn && !(now - w.HandedOverAt < Again)).OrderBy(w => w.SentAt).ThenBy(w => w.Since))
            {
                if (count == MostEntries || answer.Length + 1 + one.Line.Length > LongestAnswer) break;
                answer.Append(' ').Append(one.Line);
                one.SentAt = now;
                if (handOver) one.HandedOverAt = now;
                count++;
            }
        }
        return answer.ToString();
    }

    /// <summary>The router has let these in; names of nobody are passed over. Returns the grants.</summary>
    public IReadOnlyList<long> Acknowledge(int nas, IEnumerable<string> returnTokens)
    {
        _asked[nas] = time.GetUtcNow();
        if (!_waiting.TryGetValue(nas, out var list)) return [];
        lock (list)
        {
            var named = returnTokens.ToHashSet(StringComparer.Ordinal);
            var found = list.Where(w => !w.IsIn && w.SentAt != default && named.Contains(w.ReturnToken)).ToList();
            foreach (var one in found) one.IsIn = true;
            return found.ConvertAll(w => w.Grant);
        }
    }

    /// <summary>The daemon began anew: what stood here longer than its start takes is of clients it does not know any more.</summary>
    public void Clear(int nas)
    {
        var now = time.GetUtcNow();
        _asked[nas] = now;
        if (!_waiting.TryGetValue(nas, out var list)) return;
        lock (list) list.RemoveAll(w => now - w.Since > Start);
    }

    /// <summary>The newest entry of a grant, also once the phone is in; null when it is forgotten.</summary>
    public WaitingPhone? Find(int nas, long grant)
    {
        if (!_waiting.TryGetValue(nas, out var list)) return null;
        lock (list) return list.LastOrDefault(w => w.Grant == grant);
    }
}
