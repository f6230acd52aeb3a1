using HotspotManager.Console.Words;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;

namespace HotspotManager.Console.Pages;

/// <summary>One entry of the feed of outages: what, since when, why and whom it touches.</summary>
public sealed record IncidentEntry(IncidentView Incident, string State, string What, string Detail, bool Fresh)
{
    /// <summary>Where a click leads: the point it began at, or the area.</summary>
    public string Address => Incident.Root is { } root ? "/aps/" + root : Incident.Area is { } area ? "/areas/" + area : "/outages";
}

/// <summary>Writes incidents as an operator reads them, open ones first.</summary>
public static class IncidentFeed
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(5);

    /// <summary>The newest incidents of an area, or of the city.</summary>
    public static async Task<IReadOnlyList<IncidentEntry>> ReadAsync(HotspotDb db, Frame frame, string? area, int take, CancellationToken cancel)
    {
        var rows = await OutageList.IncidentsAsync(db, openOnly: false, frame.Now, area, take, cancel);
        return [.. rows.Select(i => Entry(i, frame.W, frame.F, frame.Areas, frame.Now))];
    }

    private static IncidentEntry Entry(IncidentView incident, WordTable w, Figures f, AreaTable areas, DateTimeOffset now)
    {
        var where = incident.Root ?? (incident.Area is { } code ? areas.Title(code) : w["feed.somewhere"]);
        // The uplink is the incident's root: that others hang on it is told by their number.
        var uplink = incident.Cause.StartsWith("uplink ", StringComparison.Ordinal);
        var cause = uplink ? w["cause.no answer"] : Causes.Say(w, incident.Cause);
        var place = incident.Root is not null && incident.Area is { } inArea ? areas.Title(inArea) + " · " : "";
        var touched = w.Say(incident.Points == 1 ? "feed.point" : "feed.points", f.Whole(incident.Points)) + " · " + w.Say("feed.people", f.Whole(incident.People));
        return incident.EndedAt is { } ended
            ? new IncidentEntry(incident, "up", w.Say("feed.ended", where), $"{place}{w.Say("feed.lasted", f.Span(ended - incident.StartedAt))} · {cause}", false)
            : new IncidentEntry(incident, "down", w.Say(uplink ? "feed.uplink" : incident.Points > 1 ? "feed.site" : "feed.down", where, cause), $"{place}{touched}", now - incident.StartedAt < FreshFor);
    }
}
