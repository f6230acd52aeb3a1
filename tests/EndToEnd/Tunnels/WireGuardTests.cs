using HotspotManager.Core.Tunnels;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Tunnels;

/// <summary>WireGuard's own tools on what we print. (A tunnel itself needs the kernel's module, which is not everywhere.)</summary>
public sealed class WireGuardTests
{
    [Fact]
    public async Task WireGuards_own_tool_makes_the_same_public_keys_and_reads_the_servers_side()
    {
        var wg = Peer.Find("wg");
        for (var i = 0; i < 5; i++)
        {
            var key = TunnelKeys.NewPrivate();
            Assert.Equal((await ChildProcess.RunAsync(wg, ["pubkey"], key + "\n")).OrThrow("wg pubkey").Trim(), TunnelKeys.PublicOf(key));
        }

        using var folder = new TemporaryFolder("wg");
        var tunnel = new Tunnel { Name = "rw05", Address = "10.213.0.2", PublicKey = TunnelKeys.PublicOf(TunnelKeys.NewPrivate()) };
        await File.WriteAllTextAsync(folder.At("hotspot.conf"), TunnelText.Server(TunnelKeys.NewPrivate(), "10.213.0.1", 16, 51820, [tunnel]), TestContext.Current.CancellationToken);
        var stripped = (await ChildProcess.RunAsync(Peer.Find("wg-quick"), ["strip", folder.At("hotspot.conf")])).OrThrow("wg-quick strip");
        Assert.Contains($"PublicKey = {tunnel.PublicKey}", stripped, StringComparison.Ordinal);
        Assert.Contains("AllowedIPs = 10.213.0.2/32", stripped, StringComparison.Ordinal);
        Assert.DoesNotContain("Address", stripped, StringComparison.Ordinal);
    }
}
