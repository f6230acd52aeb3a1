using HotspotManager.Peers;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Eap;

/// <summary>wpa_supplicant's EAP peer against <c>hotspot serve</c>: every method, over TLS 1.2 and 1.3, in full and resumed.</summary>
[Collection<OneAfterAnother>]
public sealed class EapolTests(EapFixture eap) : IClassFixture<EapFixture>
{
    /// <summary>The inner methods that take a password: the tunnel, and what wpa_supplicant calls it.</summary>
    private static readonly (string Method, string Phase2)[] Passwords =
    [
        ("PEAP", "auth=MSCHAPV2"), ("PEAP", "auth=GTC"), ("PEAP", "auth=MD5"),
        ("TTLS", "auth=PAP"), ("TTLS", "auth=CHAP"), ("TTLS", "auth=MSCHAP"), ("TTLS", "auth=MSCHAPV2"),
        ("TTLS", "autheap=MSCHAPV2"), ("TTLS", "autheap=MD5"), ("TTLS", "autheap=GTC"),
    ];

    public static TheoryData<string, string, bool> Tunnels { get; } = [.. Passwords.SelectMany(p => new[] { (p.Method, p.Phase2, false), (p.Method, p.Phase2, true) })];

    [Theory, InlineData("MD5"), InlineData("MSCHAPV2")]
    public async Task An_account_and_a_voucher_sign_in_without_a_tunnel(string method)
    {
        foreach (var (name, password) in new[] { ("siti", EapFixture.Password), (eap.Voucher, eap.Voucher) })
        {
            var result = await eap.RunAsync(method, name: name, password: password);
            Assert.True(result.Success, result.Text);
            Assert.Equal((method == "MD5" ? 0 : 1, 0), (result.KeysRight, result.KeysWrong));
            Assert.Equal(name, result.UserName);
        }
        Assert.False((await eap.RunAsync(method, password: "salah")).Success);
    }

    [Theory, MemberData(nameof(Tunnels))]
    public async Task A_tunnel_gives_keys_and_the_inner_name_and_is_resumed(string method, string phase2, bool tls13)
    {
        var result = await eap.RunAsync(method, phase2, tls13, again: 1, more: "domain_match=\"radius.hotspot.internal\"");
        Is(result, tls13);
        Assert.Equal("siti", result.UserName);
        Assert.True(result.Challenges[1] < result.Challenges[0], $"the second round took {result.Challenges[1]} challenges, the first {result.Challenges[0]}");
        Assert.False((await eap.RunAsync(method, phase2, tls13, password: "salah")).Success);
        var voucher = await eap.RunAsync(method, phase2, tls13, name: eap.Voucher, password: eap.Voucher);
        Assert.True(voucher.Success, voucher.Text);
        Assert.Equal(eap.Voucher, voucher.UserName);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_client_certificate_signs_its_account_in_and_is_resumed(bool tls13) =>
        Is(await eap.RunAsync("TLS", tls13: tls13, again: 1, more: eap.Certificate("siti.p12")), tls13);

    [Theory]
    [InlineData("PEAP", "auth=TLS", false)]
    [InlineData("PEAP", "auth=TLS", true)]
    [InlineData("TTLS", "autheap=TLS", false)]
    [InlineData("TTLS", "autheap=TLS", true)]
    public async Task A_client_certificate_within_a_tunnel_hides_its_name_and_is_resumed(string method, string phase2, bool tls13)
    {
        var result = await eap.RunAsync(method, $"{phase2} tls_disable_tlsv1_3={(tls13 ? 0 : 1)}", tls13, again: 1, more: eap.InnerCertificate("siti.p12"));
        Is(result, tls13);
        Assert.Equal("siti", result.UserName);
        var nobody = await eap.RunAsync(method, $"{phase2} tls_disable_tlsv1_3={(tls13 ? 0 : 1)}", tls13, more: eap.InnerCertificate("orang-lain.p12"));
        Assert.False(nobody.Success, nobody.Text);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task PEAP_is_bound_to_its_inner_method_when_the_phone_takes_part(bool tls13)
    {
        foreach (var (phase2, certificate) in new[] { ("auth=MSCHAPV2", Array.Empty<string>()), ("auth=GTC", []), ("auth=TLS", eap.InnerCertificate("siti.p12")) })
        {
            // 2: it insists; 0: it takes no part, and the tunnel's own keys hold.
            Is(await eap.RunAsync("PEAP", phase2, tls13, again: 1, more: ["phase1+=crypto_binding=2", .. certificate]), tls13);
            Is(await eap.RunAsync("PEAP", phase2, tls13, again: 1, more: ["phase1+=crypto_binding=0", .. certificate]), tls13);
        }
    }

    [Theory]
    [InlineData("TLS", "", false)]
    [InlineData("TLS", "", true)]
    [InlineData("PEAP", "auth=TLS", false)]
    [InlineData("PEAP", "auth=TLS", true)]
    [InlineData("TTLS", "auth=MSCHAPV2", false)]
    [InlineData("TTLS", "auth=MSCHAPV2", true)]
    public async Task Fragments_of_200_octets_are_put_together_and_sent(string method, string phase2, bool tls13)
    {
        var certificate = method == "TLS" ? eap.Certificate("siti.p12") : phase2 == "auth=TLS" ? eap.InnerCertificate("siti.p12") : [];
        var result = await eap.RunAsync(method, phase2, tls13, more: ["fragment_size=200", "mtu=210", .. certificate]);
        Assert.True(result.Success, result.Text);
        Assert.Equal((1, 0), (result.KeysRight, result.KeysWrong));
        // Our certificates alone fill more than five of them.
        Assert.True(result.Challenges[0] >= 10, $"{result.Challenges[0]} challenges");
    }

    /// <summary>In and in again, with the keys that the NAS got being the phone's own, the second time with less to say.</summary>
    private static void Is(EapolResult result, bool tls13)
    {
        Assert.True(result.Success, result.Text);
        Assert.Equal((2, 0), (result.KeysRight, result.KeysWrong));
        Assert.Contains($"Using TLS version TLSv1.{(tls13 ? 3 : 2)}", result.Text, StringComparison.Ordinal);
        Assert.True(result.Challenges[1] < result.Challenges[0], $"the second round took {result.Challenges[1]} challenges, the first {result.Challenges[0]}");
    }
}
