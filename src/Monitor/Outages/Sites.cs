using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>Neighbours that fail together: one incident of the site; and those left when the site is back: an incident each.</summary>
internal sealed class Sites(IncidentBook incidents, NetworkMap map, List<ProbeWish> wishes, DetectorOptions options)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private DateTimeOffset looked;

    /// <summary>The open incident of one of the device's sites that began when the device failed.</summary>
    public IncidentTrack? Of(DeviceTrack device) =>
        NetworkMap.SitesOf(device).Select(incidents.OfSite).FirstOrDefault(i => i is not null && (i.IsFlapping || Near(i.StartedAt, device.FirstMiss)));

    /// <summary>The device has failed: did most of its site?</summary>
    public void Fold(DeviceTrack device, DateTimeOffset at)
    {
        foreach (var group in NetworkMap.SitesOf(device))
        {
            Fold(device, group, at);
        }
    }

    /// <summary>Time passes: what is left of a site that is back is told apart.</summary>
    public void Advance(DateTimeOffset at)
    {
        if (incidents.IsEmpty || at - looked < LookEvery)
        {
            return;
        }

        looked = at;
        foreach (var site in incidents.Sites.Where(s => s is { IsFlapping: false, Members.Count: > 0 } && s.LastRecovery > s.StartedAt).ToList())
        {
            if (at - site.LastRecovery < options.SplitAfter || site.Members.Count > (1 - options.SiteShare) * site.Peak)
            {
                continue;
            }

            foreach (var left in site.Members.OrderBy(m => m.Id).ToList())
            {
                incidents.Leave(left, at);
                incidents.Join(left, incidents.Open(left, at, left.FirstMiss), DeviceState.Down, OutageCause.NoAnswer, 0, at);
            }
        }
    }

    private void Fold(DeviceTrack device, string group, DateTimeOffset at)
    {
        // Those that have been out for long say nothing about what happened now; those worked on neither.
        var members = map.MembersOf(group).Where(m => !m.IsPlanned && (!m.IsOut || Near(m.FirstMiss, device.FirstMiss))).ToList();
        var failed = members.Where(m => m.State == DeviceState.Down).ToList();
        if (failed.Count < options.SiteCount || failed.Count < options.SiteShare * members.Count)
        {
            if (members.Count >= options.SiteCount)
            {
                wishes.AddRange(members.Where(m => !m.IsOut && m.Misses == 0).Select(m => new ProbeWish(m.Id, TimeSpan.Zero)));
            }

            return;
        }

        var into = Incident(failed, device, group, at);
        foreach (var other in failed.Select(f => f.Incident!).Distinct().Where(i => i != into).ToList())
        {
            incidents.Merge(other, into, at);
        }

        foreach (var member in failed.Where(f => f.Cause != OutageCause.PowerOrBackhaul))
        {
            incidents.Join(member, into, DeviceState.Down, OutageCause.PowerOrBackhaul, 0, at);
        }
    }

    // The site's own when it is open or was a moment ago, else the earliest of those that failed becomes it.
    private IncidentTrack Incident(List<DeviceTrack> failed, DeviceTrack device, string group, DateTimeOffset at)
    {
        if (incidents.OfSite(group) is { } open && (open.IsFlapping || Near(open.StartedAt, device.FirstMiss)))
        {
            return open;
        }

        if (incidents.LastOfSite(group) is { IsMerged: false } last && at - last.ClosedAt < options.ReopenWindow)
        {
            return incidents.Reopen(last, at);
        }

        var first = failed.Select(f => f.Incident!).MinBy(i => (i.Site is null, i.StartedAt, i.Key))!;
        if (first.Site is null)
        {
            incidents.MakeSite(first, group, failed.TrueForAll(f => f.Facts.Area == failed[0].Facts.Area) ? failed[0].Facts.Area : "", OutageCause.PowerOrBackhaul, at);
        }

        return first;
    }

    private bool Near(DateTimeOffset one, DateTimeOffset other) => (one - other).Duration() <= options.SiteWindow;
}
