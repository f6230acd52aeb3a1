using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;

namespace HotspotManager.Console.Pages;

/// <summary>One entry of the feed of outages: what, since when, why and whom it touches.</summary>
public sealed record IncidentEntry(IncidentView Incident, string State, string What, string Detail, bool Fresh)
{
    /// <summary>Where a click leads.</summary>
    public string Address => "/incidents/" + Incident.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Writes incidents as an operator reads them, open ones first.</summary>
public static class IncidentFeed
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(5);

    /// <summary>The newest incidents of an area, or of the city.</summary>
    public static async Task<IReadOnlyList<IncidentEntry>> ReadAsync(HotspotDb db, Frame frame, string? area, int take, CancellationToken cancel)
    {
        var rows = await OutageList.IncidentsAsync(db, openOnly: false, frame.Now, area, take, cancel);
        return [.. rows.Select(i => Entry(i, frame))];
    }

    /// <summary>One incident in words.</summary>
    public static IncidentEntry Entry(IncidentView incident, Frame frame)
    {
        var (w, f, areas, now) = (frame.W, frame.F, frame.Areas, frame.Now);
        var where = incident.Root ?? (incident.Area is { } code ? areas.Title(code) : w["feed.somewhere"]);
        // The uplink is the incident's root: that others hang on it is told by their number.
        var uplink = incident.Cause.StartsWith("uplink ", StringComparison.Ordinal);
        var cause = uplink ? w["cause.no answer"] : Causes.Say(w, incident.Cause);
        var place = incident.Root is not null && incident.Area is { } inArea ? areas.Title(inArea) + " · " : "";
        var touched = w.Say(incident.Points == 1 ? "feed.point" : "feed.points", f.Whole(incident.Points)) + " · " + w.Say("feed.people", f.Whole(incident.People));
        if (incident.EndedAt is { } ended)
        {
            var end = incident.Ending is null or IncidentEndings.Recovered ? w.Say("feed.ended", where) : $"{where}: {w["incident.ended." + incident.Ending]}";
            return new IncidentEntry(incident, "up", end, $"{place}{w.Say("feed.lasted", f.Span(ended - incident.StartedAt))} · {cause}", false);
        }

        // It answers, but people are locked out; or it answers just now and will not for long.
        var lives = incident.Cause is OutageCauses.Silent or OutageCauses.LogInsFail || (incident.Flapping && incident.PointsNow == 0);
        var what = w.Say(uplink ? "feed.uplink" : incident.Points > 1 || lives ? "feed.site" : "feed.down", where, cause);
        var known = string.Concat(incident.Flapping ? " · " + w["cause.flapping"] : "", incident.AcknowledgedBy is { } who ? " · " + w.Say("incident.knows", who) : "",
            incident.Owner is { } owner ? " · " + w.Say("incident.owned", owner) : "");
        return new IncidentEntry(incident, lives ? "degraded" : "down", what, $"{place}{touched}{known}", now - incident.StartedAt < FreshFor && incident.AcknowledgedBy is null);
    }
}
