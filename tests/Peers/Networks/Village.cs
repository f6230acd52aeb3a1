using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Networks;

/// <summary>
/// Routers behind one carrier's address translation: a namespace each, on a network that nobody outside can reach, and one public address which the carrier
/// changes as it likes. <see cref="City"/> is the internet, where the server stands at <see cref="ServerAddress"/>.
/// </summary>
public sealed class Village : IAsyncDisposable
{
    public const string ServerAddress = "203.0.113.1";

    private readonly List<NetworkNamespace> _routers = [];
    private NetworkNamespace _carrier = null!;

    public NetworkNamespace City { get; private set; } = null!;

    public IReadOnlyList<NetworkNamespace> Routers => _routers;

    /// <summary>What the server sees of all routers now.</summary>
    public string PublicAddress { get; private set; } = "203.0.113.7";

    public static async Task<Village> CreateAsync(int routers)
    {
        Peer.Find("nft");
        var village = new Village();
        try
        {
            await village.BuildAsync(routers);
            return village;
        }
        catch
        {
            await village.DisposeAsync();
            throw;
        }
    }

    /// <summary>The carrier gives another address; what was open over the old one is cut.</summary>
    public async Task RenumberAsync(string address)
    {
        (await _carrier.RunAsync("ip", ["addr", "flush", "dev", "wan"])).OrThrow("ip addr flush");
        await _carrier.AddressAsync($"{address}/24", "wan");
        PublicAddress = address;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_routers.Select(r => r.DisposeAsync().AsTask()));
        if (_carrier is not null) await _carrier.DisposeAsync();
        if (City is not null) await City.DisposeAsync();
    }

    private async Task BuildAsync(int routers)
    {
        City = await NetworkNamespace.CreateAsync("city");
        _carrier = await NetworkNamespace.CreateAsync("carrier");
        await NetworkNamespace.CableAsync(City, "net", _carrier, "wan");
        await City.AddressAsync($"{ServerAddress}/24", "net");
        await _carrier.AddressAsync($"{PublicAddress}/24", "wan");
        await _carrier.LinkAsync("add", "lan", "type", "bridge");
        await _carrier.LinkAsync("set", "lan", "up");
        await _carrier.AddressAsync("100.64.0.1/16", "lan");
        (await _carrier.RunAsync("sh", ["-c", "echo 1 >/proc/sys/net/ipv4/ip_forward"])).OrThrow("ip_forward");
        (await _carrier.RunAsync("nft", ["-f", "-"], """
            table ip carrier {
              chain out { type nat hook postrouting priority 100; oifname "wan" masquerade; }
              chain through { type filter hook forward priority 0; iifname "wan" ct state new drop; }
            }
            """)).OrThrow("nft");
        _routers.AddRange(await Task.WhenAll(Enumerable.Range(0, routers).Select(RouterAsync)));
    }

    private async Task<NetworkNamespace> RouterAsync(int number)
    {
        var router = await NetworkNamespace.CreateAsync("router");
        await NetworkNamespace.CableAsync(router, "wan", _carrier, $"to{number}");
        await _carrier.LinkAsync("set", $"to{number}", "master", "lan");
        await router.AddressAsync($"100.64.1.{number + 1}/16", "wan");
        await router.DefaultRouteAsync("100.64.0.1");
        return router;
    }
}
