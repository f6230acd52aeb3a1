using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Gardens;

/// <summary>The verbs on the walled garden.</summary>
public static class GardenList
{
    /// <summary>More than any router bears well; RouterOS and dnsmasq resolve each name.</summary>
    public const int MostOfArea = 100;

    /// <summary>Adds a host to an area's garden; the same one again changes nothing. Returns it in its one spelling.</summary>
    /// <exception cref="RefusedException">Not a host, one that phones test with, an unknown area, or too many.</exception>
    public static async Task<GardenEntry> AddAsync(HotspotDb db, string area, string? host, CancellationToken cancel = default)
    {
        var (code, read) = (await AreaList.EnsureAsync(db, area, cancel), GardenHost.Read(host));
        if (await db.Set<GardenEntry>().FirstOrDefaultAsync(g => g.AreaCode == code && g.Host == read.Text, cancel) is { } there) return there;
        if (await db.Set<GardenEntry>().CountAsync(g => g.AreaCode == code, cancel) >= MostOfArea) throw new RefusedException($"The garden of {code} has {MostOfArea} hosts: remove some first.");
        var entry = new GardenEntry { AreaCode = code, Host = read.Text };
        db.Add(entry);
        return entry;
    }

    /// <exception cref="RefusedException">It is not there.</exception>
    public static async Task RemoveAsync(HotspotDb db, string area, string? host, CancellationToken cancel = default)
    {
        var (code, text) = (AreaCode.Normalize(area), (host ?? "").Trim().ToLowerInvariant());
        db.Remove(await db.Set<GardenEntry>().FirstOrDefaultAsync(g => g.AreaCode == code && g.Host == text, cancel)
            ?? throw new RefusedException($"'{text}' is not in the garden of {area}. See: hotspot garden list"));
    }
}
