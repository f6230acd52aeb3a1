using System.Collections.Concurrent;
using System.Net;
using HotspotManager.Portal.Gateways;

namespace HotspotManager.Portal.Login;

/// <summary>A phone that stood before the sign-in page a moment ago: its visit, and what its form needs.</summary>
public sealed record RecentVisit(Visit Visit, string Path, PortalQuery Query, DateTimeOffset At);

/// <summary>
/// Visits by the phone's own address, where no router rewrites that on the way to us: then the phone's browser is known by it too, as its mini-browser was. Behind address translation
/// nobody is.
/// </summary>
public sealed class RecentVisits(TimeProvider time)
{
    // A gateway's challenge is good for as long (CoovaChilli's challengetimeout).
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, RecentVisit> _byAddress = new(StringComparer.Ordinal);

    public void Keep(IPAddress? source, Visit visit, string path, PortalQuery query)
    {
        if (Own(source) is not { } address || visit.Ip != address || visit.Nas.Address.Equals(Plain(source!)) || visit.Stage == VisitStage.Online) return;
        if (_byAddress.Count >= Most) Sweep();
        if (_byAddress.Count < Most) _byAddress[address] = new RecentVisit(visit, path, query, time.GetUtcNow());
    }

    public RecentVisit? Of(IPAddress? source) => Own(source) is { } address && _byAddress.TryGetValue(address, out var visit) && time.GetUtcNow() - visit.At < Longest ? visit : null;

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var old in _byAddress.Where(v => now - v.Value.At >= Longest).ToList()) _byAddress.TryRemove(old);
    }

    private static string? Own(IPAddress? source) => source is null ? null : Plain(source).ToString();

    private static IPAddress Plain(IPAddress source) => source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
}
