using HotspotManager.Core.Outages;

namespace HotspotManager.Core.Reports;

/// <summary>A state over a time; <see cref="To"/> null: it still is so.</summary>
public readonly record struct StateSpan(DateTimeOffset From, DateTimeOffset? To, DeviceState State);

/// <summary>A time span: a maintenance window.</summary>
public readonly record struct Window(DateTimeOffset From, DateTimeOffset To);

/// <summary>An incident's beginning and when somebody took it in hand; null: nobody yet.</summary>
public readonly record struct Acknowledgement(DateTimeOffset StartedAt, DateTimeOffset? AcknowledgedAt);

/// <summary>
/// How a device was over a period, from its intervals alone. It adds: devices of an area, a vendor or a provider are the sum of theirs. Time in maintenance or with an unknown state counts for nothing, on
/// neither side; unreachable (something before it failed) counts against the service, not against the device.
/// </summary>
/// <param name="Known">Time in which the state was known and no maintenance was on.</param>
/// <param name="Failures">Times down that began in the period; shorter than a minute is none, and two with less than two minutes between them are one.</param>
/// <param name="Repairs">Failures that ended in the period.</param>
/// <param name="RepairTime">How long those that ended had lasted, also before the period.</param>
public readonly record struct Availability(
    TimeSpan Known, TimeSpan Down, TimeSpan Unreachable, TimeSpan Degraded, TimeSpan Maintenance, TimeSpan Unknown, int Failures, int Repairs, TimeSpan RepairTime)
{
    private static readonly TimeSpan ShortestFailure = TimeSpan.FromMinutes(1), LongestGap = TimeSpan.FromMinutes(2);

    /// <summary>1 − down ÷ (time − maintenance − unknown); null: nothing is known of the time.</summary>
    public double? Share => Known > TimeSpan.Zero ? 1 - Down / Known : null;

    /// <summary>The same with unreachable counted as down: what a resident has of it.</summary>
    public double? ServiceShare => Known > TimeSpan.Zero ? 1 - (Down + Unreachable) / Known : null;

    /// <summary>Mean time to repair; null: nothing was repaired.</summary>
    public TimeSpan? Mttr => Repairs > 0 ? RepairTime / Repairs : null;

    /// <summary>Mean time between failures: time up ÷ failures; null: nothing failed.</summary>
    public TimeSpan? Mtbf => Failures > 0 ? (Known - Down - Unreachable) / Failures : null;

    public static Availability operator +(in Availability a, in Availability b) => new(
        a.Known + b.Known, a.Down + b.Down, a.Unreachable + b.Unreachable, a.Degraded + b.Degraded, a.Maintenance + b.Maintenance, a.Unknown + b.Unknown,
        a.Failures + b.Failures, a.Repairs + b.Repairs, a.RepairTime + b.RepairTime);

    /// <summary>One device over a period.</summary>
    /// <param name="states">Its states, in any order; they may begin before the period, lie over each other (then the one that began later holds) and leave gaps (then nothing is known).</param>
    /// <param name="maintenance">Windows in which nothing counts, in any order.</param>
    /// <param name="now">What lies after it has not happened yet.</param>
    public static Availability Of(IEnumerable<StateSpan> states, IEnumerable<Window> maintenance, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var end = to < now ? to : now;
        if (end <= from) return default;
        var pieces = Pieces(states, Union(maintenance), now);
        var spent = new TimeSpan[Enum.GetValues<DeviceState>().Length];
        foreach (var piece in pieces)
        {
            var (begin, until) = (piece.From > from ? piece.From : from, piece.To < end ? piece.To : end);
            if (until > begin) spent[(int)piece.State] += until - begin;
        }
        var (down, unreachable, degraded, inMaintenance) =
            (spent[(int)DeviceState.Down], spent[(int)DeviceState.Unreachable], spent[(int)DeviceState.Degraded], spent[(int)DeviceState.Maintenance]);
        var known = spent[(int)DeviceState.Up] + degraded + down + unreachable;
        var failures = Failed(pieces);
        var repaired = failures.Where(f => f.EndedAt is { } ended && ended > from && ended <= end).ToList();
        return new Availability(
            known, down, unreachable, degraded, inMaintenance, end - from - known - inMaintenance,
            failures.Count(f => f.From >= from && f.From < end), repaired.Count, repaired.Aggregate(TimeSpan.Zero, (sum, f) => sum + f.Lasted));
    }

    /// <summary>Mean time from an incident's beginning to its acknowledgement, over those that began in the period and were; null: none was.</summary>
    public static (int Count, TimeSpan Sum) Acknowledged(IEnumerable<Acknowledgement> incidents, DateTimeOffset from, DateTimeOffset to) => incidents
        .Where(i => i.StartedAt >= from && i.StartedAt < to && i.AcknowledgedAt is { } at && at >= i.StartedAt)
        .Aggregate((Count: 0, Sum: TimeSpan.Zero), (sum, i) => (sum.Count + 1, sum.Sum + (i.AcknowledgedAt!.Value - i.StartedAt)));

    private readonly record struct Piece(DateTimeOffset From, DateTimeOffset To, DeviceState State, bool IsOpen);

    private readonly record struct Failure(DateTimeOffset From, DateTimeOffset? EndedAt, TimeSpan Lasted);

    /// <summary>States one after another, with the windows cut out of them.</summary>
    private static List<Piece> Pieces(IEnumerable<StateSpan> states, List<Window> windows, DateTimeOffset now)
    {
        var ordered = states.OrderBy(s => s.From).ToList();
        var pieces = new List<Piece>(ordered.Count + 2 * windows.Count);
        for (var i = 0; i < ordered.Count; i++)
        {
            var (from, until) = (ordered[i].From, ordered[i].To ?? now);
            var isOpen = ordered[i].To is null;
            var cut = i + 1 < ordered.Count && ordered[i + 1].From < until;
            if (cut) (until, isOpen) = (ordered[i + 1].From, false);
            foreach (var window in windows.Where(w => w.To > from && w.From < until))
            {
                if (window.From > from) pieces.Add(new Piece(from, window.From, ordered[i].State, isOpen));
                from = window.To < until ? window.To : until;
            }
            if (until > from) pieces.Add(new Piece(from, until, ordered[i].State, isOpen));
        }
        foreach (var window in windows.Where(w => w.From < now)) pieces.Add(new Piece(window.From, window.To, DeviceState.Maintenance, false));
        return [.. pieces.OrderBy(p => p.From)];
    }

    private static List<Window> Union(IEnumerable<Window> windows)
    {
        var union = new List<Window>();
        foreach (var window in windows.Where(w => w.To > w.From).OrderBy(w => w.From))
        {
            if (union.Count > 0 && window.From <= union[^1].To) union[^1] = union[^1] with { To = window.To > union[^1].To ? window.To : union[^1].To };
            else union.Add(window);
        }
        return union;
    }

    /// <summary>Times down; a short moment up between two, or only maintenance and silence, does not part them.</summary>
    private static List<Failure> Failed(List<Piece> pieces)
    {
        var failures = new List<(Failure Failure, bool IsOpen)>();
        DateTimeOffset? downUntil = null;
        var between = false;
        foreach (var piece in pieces)
        {
            if (piece.State is DeviceState.Up or DeviceState.Degraded or DeviceState.Unreachable) between = true;
            if (piece.State != DeviceState.Down) continue;
            var lasted = piece.To - piece.From;
            if (downUntil is { } until && (!between || piece.From - until < LongestGap))
            {
                var before = failures[^1].Failure;
                failures[^1] = (before with { EndedAt = piece.To, Lasted = before.Lasted + lasted }, piece.IsOpen);
            }
            else
            {
                failures.Add((new Failure(piece.From, piece.To, lasted), piece.IsOpen));
            }
            (downUntil, between) = (piece.To, false);
        }
        return [.. failures.Where(f => f.Failure.Lasted >= ShortestFailure).Select(f => f.IsOpen ? f.Failure with { EndedAt = null } : f.Failure)];
    }
}
