using System.Collections.Frozen;
using System.Net;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Realms;

/// <summary>A home server ready for use.</summary>
public sealed record HomeEntry(int Id, IPEndPoint Authentication, IPEndPoint Accounting, byte[] Secret);

/// <summary>A realm ready for use, its home servers in their order.</summary>
public sealed record RealmEntry(Realm Row, IReadOnlyList<HomeEntry> Homes)
{
    public string Name => Row.Name;
}

/// <summary>All realms in memory, swapped whole on change.</summary>
public sealed class RealmTable(SecretBox secrets) : ISnapshot
{
    private FrozenDictionary<string, RealmEntry> _realms = FrozenDictionary<string, RealmEntry>.Empty;

    public IReadOnlyCollection<RealmEntry> All => Volatile.Read(ref _realms).Values;

    /// <summary>Whose realm a User-Name names, by what stands behind its last @; null: one of ours.</summary>
    public RealmEntry? Of(string userName)
    {
        var realms = Volatile.Read(ref _realms);
        var at = realms.Count == 0 ? -1 : userName.LastIndexOf('@');
        return at < 0 ? null : realms.GetValueOrDefault(userName[(at + 1)..]);
    }

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var homes = (await db.Set<HomeServer>().AsNoTracking().OrderBy(h => h.Position).ToListAsync(cancel)).ToLookup(h => h.RealmId);
        var realms = await db.Set<Realm>().AsNoTracking().ToListAsync(cancel);
        Volatile.Write(ref _realms, realms.Select(r => new RealmEntry(r, [.. homes[r.Id].Select(Open)])).ToFrozenDictionary(r => r.Name, StringComparer.OrdinalIgnoreCase));
    }

    private HomeEntry Open(HomeServer home)
    {
        var address = IPAddress.Parse(home.Address);
        return new HomeEntry(home.Id, new IPEndPoint(address, home.AuthPort), new IPEndPoint(address, home.AcctPort), secrets.Open(SecretPurpose.HomeServerSecret, home.SecretSealed));
    }
}
