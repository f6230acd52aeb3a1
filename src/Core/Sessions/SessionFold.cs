namespace HotspotManager.Core.Sessions;

/// <summary>What is known of a session before a record is folded in.</summary>
/// <param name="StartedAt">The earliest start that a record told.</param>
/// <param name="UpdatedAt">When it was last known to be alive: its newest figures, never a Start that came again.</param>
/// <param name="EndedAt">Null: it is open.</param>
/// <param name="EndIsAssumed">The end is a conclusion of ours (updates stopped, the router began anew), not the gateway's word: newer records outweigh it.</param>
/// <param name="InputBase">Octets from before the gateway's counter began again.</param>
/// <param name="OutputBase">As <paramref name="InputBase"/>.</param>
public readonly record struct SessionFacts(
    DateTimeOffset StartedAt, DateTimeOffset UpdatedAt, DateTimeOffset? EndedAt, long Seconds, long InputOctets, long OutputOctets,
    bool EndIsAssumed = false, long InputBase = 0, long OutputBase = 0);

/// <summary>What a record says, stripped to what the fold needs.</summary>
/// <param name="DelaySeconds">Acct-Delay-Time (RFC 2866 5.2).</param>
/// <param name="SessionSeconds">Acct-Session-Time; 0 in an update or Stop: not told.</param>
public readonly record struct RecordFacts(
    AcctStatus Status, DateTimeOffset ReceivedAt, long DelaySeconds, long SessionSeconds, long InputOctets, long OutputOctets)
{
    public DateTimeOffset HappenedAt => SessionFold.HappenedAt(ReceivedAt, DelaySeconds);

    /// <summary>Session time as far as it can be: gateways whose clock jumps from 1970 to today tell of half a century.</summary>
    public long Seconds => SessionSeconds is > 0 and <= 366 * 86_400 ? SessionSeconds : 0;

    /// <summary>Whether it says when its session began: only an update or Stop without a session time does not.</summary>
    public bool TellsStart => Status == AcctStatus.Start || Seconds > 0;

    /// <summary>When its session began. A record that was late without saying so makes this too late, never too early.</summary>
    public DateTimeOffset StartedAt => HappenedAt.AddSeconds(-Seconds);
}

/// <summary>What a record did.</summary>
public enum FoldKind
{
    /// <summary>A session begins with it (and the one before it under the same id, if still open, was lost without a Stop).</summary>
    Opened,

    /// <summary>The session goes on, also one that was given up for lost.</summary>
    Updated,

    /// <summary>The session ended with it.</summary>
    Closed,

    /// <summary>It came after the end: figures may rise, the session stays ended.</summary>
    Late,
}

/// <summary>The session afterwards, and how much the figures rose.</summary>
public readonly record struct FoldResult(FoldKind Kind, SessionFacts After, long AddedSeconds, long AddedInputOctets, long AddedOutputOctets);

/// <summary>
/// Folds accounting records into sessions. Records may come twice, late and out of order: figures only rise, the earliest start and the first end hold.
/// Routers lose power without a Stop and use the same ids again; every record tells when its own session began (its instant less its session time), and by
/// that it finds its session among those of its id: the counters of two sessions are never mixed, in whatever order their records come.
/// </summary>
public static class SessionFold
{
    /// <summary>A second Start without any figures in between is a new session this long after the first; a copy before that.</summary>
    public static readonly TimeSpan TwinWindow = TimeSpan.FromMinutes(10);

    /// <summary>How late a record may be without saying so. No router is back from a power cut sooner.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    private const long Wrap = 1L << 32;

    /// <summary>When it happened, by our clock and the delay that the gateway told. A delay of more than a month is a clock that jumped, not a delay.</summary>
    public static DateTimeOffset HappenedAt(DateTimeOffset receivedAt, long delaySeconds) =>
        delaySeconds is > 0 and <= 30 * 86_400 ? receivedAt.AddSeconds(-delaySeconds) : receivedAt;

    /// <summary>Which of the sessions under one id, of one phone and one sign-in, a record belongs to; -1: to none of them, it opens another.</summary>
    public static int Match(ReadOnlySpan<SessionFacts> known, in RecordFacts record)
    {
        var (startedAt, happenedAt) = (record.StartedAt, record.HappenedAt);
        var (last, late) = (-1, -1);
        for (var i = 0; i < known.Length; i++)
        {
            // The newest that had begun by then …
            if (known[i].StartedAt <= startedAt + Slack)
            {
                if (last < 0 || known[i].StartedAt > known[last].StartedAt) last = i;
            }
            // … or one that is thought to have begun later only because all we have of it was late.
            else if (happenedAt >= known[i].StartedAt && (late < 0 || known[i].StartedAt < known[late].StartedAt))
            {
                late = i;
            }
        }
        return last >= 0 && Belongs(known[last], record) ? last : late;
    }

