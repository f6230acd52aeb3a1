using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Gateways;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary><c>hotspot session disconnect</c> on a session that really runs, on hostapd.</summary>
[Collection<OneAfterAnother>]
public sealed class DisconnectTests
{
    [Fact]
    public async Task Session_disconnect_gets_hostapds_ack_and_the_session_ends()
    {
        const string Secret = "between-us-two";
        await using var lab = await HostapdLab.CreateAsync(Secret);
        await using var hotspot = HotspotProcess.Prepare(lab.Upstream, HostapdLab.ServerAddress);
        await hotspot.CommandAsync(
            $"ap add lab --area {ServedCity.Area} --address {HostapdLab.NasAddress} --secret {Secret} --nas-id {HostapdLab.NasIdentifier} --coa-port {HostapdLab.DisconnectPort}");
        await hotspot.ServeAsync();
        await lab.SignInAsync();
        var session = await Eventually.IsAsync(
            "the session", () => SessionAsync(hotspot), s => s.ValueKind == JsonValueKind.Object && s.GetProperty("endedAt").ValueKind == JsonValueKind.Null);
        Assert.Equal(HostapdLab.UserName, session.GetProperty("userName").GetString());

        var id = session.GetProperty("id").ToString();
        var answer = await hotspot.TryAsync(["session", "disconnect", id]);
        Assert.True(answer.ExitCode == 0, answer.Output + answer.Errors + hotspot.Log);
        await lab.PutOutAsync();
        await Eventually.IsAsync(
            "the end of the session",
            async () => (await hotspot.CommandAsync("session list --all")).EnumerateArray().First(s => s.GetProperty("id").ToString() == id),
            s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String);
    }

    private static async Task<JsonElement> SessionAsync(HotspotProcess hotspot) => (await hotspot.CommandAsync("session list")).EnumerateArray().FirstOrDefault();
}
