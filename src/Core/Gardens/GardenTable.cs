using System.Collections.Frozen;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Gardens;

/// <summary>The walled garden in memory.</summary>
public sealed class GardenTable : ISnapshot
{
    private FrozenDictionary<string, string[]> _byArea = FrozenDictionary<string, string[]>.Empty;

    /// <summary>Hosts that an area adds itself, in order.</summary>
    public IReadOnlyList<string> Own(string area) => Volatile.Read(ref _byArea).GetValueOrDefault(area) ?? [];

    /// <summary>All that may be reached there before sign-in: the area's own and those of every area around it.</summary>
    public IReadOnlyList<GardenHost> Of(string area) =>
        [.. AreaCode.SelfAndParents(area).SelectMany(Own).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(h => new GardenHost(h, char.IsAsciiDigit(h[^1])))];

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel) => Volatile.Write(ref _byArea,
        (await db.Set<GardenEntry>().AsNoTracking().ToListAsync(cancel)).GroupBy(g => g.AreaCode, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.Select(e => e.Host).Order(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal));
}
