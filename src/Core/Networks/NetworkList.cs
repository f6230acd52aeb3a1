using System.Security.Cryptography;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Networks;

/// <summary>The verbs on access points, NAS and devices. An access point with an address is a router that is all three at once.</summary>
public static class NetworkList
{
    /// <summary>Adds a router that is NAS, access point and device, or (with <see cref="NetworkInput.Nas"/>) a further access point behind one.</summary>
    /// <exception cref="RefusedException">Something is missing, taken or wrong.</exception>
    public static async Task<AccessPoint> AddAccessPointAsync(HotspotDb db, SecretBox secrets, string name, NetworkInput input, CancellationToken cancel = default)
    {
        Names.Check(name, "access point");
        input.Check();
        if (await db.Set<AccessPoint>().AnyAsync(a => a.Name == name, cancel)) throw new RefusedException($"There is an access point '{name}' already. Change it with: hotspot ap set {name} …");
        if (input.Area is null) throw new RefusedException("--area is missing: the area code where it stands, for example 35.73.05.1011/05.");
        var area = await AreaList.EnsureAsync(db, input.Area, cancel);
        var point = new AccessPoint { Name = name, AreaCode = area, NasId = 0 };
        if (input.Nas is { } behind)
        {
            if (input.Secret is not null) throw new RefusedException("--secret belongs to the NAS: leave it out together with --nas.");
            point.NasId = (await GetNasAsync(db, behind, cancel)).Id;
            if (input.Address is not null || input.TellsItself) point.DeviceId = (await AddDeviceRowAsync(db, secrets, name, input with { Kind = "ap", Area = area }, cancel)).Id;
        }
        else
        {
            point.NasId = (await AddNasAsync(db, secrets, name, input, cancel)).Id;
            point.DeviceId = (await AddDeviceRowAsync(db, secrets, name, input with { Kind = input.Kind ?? "ap", Area = area }, cancel)).Id;
        }
        Apply(point, input);
        db.Add(point);
        return point;
    }

    /// <summary>Changes what is said of an access point and of the NAS and device of its name.</summary>
    /// <exception cref="RefusedException">There is no such access point, or something is wrong.</exception>
    public static async Task<AccessPoint> SetAccessPointAsync(HotspotDb db, SecretBox secrets, string name, NetworkInput input, CancellationToken cancel = default)
    {
        input.Check();
        var point = await GetAccessPointAsync(db, name, cancel);
        if (input.Area is not null) point.AreaCode = await AreaList.EnsureAsync(db, input.Area, cancel);
        if (input.Nas is { } behind) point.NasId = (await GetNasAsync(db, behind, cancel)).Id;
        Apply(point, input);
        if (await db.Set<Nas>().FirstOrDefaultAsync(n => n.Id == point.NasId && n.Name == point.Name, cancel) is { } nas) Apply(nas, secrets, input);
        if (point.DeviceId is null && input.TellsItself) point.DeviceId = (await AddDeviceRowAsync(db, secrets, name, input with { Kind = "ap", Area = point.AreaCode }, cancel)).Id;
        else if (point.DeviceId is { } id) await ApplyAsync(db, await db.Set<Device>().SingleAsync(d => d.Id == id, cancel), secrets, input, cancel);
        return point;
    }

    /// <summary>Removes an access point, and the NAS and device of its name when nothing else needs them. Its history stays.</summary>
    /// <exception cref="RefusedException">There is no such access point, or others stand behind its NAS.</exception>
    public static async Task RemoveAccessPointAsync(HotspotDb db, string name, CancellationToken cancel = default)
    {
        var point = await GetAccessPointAsync(db, name, cancel);
        if (await db.Set<Nas>().FirstOrDefaultAsync(n => n.Id == point.NasId && n.Name == point.Name, cancel) is { } nas)
        {
            if (await db.Set<AccessPoint>().AnyAsync(a => a.NasId == nas.Id && a.Id != point.Id, cancel))
                throw new RefusedException($"Other access points stand behind {name}: remove or move them first.");
            db.Remove(nas);
        }
        if (point.DeviceId is { } id && await db.Set<Device>().FirstOrDefaultAsync(d => d.Id == id && d.Name == point.Name, cancel) is { } device) await RemoveDeviceAsync(db, device, cancel);
        db.Remove(point);
    }

