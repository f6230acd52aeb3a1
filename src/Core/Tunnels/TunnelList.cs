using System.Buffers.Binary;
using System.Net;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Tunnels;

/// <summary>A tunnel as commands show it. State: <c>up</c> while keys are agreed on regularly, <c>silent</c> when not, <c>new</c> before the first time.</summary>
public sealed record TunnelView(string Name, string Address, string State, DateTimeOffset? HandshakeAt, string PublicKey);

/// <summary>The verbs on tunnels.</summary>
public static class TunnelList
{
    /// <summary>WireGuard agrees on keys anew every two minutes while anything is sent, and our devices send every 25 s: an older handshake than this means that the tunnel is not there.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(4);

    private const int TheServer = 1;

    /// <summary>Adds a tunnel with the lowest free address; gives the device's private key, which is kept nowhere.</summary>
    /// <exception cref="RefusedException">The name is taken, or the pool is full.</exception>
    public static async Task<(Tunnel Tunnel, string PrivateKey)> AddAsync(HotspotDb db, string name, TunnelOptions options, DateTimeOffset now, CancellationToken cancel = default)
    {
        Names.Check(name, "tunnel");
        if (await db.Set<Tunnel>().AnyAsync(t => t.Name == name, cancel)) throw new RefusedException($"There is a tunnel '{name}' already. For new keys remove it first: hotspot tunnel remove {name}");
        var network = Pool(options);
        var taken = (await db.Set<Tunnel>().Select(t => t.Address).ToListAsync(cancel)).ToHashSet(StringComparer.Ordinal);
        var last = (1L << (32 - network.PrefixLength)) - 2;
        for (var i = 2L; i <= last; i++)
        {
            if (taken.Contains(At(network, i))) continue;
            var key = TunnelKeys.NewPrivate();
            var tunnel = new Tunnel { Name = name, Address = At(network, i), PublicKey = TunnelKeys.PublicOf(key), CreatedAt = now };
            db.Add(tunnel);
            return (tunnel, key);
        }
        throw new RefusedException($"Tunnel:Pool {options.Pool} has no free address.");
    }

    /// <exception cref="RefusedException">There is no such tunnel.</exception>
    public static async Task<Tunnel> GetAsync(HotspotDb db, string name, CancellationToken cancel = default) =>
        await db.Set<Tunnel>().FirstOrDefaultAsync(t => t.Name == name, cancel) ?? throw new RefusedException($"There is no tunnel '{name}'. See: hotspot tunnel list");

    public static async Task RemoveAsync(HotspotDb db, string name, CancellationToken cancel = default) => db.Remove(await GetAsync(db, name, cancel));

    public static async Task<TunnelView[]> ListAsync(HotspotDb db, DateTimeOffset now, CancellationToken cancel = default) =>
        [.. (await db.Set<Tunnel>().AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancel)).Select(t => View(t, now))];

    public static TunnelView View(Tunnel tunnel, DateTimeOffset now) => new(
        tunnel.Name, tunnel.Address, tunnel.HandshakeAt is not { } at ? "new" : now - at <= Fresh ? "up" : "silent", tunnel.HandshakeAt, tunnel.PublicKey);

    /// <summary>The server's side, made when it is first needed.</summary>
    public static async Task<TunnelServer> ServerAsync(HotspotDb db, SecretBox secrets, CancellationToken cancel = default)
    {
        if (await db.Set<TunnelServer>().FindAsync([TheServer], cancel) is { } there) return there;
        var key = TunnelKeys.NewPrivate();
        var made = new TunnelServer { Id = TheServer, PrivateKeySealed = secrets.Seal(SecretPurpose.TunnelKey, key), PublicKey = TunnelKeys.PublicOf(key) };
        db.Add(made);
        return made;
    }

    /// <summary>The server's address within the pool.</summary>
    public static string ServerAddress(TunnelOptions options) => At(Pool(options), 1);

    private static IPNetwork Pool(TunnelOptions options) => options.Network ?? throw new RefusedException($"Tunnel:Pool: '{options.Pool}' is not an IPv4 network such as 10.213.0.0/16.");

    private static string At(IPNetwork network, long number)
    {
        Span<byte> octets = stackalloc byte[4];
        network.BaseAddress.TryWriteBytes(octets, out _);
        BinaryPrimitives.WriteUInt32BigEndian(octets, BinaryPrimitives.ReadUInt32BigEndian(octets) + (uint)number);
        return new IPAddress(octets).ToString();
    }
}
