using HotspotManager.Peers;
using HotspotManager.Peers.Gateways;
using Xunit;

namespace HotspotManager.EndToEnd.Peers;

/// <summary>The laboratory with hostapd, proved with radclient as the one who disconnects.</summary>
[Collection<OneAfterAnother>]
public sealed class HostapdLabTests
{
    [Fact]
    public async Task Radclients_disconnect_request_puts_the_supplicant_out()
    {
        await using var lab = await HostapdLab.CreateAsync("testing123");
        await lab.SignInAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var run = await lab.Upstream.RunAsync(
            "radclient",
            ["-x", $"{HostapdLab.NasAddress}:{HostapdLab.DisconnectPort}", "disconnect", "testing123"],
            $"User-Name={HostapdLab.UserName}\nEvent-Timestamp={now}\nMessage-Authenticator=0x00\n");
        Assert.Contains("Received Disconnect-ACK", run.Output, StringComparison.Ordinal);
        await lab.PutOutAsync();
    }
}
