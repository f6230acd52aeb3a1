using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Networks;

/// <summary>Somebody who sends RADIUS packets from an address where no NAS is known, or none of that name where others are told apart by theirs: most likely a router that was not added yet, or that moved. Never answered.</summary>
public sealed class UnknownNas
{
    /// <summary>Where the packets come from.</summary>
    public required string Address { get; set; }

    /// <summary>What it calls itself (NAS-Identifier); "" when it does not say.</summary>
    public required string NasIdentifier { get; set; }

    /// <summary>How many came.</summary>
    public long Packets { get; set; }

    public DateTimeOffset FirstAt { get; set; }
    public DateTimeOffset LastAt { get; set; }
}

internal sealed class UnknownNasMapping : IEntityTypeConfiguration<UnknownNas>
{
    public void Configure(EntityTypeBuilder<UnknownNas> entity)
    {
        entity.ToTable("UnknownNas").HasKey(u => new { u.Address, u.NasIdentifier });
        entity.KeepDays(nameof(UnknownNas.LastAt), 30);
        entity.HasIndex(u => u.LastAt);
    }
}

/// <summary>An unknown sender as commands show it, with the command that adopts it.</summary>
public sealed record UnknownNasView(string Address, string? NasId, long Packets, DateTimeOffset FirstAt, DateTimeOffset LastAt, string Adopt);

/// <summary>Keeps the list short and the figures right.</summary>
public static class UnknownNasList
{
    /// <summary>Rows kept: anybody on the internet can write one.</summary>
    public const int Most = 200;

    /// <summary>Those that sent last first; without those that have been added meanwhile.</summary>
    public static async Task<UnknownNasView[]> ListAsync(HotspotDb db, CancellationToken cancel = default)
    {
        var known = await KnownAsync(db, cancel);
        var rows = await db.Set<UnknownNas>().AsNoTracking().OrderByDescending(u => u.LastAt).ToListAsync(cancel);
        return [.. rows.Where(r => !IsKnown(known, r)).Select(View)];
    }

    /// <summary>Adds what was seen since the last time, and drops the oldest beyond <see cref="Most"/> and those that are known now.</summary>
    public static async Task AddAsync(HotspotDb db, IReadOnlyCollection<UnknownNas> seen, CancellationToken cancel = default)
    {
        await BatchCommand.RunAsync(db, "UnknownNas", ["Address", "NasIdentifier"], ["Packets", "FirstAt", "LastAt"],
            seen.Select(u => (object?[])[u.Address, u.NasIdentifier, u.Packets, u.FirstAt.ToUnixTimeMilliseconds(), u.LastAt.ToUnixTimeMilliseconds()]), cancel,
            adding: ["Packets"], keeping: ["FirstAt"]);
        var known = await KnownAsync(db, cancel);
        var rows = await db.Set<UnknownNas>().OrderByDescending(u => u.LastAt).ToListAsync(cancel);
        db.RemoveRange(rows.Where(r => IsKnown(known, r)));
        db.RemoveRange(rows.Where(r => !IsKnown(known, r)).Skip(Most));
    }

    private static async Task<ILookup<string, string?>> KnownAsync(HotspotDb db, CancellationToken cancel)
    {
        var rows = await db.Set<Nas>().Select(n => new { n.Address, n.SeenAddress, n.NasIdentifier }).ToListAsync(cancel);
        return rows.SelectMany(r => new[] { r.Address, r.SeenAddress }.OfType<string>().Select(a => (Address: a, r.NasIdentifier))).ToLookup(r => r.Address, r => r.NasIdentifier);
    }

    // Several routers may share an address: then only those with their name, and all of them where none is told apart.
    private static bool IsKnown(ILookup<string, string?> known, UnknownNas row) =>
        known.Contains(row.Address) && (row.NasIdentifier.Length == 0 || known[row.Address].All(n => n is null) || known[row.Address].Contains(row.NasIdentifier));

    private static UnknownNasView View(UnknownNas row) => new(row.Address, row.NasIdentifier.Length > 0 ? row.NasIdentifier : null, row.Packets, row.FirstAt, row.LastAt,
        $"hotspot ap add {(Names.IsName(row.NasIdentifier) ? row.NasIdentifier : "NAME")} --area CODE --address {row.Address} --secret SECRET"
            + (Names.IsName(row.NasIdentifier) ? $" --nas-id {row.NasIdentifier}" : ""));
}
