using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Attempts;

/// <summary>Which attempts: of access points, of a NAS, of somebody (a voucher's code, an account's name or a phone's MAC), only those accepted or refused.</summary>
public sealed record AttemptQuery
{
    public IReadOnlyCollection<int>? AccessPoints { get; init; }
    public int? Nas { get; init; }
    public string? Who { get; init; }
    public bool? Accepted { get; init; }
    public int Take { get; init; } = 200;
}

/// <summary>A try to get online as commands show it: <c>sentence</c> is what the resident was told, <c>steps</c> what happened.</summary>
public sealed record AttemptLine(DateTimeOffset At, string Way, string? AccessPoint, string? Nas, string UserName, string Mac, bool Accepted, string Reason, string Sentence, IReadOnlyList<string> Steps);

public static class AttemptList
{
    /// <summary>Attempts, the newest first.</summary>
    public static async Task<List<Attempt>> ListAsync(HotspotDb db, SecretBox secrets, AttemptQuery query, CancellationToken cancel = default)
    {
        var rows = db.Set<Attempt>().AsNoTracking();
        if (query.AccessPoints is { } points)
        {
            var seen = points.Select(id => (int?)id).ToList();
            rows = rows.Where(a => seen.Contains(a.AccessPointId));
        }
        if (query.Nas is { } nas) rows = rows.Where(a => a.NasId == nas);
        if (query.Accepted is { } accepted) rows = rows.Where(a => a.Accepted == accepted);
        if (query.Who is { Length: > 0 } who)
        {
            if (Mac.Normalize(who) is { } mac) rows = rows.Where(a => a.Mac == mac);
            else if (VoucherCode.Normalize(who) is { } code)
            {
                var lookUp = secrets.LookUp(SecretPurpose.VoucherCode, code);
                var id = await db.Set<Voucher>().Where(v => v.CodeLookUp == lookUp).Select(v => (int?)v.Id).FirstOrDefaultAsync(cancel);
                var key = id is { } found ? PersonKey.Voucher(found) : "";
                rows = rows.Where(a => a.PersonKey == key);
            }
            else
            {
                var shown = Attempt.Mask(who.Trim());
                rows = rows.Where(a => a.UserName == shown);
            }
        }
        return await rows.OrderByDescending(a => a.Id).Take(query.Take).ToListAsync(cancel);
    }

    /// <summary>The same with names and sentences.</summary>
    public static async Task<IReadOnlyList<AttemptLine>> LinesAsync(HotspotDb db, SecretBox secrets, AttemptQuery query, string language, CancellationToken cancel = default)
    {
        var rows = await ListAsync(db, secrets, query, cancel);
        var points = await db.Set<AccessPoint>().AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        var nas = await db.Set<Nas>().AsNoTracking().ToDictionaryAsync(n => n.Id, n => n.Name, cancel);
        return [.. rows.Select(a => new AttemptLine(
            a.At, a.Way, a.AccessPointId is { } point ? points.GetValueOrDefault(point) : null, a.NasId is { } id ? nas.GetValueOrDefault(id) : null, a.UserName, a.Mac, a.Accepted,
            a.Reason, Enum.TryParse<Reason>(a.Reason, out var reason) ? ReasonTexts.In(language, reason) : a.Reason, AttemptSteps.In(language, a.Steps)))];
    }
}
