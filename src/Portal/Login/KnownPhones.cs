using HotspotManager.Core.Attempts;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.Login;

/// <summary>Phones that came online at an access point in the last 30 days. Asked only while strangers guess: it is a query.</summary>
public sealed class KnownPhones(IDbContextFactory<HotspotDb> databases, TimeProvider time)
{
    public async Task<bool> WasHereAsync(string mac, int accessPoint, CancellationToken cancel)
    {
        var since = time.GetUtcNow().AddDays(-30);
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Attempt>().AnyAsync(a => a.Mac == mac && a.At >= since && a.Accepted && a.AccessPointId == accessPoint, cancel);
    }
}
