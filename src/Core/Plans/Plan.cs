using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Plans;

/// <summary>What a resident gets. MB is 1,000,000 octets up and down together, kbps 1,000 bit/s; null means no such limit.</summary>
public sealed class Plan
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>For a voucher in all, otherwise for each sign-in.</summary>
    public int? Minutes { get; set; }

    /// <summary>For a voucher in all, otherwise for each sign-in.</summary>
    public int? Mb { get; set; }

    public int DownKbps { get; set; }
    public int UpKbps { get; set; }
    public int? DailyMb { get; set; }
    public int? DailyMinutes { get; set; }

    /// <summary>Towards the phone once the data (<see cref="Mb"/> or <see cref="DailyMb"/>) is used up; null: it ends then.</summary>
    public int? ThenDownKbps { get; set; }

    /// <summary>From the phone once the data is used up.</summary>
    public int? ThenUpKbps { get; set; }

    /// <summary>How many devices may be online at once.</summary>
    public int Devices { get; set; } = 1;

    /// <summary>The ways to sign in that give this plan, words separated by commas; null: any way.</summary>
    public string? Ways { get; set; }

    /// <summary>Whether this way to sign in gives this plan.</summary>
    public bool Allows(string way) => Ways is null || Ways.Split(',').Contains(way);
}

internal sealed class PlanMapping : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> entity)
    {
        entity.ToTable("Plans");
        entity.HasIndex(p => p.Name).IsUnique();
    }
}

/// <summary>All plans in memory.</summary>
public sealed class PlanTable : ISnapshot
{
    private Plan[] _plans = [];

    public IReadOnlyList<Plan> All => Volatile.Read(ref _plans);

    /// <summary>Asked for every packet: a city has a handful of plans, and walking them costs no object.</summary>
    public Plan? Find(int id)
    {
        foreach (var plan in Volatile.Read(ref _plans))
        {
            if (plan.Id == id) return plan;
        }
        return null;
    }

    public Plan? Find(string name) => Array.Find(Volatile.Read(ref _plans), p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel) =>
        Volatile.Write(ref _plans, await db.Set<Plan>().AsNoTracking().OrderBy(p => p.Id).ToArrayAsync(cancel));
}

/// <summary>The verbs on plans.</summary>
public static class PlanList
{
    /// <summary>The plan that click-through gives; made at first start, may be changed like any other.</summary>
    public const string ClickThrough = "sekali-ketuk";

    /// <exception cref="RefusedException">The name is taken or a figure makes no sense.</exception>
    public static async Task<Plan> AddAsync(HotspotDb db, Plan plan, CancellationToken cancel = default)
    {
        Names.Check(plan.Name, "plan");
        Check(plan);
        if (await db.Set<Plan>().AnyAsync(p => p.Name == plan.Name, cancel)) throw new RefusedException($"There is a plan '{plan.Name}' already.");
        db.Add(plan);
        return plan;
    }

    /// <summary>Changes what <paramref name="input"/> names. Sessions that run are told by Admission.PlanChange.</summary>
    /// <exception cref="RefusedException">There is no such plan, or a figure makes no sense.</exception>
    public static async Task<Plan> SetAsync(HotspotDb db, string name, PlanInput input, CancellationToken cancel = default)
    {
        var plan = await GetAsync(db, name, cancel);
        static int? Limit(int? given, int? now) => given is null ? now : given == 0 ? null : given;
        (plan.Minutes, plan.Mb) = (Limit(input.Minutes, plan.Minutes), Limit(input.Mb, plan.Mb));
        (plan.DailyMinutes, plan.DailyMb) = (Limit(input.DailyMinutes, plan.DailyMinutes), Limit(input.DailyMb, plan.DailyMb));
        (plan.DownKbps, plan.UpKbps, plan.Devices) = (input.DownKbps ?? plan.DownKbps, input.UpKbps ?? plan.UpKbps, input.Devices ?? plan.Devices);
        (plan.ThenDownKbps, plan.ThenUpKbps) = (Limit(input.ThenDownKbps, plan.ThenDownKbps), Limit(input.ThenUpKbps, plan.ThenUpKbps));
        if (input.Ways is { } ways) plan.Ways = ways.Length == 0 ? null : ways;
        Check(plan);
        return plan;
    }

    private static void Check(Plan plan)
    {
        if (plan.DownKbps <= 0 || plan.UpKbps <= 0) throw new RefusedException("--down-kbps and --up-kbps must be above 0.");
        if (plan.Minutes <= 0 || plan.Mb <= 0 || plan.DailyMb <= 0 || plan.DailyMinutes <= 0) throw new RefusedException("A limit must be above 0; leave it out for no limit.");
        if (plan.ThenDownKbps is null != plan.ThenUpKbps is null) throw new RefusedException("--then-down-kbps and --then-up-kbps go together.");
        if (plan.ThenDownKbps is not null && plan.Mb is null && plan.DailyMb is null) throw new RefusedException("A rate for afterwards needs data that can be used up: --mb or --daily-mb.");
        if (plan.ThenDownKbps <= 0 || plan.ThenUpKbps <= 0 || plan.ThenDownKbps > plan.DownKbps || plan.ThenUpKbps > plan.UpKbps)
            throw new RefusedException("--then-down-kbps and --then-up-kbps must be above 0 and not faster than --down-kbps and --up-kbps.");
        if (plan.Devices is < 1 or > 100) throw new RefusedException("--devices must be from 1 to 100.");
    }

    /// <exception cref="RefusedException">There is no such plan.</exception>
    public static async Task<Plan> GetAsync(HotspotDb db, string name, CancellationToken cancel = default) =>
        await db.Set<Plan>().FirstOrDefaultAsync(p => p.Name == name, cancel)
        ?? throw new RefusedException($"There is no plan '{name}'. See: hotspot plan list");

    public static Task<PlanView[]> ListAsync(HotspotDb db, CancellationToken cancel = default) =>
        db.Set<Plan>().AsNoTracking().OrderBy(p => p.Name).Select(p => View(p)).ToArrayAsync(cancel);

    public static PlanView View(Plan p) => new(p.Name, p.Minutes, p.Mb, p.DownKbps, p.UpKbps, p.DailyMb, p.DailyMinutes, p.Devices, p.Ways, p.ThenDownKbps, p.ThenUpKbps);
}

/// <summary>A plan as commands and the API show it.</summary>
public sealed record PlanView(
    string Name, int? Minutes, int? Mb, int DownKbps, int UpKbps, int? DailyMb, int? DailyMinutes, int Devices, string? Ways, int? ThenDownKbps, int? ThenUpKbps);

/// <summary>What to change of a plan; null: nothing. For a limit 0 means that it has none from now on; for the ways "" means any.</summary>
public sealed record PlanInput(
    int? Minutes, int? Mb, int? DownKbps, int? UpKbps, int? DailyMb, int? DailyMinutes, int? Devices, string? Ways = null, int? ThenDownKbps = null, int? ThenUpKbps = null);
