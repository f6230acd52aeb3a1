using HotspotManager.Core.Journals;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// Records on disk that the fold has still to take: from memory, where they just were, or, after a start or when the fold has fallen far behind (the database was away), from the files.
/// </summary>
internal sealed class UnfoldedRecords(SegmentFolder folder, Action<string, Exception>? unreadable = null, int heldAtMost = 100_000)
{
    private readonly Lock _gate = new();
    private List<AccountingRecord> _held = [];

    /// <summary>Everything durable behind this number is in memory.</summary>
    private long _heldBehind;

    public void Begin(long last)
    {
        lock (_gate)
        {
            _held.Clear();
            _heldBehind = last;
        }
    }

    public void Add(List<AccountingRecord> records)
    {
        lock (_gate)
        {
            if (_held.Count + records.Count > heldAtMost)
            {
                _held = [];
                _heldBehind = records[^1].Id;
                return;
            }
            _held.AddRange(records);
        }
    }

    /// <summary>The oldest records behind a number, at most so many.</summary>
    public IReadOnlyList<AccountingRecord> Next(long after, int atMost)
    {
        long heldBehind;
        lock (_gate)
        {
            heldBehind = _heldBehind;
            if (after >= _heldBehind)
            {
                // What was asked for and folded is let go with the next question.
                var done = 0;
                while (done < _held.Count && _held[done].Id <= after) done++;
                if (done == _held.Count) _held.Clear();
                else _held.RemoveRange(0, done);
                _heldBehind = after;
                return _held.Count <= atMost ? [.. _held] : _held.GetRange(0, atMost);
            }
        }
        var read = new List<AccountingRecord>();
        folder.Read(after, (number, payload) =>
        {
            read.Add(RecordFormat.Read(number, payload));
            return read.Count < atMost;
        }, unreadable);
        lock (_gate)
        {
            // Numbers that were never stored: what is in memory follows at once.
            if (read.Count == 0 && _heldBehind == heldBehind) _heldBehind = after;
        }
        return read;
    }
}
