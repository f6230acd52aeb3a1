namespace HotspotManager.Core.Sessions;

/// <summary>
/// What the journal has taken in lately, so that a copy of it (a retransmission) is not stored twice. Only to save work: a copy that gets through does no harm, the fold's figures
/// only rise. So it is bounded: in a flood the oldest are forgotten early.
/// </summary>
internal sealed class Twins(int capacity)
{
    private readonly Dictionary<UInt128, (DateTimeOffset At, DateTimeOffset HappenedAt)> _known = new(1024);
    private readonly Queue<(DateTimeOffset At, UInt128 Digest)> _ages = new();

    /// <summary>Whether a record is a copy of one stored before. A Start or Accounting-On has no figures that tell it from an earlier one: so it is
    /// a copy only while a router may still be trying: ids are used again after a power cut, and clocks stand at 1970 again. Where in doubt it is stored, and the fold decides.</summary>
    public bool Knows(AccountingRecord record) => _known.TryGetValue(record.Digest, out var twin)
        && record.ReceivedAt - twin.At <= SessionFold.TwinWindow
        && !(record.Status is AcctStatus.Start or AcctStatus.AccountingOn or AcctStatus.AccountingOff && SessionFold.HappenedAt(record.ReceivedAt, record.DelaySeconds) - twin.HappenedAt > SessionFold.Slack);

    public void Add(AccountingRecord record)
    {
        while (_ages.TryPeek(out var oldest) && (_ages.Count >= capacity || record.ReceivedAt - oldest.At > SessionFold.TwinWindow))
        {
            _ages.Dequeue();
            if (_known.TryGetValue(oldest.Digest, out var twin) && twin.At == oldest.At) _known.Remove(oldest.Digest);
        }
        _known[record.Digest] = (record.ReceivedAt, SessionFold.HappenedAt(record.ReceivedAt, record.DelaySeconds));
        _ages.Enqueue((record.ReceivedAt, record.Digest));
    }
}