    /// <exception cref="RefusedException">Something is missing, taken or wrong.</exception>
    public static async Task<Nas> AddNasAsync(HotspotDb db, SecretBox secrets, string name, NetworkInput input, CancellationToken cancel = default)
    {
        Names.Check(name, "NAS");
        input.Check();
        if (input is { Address: null, CheckIn: true }) input = input with { Address = NetworkInput.NoAddress };
        if (input.Address is null) throw new RefusedException("--address is missing: where its RADIUS packets come from. (It may be left out with --check-in.)");
        // These never speak RADIUS: a secret that nobody knows keeps their address shut.
        if (input is { Secret: null, Gateway: "unifi" or "omada" or "wifidog" }) input = input with { Secret = RandomNumberGenerator.GetHexString(64) };
        if (input.Secret is null) throw new RefusedException("--secret is missing: the RADIUS secret that the router has.");
        if (await db.Set<Nas>().AnyAsync(n => n.Name == name, cancel)) throw new RefusedException($"There is a NAS '{name}' already.");
        var nas = new Nas { Name = name, Address = "", SecretSealed = [] };
        Apply(nas, secrets, input);
        nas.Brand = input.Brand ?? (input.Gateway is "mikrotik" or "coova" ? input.Gateway : "ietf");
        // CoovaChilli counts from the phone's side unless it is told otherwise (--swapoctets); everybody else as RFC 2866 says.
        nas.SwapOctets = input.SwapOctets ?? input.Gateway == "coova";
        db.Add(nas);
        await db.SaveChangesAsync(cancel);
        return nas;
    }

    /// <exception cref="RefusedException">There is no such NAS, or something is wrong.</exception>
    public static async Task<Nas> SetNasAsync(HotspotDb db, SecretBox secrets, string name, NetworkInput input, CancellationToken cancel = default)
    {
        input.Check();
        var nas = await GetNasAsync(db, name, cancel);
        Apply(nas, secrets, input);
        return nas;
    }

    /// <exception cref="RefusedException">There is no such NAS, or access points stand behind it.</exception>
    public static async Task RemoveNasAsync(HotspotDb db, string name, CancellationToken cancel = default)
    {
        var nas = await GetNasAsync(db, name, cancel);
        if (await db.Set<AccessPoint>().AnyAsync(a => a.NasId == nas.Id, cancel)) throw new RefusedException($"Access points stand behind {name}: remove or move them first.");
        db.Remove(nas);
    }

    /// <exception cref="RefusedException">Something is missing, taken or wrong.</exception>
    public static Task<Device> AddDeviceAsync(HotspotDb db, SecretBox secrets, string name, NetworkInput input, CancellationToken cancel = default)
    {
        input.Check();
        return AddDeviceRowAsync(db, secrets, name, input with { Kind = input.Kind ?? "router" }, cancel);
    }

    /// <exception cref="RefusedException">There is no such device, or something is wrong.</exception>
    public static async Task<Device> SetDeviceAsync(HotspotDb db, SecretBox secrets, string name, NetworkInput input, CancellationToken cancel = default)
    {
        input.Check();
        var device = await GetDeviceAsync(db, name, cancel);
        await ApplyAsync(db, device, secrets, input, cancel);
        return device;
    }

    /// <exception cref="RefusedException">There is no such device, or an access point is watched by it.</exception>
    public static async Task RemoveDeviceAsync(HotspotDb db, string name, CancellationToken cancel = default)
    {
        var device = await GetDeviceAsync(db, name, cancel);
        if (await db.Set<AccessPoint>().AnyAsync(a => a.DeviceId == device.Id, cancel)) throw new RefusedException($"The access point of that name is watched by it: hotspot ap remove {name}");
        await RemoveDeviceAsync(db, device, cancel);
    }

    /// <summary>Keeps an access point's reply lines; the RADIUS room has read them and found them right. Empty: none.</summary>
    public static async Task<AccessPoint> SetReplyLinesAsync(HotspotDb db, string name, string lines, CancellationToken cancel = default)
    {
        var point = await GetAccessPointAsync(db, name, cancel);
        point.ReplyLines = string.Join('\n', lines.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } kept ? kept : null;
        return point;
    }

