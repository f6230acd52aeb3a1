using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Sessions;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.OpenNds;
using HotspotManager.Unit.Portal.Gateways;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>Levels 2 to 4 through the portal: encrypted visits, the list that authmon fetches, the page that waits, the counters of openNDS's own logger.</summary>
public class AuthmonTests
{
    private const string Key = TestPortal.FasKey + "2", Token = "1a2b3c4d";

    private static string Visit(string token = Token, string mac = "02:aa:bb:cc:dd:ee", string key = Key, string point = "/g/here") => point + "?" + OpenNdsLevelTests.Encrypt(
        $"hid={LoginFlowTests.Hid(token)}, clientip=10.77.0.9, clientmac={mac}, client_type=cpd_can, gatewayname=here%20Node%3a0200%20, gatewayurl=x, version=9.10.0, "
        + "gatewayaddress=10.77.0.1:2050, authdir=opennds_auth, originurl=http%3a%2f%2fexample.org%2f, clientif=br-lan", key, "0123456789abcdef");

    /// <summary>A portal with one more openNDS router, "here", whose address is the one this machine's own requests come from.</summary>
    private static async Task<TestPortal> StartAsync(TimeProvider? time = null)
    {
        var portal = await TestPortal.StartAsync(time);
        await portal.ChangeAsync(db => NetworkList.AddAccessPointAsync(db, portal.Get<SecretBox>(), "here",
            new NetworkInput { Area = TestPortal.Place, Address = "127.0.0.1", Secret = "radius-secret", Gateway = "opennds", GatewayKey = Key }));
        await TestPortal.UntilAsync(() => portal.Get<NetworkTable>().Current.FindNas("here") is not null);
        return portal;
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(TestPortal portal, string action, string payload = "none", string point = "here")
    {
        var answer = await portal.PostAsync($"/g/{point}", new FormUrlEncodedContent(
        [
            KeyValuePair.Create("auth_get", action), KeyValuePair.Create("gatewayhash", new string('0', 64)),
            KeyValuePair.Create("payload", Convert.ToBase64String(Encoding.UTF8.GetBytes(payload))),
        ]));
        return (answer.StatusCode, await TestPortal.TextAsync(answer));
    }

    private static string Rhid(string token) => FasAnswer.ReturnToken(LoginFlowTests.Hid(token), Key);

    /// <summary>Signs a phone in at a router whose authmon asks; gives the waiting page's address.</summary>
    private static async Task<string> SignInAsync(TestPortal portal, string token = Token, string mac = "02:aa:bb:cc:dd:ee")
    {
        await AskAsync(portal, "view");
        var answer = await portal.SubmitAsync(Visit(token, mac), ("code", await portal.VoucherAsync()));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var wait = answer.Headers.Location!.ToString();
        Assert.StartsWith("/g/here/wait?s=", wait);
        return wait;
    }

    [Fact]
    public async Task A_phone_waits_until_its_router_has_fetched_and_acknowledged_it()
    {
        await using var portal = await StartAsync();
        var wait = await SignInAsync(portal);
        var page = await portal.GetAsync(wait);
        Assert.Equal((HttpStatusCode.OK, "2"), (page.StatusCode, string.Concat(page.Headers.GetValues("Refresh"))));

        var (_, list) = await AskAsync(portal, "view");
        var entry = Uri.UnescapeDataString(list[2..]).Split(' ');
        Assert.Equal((Rhid(Token), "60", "1000", "4000", "9765", "9765"), (entry[0], entry[1], entry[2], entry[3], entry[4], entry[5]));
        Assert.Equal("02-AA-BB-CC-DD-EE", LimitsTicket.Read(entry[6], Key)!.Value.Mac);
        // Not acknowledged: it stands there still; another's name takes nothing away.
        Assert.Equal((HttpStatusCode.OK, "ack"), await AskAsync(portal, "view", "* " + new string('f', 64)));
        Assert.Equal(list, (await AskAsync(portal, "view")).Text);
        Assert.Equal((HttpStatusCode.OK, "ack"), await AskAsync(portal, "view", "* " + Rhid(Token)));
        Assert.Equal("*", (await AskAsync(portal, "view")).Text);
        Assert.Equal("http://example.org/", (await portal.GetAsync(wait)).Headers.Location!.ToString());
    }

    [Fact]
    public async Task Four_entries_and_a_thousand_characters_go_at_a_time_and_nobody_is_forgotten()
    {
        await using var portal = await StartAsync();
        var tokens = Enumerable.Range(0, 7).Select(i => string.Create(CultureInfo.InvariantCulture, $"1a2b3c{i:x2}")).ToList();
        foreach (var (token, i) in tokens.Select((t, i) => (t, i))) await SignInAsync(portal, token, string.Create(CultureInfo.InvariantCulture, $"02:aa:bb:cc:dd:{i:x2}"));
        var seen = new HashSet<string>();
        for (var round = 0; round < 3 && seen.Count < 7; round++)
        {
            var (_, text) = await AskAsync(portal, "view");
            Assert.StartsWith("* ", text);
            Assert.InRange(text.Length, 1, AuthList.LongestAnswer);
            var entries = text[2..].Split(' ');
            Assert.InRange(entries.Length, 3, AuthList.MostEntries);
            foreach (var entry in entries) seen.Add(entry[..64]);
        }
        Assert.Equal(tokens.Select(Rhid).Order(), seen.Order());
        // Two at once, with another white space between them, as the answers of different versions have it.
        await AskAsync(portal, "view", $"* {Rhid(tokens[0])}\n{Rhid(tokens[1])}");
        for (var round = 0; round < 3; round++)
        {
            var (_, text) = await AskAsync(portal, "view");
            Assert.DoesNotContain(Rhid(tokens[0]), text);
            Assert.DoesNotContain(Rhid(tokens[1]), text);
        }
    }

    [Fact]
    public async Task A_daemon_that_began_anew_drops_old_entries_and_a_list_hands_over_without_acknowledgement()
    {
        var time = new ShiftedTime();
        await using var portal = await StartAsync(time);
        var wait = await SignInAsync(portal);
        // Signed in while the daemon starts: authmon says "clear" after five seconds and must not leave this phone outside.
        Assert.Equal((HttpStatusCode.OK, ""), await AskAsync(portal, "clear"));
        var (_, list) = await AskAsync(portal, "list");
        Assert.Contains(Rhid(Token), list);
        Assert.Equal("*", (await AskAsync(portal, "list")).Text);
        time.Ahead += TimeSpan.FromSeconds(3);
        Assert.Equal("http://example.org/", (await portal.GetAsync(wait)).Headers.Location!.ToString());
        time.Ahead += TimeSpan.FromSeconds(10);
        Assert.Contains(Rhid(Token), (await AskAsync(portal, "view")).Text);
        await AskAsync(portal, "clear");
        Assert.Equal("*", (await AskAsync(portal, "view")).Text);
    }

    [Fact]
    public async Task A_router_that_does_not_ask_is_no_dead_end()
    {
        var time = new ShiftedTime();
        await using var portal = await StartAsync(time);
        var wait = await SignInAsync(portal);
        time.Ahead += WaitFlow.Patience + TimeSpan.FromSeconds(1);
        var go = (await portal.GetAsync(wait)).Headers.Location!;
        Assert.Equal("http://10.77.0.1:2050/opennds_auth/", go.GetLeftPart(UriPartial.Path));
        Assert.Equal(Rhid(Token), HttpUtility.ParseQueryString(go.Query)["tok"]);
        // Without authmon an encrypted visit over http is level 2: straight to the gateway.
        time.Ahead += TimeSpan.FromMinutes(5);
        var direct = await portal.SubmitAsync(Visit("99999999", "02:aa:bb:cc:dd:01"), ("code", await portal.VoucherAsync()));
        Assert.Equal("10.77.0.1", direct.Headers.Location!.Host);
    }

    [Fact]
    public async Task The_newer_generation_asks_by_query()
    {
        await using var portal = await StartAsync();
        await SignInAsync(portal);
        var none = Convert.ToBase64String("none"u8);
        var list = await portal.GetTextAsync($"/g/here?auth_get=view&gatewayhash=x&payload={none}");
        Assert.Contains(Rhid(Token), list);
        var acknowledged = Convert.ToBase64String(Encoding.ASCII.GetBytes("* " + Rhid(Token)));
        Assert.Equal("ack", await portal.GetTextAsync($"/g/here?auth_get=view&gatewayhash=x&payload={acknowledged}"));
        Assert.Equal("*", await portal.GetTextAsync($"/g/here?auth_get=view&gatewayhash=x&payload={none}"));
    }

    [Fact]
    public async Task Posts_from_another_address_or_malformed_ones_get_nothing_and_change_nothing()
    {
        await using var portal = await StartAsync();
        await SignInAsync(portal);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(portal, "view", point: "nds")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(portal, "view", point: "tik")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(portal, "explode")).Status);
        var rubbish = new FormUrlEncodedContent([KeyValuePair.Create("auth_get", "view"), KeyValuePair.Create("payload", "***")]);
        Assert.Equal(HttpStatusCode.BadRequest, (await portal.PostAsync("/g/here", rubbish)).StatusCode);
        Assert.Equal((HttpStatusCode.OK, "ack"), await AskAsync(portal, "custom", "anything"));
        Assert.Contains(Rhid(Token), (await AskAsync(portal, "view")).Text);

