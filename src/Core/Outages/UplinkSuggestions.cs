using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Outages;

/// <summary>A likely uplink as commands, pages and the API show it; <c>now</c> is the uplink that is set up.</summary>
public sealed record UplinkView(string Device, string Uplink, string? Now, string Source, string? Port, DateTimeOffset SeenAt);

/// <summary>The verbs on likely uplinks.</summary>
public static class UplinkSuggestions
{
    /// <summary>Seen now, or again: what an operator dismissed stays dismissed.</summary>
    public static async Task SeeAsync(HotspotDb db, IReadOnlyList<UplinkSuggestion> seen, CancellationToken cancel = default)
    {
        foreach (var one in seen)
        {
            if (await db.Set<UplinkSuggestion>().SingleOrDefaultAsync(s => s.DeviceId == one.DeviceId && s.UplinkId == one.UplinkId, cancel) is { } known)
                (known.SeenAt, known.Source, known.Port) = (one.SeenAt, one.Source, one.Port);
            else db.Add(one);
        }
    }

    /// <summary>Those that are neither set up nor dismissed, by device.</summary>
    public static async Task<IReadOnlyList<UplinkView>> ListAsync(HotspotDb db, CancellationToken cancel = default)
    {
        var devices = await db.Set<Device>().AsNoTracking().Select(d => new { d.Id, d.Name, d.UplinkId }).ToDictionaryAsync(d => d.Id, cancel);
        var rows = await db.Set<UplinkSuggestion>().AsNoTracking().Where(s => !s.IsDismissed).ToListAsync(cancel);
        return [.. rows.Where(s => devices.TryGetValue(s.DeviceId, out var d) && devices.ContainsKey(s.UplinkId) && d.UplinkId != s.UplinkId)
            .Select(s => new UplinkView(devices[s.DeviceId].Name, devices[s.UplinkId].Name, devices[s.DeviceId].UplinkId is { } now ? devices.GetValueOrDefault(now)?.Name : null,
                s.Source, s.Port, s.SeenAt)).OrderBy(v => v.Device, StringComparer.Ordinal).ThenByDescending(v => v.SeenAt)];
    }

    /// <summary>Takes it over: from now on the one hangs on the other.</summary>
    /// <exception cref="RefusedException">Nothing of the kind is suggested, or it would close a circle.</exception>
    public static async Task AcceptAsync(HotspotDb db, SecretBox secrets, string device, string uplink, CancellationToken cancel = default)
    {
        await FindAsync(db, device, uplink, cancel);
        await NetworkList.SetDeviceAsync(db, secrets, device, new NetworkInput { Uplink = uplink }, cancel);
    }

    /// <summary>Not wanted: it is not suggested again.</summary>
    /// <exception cref="RefusedException">Nothing of the kind is suggested.</exception>
    public static async Task DismissAsync(HotspotDb db, string device, string uplink, CancellationToken cancel = default) =>
        (await FindAsync(db, device, uplink, cancel)).IsDismissed = true;

    private static async Task<UplinkSuggestion> FindAsync(HotspotDb db, string device, string uplink, CancellationToken cancel)
    {
        var ids = await db.Set<Device>().Where(d => d.Name == device || d.Name == uplink).ToDictionaryAsync(d => d.Name, d => d.Id, cancel);
        return ids.TryGetValue(device, out var one) && ids.TryGetValue(uplink, out var other)
            && await db.Set<UplinkSuggestion>().SingleOrDefaultAsync(s => s.DeviceId == one && s.UplinkId == other, cancel) is { } found
            ? found : throw new RefusedException($"The network does not tell that {device} hangs on {uplink}. See: hotspot uplink list. By hand: hotspot device set {device} --uplink {uplink}");
    }
}
