using System.Collections.Concurrent;
using System.Collections.Frozen;
using HotspotManager.Core.Networks;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Server;

/// <summary>
/// Who is this? All NAS by source address, told apart by NAS-Identifier (RFC 2865 section 5.32) where several share one. Follows Core's snapshot;
/// reading it takes no lock.
/// </summary>
public sealed class NasClientTable
{
    private readonly NetworkTable _network;
    private readonly ConcurrentDictionary<int, NasHealth> _health = new();
    private FrozenDictionary<DatagramEndPoint, NasClient[]> _byAddress = FrozenDictionary<DatagramEndPoint, NasClient[]>.Empty;
    private FrozenDictionary<int, NasClient> _byId = FrozenDictionary<int, NasClient>.Empty;
    private FrozenDictionary<string, NasClient> _overTls = FrozenDictionary<string, NasClient>.Empty;
    private readonly Lock _building = new();
    private int _version;

    /// <summary>Builds the table and follows the snapshot from now on.</summary>
    public NasClientTable(NetworkTable network)
    {
        _network = network;
        network.Reloaded += Build;
        Build();
    }

    /// <summary>The NAS with this row number; null when it is gone.</summary>
    public NasClient? Find(int id) => Volatile.Read(ref _byId).GetValueOrDefault(id);

    /// <summary>Every NAS.</summary>
    public IReadOnlyCollection<NasClient> All => Volatile.Read(ref _byId).Values;

    /// <summary>All NAS at an address, whatever the port; empty when none is known.</summary>
    public ReadOnlySpan<NasClient> At(scoped in DatagramEndPoint source) => Volatile.Read(ref _byAddress).GetValueOrDefault(source.WithPort(0));

    /// <summary>Rises with every change of the set-up.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>The NAS that a certificate with these names may come from over TLS; empty when none is called so.</summary>
    public NasClient[] Named(IEnumerable<string> names)
    {
        var overTls = Volatile.Read(ref _overTls);
        return [.. names.Select(name => overTls.GetValueOrDefault(name)).OfType<NasClient>().Distinct()];
    }

    /// <summary>
    /// Those of the NAS at one address a packet may be from: the only one; otherwise those with its NAS-Identifier; otherwise those without one.
    /// Which of several it is, the secret tells.
    /// </summary>
    internal static bool MayBe(ReadOnlySpan<NasClient> here, NasClient client, ReadOnlySpan<byte> nasIdentifier)
    {
        if (here.Length == 1)
            return true;
        if (Names(client, nasIdentifier))
            return true;
        if (client.Identifier is not null)
            return false;
        foreach (var other in here)
        {
            if (Names(other, nasIdentifier))
                return false;
        }
        return true;
    }

    /// <summary>Whether one of them is called so, or none of them is told apart by a name.</summary>
    internal static bool Knows(ReadOnlySpan<NasClient> here, ReadOnlySpan<byte> nasIdentifier)
    {
        var named = false;
        foreach (var client in here)
        {
            if (Names(client, nasIdentifier))
                return true;
            named |= client.Identifier is not null;
        }
        return !named;
    }

    private static bool Names(NasClient client, ReadOnlySpan<byte> nasIdentifier) =>
        client.Identifier is { } name && System.Text.Encoding.UTF8.GetByteCount(name) == nasIdentifier.Length
        && Ascii(name, nasIdentifier);

    private static bool Ascii(string name, ReadOnlySpan<byte> octets)
    {
        Span<byte> utf8 = stackalloc byte[256];
        return octets.Length <= utf8.Length && System.Text.Encoding.UTF8.TryGetBytes(name, utf8, out var length) && utf8[..length].SequenceEqual(octets);
    }

    private void Build()
    {
        lock (_building)
        {
            var before = _byId;
            var clients = _network.Current.Nas.Select(nas => new NasClient(nas, _health.GetOrAdd(nas.Id, _ => new NasHealth()))).ToArray();
            foreach (var client in clients)
            {
                // What was learned has been reset: learning begins anew.
                if (before.TryGetValue(client.Id, out var old) && old.Row.SendsMessageAuthenticator && !client.Row.SendsMessageAuthenticator)
                    client.Health.EndStreak();
            }
            Volatile.Write(ref _byId, clients.ToFrozenDictionary(c => c.Id));
            var followed = _network.Current.Nas.Where(nas => nas.SeenAddress is not null).Select(nas => new NasClient(nas, _health[nas.Id], followed: true));
            Volatile.Write(ref _byAddress, clients.Concat(followed).GroupBy(c => new DatagramEndPoint(c.Address, 0))
                .ToFrozenDictionary(g => g.Key, g => g.ToArray()));
            Volatile.Write(ref _overTls, _network.Current.Nas.Select(nas => new NasClient(nas, _health[nas.Id], overTls: true))
                .DistinctBy(c => c.Name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase));
            Interlocked.Increment(ref _version);
        }
    }
}
