using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Web;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Sessions;
using HotspotManager.Portal.Gateways.OpenNds;
using Xunit;

namespace HotspotManager.Unit.Portal;

public class CountersTests
{
    private const string Token = "1a2b3c4d";

    /// <summary>Posts as the script does: with the number it is given, once more when that one is not taken. The answer without its first and last line.</summary>
    internal static async Task<(HttpStatusCode Status, string Text)> PostAsync(TestPortal portal, string messages, string? key = null, string point = "nds", string reach = "some")
    {
        var (status, text) = await PostOnceAsync(portal, "-", messages, key, point, reach);
        return status == HttpStatusCode.OK ? Body(await PostOnceAsync(portal, text.Split(' ')[1], messages, key, point, reach)) : (status, text);

        static (HttpStatusCode, string) Body((HttpStatusCode Status, string Text) answer)
        {
            if (answer.Status != HttpStatusCode.OK) return answer;
            Assert.EndsWith(" ok", answer.Text.Split('\n')[0], StringComparison.Ordinal);
            return (answer.Status, string.Join('\n', answer.Text.Split('\n')[1..^2]));
        }
    }

    internal static async Task<(HttpStatusCode Status, string Text)> PostOnceAsync(
        TestPortal portal, string nonce, string messages, string? key = null, string point = "nds", string reach = "some")
    {
        var text = $"hm2 {nonce} {DateTimeOffset.UtcNow.ToUnixTimeSeconds()} {reach}\n{messages}\n";
        var seal = RouterSeal.Of(text, key ?? TestPortal.FasKey);
        var answer = await portal.PostAsync($"/g/{point}/counters?s={seal}", new StringContent(text, Encoding.ASCII, new MediaTypeHeaderValue("text/plain")));
        var told = await TestPortal.TextAsync(answer);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            var lines = told.TrimEnd('\n').Split('\n');
            Assert.True(RouterSeal.Holds($"{seal}\n{string.Join('\n', lines[..^1])}\n", TestPortal.FasKey, lines[^1]));
        }
        return (answer.StatusCode, told);
    }

    private static async Task<GrantEntry> OnlineAsync(TestPortal portal, string? code = null)
    {
        await portal.SubmitAsync(LoginFlowTests.NdsVisit(Token), ("code", code ?? await portal.VoucherAsync()));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        return portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac)!;
    }

    private static string Message(string method, GrantEntry grant, long down, long up, long seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{method} {grant.UserName} 02:aa:bb:cc:dd:ee {Token} {down} {up} 1000 {1000 + seconds}");

    [Fact]
    public async Task Final_counters_end_the_session_and_use_up_the_voucher()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        var grant = await OnlineAsync(portal, code);

        var (status, text) = await PostAsync(portal, Message("downquota_deauth", grant, 9_900_000, 200_000, 3));

        Assert.Equal((HttpStatusCode.OK, ""), (status, text));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        var session = Assert.Single(await portal.SessionsAsync());
        Assert.Equal((200_000, 9_900_000, "Session-Timeout"), (session.InputOctets, session.OutputOctets, session.TerminateCause));
        var again = await portal.SubmitAsync(LoginFlowTests.NdsVisit("99999999"), ("code", code));
        Assert.Contains("Kuota data sudah habis", await TestPortal.TextAsync(again));
    }

    [Fact]
    public async Task The_same_post_again_and_an_old_one_played_back_change_nothing()
    {
        await using var portal = await TestPortal.StartAsync();
        var grant = await OnlineAsync(portal);
        await PostAsync(portal, Message("interim", grant, 1_000_000, 1000, 1));
        await PostAsync(portal, Message("timeout_deauth", grant, 3_000_000, 2000, 2));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(portal, Message("timeout_deauth", grant, 3_000_000, 2000, 2))).Status);
            Assert.Equal(HttpStatusCode.OK, (await PostAsync(portal, Message("interim", grant, 1_000_000, 1000, 1))).Status);
        }
        await portal.Get<JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        var session = Assert.Single(await portal.SessionsAsync());
        Assert.Equal((2000, 3_000_000), (session.InputOctets, session.OutputOctets));
    }

    [Fact]
    public async Task A_post_that_was_recorded_is_answered_with_another_number_and_counts_nothing()
    {
        await using var portal = await TestPortal.StartAsync();
        var grant = await OnlineAsync(portal);
        var nonce = (await PostOnceAsync(portal, "-", "")).Text.Split(' ')[1];
        Assert.Contains(" ok\n", (await PostOnceAsync(portal, nonce, Message("interim", grant, 1_000_000, 1000, 1))).Text);
        var again = await PostOnceAsync(portal, nonce, Message("interim", grant, 9_000_000, 1000, 1));
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Contains(" again\n", again.Text);
        foreach (var strange in new[] { "1", "1.2", "1.2.3", "9999999999999.AAAAAAAA.AAAAAAAAAAAAAAAA", nonce + "x" })
            Assert.Contains(" again\n", (await PostOnceAsync(portal, strange, "")).Text);
        await portal.Get<JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1_000_000, Assert.Single(portal.Get<SessionBook>().All).OutputOctets);
    }

    [Fact]
    public async Task Whoever_a_router_names_no_more_is_out_and_comes_back_when_it_is_named_again()
    {
        var time = new ShiftedTime();
        await using var portal = await TestPortal.StartAsync(time);
        var grant = await OnlineAsync(portal);
        await PostAsync(portal, Message("interim", grant, 1_000_000, 1000, 5), reach: "all");
        await PostAsync(portal, "", reach: "all");
        Assert.Single(portal.Get<SessionBook>().All);
        // A phone on its way in is not missed yet; two minutes later it is.
        time.Ahead += TimeSpan.FromMinutes(2);
        await PostAsync(portal, "", reach: "some");
        await portal.Get<JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        Assert.Single(portal.Get<SessionBook>().All);
        await PostAsync(portal, "", reach: "all");
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        Assert.Equal(1_000_000, Assert.Single(await portal.SessionsAsync()).OutputOctets);

        await PostAsync(portal, Message("interim", grant, 2_000_000, 1000, 130), reach: "all");
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        Assert.Equal(2_000_000, Assert.Single(await portal.SessionsAsync()).OutputOctets);
    }

    [Fact]
    public async Task Forged_strange_and_malformed_posts_are_refused()
    {
        await using var portal = await TestPortal.StartAsync();
        var grant = await OnlineAsync(portal);
        var good = Message("timeout_deauth", grant, 1, 1, 1);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(portal, good, "another key")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(portal, good, point: "tik")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(portal, good, point: "nobody")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(portal, good + " 1")).Status);
        // Sealed by the router, but of a grant or phone that is not its own: answered, so that the script forgets it, and not counted.
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(portal, good.Replace("02:aa:bb:cc:dd:ee", "02:aa:bb:cc:dd:ef", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(portal, good.Replace(grant.UserName, "gnobody", StringComparison.Ordinal))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await portal.PostAsync("/g/nds/counters", new StringContent("rubbish"))).StatusCode);
        Assert.Single(portal.Get<SessionBook>().All);
    }

    [Fact]
    public async Task An_order_reaches_the_script_that_asks_and_is_done_when_the_phone_is_out()
    {
        await using var portal = await TestPortal.StartAsync();
        var grant = await OnlineAsync(portal);
        var session = Assert.Single(portal.Get<SessionBook>().All);
        Assert.Equal("", (await PostAsync(portal, "")).Text);

        var order = await portal.OrderOutAsync(session.Id);
        await portal.LookAtOrdersAsync();
        Assert.Equal("deauth 02:aa:bb:cc:dd:ee", (await PostAsync(portal, "")).Text);

        await PostAsync(portal, Message("ndsctl_deauth", grant, 5, 5, 1));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        await portal.LookAtOrdersAsync();
        Assert.Equal(OrderState.Done, (await portal.RowsAsync<SessionOrder>()).Single(o => o.Id == order.Id).State);
    }

    [Fact]
    public async Task A_router_that_never_asks_is_said_to_be_out_of_reach()
    {
        await using var portal = await TestPortal.StartAsync();
        await OnlineAsync(portal);
        var session = Assert.Single(portal.Get<SessionBook>().All);
        await portal.OrderOutAsync(session.Id);
        await portal.LookAtOrdersAsync();
        var order = Assert.Single(await portal.RowsAsync<SessionOrder>());
        Assert.Equal(OrderState.Failed, order.State);
        Assert.Contains("cannot be told from outside", order.Answer);
    }

    [Fact]
    public async Task The_script_opens_for_its_own_ticket_only_and_brings_the_counters_home()
    {
        await using var portal = await TestPortal.StartAsync();
        using var router = await ScriptedRouter.MakeAsync(portal, TestPortal.FasKey);
        var code = await portal.VoucherAsync();
        var answer = await portal.SubmitAsync(LoginFlowTests.NdsVisit(Token), ("code", code));
        var ticket = HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["custom"]!;
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);

        Assert.Equal("3600 1000 4000 9765 9765\n", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", Token, ticket));
        // openNDS lets a phone in when the script fails: a refusal is silence.
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:01", "redir", "agent", "10.77.0.9", Token, ticket));
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", "99999999", ticket));
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", Token, ticket.Replace(".3600.", ".9999.", StringComparison.Ordinal)));
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", Token, "bmE="));
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", Token, "hm2.$(touch /tmp/x).a"));

        // Tells of the session's planned end, an hour ahead, which is no time used.
        await router.RunAsync("client_auth", "02:aa:bb:cc:dd:ee", "0", "0", "1795317657", "1795321257", Token, ticket);
        await router.RunAsync("timeout_deauth", "02:aa:bb:cc:dd:ee", "5000000", "70000", "1795317657", "1795317661", Token, ticket);
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        var session = Assert.Single(await portal.SessionsAsync());
        Assert.Equal((70_000, 5_000_000), (session.InputOctets, session.OutputOctets));
        Assert.InRange(session.Seconds, 0, 30);
    }

    [Fact]
    public async Task The_script_tells_who_is_online_and_puts_out_whom_it_is_told_to()
    {
        await using var portal = await TestPortal.StartAsync();
        using var router = await ScriptedRouter.MakeAsync(portal, TestPortal.FasKey);
        var answer = await portal.SubmitAsync(LoginFlowTests.NdsVisit(Token), ("code", await portal.VoucherAsync()));
        var ticket = HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["custom"]!;
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        router.Online("02:aa:bb:cc:dd:ee", Token, ticket, downKiB: 2938, upKiB: 960);

        await router.RunAsync("watch", "once");
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().All.Single().OutputOctets == 2938 * 1024);
        Assert.Equal("", router.Deauthenticated);

        var session = portal.Get<SessionBook>().All.Single();
        await portal.OrderOutAsync(session.Id);
        await portal.LookAtOrdersAsync();
        await router.RunAsync("watch", "once");
        Assert.Equal("deauth 02:aa:bb:cc:dd:ee\n", router.Deauthenticated);
    }

    [Fact]
    public async Task The_script_runs_on_what_a_small_router_has()
    {
        Assert.SkipUnless(File.Exists(ScriptedRouter.Busybox) && File.Exists("/usr/bin/curl"), "busybox or curl is not installed");
        await using var portal = await TestPortal.StartAsync();
        using var router = await ScriptedRouter.MakeAsync(portal, TestPortal.FasKey, busybox: true);
        var answer = await portal.SubmitAsync(LoginFlowTests.NdsVisit(Token), ("code", await portal.VoucherAsync()));
        var ticket = HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["custom"]!;
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        Assert.Equal("3600 1000 4000 9765 9765\n", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:ee", "redir", "agent", "10.77.0.9", Token, ticket));
        Assert.Equal("", await router.RunAsync("auth_client", "02:aa:bb:cc:dd:01", "redir", "agent", "10.77.0.9", Token, ticket));

        router.Online("02:aa:bb:cc:dd:ee", Token, ticket, downKiB: 100, upKiB: 10);
        await router.RunAsync("watch", "once");
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().All.Single().OutputOctets == 102_400);
        await portal.OrderOutAsync(portal.Get<SessionBook>().All.Single().Id);
        await portal.LookAtOrdersAsync();
        await router.RunAsync("watch", "once");
        Assert.Equal("deauth 02:aa:bb:cc:dd:ee\n", router.Deauthenticated);
        await router.RunAsync("ndsctl_deauth", "02:aa:bb:cc:dd:ee", "200000", "20000", "1795317657", "1795317661", Token, ticket);
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        Assert.Equal(200_000, Assert.Single(await portal.SessionsAsync()).OutputOctets);
    }

    [Fact]
    public void The_script_fits_in_a_hundred_lines() =>
        Assert.InRange(typeof(CountersFlow).Assembly.GetManifestResourceStream("binauth.sh") is { } text ? new StreamReader(text).ReadToEnd().Split('\n').Length - 1 : 0, 1, 100);
}
