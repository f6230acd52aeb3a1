using System.Collections.Frozen;
using System.Net;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Networks;

/// <summary>A NAS ready for use: address parsed, secrets open.</summary>
public sealed record NasEntry(Nas Row, IPAddress Address, byte[] Secret, string? GatewayKey)
{
    public int Id => Row.Id;
    public string Name => Row.Name;

    /// <summary>Where a controller's API is, or a gateway's login page; null: not set.</summary>
    public Uri? GatewayUrl { get; } = Row.GatewayUrl is { } url && Uri.TryCreate(url, UriKind.Absolute, out var read) ? read : null;

    /// <summary>Where it reported itself from, when not at <see cref="Address"/>.</summary>
    public IPAddress? SeenAddress { get; } = Row.SeenAddress is { } seen ? IPAddress.Parse(seen) : null;
}

/// <summary>A device ready for use.</summary>
public sealed record DeviceEntry(Device Row, IPAddress Address, string? SnmpCommunity, string? SnmpAuth, string? SnmpPriv, AccessPoint? AccessPoint)
{
    public int Id => Row.Id;
    public string Name => Row.Name;

    /// <summary>Where it stands, as far as it is known.</summary>
    public string AreaCode => AccessPoint?.AreaCode ?? Row.AreaCode ?? "";

    /// <summary>Whether it has an SNMP agent that we may and shall ask: of one that reports itself, or that a controller tells, nobody asks.</summary>
    public bool IsPolled => CheckInKey is null && Row.ControllerId is null && (SnmpCommunity is not null || Row.SnmpUser is not null);

    /// <summary>The key with which it reports itself; null: it does not.</summary>
    public string? CheckInKey { get; init; }

    /// <summary>Whether anything tells how it is.</summary>
    public bool IsWatched => IsPolled || CheckInKey is not null || Row.ControllerId is not null;
}

/// <summary>The whole network at one moment; immutable.</summary>
public sealed class NetworkSnapshot
{
    public static readonly NetworkSnapshot Empty = new([], [], []);

    private readonly FrozenDictionary<IPAddress, NasEntry[]> _nasByAddress;
    private readonly FrozenDictionary<int, NasEntry> _nasById;
    private readonly FrozenDictionary<string, AccessPoint> _apByName;
    private readonly FrozenDictionary<int, AccessPoint> _apById;
    private readonly FrozenDictionary<int, AccessPoint[]> _apByNas;
    private readonly FrozenDictionary<int, DeviceEntry> _deviceById;
    private readonly FrozenDictionary<string, DeviceEntry> _deviceByName;

