using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Outages;

/// <summary>What people do with an incident: commands, pages, the API and an alert's buttons share these. Each leaves a note and an event in the feed. Inside a write.</summary>
public static class IncidentDesk
{
    /// <summary>Characters of a note.</summary>
    public const int LongestNote = 1000;

    private const int LongestName = 63;
    private const int MostNotes = 500;
    private static readonly TimeSpan LongestAcknowledgement = TimeSpan.FromDays(30);

    /// <summary>"I know": nobody needs to be told again while it holds.</summary>
    /// <param name="db">In a transaction.</param>
    /// <param name="id">The incident's number.</param>
    /// <param name="who">Whose name stands there.</param>
    /// <param name="comment">Optional.</param>
    /// <param name="holds">For how long, at most 30 days; null: until it ends.</param>
    /// <param name="now">The moment.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">There is no such incident, it has ended, or the time or comment cannot be used.</exception>
    public static async Task<Incident> AcknowledgeAsync(
        HotspotDb db, long id, string who, string? comment, TimeSpan? holds, DateTimeOffset now, CancellationToken cancel = default)
    {
        var incident = await OpenAsync(db, id, cancel);
        if (holds is { } span && (span <= TimeSpan.Zero || span > LongestAcknowledgement)) throw new RefusedException("An acknowledgement holds from a minute to 30 days.");
        (incident.AcknowledgedAt, incident.AcknowledgedBy, incident.AcknowledgedUntil) = (now, who, now + holds);
        await LeaveAsync(db, incident, IncidentNotes.Acknowledged, who, Text(comment), now, cancel);
        return incident;
    }

    /// <summary>Takes the acknowledgement back.</summary>
    /// <exception cref="RefusedException">There is no such incident, it has ended, or nobody acknowledged it.</exception>
    public static async Task<Incident> UnacknowledgeAsync(HotspotDb db, long id, string who, DateTimeOffset now, CancellationToken cancel = default)
    {
        var incident = await OpenAsync(db, id, cancel);
        if (incident.AcknowledgedAt is null) throw new RefusedException($"Nobody has acknowledged incident {id}.");
        (incident.AcknowledgedAt, incident.AcknowledgedBy, incident.AcknowledgedUntil) = (null, null, null);
        await LeaveAsync(db, incident, IncidentNotes.Unacknowledged, who, null, now, cancel);
        return incident;
    }

    /// <summary>Says who sees to it; an empty owner: nobody.</summary>
    /// <exception cref="RefusedException">There is no such incident, it has ended, or the name cannot be used.</exception>
    public static async Task<Incident> OwnAsync(HotspotDb db, long id, string who, string? owner, DateTimeOffset now, CancellationToken cancel = default)
    {
        var incident = await OpenAsync(db, id, cancel);
        owner = string.IsNullOrWhiteSpace(owner) ? null : owner.Trim();
        if (owner?.Length > LongestName || owner?.Any(char.IsControl) == true) throw new RefusedException($"A name has at most {LongestName} characters.");
        incident.Owner = owner;
        await LeaveAsync(db, incident, IncidentNotes.Owner, who, owner, now, cancel);
        return incident;
    }

    /// <summary>Writes something down, also after it has ended.</summary>
    /// <exception cref="RefusedException">There is no such incident, or the text is empty or too long.</exception>
    public static async Task<Incident> NoteAsync(HotspotDb db, long id, string who, string? text, DateTimeOffset now, CancellationToken cancel = default)
    {
        var incident = await FindAsync(db, id, cancel);
        if (Text(text) is not { } said) throw new RefusedException("The note is empty.");
        if (await db.Set<IncidentNote>().CountAsync(n => n.IncidentId == id, cancel) >= MostNotes) throw new RefusedException($"Incident {id} has {MostNotes} notes already.");
        await LeaveAsync(db, incident, IncidentNotes.Note, who, said, now, cancel);
        return incident;
    }

    private static async Task<Incident> FindAsync(HotspotDb db, long id, CancellationToken cancel) =>
        await db.Set<Incident>().SingleOrDefaultAsync(i => i.Id == id, cancel) ?? throw new RefusedException($"There is no incident {id}. See: hotspot incident list");

    private static async Task<Incident> OpenAsync(HotspotDb db, long id, CancellationToken cancel)
    {
        var incident = await FindAsync(db, id, cancel);
        return incident.EndedAt is null ? incident : throw new RefusedException($"Incident {id} has ended.");
    }

    private static string? Text(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var said = text.Trim();
        return said.Length <= LongestNote ? said : throw new RefusedException($"A note has at most {LongestNote} characters.");
    }

    private static async Task LeaveAsync(HotspotDb db, Incident incident, string kind, string who, string? text, DateTimeOffset now, CancellationToken cancel)
    {
        db.Add(new IncidentNote { IncidentId = incident.Id, At = now, Kind = kind, Who = who, Text = text });
        await db.SaveChangesAsync(cancel);
        var root = incident.RootDeviceId is { } id ? await db.Set<Device>().Where(d => d.Id == id).Select(d => d.Name).FirstOrDefaultAsync(cancel) : null;
        await FeedLog.AppendAsync(db, [IncidentEvents.Of(incident, root, now, kind, who)], cancel);
    }
}
