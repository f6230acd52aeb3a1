using HotspotManager.Core.Areas;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Access;

/// <summary>Changes an incident for a page or the API.</summary>
public sealed class IncidentDesks(StoreWriter writer, IDbContextFactory<HotspotDb> databases, FeedTail tail, TimeProvider time)
{
    /// <summary>The incident after the change.</summary>
    /// <exception cref="RefusedException">No such incident, not this one's to change, or the change cannot be made.</exception>
    public async Task<IncidentView> ChangeAsync(long id, Who who, Func<HotspotDb, string, DateTimeOffset, Task<Incident>> change, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await writer.WriteAsync(async db =>
        {
            var area = await db.Set<Incident>().Where(i => i.Id == id).Select(i => i.AreaCode).FirstOrDefaultAsync(cancel);
            if (!who.Sees(area)) throw new RefusedException($"There is no incident {id}.");
            await change(db, who.Name, now);
        }, cancel);
        tail.Nudge();
        await using var db = await databases.CreateDbContextAsync(cancel);
        return (await OutageList.IncidentAsync(db, id, now, cancel))!.Incident;
    }
}

/// <summary>Adds and removes maintenance windows for a page or the API.</summary>
public sealed class MaintenanceDesk(StoreWriter writer, NetworkTable network, CityClock clock)
{
    /// <summary>Whether a window is for something that this one may see.</summary>
    public static bool Concerns(MaintenanceView window, Who who, NetworkSnapshot network) =>
        who.Area is null || (window.Area is { } area && (who.Sees(area) || AreaCode.Contains(area, who.Area)))
        || (window.AccessPoint is { } name && who.Sees(AreaOf(name, network)));

    /// <exception cref="RefusedException">It cannot be, or is not for this one's area.</exception>
    public async Task<MaintenanceView> AddAsync(MaintenanceInput input, Who who, CancellationToken cancel)
    {
        var area = string.IsNullOrWhiteSpace(input.Area) ? AreaOf(input.AccessPoint?.Trim(), network.Current) : AreaCode.Normalize(input.Area);
        if (who.Area is not null && !who.Sees(area)) throw new RefusedException("This is not in your area.");
        var row = await writer.ChangeAsync(async db =>
        {
            var added = await MaintenanceList.AddAsync(db, input, who.Name, clock, cancel);
            await db.SaveChangesAsync(cancel);
            return added;
        }, cancel);
        return MaintenanceList.View(row, row.DeviceId is { } id ? network.Current.FindDevice(id)?.Name : null, clock);
    }

    /// <exception cref="RefusedException">There is no such window, it is over, or it is not this one's to end.</exception>
    public Task RemoveAsync(int id, Who who, CancellationToken cancel) => writer.ChangeAsync(async db =>
    {
        var window = await MaintenanceList.FindAsync(db, id, cancel);
        var area = window.AreaCode ?? (window.DeviceId is { } device ? network.Current.FindDevice(device)?.AreaCode : null);
        if (who.Area is not null && !who.Sees(area)) throw new RefusedException($"There is no window {id}.");
        await MaintenanceList.RemoveAsync(db, id, clock.Now, cancel);
    }, cancel);

    private static string? AreaOf(string? name, NetworkSnapshot network) =>
        name is null ? null : network.FindAccessPoint(name)?.AreaCode ?? network.Devices.FirstOrDefault(d => d.Name == name)?.AreaCode;
}