    /// <summary>Forgets that a NAS was seen to send Message-Authenticator always; it is learned anew.</summary>
    public static async Task ResetMessageAuthenticatorAsync(HotspotDb db, string nasName, CancellationToken cancel = default) =>
        (await GetNasAsync(db, nasName, cancel)).SendsMessageAuthenticator = false;

    public static async Task<AccessPoint> GetAccessPointAsync(HotspotDb db, string name, CancellationToken cancel = default) =>
        await db.Set<AccessPoint>().FirstOrDefaultAsync(a => a.Name == name, cancel) ?? throw new RefusedException($"There is no access point '{name}'. See: hotspot ap list");

    public static async Task<Nas> GetNasAsync(HotspotDb db, string name, CancellationToken cancel = default) =>
        await db.Set<Nas>().FirstOrDefaultAsync(n => n.Name == name, cancel) ?? throw new RefusedException($"There is no NAS '{name}'. See: hotspot nas list");

    public static async Task<Device> GetDeviceAsync(HotspotDb db, string name, CancellationToken cancel = default) =>
        await db.Set<Device>().FirstOrDefaultAsync(d => d.Name == name, cancel) ?? throw new RefusedException($"There is no device '{name}'. See: hotspot device list");

    private static async Task<Device> AddDeviceRowAsync(HotspotDb db, SecretBox secrets, string name, NetworkInput input, CancellationToken cancel)
    {
        Names.Check(name, "device");
        if (input.Address is null && input.TellsItself) input = input with { Address = NetworkInput.NoAddress };
        if (input.Address is null) throw new RefusedException("--address is missing: where its SNMP agent answers. (It may be left out with --check-in and --controller.)");
        if (await db.Set<Device>().AnyAsync(d => d.Name == name, cancel)) throw new RefusedException($"There is a device '{name}' already.");
        var device = new Device { Name = name, Address = input.Address };
        await ApplyAsync(db, device, secrets, input, cancel);
        db.Add(device);
        await db.SaveChangesAsync(cancel);
        return device;
    }

    private static async Task RemoveDeviceAsync(HotspotDb db, Device device, CancellationToken cancel)
    {
        foreach (var behind in await db.Set<Device>().Where(d => d.UplinkId == device.Id).ToListAsync(cancel)) behind.UplinkId = null;
        foreach (var told in await db.Set<Device>().Where(d => d.ControllerId == device.Id).ToListAsync(cancel)) told.ControllerId = null;
        db.Remove(device);
    }

    private static void Apply(AccessPoint point, NetworkInput input)
    {
        point.CalledStationId = NetworkInput.OrClear(input.CalledStation, point.CalledStationId);
        if (input.Mac is not null) point.Mac = Mac.Normalize(input.Mac);
        point.Latitude = input.Lat ?? point.Latitude;
        point.Longitude = input.Lon ?? point.Longitude;
        point.Tags = NetworkInput.OrClear(input.Tag, point.Tags);
    }

    private static void Apply(Nas nas, SecretBox secrets, NetworkInput input)
    {
        if (input.Address is not null || input.CoaPort is not null || input.Secret is not null) nas.SilentToControlSince = null; // asked anew
        if (input.Address is not null) (nas.Address, nas.SeenAddress) = (NetworkInput.Parse(input.Address).ToString(), null);
        if (input.Secret is not null) nas.SecretSealed = secrets.Seal(SecretPurpose.NasSecret, input.Secret);
        nas.NasIdentifier = NetworkInput.OrClear(input.NasId, nas.NasIdentifier);
        nas.Gateway = NetworkInput.OrClear(input.Gateway, nas.Gateway);
        nas.GatewayUrl = NetworkInput.OrClear(input.GatewayUrl?.TrimEnd('/'), nas.GatewayUrl);
        nas.GatewayUser = NetworkInput.OrClear(input.GatewayUser, nas.GatewayUser);
        nas.GatewaySite = NetworkInput.OrClear(input.GatewaySite, nas.GatewaySite);
        if (input.GatewayPin is { } pin) nas.GatewayPin = NetworkInput.Pin(pin);
        nas.GatewayKeySealed = NetworkInput.SealOrClear(secrets, SecretPurpose.GatewayKey, input.GatewayKey, nas.GatewayKeySealed);
        nas.Brand = input.Brand is { Length: > 0 } brand ? brand : nas.Brand;
        nas.CoaPort = input.CoaPort ?? nas.CoaPort;
        nas.RequireMessageAuthenticator = input.RequireMessageAuthenticator ?? nas.RequireMessageAuthenticator;
        nas.SwapOctets = input.SwapOctets ?? nas.SwapOctets;
    }

