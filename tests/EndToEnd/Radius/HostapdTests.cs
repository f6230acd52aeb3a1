using HotspotManager.Peers;
using HotspotManager.Peers.Gateways;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>A session that runs on a real NAS is ended by <c>hotspot session disconnect</c>.</summary>
[Collection<OneAfterAnother>]
public sealed class HostapdTests
{
    [Fact]
    public async Task Session_disconnect_puts_the_phone_out_and_the_stop_arrives()
    {
        await using var lab = await HostapdLab.CreateAsync(RadiusServer.Secret);
        await using var server = await RadiusServer.StartAsync("ietf", lab.Upstream, HostapdLab.ServerAddress, HostapdLab.NasAddress,
            "--nas-id", HostapdLab.NasIdentifier, "--coa-port", $"{HostapdLab.DisconnectPort}");
        await lab.SignInAsync();
        var sessions = await Eventually.IsAsync("hostapd's session", server.SessionsAsync, s => s.GetArrayLength() == 1);
        Assert.Equal(HostapdLab.UserName, sessions[0].GetProperty("userName").GetString());

        var done = await server.Hotspot.CommandAsync($"session disconnect {sessions[0].GetProperty("id").GetInt64()}");
        Assert.Equal("done", done.GetProperty("state").GetString());
        await lab.PutOutAsync();
        await Eventually.IsAsync("the Stop", server.SessionsAsync, s => s[0].GetProperty("endedAt").ValueKind == System.Text.Json.JsonValueKind.String);
    }
}
