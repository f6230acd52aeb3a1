using System.Text.Json;
using HotspotManager.EndToEnd.Radius;
using HotspotManager.Peers;
using HotspotManager.Peers.Gateways;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Eap;

/// <summary>802.1X as in an office: wpa_supplicant on a cable, hostapd as the port's guard, <c>hotspot serve</c> behind it for EAP, accounting and Disconnect.</summary>
[Collection<OneAfterAnother>]
public sealed class WiredTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_port_opens_by_PEAP_and_by_certificate_is_accounted_for_and_closed_by_command()
    {
        await using var lab = await HostapdLab.CreateAsync(RadiusServer.Secret);
        await using var server = await RadiusServer.StartAsync("ietf", lab.Upstream, HostapdLab.ServerAddress, HostapdLab.NasAddress,
            "--nas-id", HostapdLab.NasIdentifier, "--coa-port", $"{HostapdLab.DisconnectPort}");
        await server.Hotspot.CommandAsync(["account", "add", "siti", "--plan", "jam", "--password-stdin"], "rahasia\n");
        using var folder = new TemporaryFolder("wired");
        var (ca, own) = (folder.At("ca.pem"), folder.At("siti.p12"));
        await File.WriteAllTextAsync(ca, (await server.Hotspot.CommandAsync("cert ca")).GetProperty("pem").GetString(), Cancel);
        await server.Hotspot.CommandAsync(["cert", "client", "siti", "--out", own, "--password-stdin"], "pw\n");
        string[] any = ["key_mgmt=IEEE8021X", $"ca_cert=\"{ca}\"", "domain_match=\"radius.hotspot.internal\""];
        await lab.StartNasAsync();

        // PEAP: nobody's name outside, the account's in the session; then the order ends it at the port.
        var phone = await lab.JoinAsync("02:00:00:00:00:01", [.. any, "eap=PEAP", "identity=\"siti\"", "anonymous_identity=\"anonymous\"", "password=\"rahasia\"", "phase2=\"auth=MSCHAPV2\""]);
        await phone.LineAsync("CTRL-EVENT-EAP-SUCCESS");
        var first = await SessionAsync(server, "02-00-00-00-00-01");
        Assert.Equal("siti", first.GetProperty("userName").GetString());
        await SessionAsync(server, "02-00-00-00-00-01", s => s.GetProperty("seconds").GetInt64() > 0);
        Assert.Contains("IEEE 802.1X: authorizing port", lab.NasLog, StringComparison.Ordinal);
        var done = await server.Hotspot.CommandAsync($"session disconnect {first.GetProperty("id").GetInt64()}");
        Assert.Equal("done", done.GetProperty("state").GetString());
        await lab.PutOutAsync();
        Assert.Contains("IEEE 802.1X: unauthorizing port", lab.NasLog, StringComparison.Ordinal);
        await SessionAsync(server, "02-00-00-00-00-01", s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String);
        await phone.EndAsync(Signal.Kill);

        // The same person by certificate.
        phone = await lab.JoinAsync("02:00:00:00:00:02", [.. any, "eap=TLS", "identity=\"anyone\"", $"private_key=\"{own}\"", "private_key_passwd=\"pw\""]);
        await phone.LineAsync("CTRL-EVENT-EAP-SUCCESS");
        Assert.Equal("siti", (await SessionAsync(server, "02-00-00-00-00-02")).GetProperty("userName").GetString());

        // A session that hostapd knows nothing of: it says so, and so do we, in words.
        await lab.AccountAsync($"Acct-Status-Type=Start,Acct-Session-Id=ghost,User-Name=siti,NAS-Identifier={HostapdLab.NasIdentifier},Calling-Station-Id=02-00-00-00-00-09");
        var ghost = await SessionAsync(server, "02-00-00-00-00-09");
        var refused = await server.Hotspot.TryAsync(["session", "disconnect", $"{ghost.GetProperty("id").GetInt64()}"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("rw05 refused: it has no such session (Error-Cause 503)", refused.Output + refused.Errors, StringComparison.Ordinal);
    }

    /// <summary>The session of a phone, once it fits.</summary>
    private static async Task<JsonElement> SessionAsync(RadiusServer server, string mac, Func<JsonElement, bool>? fits = null)
    {
        JsonElement? Of(JsonElement all) => all.EnumerateArray().Where(s => s.GetProperty("mac").GetString() == mac && fits?.Invoke(s) != false).Cast<JsonElement?>().FirstOrDefault();
        return Of(await Eventually.IsAsync($"the session of {mac}", server.SessionsAsync, all => Of(all) is not null))!.Value;
    }
}
