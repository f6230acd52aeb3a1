using System.Text.RegularExpressions;
using System.Web;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>One account on the portal's page and on a WPA-Enterprise network: one plan, one quota.</summary>
[Collection<OneAfterAnother>]
public sealed class SameAccountTests
{
    private const string Secret = "testing123", Tablet = "02-00-00-00-00-41", Laptop = "02-00-00-00-00-42";

    [Fact]
    public async Task What_an_account_uses_through_the_portal_and_by_EAP_is_taken_from_one_quota()
    {
        Peer.Find("eapol_test");
        await using var hotspot = HotspotProcess.Prepare(settings: "--Roles=radius,portal");
        await hotspot.CommandAsync("plan add warga --minutes 600 --daily-mb 100 --down-kbps 5000 --up-kbps 2000 --devices 4");
        await hotspot.CommandAsync($"ap add tik --area {ServedCity.Area} --address 127.0.0.1 --secret {Secret} --gateway mikrotik --brand mikrotik");
        await hotspot.CommandAsync(["account", "add", "siti", "--plan", "warga", "--password-stdin"], "rahasia\n");
        await hotspot.ServeAsync();

        // On the portal's page; the router then asks with the grant's name and password, and tells of 30 MB.
        var (name, password) = await SignInAsync(hotspot);
        var tablet = (await Radclient.SendAsync(
            $"User-Name={name},User-Password={password},Calling-Station-Id={Tablet},Message-Authenticator=0x00", "127.0.0.1", hotspot.AuthPort, "auth", Secret)).Reply;
        Assert.Equal(("Access-Accept", "100000000"), (tablet?.Code, tablet?["Mikrotik-Total-Limit"]));
        await AccountAsync(hotspot, "t1", name, Tablet, tablet!["Class"]!, 10_000_000, 20_000_000);

        // By EAP: the rest, the same rates.
        var laptop = await Eventually.IsAsync("70 MB left by EAP", () => EapAsync(hotspot), accept => accept.Limit == 70_000_000);
        Assert.Equal("siti", laptop.UserName);
        await AccountAsync(hotspot, "l1", "siti", Laptop, laptop.Class, 5_000_000, 15_000_000);

        // Back on the portal's side: what both used is gone, and then nothing is left for either.
        await Eventually.IsAsync("50 MB left through the portal", async () => (await Radclient.SendAsync(
            $"User-Name={name},User-Password={password},Calling-Station-Id={Tablet},Message-Authenticator=0x00", "127.0.0.1", hotspot.AuthPort, "auth", Secret)).Reply?["Mikrotik-Total-Limit"],
            limit => limit == "50000000");
        await AccountAsync(hotspot, "l2", "siti", Laptop, laptop.Class, 20_000_000, 40_000_000);
        await Eventually.IsAsync("a refusal by EAP", () => EapAsync(hotspot), accept => !accept.Success);
        var refused = (await Radclient.SendAsync(
            $"User-Name={name},User-Password={password},Calling-Station-Id={Tablet},Message-Authenticator=0x00", "127.0.0.1", hotspot.AuthPort, "auth", Secret)).Reply;
        Assert.Equal("Access-Reject", refused?.Code);
    }

    /// <summary>Fills in the page as a phone behind the router would; what the router is told to ask with.</summary>
    private static async Task<(string Name, string Password)> SignInAsync(HotspotProcess hotspot)
    {
        const string Visit = "g/tik?mac=02:00:00:00:00:41&ip=10.5.0.9&link-login-only=http%3A%2F%2F10.5.0.1%2Flogin&link-orig=http%3A%2F%2Fexample.net%2F&chap-id=&chap-challenge=";
        var page = await hotspot.Http.GetStringAsync(new Uri(hotspot.Portal, Visit));
        var carried = Regex.Match(page, "name=\"?q\"? value=\"([^\"]*)\"");
        Assert.True(carried.Success, page);
        var fields = new Dictionary<string, string>
        {
            ["q"] = HttpUtility.HtmlDecode(carried.Groups[1].Value),
            ["lang"] = "id",
            ["username"] = "siti",
            ["password"] = "rahasia",
            ["consent"] = "yes",
        };
        using var answer = await hotspot.Http.PostAsync(new Uri(hotspot.Portal, Visit.Split('?')[0]), new FormUrlEncodedContent(fields));
        var body = await answer.Content.ReadAsStringAsync();
        var login = HttpUtility.HtmlDecode(answer.Headers.Location?.OriginalString ?? Regex.Match(body, "http://10\\.5\\.0\\.1/login\\?[^\"]*").Value);
        Assert.StartsWith("http://10.5.0.1/login?", login, StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(new Uri(login).Query);
        return (query["username"]!, query["password"]!);
    }

    private static async Task<(bool Success, long? Limit, string Class, string? UserName)> EapAsync(HotspotProcess hotspot)
    {
        var result = await EapolTest.RunAsync(["key_mgmt=WPA-EAP", "eap=PEAP", "identity=\"siti\"", "anonymous_identity=\"anonymous\"", "password=\"rahasia\"", "phase2=\"auth=MSCHAPV2\""],
            hotspot.AuthPort, Secret, Laptop.Replace('-', ':'));
        // Vendor-Specific of MikroTik (14988), type 17 (Mikrotik-Total-Limit), 4 octets; and our Class.
        var limit = Regex.Match(result.Text, "Value: 00003a8c1106([0-9a-f]{8})");
        var mark = Regex.Match(result.Text, "Attribute 25 \\(Class\\)[^\\n]*\\n\\s*Value: ([0-9a-f]*)");
        return (result.Success, limit.Success ? Convert.ToInt64(limit.Groups[1].Value, 16) : null, "0x" + mark.Groups[1].Value, result.UserName);
    }

    private static async Task AccountAsync(HotspotProcess hotspot, string session, string name, string phone, string mark, long input, long output)
    {
        foreach (var (status, seconds) in new[] { ("Start", 0), ("Stop", 60) })
        {
            var done = await Radclient.SendAsync(
                $"Acct-Status-Type={status},Acct-Session-Id={session},User-Name={name},Calling-Station-Id={phone},Class={mark},Acct-Session-Time={seconds},"
                + $"Acct-Input-Octets={(seconds > 0 ? input : 0)},Acct-Output-Octets={(seconds > 0 ? output : 0)}", "127.0.0.1", hotspot.AcctPort, "acct", Secret);
            Assert.Equal("Accounting-Response", done.Reply?.Code);
        }
    }
}
