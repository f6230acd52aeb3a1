namespace HotspotManager.Core.Alerts;

/// <summary>What to do about one incident for one subscription.</summary>
public enum AlertAct
{
    /// <summary>Write the first message.</summary>
    Tell,

    /// <summary>Say that it changed.</summary>
    Update,

    /// <summary>Say that it is over.</summary>
    Recover,

    /// <summary>It is part of a digest.</summary>
    Digest,

    /// <summary>Say nothing; only remember.</summary>
    Keep,
}

/// <summary>One decision, with how things stand after it.</summary>
public sealed record AlertDecision(AlertAct Act, AlertListener Listener, AlertIncident Incident, AlertStanding Next);

/// <summary>
/// Who is told what, when. Pure: incidents, subscriptions and how things stand go in with a time, decisions come out; asked again with their outcome at the same time it has
/// nothing more to say.
/// </summary>
public static class AlertRules
{
    /// <summary>A message that changes itself does so at most this often.</summary>
    public static readonly TimeSpan BetweenEdits = TimeSpan.FromSeconds(10);

    /// <summary>What rings waits so long with the end: the line may only be flickering.</summary>
    public static readonly TimeSpan EndSettles = TimeSpan.FromMinutes(1);

    /// <summary>What is over the hour's budget is collected for so long.</summary>
    public static readonly TimeSpan StormDigest = TimeSpan.FromMinutes(10);

    private const int DigestsFrom = 7 * 60;

    /// <param name="incidents">All open ones, and ended ones that somebody was told of or that wait for a digest.</param>
    /// <param name="standings">Of these incidents, and all told within the last hour.</param>
    /// <param name="zone">The city's.</param>
    public static List<AlertDecision> Decide(
        IReadOnlyCollection<AlertIncident> incidents, IReadOnlyCollection<AlertListener> listeners, IReadOnlyCollection<AlertStanding> standings, TimeZoneInfo zone, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        var known = standings.ToDictionary(s => (s.Listener, s.Incident));
        var decisions = new List<AlertDecision>();
        // The widest first: if a budget ends, it ends for single points. First steps before later ones, which wait for them.
        var ordered = incidents.OrderByDescending(i => i.Severity).ThenBy(i => i.StartedAt).ThenBy(i => i.Id).ToList();
        foreach (var listener in listeners.OrderBy(l => l.AfterMinutes).ThenBy(l => l.Id))
        {
            var look = new Look(listener, now, listener.Quiet is { } quiet && quiet.Holds(local.Hour * 60 + local.Minute));
            var spent = standings.Count(s => s.Listener == listener.Id && s.ToldAt > now.AddHours(-1));
            foreach (var incident in ordered)
            {
                var standing = known.GetValueOrDefault((listener.Id, incident.Id));
                var decision = incident.IsOpen ? Open(look, incident, standing, listeners, known, ref spent) : Ended(look, incident, standing);
                if (decision is null) continue;
                known[(listener.Id, incident.Id)] = decision.Next;
                decisions.Add(decision);
            }
            decisions.AddRange(Digest(look, ordered, known, local));
        }
        return decisions;
    }

    private readonly record struct Look(AlertListener Listener, DateTimeOffset Now, bool IsQuiet)
    {
        /// <summary>Whether phones may ring for this.</summary>
        public bool Rings(AlertSeverity severity) => !IsQuiet || severity >= Listener.QuietLeast;

        public AlertDecision Do(AlertAct act, AlertIncident incident, AlertStanding next) => new(act, Listener, incident, next);

        /// <summary>Nothing is said to it: the subscription, or this incident in this chat, is muted.</summary>
        public bool IsMuted(AlertStanding? standing) => Listener.MutedUntil > Now || standing?.MutedUntil > Now;
    }

    private static AlertDecision? Open(
        Look look, AlertIncident incident, AlertStanding? standing, IReadOnlyCollection<AlertListener> listeners, Dictionary<(int, long), AlertStanding> known, ref int spent)
    {
        if (standing is { ToldAt: not null, RecoveredAt: null }) return Changed(look, incident, standing);
        // Its end was told and it began again: as long as it must be out to be told is counted anew.
        if (standing is { RecoveredAt: not null, ReopenedAt: null }) return look.Do(AlertAct.Keep, incident, standing with { ReopenedAt = look.Now });
        if (standing is { DigestedAt: not null, RecoveredAt: null }) return null;
        if (!look.Listener.Wants(incident) || incident.InMaintenance || incident.AcknowledgedBy is not null || look.IsMuted(standing)) return null;
        if (look.Now < DueAt(incident, look.Listener, standing?.ReopenedAt ?? incident.StartedAt, listeners, known)) return null;
        if (look.Listener.DigestMinutes is not null) return Hold(look, incident, standing, AlertHeld.Digest);
        if (!look.Rings(incident.Severity)) return Hold(look, incident, standing, AlertHeld.Quiet);
        // What is wide gets through a storm of small ones, but not without end either.
        if (spent >= look.Listener.PerHour * (incident.Severity == AlertSeverity.Wide ? 2 : 1)) return Hold(look, incident, standing, AlertHeld.Budget);
        spent++;
        return look.Do(AlertAct.Tell, incident, (standing ?? new AlertStanding(look.Listener.Id, incident.Id)) with
        {
            HeldAt = null,
            HeldWhy = null,
            ToldAt = look.Now,
            ToldSeverity = incident.Severity,
            Shown = incident.Shown,
            ShownAt = look.Now,
            RecoveredAt = null,
            ReopenedAt = null,
        });
    }

