using System.Net;
using System.Text;
using HotspotManager.Core.Grants;
using HotspotManager.Unit.Portal.Gateways;
using Xunit;

namespace HotspotManager.Unit.Portal;

public class HostileTests
{
    [Fact]
    public async Task Script_in_any_field_stays_text()
    {
        await using var portal = await TestPortal.StartAsync();
        const string script = "%3cscript%3ealert(1)%3c/script%3e";
        foreach (var address in new[]
        {
            LoginFlowTests.NdsVisit("1a2b3c4d", ("gatewayname", script), ("originurl", script)), LoginFlowTests.NdsVisit() + "&x=\"><script>alert(1)</script>",
            "/g/nds?fas=<script>alert(1)</script>", "/g/<script>alert(1)</script>?fas=x", "/v/<script>", "/status?s=<script>alert(1)</script>", "/?lang=<script>",
        })
        {
            var page = await TestPortal.TextAsync(await portal.GetAsync(address));
            Assert.DoesNotContain("<script", page);
        }
        var typed = await TestPortal.TextAsync(await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("code", "\"><script>alert(1)</script>")));
        Assert.DoesNotContain("<script", typed);
    }

    [Theory]
    [InlineData("/g/nds?fas=!!!", 400)]
    [InlineData("/g/nds?fas=", 400)]
    [InlineData("/g/nds?authaction=http://10.0.0.1/&tok=1", 400)]
    [InlineData("/g/nobody?fas=AAAA", 404)]
    [InlineData("/g/bare?fas=AAAA", 400)]
    [InlineData("/g/tik?fas=AAAA", 400)]
    [InlineData("/g/chilli?res=notyet&uamip=10.99.0.1&uamport=3990&challenge=5b1d296db7826a655411dcd83ee25154&mac=02-AA-BB-CC-DD-EE&md=00000000000000000000000000000000", 400)]
    [InlineData("/g/nds", 200)]
    [InlineData("/g/nds?%00%ff=%fe&&&=&%", 200)]
    [InlineData("/nothing/here", 404)]
    [InlineData("/v/12", 404)]
    public async Task What_no_gateway_wrote_gets_a_friendly_page(string address, int status)
    {
        await using var portal = await TestPortal.StartAsync();
        var answer = await portal.GetAsync(address);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains("<h1>", await TestPortal.TextAsync(answer));
        Assert.Null(answer.Headers.Location);
    }

    [Fact]
    public async Task Over_long_queries_forms_and_headers_are_cut_off()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await portal.GetAsync("/g/nds?fas=" + new string('A', 5000))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await portal.GetAsync("/g/nds?fas=" + new string('A', 9000))).StatusCode);
        var large = new FormUrlEncodedContent([KeyValuePair.Create("code", new string('1', 30_000))]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await portal.PostAsync("/g/nds", large)).StatusCode);
        var many = new FormUrlEncodedContent(Enumerable.Range(0, 200).Select(i => KeyValuePair.Create("f" + i, "1")));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await portal.PostAsync("/g/nds", many)).StatusCode);
        Assert.Equal("ok\n", await portal.GetTextAsync("/healthz"));
    }

    [Theory]
    [InlineData("gatewayaddress", "evil.example")]
    [InlineData("gatewayaddress", "10.77.0.1:2050/..//evil.example")]
    [InlineData("gatewayaddress", "10.77.0.1%40evil.example")]
    [InlineData("authdir", "%2f%2fevil.example")]
    public async Task The_portal_sends_nobody_to_a_stranger(string field, string value)
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        var query = LoginFlowTests.NdsVisit("1a2b3c4d", (field, value)).Split('?')[1];
        var answer = await portal.PostAsync("/g/nds", new FormUrlEncodedContent([KeyValuePair.Create("q", query), KeyValuePair.Create("code", code)]));
        Assert.Null(answer.Headers.Location);
        Assert.Null(portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac));
    }

    [Theory]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Origin", "https://evil.example", true)]
    [InlineData("Origin", "null", true)]
    [InlineData("Sec-Fetch-Site", "same-origin", false)]
    public async Task Another_sites_form_counts_only_with_the_seal_of_our_page(string header, string value, bool sealedByUs)
    {
        await using var portal = await TestPortal.StartAsync();
        var visit = LoginFlowTests.NdsVisit();
        var page = await portal.GetTextAsync(visit);
        var seal = System.Text.RegularExpressions.Regex.Match(page, "name=\"t\" value=\"([^\"]+)\"").Groups[1].Value;
        async Task<HttpResponseMessage> PostAsync(string? with)
        {
            var fields = new Dictionary<string, string> { ["q"] = visit.Split('?')[1], ["consent"] = "yes" };
            if (with is not null) fields["t"] = with;
            using var request = new HttpRequestMessage(HttpMethod.Post, "/g/nds") { Content = new FormUrlEncodedContent(fields) };
            request.Headers.TryAddWithoutValidation(header, value);
            return await portal.Phone.SendAsync(request, TestContext.Current.CancellationToken);
        }

        var answer = await PostAsync(sealedByUs ? seal : null);
        if (sealedByUs || value == "same-origin")
        {
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            return;
        }
        Assert.Contains("Coba sekali lagi", await TestPortal.TextAsync(answer));
        Assert.Null(portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac));
        // Neither one that is changed nor one of another phone, nor one from long ago.
        Assert.Null((await PostAsync(seal[..^2] + "xx")).Headers.Location);
        var other = System.Text.RegularExpressions.Regex.Match(await portal.GetTextAsync(LoginFlowTests.NdsVisit("1a2b3c4d", ("clientmac", "02:00:00:00:00:99"))), "name=\"t\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Null((await PostAsync(other)).Headers.Location);
        portal.Clock.Ahead += TimeSpan.FromHours(13);
        Assert.Null((await PostAsync(seal)).Headers.Location);
    }

    [Fact]
    public async Task Who_guesses_in_a_neighbourhoods_name_does_not_lock_it_out()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        string Visit(int phone) => LoginFlowTests.NdsVisit("1a2b3c4d", ("clientmac", $"02:00:00:00:{phone / 256:x2}:{phone % 256:x2}"));
        Assert.NotNull((await portal.SubmitAsync(Visit(1), ("code", code))).Headers.Location);
        await TestPortal.UntilAsync(async () => (await portal.RowsAsync<HotspotManager.Core.Attempts.Attempt>()).Count == 1);
        for (var i = 0; i < HotspotManager.Portal.Login.GuessLimits.OfSourceHere; i++)
            await portal.SubmitAsync(Visit(100 + i), ("code", i.ToString("D10", System.Globalization.CultureInfo.InvariantCulture)));

        // A stranger waits, with other ways on the page; who was online here before does not.
        var stranger = await portal.SubmitAsync(Visit(2), ("code", code));
        Assert.Equal(HttpStatusCode.TooManyRequests, stranger.StatusCode);
        Assert.Contains("name=\"consent\"", await TestPortal.TextAsync(stranger));
        Assert.NotNull((await portal.SubmitAsync(Visit(1), ("code", code))).Headers.Location);
        Assert.NotNull((await portal.SubmitAsync(Visit(3), ("consent", "yes"))).Headers.Location);
    }

    [Fact]
    public async Task A_delivery_report_without_its_key_changes_nothing()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await portal.GetAsync("/messages/1?k=0&s=1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await portal.GetAsync("/messages/1?s=1")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await portal.GetAsync("/messages/x?s=1")).StatusCode);
    }

    [Fact]
    public async Task Random_and_mutated_queries_leave_it_answering()
    {
        await using var portal = await TestPortal.StartAsync();
        var random = new Random(20261122);
        var seeds = new[] { LoginFlowTests.NdsVisit().Split('?')[1], GatewayVector.Load("coova-notyet")["query"], MikrotikTests.Query().Raw, GatewayVector.Load("opennds-level0")["query"] };
        for (var i = 0; i < 400; i++)
        {
            var text = new StringBuilder(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(1, 8); change > 0; change--)
            {
                var at = random.Next(text.Length);
                switch (random.Next(3))
                {
                    case 0: text[at] = (char)random.Next(33, 127); break;
                    case 1: text.Remove(at, Math.Min(random.Next(1, 40), text.Length - at)); break;
                    default: text.Insert(at, "%" + random.Next(256).ToString("x2", System.Globalization.CultureInfo.InvariantCulture)); break;
                }
                if (text.Length == 0) text.Append('x');
            }
            var path = new[] { "/g/nds", "/g/chilli", "/g/tik", "/" }[random.Next(4)];
            var answer = await portal.GetAsync(path + "?" + text.Replace("#", ""));
            Assert.True((int)answer.StatusCode is 200 or 303 or 400 or 404, $"{(int)answer.StatusCode} for {path}?{text}");
        }
        Assert.Empty(await portal.SessionsAsync());
        Assert.Null(portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac));
    }
}
