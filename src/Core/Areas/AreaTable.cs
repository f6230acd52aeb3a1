using System.Collections.Frozen;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Areas;

/// <summary>All areas in memory, by code.</summary>
public sealed class AreaTable : ISnapshot
{
    private FrozenDictionary<string, string> _names = FrozenDictionary<string, string>.Empty;

    /// <summary>Names by code.</summary>
    public FrozenDictionary<string, string> Names => Volatile.Read(ref _names);

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel) => Volatile.Write(ref _names,
        (await db.Set<Area>().AsNoTracking().ToListAsync(cancel)).ToFrozenDictionary(a => a.Code, a => a.Name, StringComparer.Ordinal));

    /// <summary>The name people use: <c>Lowokwaru</c>, <c>Lowokwaru / RW 05</c>, <c>Lowokwaru / RW 05 / RT 02</c>; the code itself when it is unknown.</summary>
    public string Title(string code)
    {
        var names = Names;
        if (names.TryGetValue(code, out var own) && AreaCode.Kind(code) is AreaKind.City or AreaKind.Kecamatan or AreaKind.Kelurahan) return own ?? code;
        if (AreaCode.Parent(code) is not { } parent) return code;
        return $"{Title(parent)} / {own ?? AreaList.DefaultName(code)}";
    }
}
