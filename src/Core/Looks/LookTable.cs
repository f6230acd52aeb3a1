using System.Collections.Frozen;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Looks;

/// <summary>What a page is made with.</summary>
/// <param name="Name">Null: as the city is called in the settings.</param>
/// <param name="LogoUri">A data: address for an image; null: the house's own mark.</param>
public sealed record LookShown(string? Name, LookColours Colours, string? LogoUri)
{
    public static LookShown BuiltIn { get; } = new(null, LookColours.BuiltIn, null);
}

/// <summary>All looks and notices in memory.</summary>
public sealed class LookTable : ISnapshot
{
    /// <summary>How many notices a page shows at once, the nearest area's first.</summary>
    public const int MostShown = 3;

    private Snapshot _current = new(FrozenDictionary<string, LookShown>.Empty, FrozenDictionary<string, LookNotice[]>.Empty);

    private sealed record Snapshot(FrozenDictionary<string, LookShown> Looks, FrozenDictionary<string, LookNotice[]> Notices);

    /// <summary>How pages look in an area (null: where nobody knows): the nearest row that says something, for each thing by itself. The same object until something of it changes.</summary>
    public LookShown Of(string? area)
    {
        var looks = Volatile.Read(ref _current).Looks;
        if (looks.Count == 0) return LookShown.BuiltIn;
        for (var at = area; at is not null; at = AreaCode.Parent(at))
            if (looks.TryGetValue(at, out var own)) return own;
        return looks.TryGetValue("", out var city) ? city : LookShown.BuiltIn;
    }

    /// <summary>What is to be read in an area now.</summary>
    public IReadOnlyList<LookNotice> NoticesOf(string? area, DateTimeOffset now)
    {
        var notices = Volatile.Read(ref _current).Notices;
        if (notices.Count == 0) return [];
        var around = area is null ? [""] : AreaCode.SelfAndParents(area).Append("");
        return [.. around.SelectMany(a => notices.GetValueOrDefault(a) ?? []).Where(n => n.IsOn(now)).Take(MostShown)];
    }

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var rows = await db.Set<Look>().AsNoTracking().ToDictionaryAsync(l => l.AreaCode, StringComparer.Ordinal, cancel);
        var notices = await db.Set<LookNotice>().AsNoTracking().OrderByDescending(n => n.Id).ToListAsync(cancel);
        var before = Volatile.Read(ref _current).Looks;
        // A look that is as it was stays the same object: its pages are prepared once.
        var looks = rows.Keys.ToFrozenDictionary(a => a, a => Merge(rows, a) is var look && before.TryGetValue(a, out var had) && had == look ? had : look, StringComparer.Ordinal);
        Volatile.Write(ref _current, new Snapshot(looks,
            notices.GroupBy(n => n.AreaCode, StringComparer.Ordinal).ToFrozenDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal)));
    }

    /// <summary>What holds at an area by these rows.</summary>
    public static LookShown Merge(IReadOnlyDictionary<string, Look> rows, string area)
    {
        var around = (area.Length == 0 ? [""] : AreaCode.SelfAndParents(area).Append("")).Select(a => rows.TryGetValue(a, out var row) ? row : null).OfType<Look>().ToList();
        // A brand comes with its dark sister: one area's light and another's dark would be two brands.
        var coloured = around.Find(l => l.Brand is not null || l.BrandDark is not null);
        return new LookShown(around.Find(l => l.Name is not null)?.Name, LookColours.Of(Colour.Read(coloured?.Brand), Colour.Read(coloured?.BrandDark)),
            around.Find(l => l.Logo is not null)?.Logo is { } logo ? LogoFile.Uri(logo) : null);
    }
}
