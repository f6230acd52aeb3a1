using System.Collections.Concurrent;
using System.Collections.Frozen;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Areas;

/// <summary>All areas in memory, by code.</summary>
public sealed class AreaTable : ISnapshot
{
    private Snapshot _current = new(FrozenDictionary<string, string>.Empty, new(StringComparer.Ordinal));

    /// <param name="Spoken">Made when first asked for; a page is shown far more often than an area is named anew.</param>
    private sealed record Snapshot(FrozenDictionary<string, string> Names, ConcurrentDictionary<string, string> Spoken);

    /// <summary>Names by code.</summary>
    public FrozenDictionary<string, string> Names => Volatile.Read(ref _current).Names;

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel) => Volatile.Write(ref _current, new Snapshot(
        (await db.Set<Area>().AsNoTracking().ToListAsync(cancel)).ToFrozenDictionary(a => a.Code, a => a.Name, StringComparer.Ordinal), new(StringComparer.Ordinal)));

    /// <summary>The smallest first, as people say it: <c>RW 05 Lowokwaru</c>.</summary>
    /// <param name="code">Of an access point: one of those in the table, so that what is kept stays small.</param>
    public string Spoken(string code)
    {
        var spoken = Volatile.Read(ref _current).Spoken;
        return spoken.TryGetValue(code, out var known) ? known : spoken.GetOrAdd(code, string.Join(' ', Title(code).Split(" / ").Reverse()));
    }

    /// <summary>The name people use: <c>Lowokwaru</c>, <c>Lowokwaru / RW 05</c>, <c>Lowokwaru / RW 05 / RT 02</c>; the code itself when it is unknown.</summary>
    public string Title(string code)
    {
        var names = Names;
        if (names.TryGetValue(code, out var own) && AreaCode.Kind(code) is AreaKind.City or AreaKind.Kecamatan or AreaKind.Kelurahan) return own ?? code;
        if (AreaCode.Parent(code) is not { } parent) return code;
        return $"{Title(parent)} / {own ?? AreaList.DefaultName(code)}";
    }
}
