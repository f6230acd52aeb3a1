using HotspotManager.Core.Journals;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;

namespace HotspotManager.Unit.Core;

/// <summary>What a journal's files hold.</summary>
internal static class JournalRecords
{
    public static List<AccountingRecord> Of(DataFolder folder)
    {
        var records = new List<AccountingRecord>();
        new SegmentFolder(folder.Journal).Read(0, (number, payload) =>
        {
            records.Add(RecordFormat.Read(number, payload));
            return true;
        });
        return records;
    }
}
