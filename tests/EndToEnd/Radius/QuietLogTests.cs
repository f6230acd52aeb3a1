using System.Text;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>Whatever is logged at the most talkative level, nobody's password, secret or answer made of one is in it.</summary>
[Collection<OneAfterAnother>]
public sealed class QuietLogTests
{
    private const string Secret = "shared-SECRET-of-rw05", Other = "a-WRONG-secret-typed", Password = "kata-Sandi-42x", Mistyped = "kata-Sandi-43y", Phone = "Calling-Station-Id=02-00-00-00-00-01";

    [Fact]
    public async Task Passwords_secrets_responses_and_eap_payloads_never_reach_the_log()
    {
        Peer.Find("radclient");
        await using var hotspot = HotspotProcess.Prepare(settings: ["--Roles=radius", "--Log:Level=debug"]);
        await hotspot.CommandAsync("plan add jam --minutes 60 --down-kbps 5000 --up-kbps 2000 --devices 4");
        await hotspot.CommandAsync(["ap", "add", "rw05", "--area", "35.73.05.1011/05", "--address", "127.0.0.1", "--secret", Secret, "--brand", "mikrotik"]);
        await hotspot.CommandAsync(["account", "add", "siti", "--plan", "jam", "--password-stdin"], Password + "\n");
        var code = (await hotspot.CommandAsync("voucher create --plan jam --count 1"))[0].GetProperty("code").GetString()!;
        await hotspot.ServeAsync();

        using var tap = new DatagramTap(hotspot.AuthPort);
        Task<RadclientResult> AskAsync(string attributes, string secret = Secret) =>
            Radclient.SendAsync($"{attributes},Message-Authenticator=0x00,{Phone}", "127.0.0.1", tap.Port, "auth", secret, tries: 1, seconds: secret == Secret ? 5 : 0.5);
        foreach (var password in new[] { Password, Mistyped })
        {
            foreach (var kind in new[] { "User-Password", "CHAP-Password", "MS-CHAP-Password" })
                Assert.NotNull((await AskAsync($"User-Name=siti,{kind}={password}")).Reply);
        }
        Assert.Equal("Access-Accept", (await AskAsync($"User-Name={code},User-Password={code}")).Reply?.Code);
        Assert.Null((await AskAsync($"User-Name=siti,User-Password={Password}", Other)).Reply);
        Assert.Null((await AskAsync($"User-Name={Password},User-Password={Password}", Other)).Reply); // typed into the wrong field
        await Radclient.SendAsync($"Acct-Status-Type=Start,Acct-Session-Id=q1,User-Name=siti,{Phone}", "127.0.0.1", hotspot.AcctPort, "acct", Secret);
        foreach (var method in new[] { "PEAP", "TTLS" })
        {
            var result = await EapolTest.RunAsync(
                ["key_mgmt=WPA-EAP", $"eap={method}", "identity=\"siti\"", $"password=\"{Password}\"", $"phase2=\"{(method == "PEAP" ? "auth=MSCHAPV2" : "auth=PAP")}\""], tap.Port, Secret);
            Assert.True(result.Success, result.Text);
        }
        await hotspot.CommandAsync(["ap", "set", "rw05", "--secret", Other]);
        await Eventually.TrueAsync("the new secret holds", async () => (await AskAsync($"User-Name=siti,User-Password={Password}", Other)).Reply is not null);
        await hotspot.StopAsync();

        var log = hotspot.Log + string.Concat(Directory.GetFiles(Path.Combine(hotspot.Data, "logs")).Select(File.ReadAllText));
        Assert.Contains("secret of rw05 does not match", log, StringComparison.Ordinal);
        var forbidden = new List<string> { Secret, Other, Password, Mistyped, code };
        foreach (var packet in tap.Requests)
        {
            Assert.True(RadiusPacket.TryRead(packet, out var request, out _));
            foreach (var attribute in request.Attributes)
            {
                // What proves a password, as octets in any of the ways that a log would show them.
                if (attribute.Value.Length >= 12 && (attribute.Vendor == HotspotManager.Radius.Wire.Microsoft.Vendor || attribute.Number is 2 or 3 or 79))
                {
                    var tail = attribute.Value[^12..];
                    forbidden.AddRange([Convert.ToHexString(tail), Convert.ToHexStringLower(tail), Convert.ToBase64String(tail), BitConverter.ToString(tail.ToArray()), Encoding.Latin1.GetString(tail)]);
                }
            }
        }
        Assert.True(forbidden.Count > 50, $"{forbidden.Count} secrets were looked for");
        Assert.DoesNotContain(forbidden, f => f.Trim().Length > 0 && log.Contains(f, StringComparison.Ordinal));
    }
}
