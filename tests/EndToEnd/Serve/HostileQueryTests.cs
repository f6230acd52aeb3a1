using System.Net;
using System.Text;
using HotspotManager.Peers;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>What strangers write into the portal's addresses and forms.</summary>
[Collection<OneAfterAnother>]
public sealed class HostileQueryTests(ServedCity city) : IClassFixture<ServedCity>
{
    private const string Script = "<script>alert(1)</script>";

    public static TheoryData<string> Queries()
    {
        var encoded = Uri.EscapeDataString(Script);
        var data = new TheoryData<string>();
        foreach (var query in new[]
        {
            $"/?fas={encoded}", $"/g/tik?mac={encoded}&link-login-only={encoded}", $"/g/plain?x={encoded}", $"/g/{encoded}", $"/v/{encoded}",
            "/?fas=%%%", "/?fas=AAAA", "/?fas=" + new string('A', 3000), "/?fas=!!!!&iv=zz", "/g/tik?mac=" + new string('f', 7000),
            "/g/chilli?res=notyet&uamip=evil.example&uamport=80&challenge=00&md=00", "/g/chilli?res=notyet&uamip=8.8.8.8&uamport=99999",
            "/g/tik?mac=02:00:00:00:00:01&link-login-only=https%3A%2F%2Fevil.example%2Flogin&link-orig=https%3A%2F%2Fevil.example",
            "/g/tik?mac=02:00:00:00:00:01&link-login-only=javascript%3Aalert(1)", "/g/tik?chap-challenge=%5C999&chap-id=%5C400",
            "/status?redir=//evil.example", "/capport?x=" + encoded, "/g/..%2f..%2fetc%2fpasswd", "/g/%00", "/v/%F0%9F%92%A9", "/?" + string.Join('&', Enumerable.Range(0, 900).Select(i => $"a{i}=1")),
            "/?fas=" + Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(
                $"hid={new string('a', 64)}, clientip=10.0.0.5, clientmac=02:00:00:00:00:05, gatewayname=plain, gatewayaddress=evil.example:80, originurl={encoded}"))),
        })
        {
            data.Add(query);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_hostile_address_gets_a_page_without_its_script_and_no_way_out(string query)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var answer = await city.Hotspot.Http.GetAsync(new Uri(city.Hotspot.Portal.GetLeftPart(UriPartial.Authority) + query), cancel);
        await CheckAsync(answer, cancel);
    }

    [Theory]
    [InlineData("code=" + "%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    [InlineData("code=0000000000&q=%3Fmac%3D02%3A00%3A00%3A00%3A00%3A01%26link-login-only%3Dhttp%3A%2F%2Fevil.example%2F")]
    [InlineData("consent=yes&q=fas%3Dnonsense")]
    [InlineData("code=%00%00&consent=%FF")]
    public async Task A_hostile_form_gets_a_page_without_its_script_and_no_way_out(string form)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await city.Hotspot.Http.PostAsync(new Uri(city.Hotspot.Portal, "g/tik"), content, cancel);
        await CheckAsync(answer, cancel);
    }

    [Fact]
    public async Task An_over_long_form_is_refused_and_the_portal_goes_on()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var content = new StringContent("code=" + new string('1', 2_000_000), Encoding.ASCII, "application/x-www-form-urlencoded");
        try
        {
            using var answer = await city.Hotspot.Http.PostAsync(new Uri(city.Hotspot.Portal, "g/tik"), content, cancel);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
        catch (HttpRequestException)
        {
            // The server may also hang up on somebody who goes on sending.
        }

        using var health = await city.Hotspot.Http.GetAsync(new Uri(city.Hotspot.Portal, "healthz"), cancel);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private static async Task CheckAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        Assert.InRange((int)answer.StatusCode, 200, 499);
        var body = await answer.Content.ReadAsStringAsync(cancel);
        Assert.DoesNotContain("<script", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript:", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil.example", answer.Headers.Location?.ToString() ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(action|href|url)=\"?[^\"]*//evil\\.example", body);
    }
}