    private static async Task ApplyAsync(HotspotDb db, Device device, SecretBox secrets, NetworkInput input, CancellationToken cancel)
    {
        if (input.Address is not null) device.Address = NetworkInput.Parse(input.Address).ToString();
        device.Kind = input.Kind ?? device.Kind;
        device.SnmpPort = input.SnmpPort ?? device.SnmpPort;
        device.SnmpCommunitySealed = NetworkInput.SealOrClear(secrets, SecretPurpose.SnmpCommunity, input.SnmpCommunity, device.SnmpCommunitySealed);
        device.SnmpUser = NetworkInput.OrClear(input.SnmpUser, device.SnmpUser);
        device.SnmpAuthSealed = NetworkInput.SealOrClear(secrets, SecretPurpose.SnmpKey, input.SnmpAuth, device.SnmpAuthSealed);
        device.SnmpPrivSealed = NetworkInput.SealOrClear(secrets, SecretPurpose.SnmpKey, input.SnmpPriv, device.SnmpPrivSealed);
        if (input.CheckIn is { } reports) device.CheckInKeySealed = reports ? device.CheckInKeySealed ?? secrets.Seal(SecretPurpose.CheckInKey, RandomNumberGenerator.GetHexString(64, lowercase: true)) : null;
        device.Provider = NetworkInput.OrClear(input.Provider, device.Provider);
        device.ContractMbps = input.ContractMbps ?? device.ContractMbps;
        device.MonthlyCost = input.MonthlyCost ?? device.MonthlyCost;
        if (input.Area is not null) device.AreaCode = await AreaList.EnsureAsync(db, input.Area, cancel);
        await ApplyControllerAsync(db, device, input, cancel);
        if (device is { Address: NetworkInput.NoAddress, CheckInKeySealed: null, IsPolled: true }) throw new RefusedException($"{device.Name} has no address to be polled at: give --address, or let it report itself with --check-in.");
        if (input.Uplink is null) return;
        device.UplinkId = input.Uplink.Length == 0 ? null : (await GetDeviceAsync(db, input.Uplink, cancel)).Id;
        await RefuseCircleAsync(db, device, cancel);
    }

    private static async Task ApplyControllerAsync(HotspotDb db, Device device, NetworkInput input, CancellationToken cancel)
    {
        device.ControllerKey = NetworkInput.OrClear(input.ControllerKey, device.ControllerKey);
        if (input.Controller is not { } name) return;
        var controller = name.Length == 0 ? null : await GetDeviceAsync(db, name, cancel);
        if (controller is not null && (controller.Id == device.Id || controller.ControllerId is not null)) throw new RefusedException($"{name} cannot be the controller of {device.Name}: it must be a device that is asked itself.");
        if (controller is not null && await db.Set<Device>().AnyAsync(d => d.ControllerId == device.Id, cancel))
            throw new RefusedException($"{device.Name} is a controller of others itself.");
        device.ControllerId = controller?.Id;
    }

    private static async Task RefuseCircleAsync(HotspotDb db, Device device, CancellationToken cancel)
    {
        var uplinks = await db.Set<Device>().AsNoTracking().Where(d => d.Id != device.Id).ToDictionaryAsync(d => d.Id, d => d.UplinkId, cancel);
        var current = device.UplinkId;
        for (var steps = 0; current is { } id; steps++)
        {
            if (id == device.Id || steps > uplinks.Count) throw new RefusedException($"{device.Name} would hang on itself: choose another --uplink.");
            current = uplinks.GetValueOrDefault(id);
        }
    }
}
