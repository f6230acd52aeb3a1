namespace HotspotManager.Core.Sessions;

/// <summary>What is known of a session before a record is folded in.</summary>
public readonly record struct SessionFacts(
    DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, long Seconds, long InputOctets, long OutputOctets, bool SawStart);

/// <summary>What a record says, stripped to what the fold needs.</summary>
public readonly record struct RecordFacts(
    AcctStatus Status, DateTimeOffset ReceivedAt, int DelaySeconds, long SessionSeconds, long InputOctets, long OutputOctets);

/// <summary>What a record did.</summary>
public enum FoldKind
{
    /// <summary>A session begins with it (and the one before it under the same id, if still open, was lost without a Stop).</summary>
    Opened,

    /// <summary>The session goes on.</summary>
    Updated,

    /// <summary>The session ended with it.</summary>
    Closed,

    /// <summary>It came after the end: figures may rise, the session stays ended.</summary>
    Late,
}

/// <summary>The session afterwards, and how much the figures rose.</summary>
public readonly record struct FoldResult(FoldKind Kind, SessionFacts After, long AddedSeconds, long AddedInputOctets, long AddedOutputOctets);

/// <summary>
/// Folds accounting records into a session. Records may come twice, late and out of order: figures only rise, the earliest start and the first end hold.
/// Routers lose power without a Stop and use the same ids again; a record that cannot belong to the session known opens a new one.
/// </summary>
public static class SessionFold
{
    /// <summary>A Start this long after the session began is a new session under an old id.</summary>
    public static readonly TimeSpan TwinWindow = TimeSpan.FromMinutes(10);

    /// <summary>Clocks of router and server may disagree by this much before a record is taken for another session's.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    public static FoldResult Fold(SessionFacts? known, RecordFacts record)
    {
        var happenedAt = record.ReceivedAt - TimeSpan.FromSeconds(Math.Clamp(record.DelaySeconds, 0, 86_400));
        var startedAt = happenedAt - TimeSpan.FromSeconds(record.SessionSeconds);
        if (known is not { } before || BelongsToAnother(before, record, startedAt)) return Open(record, happenedAt, startedAt);

        var seconds = Math.Max(before.Seconds, record.SessionSeconds);
        var input = Math.Max(before.InputOctets, record.InputOctets);
        var output = Math.Max(before.OutputOctets, record.OutputOctets);
        var after = before with
        {
            Seconds = seconds,
            InputOctets = input,
            OutputOctets = output,
            StartedAt = startedAt < before.StartedAt ? startedAt : before.StartedAt,
            UpdatedAt = happenedAt > before.UpdatedAt ? happenedAt : before.UpdatedAt,
            SawStart = before.SawStart || record.Status == AcctStatus.Start,
        };
        var kind = before.EndedAt is not null ? FoldKind.Late : record.Status == AcctStatus.Stop ? FoldKind.Closed : FoldKind.Updated;
        if (kind == FoldKind.Closed) after = after with { EndedAt = happenedAt };
        if (kind == FoldKind.Late) after = after with { UpdatedAt = before.UpdatedAt };
        return new FoldResult(kind, after, seconds - before.Seconds, input - before.InputOctets, output - before.OutputOctets);
    }

    private static bool BelongsToAnother(SessionFacts before, RecordFacts record, DateTimeOffset startedAt)
    {
        // A second Start is a new session once the first is ended for good or older than any retransmission.
        if (record.Status == AcctStatus.Start && before.SawStart)
            return before.EndedAt is { } end ? startedAt > end + Slack : startedAt > before.StartedAt + TwinWindow;
        // Counted from its own session time, it began after the known session was last heard of: the id is in use again.
        return startedAt > (before.EndedAt ?? before.UpdatedAt) + Slack && record.SessionSeconds < before.Seconds;
    }

    private static FoldResult Open(RecordFacts record, DateTimeOffset happenedAt, DateTimeOffset startedAt)
    {
        var stopped = record.Status == AcctStatus.Stop;
        var facts = new SessionFacts(startedAt, happenedAt, stopped ? happenedAt : null, record.SessionSeconds, record.InputOctets, record.OutputOctets,
            record.Status == AcctStatus.Start);
        return new FoldResult(FoldKind.Opened, facts, record.SessionSeconds, record.InputOctets, record.OutputOctets);
    }
}