    /// <summary>When this subscription is to be told of an incident that goes on.</summary>
    private static DateTimeOffset DueAt(
        AlertIncident incident, AlertListener listener, DateTimeOffset from, IReadOnlyCollection<AlertListener> listeners, Dictionary<(int, long), AlertStanding> known)
    {
        var announced = incident.Severity == AlertSeverity.Point ? from.AddMinutes(listener.PointMinutes) : from;
        if (listener.AfterMinutes == 0) return announced;
        // The time to acknowledge begins when the first of the steps before was told.
        var told = listeners.Where(l => l.AfterMinutes < listener.AfterMinutes).Select(l => known.GetValueOrDefault((l.Id, incident.Id))?.ToldAt).Where(t => t is not null).Min();
        return (told ?? announced).AddMinutes(listener.AfterMinutes);
    }

    private static AlertDecision? Hold(Look look, AlertIncident incident, AlertStanding? standing, string why) => standing is { HeldAt: not null } ? null : look.Do(
        AlertAct.Keep, incident, (standing ?? new AlertStanding(look.Listener.Id, incident.Id)) with
        {
            HeldAt = look.Now,
            HeldWhy = why,
            ToldAt = null,
            DigestedAt = null,
            RecoveredAt = null,
            ReopenedAt = null,
        });

    private static AlertDecision? Changed(Look look, AlertIncident incident, AlertStanding standing)
    {
        if (standing.Shown == incident.Shown) return null;
        var manner = look.Listener.Manner;
        if (look.IsMuted(standing) || incident.InMaintenance) return null;
        var rises = incident.Severity > standing.ToldSeverity && incident.AcknowledgedBy is null && look.Rings(incident.Severity);
        if (manner == AlertManner.Rings ? !rises : look.Now < standing.ShownAt + BetweenEdits) return null;
        return look.Do(AlertAct.Update, incident, standing with { Shown = incident.Shown, ShownAt = look.Now, ToldSeverity = rises ? incident.Severity : standing.ToldSeverity });
    }

    private static AlertDecision? Ended(Look look, AlertIncident incident, AlertStanding? standing)
    {
        if (standing is { ReopenedAt: not null, RecoveredAt: not null }) return look.Do(AlertAct.Keep, incident, standing with { ReopenedAt = null });
        if (standing is not { ToldAt: not null, RecoveredAt: null }) return null;
        var next = standing with { RecoveredAt = look.Now, Shown = incident.Shown, ShownAt = look.Now };
        if (look.Listener.Manner != AlertManner.Rings) return look.Do(AlertAct.Recover, incident, next);
        if (look.IsMuted(standing) || incident.InMaintenance || !incident.HasRecovered) return look.Do(AlertAct.Keep, incident, next);
        // It must rest for a moment, and in quiet hours the end can wait until the morning.
        return look.Now < incident.EndedAt + EndSettles || !look.Rings(standing.ToldSeverity) ? null : look.Do(AlertAct.Recover, incident, next);
    }

    /// <summary>One message about all that was held, and about the end of what an earlier one told.</summary>
    private static IEnumerable<AlertDecision> Digest(Look look, List<AlertIncident> incidents, Dictionary<(int, long), AlertStanding> known, DateTimeOffset local)
    {
        if (look.Listener.MutedUntil > look.Now || look.Listener.DigestMinutes is null && look.IsQuiet) return [];
        var pending = new List<(AlertIncident Incident, AlertStanding Standing, DateTimeOffset Since)>();
        foreach (var incident in incidents)
        {
            if (known.GetValueOrDefault((look.Listener.Id, incident.Id)) is not { ToldAt: null } s || incident.InMaintenance) continue;
            if (s is { HeldAt: { } held, DigestedAt: null }) pending.Add((incident, s, held));
            else if (s is { DigestedAt: not null, RecoveredAt: null } && incident.EndedAt is { } ended) pending.Add((incident, s, ended));
        }
        if (pending.Count == 0) return [];
        var oldest = pending.Min(p => p.Since);
        var isDue = look.Listener.DigestMinutes is { } minutes ? oldest < LastSlot(local, minutes)
            : pending.Exists(p => p.Standing.HeldWhy == AlertHeld.Quiet && p.Standing.DigestedAt is null) || look.Now >= oldest + StormDigest;
        return !isDue ? [] : pending.Select(p => look.Do(AlertAct.Digest, p.Incident,
            p.Standing with { DigestedAt = p.Standing.DigestedAt ?? look.Now, RecoveredAt = p.Incident.IsOpen ? null : look.Now, Shown = p.Incident.Shown, ShownAt = look.Now }));
    }

    /// <summary>The last time a digest was due: every so many minutes from 07.00 on, by the city's clock.</summary>
    private static DateTimeOffset LastSlot(DateTimeOffset local, int minutes)
    {
        var minute = (int)local.TimeOfDay.TotalMinutes;
        var since = ((minute - DigestsFrom) % minutes + minutes) % minutes;
        return new DateTimeOffset(local.Date, local.Offset).AddMinutes(minute - since);
    }
}
