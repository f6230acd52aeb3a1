using System.Net;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Realms;

/// <summary>What is said of a realm; null: nothing.</summary>
/// <param name="Servers">Home servers as IP:PORT in their order; the accounting port is the next one.</param>
/// <param name="Secrets">One for all of them, or one for each.</param>
/// <param name="Plan">The plan visitors get; "" for none.</param>
/// <param name="Strip">Whether the home servers get the name without the realm.</param>
/// <param name="WhenOffline"><c>reject</c> or <c>silence</c>.</param>
public sealed record RealmInput(IReadOnlyList<string>? Servers, IReadOnlyList<string>? Secrets, string? Plan, bool? Strip, string? WhenOffline);

/// <summary>A realm as commands show it; secrets are never shown.</summary>
public sealed record RealmView(string Name, string Servers, string? Plan, bool Strip, string WhenOffline);

/// <summary>The verbs on realms.</summary>
public static class RealmList
{
    /// <exception cref="RefusedException">Something is missing, taken or wrong.</exception>
    public static async Task<Realm> AddAsync(HotspotDb db, SecretBox secrets, string name, RealmInput input, CancellationToken cancel = default)
    {
        var realm = new Realm { Name = Names.Check(name, "realm").ToLowerInvariant() };
        if (await db.Set<Realm>().AnyAsync(r => r.Name == realm.Name, cancel)) throw new RefusedException($"There is a realm '{realm.Name}' already. Change it with: hotspot realm set {realm.Name} …");
        if (input.Servers is not { Count: > 0 }) throw new RefusedException("--server is missing: IP:PORT of a home server that knows the realm's people.");
        db.Add(realm);
        await db.SaveChangesAsync(cancel);
        await ApplyAsync(db, secrets, realm, input, cancel);
        return realm;
    }

    /// <summary>Changes what <paramref name="input"/> names; servers replace all that were there.</summary>
    /// <exception cref="RefusedException">There is no such realm, or something is wrong.</exception>
    public static async Task<Realm> SetAsync(HotspotDb db, SecretBox secrets, string name, RealmInput input, CancellationToken cancel = default)
    {
        var realm = await GetAsync(db, name, cancel);
        await ApplyAsync(db, secrets, realm, input, cancel);
        return realm;
    }

    /// <exception cref="RefusedException">There is no such realm.</exception>
    public static async Task RemoveAsync(HotspotDb db, string name, CancellationToken cancel = default)
    {
        var realm = await GetAsync(db, name, cancel);
        db.RemoveRange(await db.Set<HomeServer>().Where(h => h.RealmId == realm.Id).ToListAsync(cancel));
        db.Remove(realm);
    }

    public static async Task<RealmView[]> ListAsync(HotspotDb db, string? name = null, CancellationToken cancel = default)
    {
        var lower = name?.ToLowerInvariant();
        var homes = (await db.Set<HomeServer>().AsNoTracking().OrderBy(h => h.Position).ToListAsync(cancel)).ToLookup(h => h.RealmId, h => $"{h.Address}:{h.AuthPort}");
        var plans = await db.Set<Plan>().AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel);
        var rows = await db.Set<Realm>().AsNoTracking().Where(r => lower == null || r.Name == lower).OrderBy(r => r.Name).ToListAsync(cancel);
        return [.. rows.Select(r => new RealmView(r.Name, string.Join(", ", homes[r.Id]), r.PlanId is { } id ? plans.GetValueOrDefault(id) : null,
            r.StripRealm, r.SilentWhenOffline ? "silence" : "reject"))];
    }

    private static async Task<Realm> GetAsync(HotspotDb db, string name, CancellationToken cancel)
    {
        var lower = name.ToLowerInvariant();
        return await db.Set<Realm>().FirstOrDefaultAsync(r => r.Name == lower, cancel) ?? throw new RefusedException($"There is no realm '{name}'. See: hotspot realm list");
    }

    private static async Task ApplyAsync(HotspotDb db, SecretBox secrets, Realm realm, RealmInput input, CancellationToken cancel)
    {
        if (input.WhenOffline is not (null or "reject" or "silence")) throw new RefusedException("--when-offline must be reject or silence.");
        realm.SilentWhenOffline = input.WhenOffline is { } answer ? answer == "silence" : realm.SilentWhenOffline;
        realm.StripRealm = input.Strip ?? realm.StripRealm;
        if (input.Plan is { } plan) realm.PlanId = plan.Length == 0 ? null : (await PlanList.GetAsync(db, plan, cancel)).Id;
        if (input.Servers is not { Count: > 0 } servers)
        {
            if (input.Secrets is { Count: > 0 }) throw new RefusedException("--secret belongs to a --server: give both.");
            return;
        }
        var given = input.Secrets ?? [];
        if (given.Count != 1 && given.Count != servers.Count) throw new RefusedException("--secret is needed once for all servers, or once for each --server.");
        if (given.Any(s => s.Length == 0)) throw new RefusedException("--secret must not be empty.");
        db.RemoveRange(await db.Set<HomeServer>().Where(h => h.RealmId == realm.Id).ToListAsync(cancel));
        for (var i = 0; i < servers.Count; i++)
        {
            if (!IPEndPoint.TryParse(servers[i], out var at) || at.Port is 0 or 65535) throw new RefusedException($"--server {servers[i]}: write IP:PORT, for example 10.1.2.3:1812.");
            db.Add(new HomeServer
            {
                RealmId = realm.Id,
                Position = i,
                Address = at.Address.ToString(),
                AuthPort = at.Port,
                AcctPort = at.Port + 1,
                SecretSealed = secrets.Seal(SecretPurpose.HomeServerSecret, given[given.Count == 1 ? 0 : i]),
            });
        }
    }
}
