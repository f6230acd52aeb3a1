using System.Globalization;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Sessions;
using HotspotManager.Portal.Gateways.Wifidog;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>A wifidog gateway with a key of ours behind a changing address: the tests' calls come from 127.0.0.1, which is not its own.</summary>
public class WifidogTests
{
    private const string Key = "paths-key-1", Mac = "02-AA-BB-CC-DD-EE";

    private static async Task<TestPortal> StartAsync(string address = "10.9.9.1")
    {
        var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(async db => await NetworkList.AddAccessPointAsync(db, portal.Get<SecretBox>(), "dog",
            new NetworkInput { Area = TestPortal.Place, Address = address, Gateway = "wifidog", GatewayKey = Key, NasId = "dog-id" }));
        await TestPortal.UntilAsync(() => portal.Get<NetworkTable>().Current.FindAccessPoint("dog") is not null);
        return portal;
    }

    private static async Task<string> SignInAsync(TestPortal portal)
    {
        var answer = await portal.SubmitAsync("/g/dog/login/?gw_id=dog-id&gw_address=192.168.1.1&gw_port=2060&mac=02:aa:bb:cc:dd:ee&ip=192.168.1.7&url=http%3A%2F%2Fberita.example%2F", ("consent", "yes"));
        var grant = portal.Get<GrantTable>().OfPhone(Mac)!;
        Assert.Equal("http://192.168.1.1:2060/wifidog/auth?token=" + grant.UserName, answer.Headers.Location!.AbsoluteUri);
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        return grant.UserName;
    }

    private static async Task<(int Status, string Text)> AskAsync(TestPortal portal, string query)
    {
        var answer = await portal.GetAsync("/g/dog/auth/?" + query);
        return ((int)answer.StatusCode, await TestPortal.TextAsync(answer));
    }

    private static string Call(string stage, string token, long down = 0, long up = 0, string key = Key, string mac = "02:aa:bb:cc:dd:ee") =>
        string.Create(CultureInfo.InvariantCulture, $"key={key}&stage={stage}&token={token}&mac={mac}&ip=192.168.1.7&incoming={down}&outgoing={up}&gw_id=dog-id");

    [Fact]
    public async Task Counters_reach_the_journal_and_an_order_is_answered_with_Auth_0()
    {
        await using var portal = await StartAsync();
        var token = await SignInAsync(portal);
        Assert.Equal((200, "Auth: 1"), await AskAsync(portal, Call("login", token)));
        Assert.Equal((200, "Auth: 1"), await AskAsync(portal, Call("counters", token, 700_000, 40_000)));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().All.Single() is { OutputOctets: 700_000, InputOctets: 40_000 });

