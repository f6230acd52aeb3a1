using System.Text;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Core.Tunnels;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Tunnels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Core.Tunnels;

public sealed class TunnelTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb", "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")]
    [InlineData("0900000000000000000000000000000000000000000000000000000000000000", "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")]
    public void Rfc7748_6_1_and_5_2_public_keys(string privateKey, string publicKey) =>
        Assert.Equal(publicKey, Convert.ToHexStringLower(Convert.FromBase64String(TunnelKeys.PublicOf(Convert.ToBase64String(Convert.FromHexString(privateKey))))));

    [Fact]
    public void A_key_of_another_length_is_refused() => Assert.Throws<FormatException>(() => TunnelKeys.PublicOf("c2hvcnQ="));

    [Fact]
    public async Task Addresses_stay_are_given_again_when_free_and_the_devices_key_is_kept_nowhere()
    {
        await using var store = await TestStore.CreateAsync();
        var options = new TunnelOptions { Pool = "10.9.0.0/29" };
        var made = new List<(Tunnel Tunnel, string PrivateKey)>();
        for (var i = 0; i < 5; i++) made.Add(await AddAsync($"rw{i}"));
        Assert.Equal(["10.9.0.2", "10.9.0.3", "10.9.0.4", "10.9.0.5", "10.9.0.6"], made.Select(m => m.Tunnel.Address));
        Assert.Equal("10.9.0.1", TunnelList.ServerAddress(options));
        Assert.All(made, m => Assert.Equal(m.Tunnel.PublicKey, TunnelKeys.PublicOf(m.PrivateKey)));
        Assert.Contains("no free address", (await Assert.ThrowsAsync<RefusedException>(() => AddAsync("rw9"))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RefusedException>(() => AddAsync("rw1"));
        await store.Writer.ChangeAsync(db => TunnelList.RemoveAsync(db, "rw1", Cancel), Cancel);
        Assert.Equal("10.9.0.3", (await AddAsync("rw9")).Tunnel.Address);

        var server = await store.Writer.WriteAsync(db => TunnelList.ServerAsync(db, store.Get<SecretBox>(), Cancel), Cancel);
        Assert.Equal(server.PublicKey, (await store.Writer.WriteAsync(db => TunnelList.ServerAsync(db, store.Get<SecretBox>(), Cancel), Cancel)).PublicKey);
        Assert.Equal(server.PublicKey, TunnelKeys.PublicOf(store.Get<SecretBox>().OpenText(SecretPurpose.TunnelKey, server.PrivateKeySealed)));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(store.Folder.Path, "*", SearchOption.AllDirectories))
            Assert.All(made, m => Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(m.PrivateKey)) >= 0, file));

        Task<(Tunnel Tunnel, string PrivateKey)> AddAsync(string name) => store.Writer.ChangeAsync(db => TunnelList.AddAsync(db, name, options, Noon, Cancel), Cancel);
    }

    [Fact]
    public void Both_sides_name_each_other()
    {
        var tunnel = new Tunnel { Name = "rw05", Address = "10.213.0.7", PublicKey = TunnelKeys.PublicOf(TunnelKeys.NewPrivate()) };
        var text = new TunnelText(tunnel, "SERVERKEY", "10.213.0.1", "vpn.example", 51820);
        foreach (var side in (string[])[text.RouterOs("OWNKEY"), text.OpenWrt("OWNKEY")])
            Assert.All((string[])["SERVERKEY", "OWNKEY", "10.213.0.1/32", "10.213.0.7/32", "vpn.example", "51820", "25"], word => Assert.Contains(word, side, StringComparison.Ordinal));
        Assert.Contains(":do { /ip/firewall/filter/move [find comment=hotspot-tunnel] destination=0 } on-error={}", text.RouterOs("k"), StringComparison.Ordinal);
        Assert.Equal($"[Interface]\nPrivateKey = K\nAddress = 10.213.0.1/16\nListenPort = 51820\n\n[Peer]\n# rw05\nPublicKey = {tunnel.PublicKey}\nAllowedIPs = 10.213.0.7/32\n",
            TunnelText.Server("K", "10.213.0.1", 16, 51820, [tunnel]));
    }

    [Theory]
    [InlineData("vpn.example:51820", true)]
    [InlineData("10.0.0.1:1", true)]
    [InlineData("vpn.example", false)]
    [InlineData("vpn.example:0", false)]
    [InlineData("vpn.example:70000", false)]
    [InlineData("vpn;reboot:51820", false)]
    public void An_endpoint_is_a_host_and_a_port(string text, bool good) => Assert.Equal(good, new TunnelOptions { Endpoint = text }.End is not null);

    [Theory]
    [InlineData("10.213.0.0/16", true)]
    [InlineData("10.213.0.0", false)]
    [InlineData("10.213.0.0/31", false)]
    [InlineData("fd00::/64", false)]
    [InlineData("x", false)]
    public void A_pool_is_an_IPv4_network(string text, bool good) => Assert.Equal(good, new TunnelOptions { Pool = text }.Network is not null);

    [Fact]
    public async Task Handshakes_are_read_kept_and_a_sign_of_life_of_the_device()
    {
        var (known, strange) = (TunnelKeys.PublicOf(TunnelKeys.NewPrivate()), TunnelKeys.PublicOf(TunnelKeys.NewPrivate()));
        var read = Handshakes.Read($"hotspot\t{known}\t{Noon.ToUnixTimeSeconds()}\nhotspot\t{strange}\t0\nother\t{known}\t5\n\nnonsense\nhotspot\tshort\t7\nhotspot\t{strange}\t-1\n");
        Assert.Equal(Noon, Assert.Single(read).Value);

        await using var store = await TestStore.CreateAsync();
        await store.Writer.ChangeAsync(async db =>
        {
            db.Add(new Tunnel { Name = "rw05", Address = "10.213.0.2", PublicKey = known, CreatedAt = Noon });
            await NetworkList.AddDeviceAsync(db, store.Get<SecretBox>(), "rw05", new NetworkInput { Address = "10.213.0.2", SnmpCommunity = "public" }, Cancel);
        }, Cancel);
        await using (var db = store.Open()) await store.Get<NetworkTable>().ReloadAsync(db, Cancel);
        var detector = new OutageDetector(DetectorOptions.ForInterval(TimeSpan.FromSeconds(60)));
        using var watch = ActivatorUtilities.CreateInstance<TunnelWatch>(store.Services, detector);
        await watch.TakeAsync(read, Cancel);
        await using var after = store.Open();
        Assert.Equal("up", Assert.Single(await TunnelList.ListAsync(after, Noon.AddMinutes(3), Cancel)).State);
        Assert.Equal("silent", Assert.Single(await TunnelList.ListAsync(after, Noon.AddMinutes(5), Cancel)).State);
        await watch.TakeAsync(Handshakes.Read($"hotspot\t{known}\t5\n"), Cancel);
        Assert.Equal(Noon, (await after.Set<Tunnel>().AsNoTracking().SingleAsync(Cancel)).HandshakeAt);
    }
}