        await portal.Get<GatewayContacts>().SaveAsync(TestContext.Current.CancellationToken);
        var contacts = await portal.RowsAsync<GatewayContact>();
        Assert.Contains(contacts, c => c is { Kind: GatewayContactKind.Authmon, Fault: { } fault } && fault.Contains("127.0.0.1"));
        Assert.Contains(contacts, c => c is { Kind: GatewayContactKind.Authmon, WellAt: not null });
        Assert.Contains(contacts, c => c is { Kind: GatewayContactKind.Visit, Note: "FAS 3, openNDS 9.10.0" });
    }

    private static string Deauthed(string ticket, string token = Token, long down = 5_010_683, string mac = "02:aa:bb:cc:dd:ee") => string.Create(CultureInfo.InvariantCulture,
        $"method=downquota_deauth, clientmac={mac}, bytes_incoming={down}, bytes_outgoing=9349, session_start=1795317657, session_end=1795317661, token={token}, custom={ticket}, client_type=x");

    [Fact]
    public async Task Deauthed_counters_end_the_session_when_the_ticket_and_the_token_are_the_sessions_own()
    {
        await using var portal = await StartAsync();
        await SignInAsync(portal);
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        var ticket = Uri.UnescapeDataString((await AskAsync(portal, "view")).Text[2..]).Split(' ')[6];
        await SignInAsync(portal, "77777777", "02:aa:bb:cc:dd:01");
        var others = Uri.UnescapeDataString((await AskAsync(portal, "view")).Text[2..].Split(' ')[0]).Split(' ')[6];
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 2);

        // Forged: no ticket, a changed one, another phone's, a token guessed, another hardware address, figures that are none.
        foreach (var forged in new[]
                 {
                     Deauthed("dXNlcj0wMjowMA=="), Deauthed(ticket.Replace(".3600.", ".9999.")), Deauthed(others), Deauthed(ticket, "1a2b3c4e"),
                     Deauthed(ticket, mac: "02:aa:bb:cc:dd:ff"), Deauthed(ticket).Replace("5010683", "-1"), "", "method=, ,=,", new string('x', 9000),
                 })
            await AskAsync(portal, "deauthed", forged);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(2, portal.Get<SessionBook>().Count);
        Assert.All(await portal.SessionsAsync(), s => Assert.Equal(0, s.InputOctets + s.OutputOctets));

        Assert.Equal((HttpStatusCode.OK, "ack"), await AskAsync(portal, "deauthed", Deauthed(ticket)));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        var ended = Assert.Single(await portal.SessionsAsync(), s => s.EndedAt is not null);
        Assert.Equal((9349, 5_010_683, "Session-Timeout"), (ended.InputOctets, ended.OutputOctets, ended.TerminateCause));
    }

    [Fact]
    public async Task A_wrong_key_is_said_in_words_and_the_right_one_is_found_where_no_path_names_the_place()
    {
        await using var portal = await StartAsync();
        var wrong = await portal.GetAsync(Visit(key: "another key"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var attempt = await portal.AttemptAsync();
        Assert.Contains("faskey is another", attempt.Steps);

        // By the key of the address it comes from first, then by the others'.
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync(Visit(point: "/"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync(Visit(point: "/", key: TestPortal.FasKey))).StatusCode);
        // No key opens it: the only router at that address is taken to be meant, and its key does not fit.
        Assert.Equal(HttpStatusCode.BadRequest, (await portal.GetAsync(Visit(point: "/", key: "nobody's key"))).StatusCode);
    }

    [Fact]
    public async Task At_level_0_the_phone_becomes_known_with_the_routers_first_word()
    {
        await using var portal = await StartAsync();
        var visit = $"/g/nds?authaction=http://10.77.0.1:2050/opennds_auth/?clientip=10.77.0.9&gatewayname=nds&tok={Token}&redir=http%3a%2f%2fexample.org%2f";
        var answer = await portal.SubmitAsync(visit, ("code", await portal.VoucherAsync()));
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal(Token, query["tok"]);
        var ticket = LimitsTicket.Read(query["custom"], TestPortal.FasKey)!.Value;
        Assert.Null(ticket.Mac);
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        Assert.Equal("", Assert.Single(portal.Get<SessionBook>().All).Mac);

        using var router = await ScriptedRouter.MakeAsync(portal, TestPortal.FasKey);
        Assert.Equal("3600 1000 4000 9765 9765\n", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", Token, query["custom"]!));
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", "99999999", query["custom"]!));
        await CountersTests.PostAsync(portal, $"client_auth {ticket.Grant} 02:aa:bb:cc:dd:ee {Token} 0 0 1000 4600");
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().All.Single().Mac == LoginFlowTests.PhoneMac);
        var nas = portal.Get<SessionBook>().All.Single().NasId;
        Assert.Single(portal.Get<SessionBook>().OfPhone(nas, LoginFlowTests.PhoneMac));
        // Another client's token does not speak for this grant.
        await CountersTests.PostAsync(portal, $"ndsctl_deauth {ticket.Grant} 02:aa:bb:cc:dd:01 99999999 5 5 1000 1001");
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Equal(1, portal.Get<SessionBook>().Count);
        await CountersTests.PostAsync(portal, $"ndsctl_deauth {ticket.Grant} 02:aa:bb:cc:dd:ee {Token} 5 5 1000 1001");
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        Assert.Equal(LoginFlowTests.PhoneMac, Assert.Single(await portal.SessionsAsync()).Mac);
        Assert.Empty(portal.Get<SessionBook>().OfPhone(nas, LoginFlowTests.PhoneMac));
        Assert.Empty(portal.Get<SessionBook>().OfPhone(nas, ""));
    }

    [Fact]
    public async Task Script_in_a_name_or_address_is_never_markup_and_a_forged_or_replayed_request_opens_nothing()
    {
        await using var portal = await StartAsync();
        var hostile = "/g/here?" + OpenNdsLevelTests.Encrypt(
            $"hid={LoginFlowTests.Hid(Token)}, clientip=10.77.0.9, clientmac=02:aa:bb:cc:dd:ee, client_type=%3cscript%3e, gatewayname=%3cscript%3ealert(1)%3c%2fscript%3e, version=%22%3e%3cb%3e, "
            + "gatewayaddress=10.77.0.1:2050, authdir=opennds_auth, originurl=javascript%3aalert(1)", Key, "0123456789abcdef");
        var page = await TestPortal.TextAsync(await portal.GetAsync(hostile));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", page, StringComparison.OrdinalIgnoreCase);
        var go = (await portal.SubmitAsync(hostile, ("code", await portal.VoucherAsync()))).Headers.Location!;
        Assert.DoesNotContain("javascript", go.OriginalString, StringComparison.OrdinalIgnoreCase);

        // A made-up request under level 1 gets an answer that only the router's own client entry could use: the ticket and the token are of the made-up hid.
        var made = await portal.SubmitAsync(LoginFlowTests.NdsVisit("deadbeef"), ("code", await portal.VoucherAsync()));
        var query = HttpUtility.ParseQueryString(made.Headers.Location!.Query);
        using var router = await ScriptedRouter.MakeAsync(portal, TestPortal.FasKey);
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", Token, query["custom"]!));

        // The same request again after the client's entry was made anew: the old ticket does not open the new entry.
        var first = await portal.SubmitAsync(LoginFlowTests.NdsVisit("00000001"), ("code", await portal.VoucherAsync()));
        var old = HttpUtility.ParseQueryString(first.Headers.Location!.Query)["custom"]!;
        Assert.NotEqual("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", "00000001", old));
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", "00000002", old));
        var large = OpenNdsLevelTests.Encrypt("hid=" + new string('a', 60_000), Key, "0123456789abcdef");
        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await portal.GetAsync("/g/here?" + large)).StatusCode);
    }

    [Fact]
    public void Gatewayhash_is_over_the_name_as_it_stands_in_the_request()
    {
        var v = GatewayVector.Load("opennds-level3");
        var (read, _) = FasRequest.Read(PortalQuery.Read(v["query"]), [], v["faskey"]);
        Assert.Equal(v["gatewayname"], read!.RawGatewayName);
        Assert.Equal(v["gatewayhash"], Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(read.RawGatewayName))));
        foreach (var recorded in new[] { "clear", "view", "acknowledgement", "deauthed" })
        {
            var query = PortalQuery.Read(v[recorded]);
            Assert.Equal(v["gatewayhash"], AuthmonFlow.Read("x", key => query[key], IPAddress.Loopback)!.GatewayHash);
        }
    }
}