    /// <summary>Folds a record into the session it belongs to; null: it opens one.</summary>
    public static FoldResult Fold(SessionFacts? known, in RecordFacts record)
    {
        var happenedAt = record.HappenedAt;
        if (known is not { } before)
        {
            var stopped = record.Status == AcctStatus.Stop;
            var opened = new SessionFacts(record.StartedAt, happenedAt, stopped ? happenedAt : null, record.Seconds, record.InputOctets, record.OutputOctets);
            return new FoldResult(FoldKind.Opened, opened, opened.Seconds, opened.InputOctets, opened.OutputOctets);
        }
        var newer = record.Seconds > before.Seconds;
        var (input, inputBase) = Count(before.InputOctets, before.InputBase, record.InputOctets, newer);
        var (output, outputBase) = Count(before.OutputOctets, before.OutputBase, record.OutputOctets, newer);
        var kind = Kind(before, record);
        var after = before with
        {
            StartedAt = record.StartedAt < before.StartedAt ? record.StartedAt : before.StartedAt,
            UpdatedAt = kind != FoldKind.Late && record.Status != AcctStatus.Start && happenedAt > before.UpdatedAt ? happenedAt : before.UpdatedAt,
            EndedAt = kind switch { FoldKind.Closed => happenedAt, FoldKind.Late => before.EndedAt, _ => null },
            EndIsAssumed = kind == FoldKind.Late && before.EndIsAssumed,
            Seconds = Math.Max(before.Seconds, record.Seconds),
            InputOctets = input,
            OutputOctets = output,
            InputBase = inputBase,
            OutputBase = outputBase,
        };
        return new FoldResult(kind, after, after.Seconds - before.Seconds, input - before.InputOctets, output - before.OutputOctets);
    }

    private static FoldKind Kind(in SessionFacts before, in RecordFacts record)
    {
        if (before.EndedAt is { } end)
        {
            if (!before.EndIsAssumed) return FoldKind.Late;
            if (record.Status != AcctStatus.Stop) return record.Status == AcctStatus.InterimUpdate && record.HappenedAt > end ? FoldKind.Updated : FoldKind.Late;
        }
        return record.Status == AcctStatus.Stop ? FoldKind.Closed : FoldKind.Updated;
    }

    /// <summary>Whether a record belongs to a session that had begun when the record's own session did.</summary>
    private static bool Belongs(in SessionFacts before, in RecordFacts record)
    {
        var startedAt = record.StartedAt;
        // Without a session time it can only be told by how long the session has been over.
        if (!record.TellsStart) return before.EndedAt is not { } over || startedAt <= over + TwinWindow;
        // It began with this session, or while this session ran: no router has two under one id.
        if (startedAt <= before.StartedAt + Slack) return true;
        if (startedAt <= (before.EndedAt ?? before.UpdatedAt) + Slack) return true;
        var moved = before is not { Seconds: 0, InputOctets: 0, OutputOctets: 0 };
        if (record.Status == AcctStatus.Start) return before.EndedAt is null && !moved && startedAt <= before.StartedAt + TwinWindow;
        // The very same figures once more are a copy that was long under way; any others were counted by another session.
        return moved && record.Seconds == before.Seconds && record.InputOctets == before.InputOctets - before.InputBase
            && record.OutputOctets == before.OutputOctets - before.OutputBase;
    }

    /// <summary>
    /// A counter after a record. One that fell while the session went on has begun again: it passed 32 bits at a gateway without Gigawords (RFC 2869 5.1), or
    /// was set to nothing; what it had counted stays counted. One that fell by less than an eighth is a gateway that cannot count: nobody is charged twice.
    /// </summary>
    private static (long Total, long Base) Count(long total, long begun, long told, bool newer)
    {
        if (!newer) return (Math.Max(total, told), begun);
        var before = total - begun;
        if (told < before - before / 8) begun = before is >= Wrap / 4 * 3 and < Wrap && told < Wrap / 2 ? begun + Wrap : total;
        return (Math.Max(total, begun + told), begun);
    }
}
