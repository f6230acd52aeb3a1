using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.CheckIns;

/// <summary>A device that reports itself although none of its name does so here: not added yet, removed, or set up for another server.</summary>
public sealed class UnknownCheckIn
{
    public required string Name { get; set; }

    /// <summary>Where it reports from; its only or last one.</summary>
    public required string Address { get; set; }

    public long Reports { get; set; }
    public DateTimeOffset FirstAt { get; set; }
    public DateTimeOffset LastAt { get; set; }
}

internal sealed class UnknownCheckInMapping : IEntityTypeConfiguration<UnknownCheckIn>
{
    public void Configure(EntityTypeBuilder<UnknownCheckIn> entity)
    {
        entity.ToTable("UnknownCheckIns").HasKey(u => u.Name);
        entity.KeepDays(nameof(UnknownCheckIn.LastAt), 30);
        entity.HasIndex(u => u.LastAt);
    }
}

/// <summary>One as commands and pages show it, with the command that adopts it.</summary>
public sealed record UnknownCheckInView(string Name, string Address, long Reports, DateTimeOffset FirstAt, DateTimeOffset LastAt, string Adopt);

public static class UnknownCheckInList
{
    /// <summary>Rows kept: anybody on the internet can write one.</summary>
    public const int Most = 200;

    /// <summary>Those heard last first; without those that have been added meanwhile.</summary>
    public static async Task<UnknownCheckInView[]> ListAsync(HotspotDb db, CancellationToken cancel = default)
    {
        var devices = await db.Set<Device>().AsNoTracking().Select(d => new { d.Name, Reports = d.CheckInKeySealed != null }).ToListAsync(cancel);
        var points = (await db.Set<AccessPoint>().AsNoTracking().Select(a => a.Name).ToListAsync(cancel)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = devices.ToDictionary(d => d.Name, d => d.Reports, StringComparer.OrdinalIgnoreCase);
        var rows = await db.Set<UnknownCheckIn>().AsNoTracking().OrderByDescending(u => u.LastAt).ToListAsync(cancel);
        return [.. rows.Where(r => !known.GetValueOrDefault(r.Name)).Select(r => new UnknownCheckInView(r.Name, r.Address, r.Reports, r.FirstAt, r.LastAt,
            points.Contains(r.Name) ? $"hotspot ap set {r.Name} --check-in"
                : known.ContainsKey(r.Name) ? $"hotspot device set {r.Name} --check-in"
                : $"hotspot ap add {r.Name} --area CODE --check-in --secret SECRET --nas-id {r.Name}"))];
    }

    /// <summary>Adds what was heard since the last time and drops the oldest beyond <see cref="Most"/>.</summary>
    public static async Task AddAsync(HotspotDb db, IReadOnlyCollection<UnknownCheckIn> heard, CancellationToken cancel = default)
    {
        await BatchCommand.RunAsync(db, "UnknownCheckIns", ["Name"], ["Address", "Reports", "FirstAt", "LastAt"],
            heard.Select(u => (object?[])[u.Name, u.Address, u.Reports, u.FirstAt.ToUnixTimeMilliseconds(), u.LastAt.ToUnixTimeMilliseconds()]), cancel,
            adding: ["Reports"], keeping: ["FirstAt"]);
        db.RemoveRange(await db.Set<UnknownCheckIn>().OrderByDescending(u => u.LastAt).Skip(Most).ToListAsync(cancel));
    }
}
