using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Reports;

/// <summary>Keeps the rows of periods and reads them: a page is one look into the key for its period and one for the period before.</summary>
public sealed class ReportBook(StoreWriter writer, IDbContextFactory<HotspotDb> databases, CityClock clock) : IDisposable
{
    /// <summary>How old an open period's figures may be; the keeper makes them anew each hour.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(75);

    /// <summary>A day before what they are made of is deleted, lines' p95 stay as they are.</summary>
    private static readonly TimeSpan TrafficKept = TimeSpan.FromDays(34);

    private static readonly string[] Keys = ["Period", "Scope", "Name"];

    private static readonly string[] Columns =
    [
        "MadeAt", "AreaCode", "Points", "People", "Sessions", "Seconds", "InputOctets", "OutputOctets", "Hours", "Known", "Down", "Unreachable", "Degraded", "Maintenance", "Unknown",
        "Failures", "Repairs", "RepairTime", "Acknowledged", "AcknowledgeTime", "Attempts", "Refused", "Refusal", "Cost", "ContractMbps", "InP95", "OutP95",
    ];

    private readonly ReportMaker maker = new(clock);
    private readonly SemaphoreSlim one = new(1, 1);

    /// <summary>The month that is now.</summary>
    public ReportPeriod ThisMonth => ReportPeriod.Month(Today);

    /// <summary>The week that is now.</summary>
    public ReportPeriod ThisWeek => ReportPeriod.Week(Today);

    private DateOnly Today => DateOnly.FromDateTime(clock.Local(clock.Now).DateTime);

    /// <summary>Makes the period's rows unless they are there and fresh.</summary>
    /// <exception cref="RefusedException">It has not begun.</exception>
    public async Task EnsureAsync(ReportPeriod period, CancellationToken cancel)
    {
        if (period.From(clock) > clock.Now) throw new RefusedException($"{period.Key} has not begun.");
        if (await MadeAsync(period, cancel) is { } made && !IsStale(period, made)) return;
        await one.WaitAsync(cancel);
        try
        {
            if (await MadeAsync(period, cancel) is { } meanwhile && !IsStale(period, meanwhile)) return;
            await MakeAsync(period, cancel);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>When the period's rows were made; null: not yet.</summary>
    public async Task<DateTimeOffset?> MadeAsync(ReportPeriod period, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<ReportRow>().Where(r => r.Period == period.Key && r.Scope == ReportScope.Area && r.Name == "").Select(r => (DateTimeOffset?)r.MadeAt).FirstOrDefaultAsync(cancel);
    }

    /// <summary>Makes the period's rows anew. What its sources no longer have in full (tries, lines' traffic) stays as it was known.</summary>
    public async Task MakeAsync(ReportPeriod period, CancellationToken cancel)
    {
        var now = clock.Now;
        List<ReportRow> rows;
        await using (var db = await databases.CreateDbContextAsync(cancel))
        {
            rows = await maker.MakeAsync(db, period, now, cancel);
            var before = await db.Set<ReportRow>().AsNoTracking().Where(r => r.Period == period.Key).ToDictionaryAsync(r => (r.Scope, r.Name), cancel);
            foreach (var row in rows)
                if (before.TryGetValue((row.Scope, row.Name), out var old)) Keep(row, old, now - period.From(clock) > TrafficKept);
        }
        await writer.WriteAsync(async db =>
        {
            await BatchCommand.RunAsync(db, "Reports", Keys, Columns, rows.Select(Values), cancel);
            // In a period that goes on, what is no longer there goes too; in one that is over it was there.
            if (period.To(clock) > now) await db.Set<ReportRow>().Where(r => r.Period == period.Key && r.MadeAt < now).ExecuteDeleteAsync(cancel);
        }, cancel);
    }

    private static void Keep(ReportRow row, ReportRow old, bool trafficIsGone)
    {
        if (old.Attempts > row.Attempts) (row.Attempts, row.Refused, row.Refusal) = (old.Attempts, old.Refused, old.Refusal);
        if (trafficIsGone) (row.InP95, row.OutP95) = (old.InP95, old.OutP95);
    }

    /// <summary>Rows of one kind. <paramref name="area"/>: those in it (of areas: itself and what lies in it).</summary>
    public static Task<List<ReportRow>> ReadAsync(HotspotDb db, ReportPeriod period, string scope, string? area, CancellationToken cancel)
    {
        var rows = db.Set<ReportRow>().AsNoTracking().Where(r => r.Period == period.Key && r.Scope == scope);
        if (area is not null) rows = rows.Where(r => r.AreaCode != null && (r.AreaCode == area || r.AreaCode.StartsWith(area + ".") || r.AreaCode.StartsWith(area + "/")));
        return rows.ToListAsync(cancel);
    }

    /// <summary>One row in several periods.</summary>
    public static Task<List<ReportRow>> ReadAsync(HotspotDb db, IReadOnlyList<ReportPeriod> periods, string scope, string name, CancellationToken cancel)
    {
        var keys = periods.Select(p => p.Key).ToList();
        return db.Set<ReportRow>().AsNoTracking().Where(r => keys.Contains(r.Period) && r.Scope == scope && r.Name == name).ToListAsync(cancel);
    }

    public void Dispose() => one.Dispose();

    private bool IsStale(ReportPeriod period, DateTimeOffset made) => made < period.To(clock) && clock.Now - made > Fresh;

    private static object?[] Values(ReportRow r) =>
    [
        r.Period, r.Scope, r.Name, r.MadeAt.ToUnixTimeMilliseconds(), r.AreaCode, r.Points, r.People, r.Sessions, r.Seconds, r.InputOctets, r.OutputOctets, r.Hours,
        r.Known, r.Down, r.Unreachable, r.Degraded, r.Maintenance, r.Unknown, r.Failures, r.Repairs, r.RepairTime, r.Acknowledged, r.AcknowledgeTime,
        r.Attempts, r.Refused, r.Refusal, r.Cost, r.ContractMbps, r.InP95, r.OutP95,
    ];
}
