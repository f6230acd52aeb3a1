using System.Text.Json;
using System.Text.Json.Serialization;
using HotspotManager.Core.Feed;

namespace HotspotManager.Core.Outages;

/// <summary>Writes an incident into the feed: one shape, whoever changes it.</summary>
public static class IncidentEvents
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <param name="incident">As it is now.</param>
    /// <param name="root">Name of the device it began at; null for a site.</param>
    /// <param name="at">When it changed.</param>
    /// <param name="change">One of <see cref="IncidentNotes"/>; null: it grew.</param>
    /// <param name="by">Who changed it; null: the monitor.</param>
    /// <param name="into">The incident it turned out to be part of: its row is gone.</param>
    public static FeedEvent Of(Incident incident, string? root, DateTimeOffset at, string? change = null, string? by = null, long? into = null) => new()
    {
        At = at,
        Kind = FeedKind.Incident,
        Device = root,
        Area = incident.AreaCode,
        State = incident.EndedAt is null && into is null ? "open" : "closed",
        Data = JsonSerializer.Serialize(new Shape(
            incident.Id, incident.Cause, incident.Points, incident.People, incident.StartedAt, incident.EndedAt, into, change, by, incident.Ending,
            incident.IsFlapping ? true : null, incident.IsAcknowledged(at) ? incident.AcknowledgedBy : null, incident.Owner), Json),
    };

    private sealed record Shape(
        long Incident, string Cause, int Points, int People, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, long? Into, string? Change, string? By, string? Ending,
        bool? Flapping, string? AcknowledgedBy, string? Owner);
}
