using HotspotManager.Core.Journals;

namespace HotspotManager.Core.Sessions;

/// <summary>Records on their way to the disk together, their octets and who waits for them. Used again and again.</summary>
internal sealed class JournalGroup
{
    /// <summary>More than this is given back: a flood must not be held in memory for ever.</summary>
    private const int Kept = 1024 * 1024;

    private byte[] _frames = new byte[64 * 1024];
    private int _length;

    public List<AccountingRecord> Records { get; } = [];

    public List<JournalWaiter> Waiters { get; } = [];

    public int Count => Records.Count;

    public void Add(AccountingRecord record, ReadOnlySpan<byte> payload, JournalWaiter waiter)
    {
        if (_frames.Length - _length < Frame.Overhead + payload.Length) Array.Resize(ref _frames, _frames.Length * 2);
        _length += Frame.Write(_frames.AsSpan(_length), record.Id, payload);
        Records.Add(record);
        Waiters.Add(waiter);
    }

    public void WriteTo(SegmentWriter segments) => segments.Append(Records[0].Id, Records[^1].Id, _frames.AsSpan(0, _length));

    public void Clear()
    {
        _length = 0;
        if (_frames.Length > Kept) _frames = new byte[64 * 1024];
        Records.Clear();
        Waiters.Clear();
        if (Records.Capacity > 16_384)
        {
            Records.Capacity = 1024;
            Waiters.Capacity = 1024;
        }
    }
}
