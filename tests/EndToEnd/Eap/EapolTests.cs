using HotspotManager.Peers;
using Xunit;

namespace HotspotManager.EndToEnd.Eap;

/// <summary>wpa_supplicant's EAP peer against <c>hotspot serve</c>: every method, with and without resumption.</summary>
[Collection<OneAfterAnother>]
public sealed class EapolTests(EapFixture eap) : IClassFixture<EapFixture>
{
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

    [Theory]
    [InlineData("PEAP", "auth=MSCHAPV2")]
    [InlineData("PEAP", "auth=GTC")]
    [InlineData("TTLS", "auth=PAP")]
    [InlineData("TTLS", "auth=CHAP")]
    [InlineData("TTLS", "auth=MSCHAP")]
    [InlineData("TTLS", "auth=MSCHAPV2")]
    [InlineData("TTLS", "autheap=MSCHAPV2")]
    [InlineData("TTLS", "autheap=GTC")]
    [InlineData("TTLS", "autheap=MD5")]
    public async Task A_tunnel_over_TLS_1_2_and_1_3_gives_keys_and_the_inner_name_and_is_resumed(string method, string phase2)
    {
        foreach (var tls13 in new[] { false, true })
        {
            var result = await eap.RunAsync(method, phase2, tls13, again: 1, more: "domain_match=\"radius.hotspot.internal\"");
            Assert.True(result.Success, result.Text);
            Assert.Equal((2, 0), (result.KeysRight, result.KeysWrong));
            Assert.Contains($"Using TLS version TLSv1.{(tls13 ? 3 : 2)}", result.Text, StringComparison.Ordinal);
            Assert.Equal("siti", result.UserName);
            Assert.True(result.Challenges[1] < result.Challenges[0], $"the second round took {result.Challenges[1]} challenges, the first {result.Challenges[0]}");
            Assert.False((await eap.RunAsync(method, phase2, tls13, password: "salah")).Success);
        }
        var voucher = await eap.RunAsync(method, phase2, name: eap.Voucher, password: eap.Voucher);
        Assert.True(voucher.Success, voucher.Text);
        Assert.Equal(eap.Voucher, voucher.UserName);
    }

    [Fact]
    public async Task A_client_certificate_signs_its_account_in_and_is_resumed()
    {
        foreach (var tls13 in new[] { false, true })
        {
            var result = await eap.RunAsync("TLS", tls13: tls13, again: 1, more: eap.Certificate("siti.p12"));
            Assert.True(result.Success, result.Text);
            Assert.Equal((2, 0), (result.KeysRight, result.KeysWrong));
            Assert.True(result.Challenges[1] < result.Challenges[0], result.Text);
        }
    }

    [Fact]
    public async Task Fragments_of_200_octets_are_put_together()
    {
        foreach (var tls13 in new[] { false, true })
        {
            var result = await eap.RunAsync("TLS", tls13: tls13, more: ["fragment_size=200", .. eap.Certificate("siti.p12")]);
            Assert.True(result.Success, result.Text);
            Assert.Equal(1, result.KeysRight);
        }
    }
}