        // The same again, or less, says nothing new.
        Assert.Equal((200, "Auth: 1"), await AskAsync(portal, Call("counters", token, 100, 100)));
        var session = portal.Get<SessionBook>().All.Single();
        var order = await portal.OrderOutAsync(session.Id);
        await portal.Get<WifidogOrders>().LookAsync(CancellationToken.None);
        Assert.Equal((200, "Auth: 0"), await AskAsync(portal, Call("counters", token, 800_000, 50_000)));
        await TestPortal.UntilAsync(async () => (await portal.SessionsAsync()).Single() is { EndedAt: not null, OutputOctets: 800_000, InputOctets: 50_000, TerminateCause: "Admin-Reset" });
        Assert.Equal(OrderState.Done, (await portal.RowsAsync<SessionOrder>()).Single(o => o.Id == order.Id).State);
    }

    [Fact]
    public async Task A_quota_that_is_used_up_ends_the_session_at_the_next_question()
    {
        await using var portal = await StartAsync();
        var token = await SignInAsync(portal);
        await AskAsync(portal, Call("counters", token, 600_000_000, 0));
        await TestPortal.UntilAsync(async () => (await AskAsync(portal, Call("counters", token, 600_000_000, 0))).Text == "Auth: 0");
    }

    [Fact]
    public async Task Forged_calls_change_nothing()
    {
        await using var portal = await StartAsync();
        var token = await SignInAsync(portal);
        foreach (var forged in new[]
        {
            Call("counters", token, 900_000_000, 0, key: "wrong"), Call("logout", token, key: ""), Call("counters", token, 900_000_000).Replace("key=" + Key + "&", "", StringComparison.Ordinal),
        })
            Assert.Equal(403, (await AskAsync(portal, forged)).Status);
        // With the key: another phone's token, no token of ours, figures that no line can carry.
        Assert.Equal((200, "Auth: 0"), await AskAsync(portal, Call("counters", token, 900_000_000, mac: "02:aa:bb:cc:dd:ef")));
        Assert.Equal((200, "Auth: 0"), await AskAsync(portal, Call("counters", "gabcdefghijkmnp", 900_000_000)));
        Assert.Equal(400, (await AskAsync(portal, Call("counters", token).Replace("incoming=0", "incoming=-5", StringComparison.Ordinal))).Status);
        Assert.Equal(400, (await AskAsync(portal, Call("counters", token).Replace("incoming=0", "incoming=99999999999999999999", StringComparison.Ordinal))).Status);
        Assert.Equal(400, (await AskAsync(portal, Call("nonsense", token))).Status);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, null), portal.Get<SessionBook>().All.Single() is var s ? (s.InputOctets, s.OutputOctets, s.EndedAt) : default);
        Assert.Equal("Pong", await portal.GetTextAsync("/g/dog/ping/?gw_id=dog-id"));
    }

    [Fact]
    public async Task All_phones_in_one_post_are_counted_and_answered_in_the_shape_of_the_question()
    {
        await using var portal = await StartAsync();
        var token = await SignInAsync(portal);
        async Task<(int, string)> PostAsync(string json, string key = Key)
        {
            using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            var answer = await portal.PostAsync($"/g/dog/auth/?key={key}&stage=counters_v2", body);
            return ((int)answer.StatusCode, await TestPortal.TextAsync(answer));
        }

        foreach (var (name, down, up) in new[] { ("wifidog-counters-v1", 700_000L, 40_000L), ("wifidog-counters-v2", 900_000, 50_000) })
        {
            var vector = Gateways.GatewayVector.Load(name);
            var post = vector["post"].Replace("TOKEN", token, StringComparison.Ordinal);
            Assert.Equal(403, (await PostAsync(post, key: "wrong")).Item1);
            Assert.Equal((200, vector["answer"]), await PostAsync(post));
            await TestPortal.UntilAsync(() => portal.Get<SessionBook>().All.Single() is var s && s.OutputOctets == down && s.InputOctets == up);
            // Every truncation is refused and changes nothing.
            for (var length = 0; length < post.Length; length += 7) Assert.Equal(400, (await PostAsync(post[..length])).Item1);
        }
        foreach (var bad in new[] { "[]", "{}", "{\"clients\":3}", "{\"gateway\":[{}]}", $$"""{"clients":[{"id":1,"mac":"02:aa:bb:cc:dd:ee","token":"{{token}}","incoming":-5}]}""", new string('[', 90) })
            Assert.Equal(400, (await PostAsync(bad)).Item1);
        var session = portal.Get<SessionBook>().All.Single();
        await portal.OrderOutAsync(session.Id);
        await portal.Get<WifidogOrders>().LookAsync(CancellationToken.None);
        var last = await PostAsync($$"""{"gw_id":"dog-id","clients":[{"id":5,"mac":"02:aa:bb:cc:dd:ee","token":"{{token}}","incoming":950000,"outgoing":60000}]}""");
        Assert.Equal((200, """{"gw_id":"dog-id","auth_op":[{"id":5,"auth_code":1}]}"""), last);
        await TestPortal.UntilAsync(async () => (await portal.SessionsAsync()).Single() is { EndedAt: not null, OutputOctets: 950_000, TerminateCause: "Admin-Reset" });
    }

    [Fact]
    public async Task From_its_own_address_no_key_is_needed_also_without_a_path_of_its_own()
    {
        await using var portal = await StartAsync("127.0.0.1");
        var token = await SignInAsync(portal);
        var query = Call("counters", token, 5_000, 3_000).Replace("key=" + Key + "&", "", StringComparison.Ordinal);
        Assert.Equal("Auth: 1", await portal.GetTextAsync("/wifidog/auth/?" + query));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().All.Single() is { OutputOctets: 5_000, InputOctets: 3_000 });
    }
}
