using System.Globalization;
using System.Security.Cryptography;
using HotspotManager.Core.Areas;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Vouchers;

/// <summary>A voucher as commands and the API show it.</summary>
public sealed record VoucherView(
    string Code, string Plan, string State, string? Area, string Batch, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? FirstUsedAt, long UsedSeconds, long UsedOctets);

/// <summary>The verbs on vouchers.</summary>
public static class VoucherList
{
    public const int MostAtOnce = 100_000;

    /// <summary>Makes <paramref name="count"/> vouchers of a plan, in one batch.</summary>
    /// <exception cref="RefusedException">No such plan or area, or a figure makes no sense.</exception>
    public static async Task<VoucherView[]> CreateAsync(
        HotspotDb db, SecretBox secrets, string planName, int count, int? days, string? area, DateTimeOffset now, CancellationToken cancel = default)
    {
        if (count is < 1 or > MostAtOnce) throw new RefusedException($"--count must be from 1 to {MostAtOnce}.");
        if (days is < 1 or > 3650) throw new RefusedException("--days must be from 1 to 3650.");
        var plan = await PlanList.GetAsync(db, planName, cancel);
        var areaCode = area is null ? null : await AreaList.EnsureAsync(db, area, cancel);
        var batch = now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-" + RandomNumberGenerator.GetHexString(4, lowercase: true);
        var expires = days is { } d ? now.AddDays(d) : (DateTimeOffset?)null;
        var made = new List<VoucherView>(count);
        foreach (var (code, lookUp) in await NewCodesAsync(db, secrets, count, cancel))
        {
            db.Add(new Voucher
            {
                CodeSealed = secrets.Seal(SecretPurpose.VoucherCode, code),
                CodeLookUp = lookUp,
                PlanId = plan.Id,
                AreaCode = areaCode,
                Batch = batch,
                CreatedAt = now,
                ExpiresAt = expires,
            });
            made.Add(new VoucherView(code, plan.Name, "new", areaCode, batch, now, expires, null, 0, 0));
        }
        return [.. made];
    }

    /// <summary>Codes that are no voucher's yet. With ten digits a clash is rare but possible; the unique index has the last word.</summary>
    private static async Task<IEnumerable<(string Code, string LookUp)>> NewCodesAsync(HotspotDb db, SecretBox secrets, int count, CancellationToken cancel)
    {
        const int atOnce = 500;
        var codes = new Dictionary<string, string>(count, StringComparer.Ordinal);
        while (codes.Count < count)
        {
            var some = new Dictionary<string, string>(StringComparer.Ordinal);
            while (some.Count < Math.Min(atOnce, count - codes.Count))
            {
                var code = RandomNumberGenerator.GetString("0123456789", VoucherCode.Digits);
                some[secrets.LookUp(SecretPurpose.VoucherCode, code)] = code;
            }
            var asked = some.Keys.ToArray();
            var taken = await db.Set<Voucher>().Where(v => asked.Contains(v.CodeLookUp)).Select(v => v.CodeLookUp).ToListAsync(cancel);
            foreach (var (lookUp, code) in some)
                if (!taken.Contains(lookUp)) codes[lookUp] = code;
        }
        return codes.Select(c => (c.Value, c.Key));
    }

    /// <exception cref="RefusedException">There is no such voucher.</exception>
    public static async Task<VoucherView> ShowAsync(HotspotDb db, SecretBox secrets, string code, DateTimeOffset now, CancellationToken cancel = default)
    {
        var voucher = await GetAsync(db, secrets, code, cancel);
        return (await ViewsAsync(db, secrets, db.Set<Voucher>().Where(v => v.Id == voucher.Id), now, cancel))[0];
    }

    /// <summary>Ends a voucher; what runs on it is ended by the quota's next look.</summary>
    /// <exception cref="RefusedException">There is no such voucher.</exception>
    public static async Task RevokeAsync(HotspotDb db, SecretBox secrets, string code, DateTimeOffset now, CancellationToken cancel = default)
    {
        var voucher = await GetAsync(db, secrets, code, cancel);
        voucher.RevokedAt ??= now;
    }

    /// <summary>Newest first.</summary>
    public static Task<VoucherView[]> ListAsync(
        HotspotDb db, SecretBox secrets, DateTimeOffset now, string? batch = null, string? area = null, int skip = 0, int take = 200, CancellationToken cancel = default)
    {
        IQueryable<Voucher> query = db.Set<Voucher>();
        if (batch is not null) query = query.Where(v => v.Batch == batch);
        if (area is not null) query = query.Where(v => v.AreaCode != null && (v.AreaCode == area || v.AreaCode.StartsWith(area + ".") || v.AreaCode.StartsWith(area + "/")));
        return ViewsAsync(db, secrets, query.OrderByDescending(v => v.Id).Skip(skip).Take(take), now, cancel);
    }

    private static async Task<Voucher> GetAsync(HotspotDb db, SecretBox secrets, string code, CancellationToken cancel)
    {
        var normal = VoucherCode.Normalize(code) ?? throw new RefusedException($"'{code}' is not a voucher code: it has ten digits.");
        var lookUp = secrets.LookUp(SecretPurpose.VoucherCode, normal);
        return await db.Set<Voucher>().FirstOrDefaultAsync(v => v.CodeLookUp == lookUp, cancel) ?? throw new RefusedException("There is no such voucher.");
    }

    private static async Task<VoucherView[]> ViewsAsync(HotspotDb db, SecretBox secrets, IQueryable<Voucher> query, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await query.AsNoTracking().Join(db.Set<Plan>(), v => v.PlanId, p => p.Id, (v, p) => new { Voucher = v, Plan = p }).ToListAsync(cancel);
        var keys = rows.ConvertAll(r => PersonKey.Voucher(r.Voucher.Id));
        var usage = (await db.Set<PersonUsage>().AsNoTracking().Where(u => keys.Contains(u.PersonKey)).ToListAsync(cancel))
            .GroupBy(u => u.PersonKey).ToDictionary(g => g.Key, g => (First: g.Min(u => u.FirstAt), Seconds: g.Sum(u => u.Seconds), Octets: g.Sum(u => u.Octets)));
        return [.. rows.Select(r =>
        {
            var used = usage.GetValueOrDefault(PersonKey.Voucher(r.Voucher.Id));
            var first = used.First == default ? (DateTimeOffset?)null : used.First;
            return new VoucherView(secrets.OpenText(SecretPurpose.VoucherCode, r.Voucher.CodeSealed), r.Plan.Name,
                State(r.Voucher, r.Plan, used.Seconds, used.Octets, first, now), r.Voucher.AreaCode, r.Voucher.Batch, r.Voucher.CreatedAt, r.Voucher.ExpiresAt,
                first, used.Seconds, used.Octets);
        })];
    }

    private static string State(Voucher voucher, Plan plan, long seconds, long octets, DateTimeOffset? firstUsed, DateTimeOffset now)
    {
        if (voucher.RevokedAt is not null) return "revoked";
        if (voucher.ExpiresAt <= now) return "expired";
        if (plan.Minutes is { } m && seconds >= m * 60L || plan.Mb is { } mb && octets >= mb * 1_000_000L) return "usedUp";
        return firstUsed is null ? "new" : "inUse";
    }
}