    public NetworkSnapshot(IReadOnlyList<NasEntry> nas, IReadOnlyList<AccessPoint> accessPoints, IReadOnlyList<DeviceEntry> devices)
    {
        Nas = nas;
        AccessPoints = accessPoints;
        Devices = devices;
        _nasByAddress = nas.GroupBy(n => n.Address).ToFrozenDictionary(g => g.Key, g => g.ToArray());
        _nasById = nas.ToFrozenDictionary(n => n.Id);
        _apByName = accessPoints.ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);
        _apById = accessPoints.ToFrozenDictionary(a => a.Id);
        _apByNas = accessPoints.GroupBy(a => a.NasId).ToFrozenDictionary(g => g.Key, g => g.ToArray());
        _deviceById = devices.ToFrozenDictionary(d => d.Id);
        _deviceByName = devices.DistinctBy(d => d.Name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(d => d.Name, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<NasEntry> Nas { get; }
    public IReadOnlyList<AccessPoint> AccessPoints { get; }
    public IReadOnlyList<DeviceEntry> Devices { get; }

    /// <summary>All NAS behind one source address (IPv4-mapped IPv6 addresses count as IPv4); empty when none is known.</summary>
    public NasEntry[] NasAt(IPAddress address) => _nasByAddress.GetValueOrDefault(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) ?? [];

    public NasEntry? FindNas(int id) => _nasById.GetValueOrDefault(id);
    public NasEntry? FindNas(string name) => Nas.FirstOrDefault(n => string.Equals(n.Name, name, StringComparison.OrdinalIgnoreCase));
    public AccessPoint? FindAccessPoint(string name) => _apByName.GetValueOrDefault(name);
    public AccessPoint? FindAccessPoint(int id) => _apById.GetValueOrDefault(id);
    public AccessPoint[] AccessPointsOf(int nasId) => _apByNas.GetValueOrDefault(nasId) ?? [];

    /// <summary>Whether and when phones behind this NAS can be given another rate.</summary>
    public RateChange RatesOf(int nasId) => GatewayKinds.RatesOf(FindNas(nasId)?.Row.Gateway);

    public DeviceEntry? FindDevice(int id) => _deviceById.GetValueOrDefault(id);
    public DeviceEntry? FindDevice(string name) => _deviceByName.GetValueOrDefault(name);

    /// <summary>
    /// Which access point behind a NAS a packet tells of: by Called-Station-Id (whole, its MAC, or its SSID suffix) or NAS-Port-Id, else the NAS's only or main one.
    /// </summary>
    public AccessPoint? AccessPointOf(int nasId, string? calledStationId, string? nasPortId = null)
    {
        var candidates = AccessPointsOf(nasId);
        if (candidates.Length <= 1) return candidates.FirstOrDefault();
        var mac = Mac.Normalize(calledStationId);
        return Array.Find(candidates, a => a.CalledStationId is { } v && (Same(v, calledStationId) || Same(v, nasPortId)))
            ?? Array.Find(candidates, a => mac is not null && (a.Mac == mac || Mac.Normalize(a.CalledStationId) == mac))
            ?? Array.Find(candidates, a => a.CalledStationId is null && a.Mac is null)
            ?? Array.Find(candidates, a => FindNas(nasId) is { } nas && Same(nas.Name, a.Name))
            ?? candidates[0];
    }

    private static bool Same(string a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The network in memory, swapped whole on change.</summary>
public sealed class NetworkTable(SecretBox secrets) : ISnapshot
{
    private NetworkSnapshot _current = NetworkSnapshot.Empty;

    public NetworkSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Raised after a new snapshot is published.</summary>
    public event Action? Reloaded;

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var accessPoints = await db.Set<AccessPoint>().AsNoTracking().OrderBy(a => a.Name).ToListAsync(cancel);
        var byDevice = accessPoints.Where(a => a.DeviceId is not null).GroupBy(a => a.DeviceId!.Value).ToDictionary(g => g.Key, g => g.First());
        var nas = (await db.Set<Nas>().AsNoTracking().OrderBy(n => n.Id).ToListAsync(cancel)).ConvertAll(n => new NasEntry(n, IPAddress.Parse(n.Address),
            secrets.Open(SecretPurpose.NasSecret, n.SecretSealed), n.GatewayKeySealed is { } key ? secrets.OpenText(SecretPurpose.GatewayKey, key) : null));
        var devices = (await db.Set<Device>().AsNoTracking().OrderBy(d => d.Id).ToListAsync(cancel)).ConvertAll(d => new DeviceEntry(d, IPAddress.Parse(d.Address),
            Text(SecretPurpose.SnmpCommunity, d.SnmpCommunitySealed), Text(SecretPurpose.SnmpKey, d.SnmpAuthSealed),
            Text(SecretPurpose.SnmpKey, d.SnmpPrivSealed), byDevice.GetValueOrDefault(d.Id))
        { CheckInKey = Text(SecretPurpose.CheckInKey, d.CheckInKeySealed) });
        Volatile.Write(ref _current, new NetworkSnapshot(nas, accessPoints, devices));
        Reloaded?.Invoke();
    }

    private string? Text(SecretPurpose purpose, byte[]? box) => box is null ? null : secrets.OpenText(purpose, box);
}
