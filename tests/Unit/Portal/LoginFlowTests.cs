using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Grants;
using HotspotManager.Core.People;
using HotspotManager.Core.Sessions;
using HotspotManager.Portal.Gateways.Coova;
using HotspotManager.Portal.Gateways.Mikrotik;
using HotspotManager.Portal.Gateways.OpenNds;
using HotspotManager.Unit.Portal.Gateways;
using Xunit;

namespace HotspotManager.Unit.Portal;

public class LoginFlowTests
{
    internal const string PhoneMac = "02-AA-BB-CC-DD-EE";

    internal static string NdsVisit(string token = "1a2b3c4d", params (string Name, string Value)[] changes) =>
        "/g/nds?" + OpenNdsTests.Fas([("hid", Hid(token)), ("clientip", "10.77.0.9"), ("gatewayaddress", "10.77.0.1:2050"), .. changes]);

    internal static string Hid(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private static string Signed(TestPortal portal, string query)
    {
        var address = new Uri(portal.Phone.BaseAddress!, "/g/chilli").ToString();
        return $"/g/chilli?{query}&md={Convert.ToHexString(MD5.HashData(Encoding.ASCII.GetBytes(address + "?" + query + TestPortal.UamSecret)))}";
    }

    [Fact]
    public async Task A_voucher_behind_openNDS_goes_online_with_its_limits_in_a_ticket()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();

        var answer = await portal.SubmitAsync(NdsVisit(), ("code", $" {code[..3]} {code[3..6]}-{code[6..]} "));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var go = answer.Headers.Location!;
        Assert.Equal("http://10.77.0.1:2050/opennds_auth/", go.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(go.Query);
        Assert.Equal(FasAnswer.ReturnToken(Hid("1a2b3c4d"), TestPortal.FasKey), query["tok"]);
        Assert.Equal("http://example.org/", query["redir"]);
        var ticket = query["custom"]!.Split('.');
        Assert.InRange(query["custom"]!.Length, 1, 255);
        Assert.Equal(("hm2", "02aabbccddee", FasAnswer.ReturnToken(Hid("1a2b3c4d"), TestPortal.FasKey)[..16]), (ticket[0], ticket[2], ticket[3]));
        Assert.Equal(("3600", "1000", "4000", "9765", "9765"), (ticket[4], ticket[5], ticket[6], ticket[7], ticket[8]));
        Assert.True(RouterSeal.Holds(string.Join('.', ticket[..9]), TestPortal.FasKey, ticket[9]));

        var grant = portal.Get<GrantTable>().OfPhone(PhoneMac)!;
        Assert.Equal(ticket[1], grant.UserName);
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        var session = Assert.Single(portal.Get<SessionBook>().All);
        Assert.Equal((RecordSource.Gateway, grant.Id, PhoneMac, "10.77.0.9"), (session.Source, session.GrantId!.Value, session.Mac, session.FramedIp));
        var attempt = await portal.AttemptAsync();
        Assert.True(attempt.Accepted);
        Assert.Equal("portal-voucher", attempt.Way);
        Assert.DoesNotContain(code, attempt.UserName + attempt.Steps);
        Assert.Equal("terms", Assert.Single(await portal.RowsAsync<Consent>()).Purpose);
    }

    [Fact]
    public async Task A_second_tap_gets_the_same_grant()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        var first = await portal.SubmitAsync(NdsVisit(), ("code", code));
        var second = await portal.SubmitAsync(NdsVisit(), ("code", code));
        Assert.Equal(first.Headers.Location!.Query.Split('.')[1], second.Headers.Location!.Query.Split('.')[1]);
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        Assert.Single(await portal.SessionsAsync());
    }

    [Fact]
    public async Task Click_through_behind_CoovaChilli_answers_with_the_grants_chap()
    {
        await using var portal = await TestPortal.StartAsync(new Noon()); // before midnight less than an hour would be left

        var challenge = "5b1d296db7826a655411dcd83ee25154";
        var visit = Signed(portal, $"res=notyet&uamip=10.99.0.1&uamport=3990&challenge={challenge}&called=0E-91-7D-EA-2E-F0&mac=02-AA-BB-CC-DD-EE&ip=10.99.0.2&nasid=lab-chilli&sessionid=1&userurl=http%3a%2f%2fcaptive.apple.com%2fhotspot-detect.html");

        var answer = await portal.SubmitAsync(visit, ("consent", "yes"));

        var grant = portal.Get<GrantTable>().OfPhone(PhoneMac)!;
        Assert.Equal("click-through", grant.SignIn);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal("http://10.99.0.1:3990/logon", answer.Headers.Location.GetLeftPart(UriPartial.Path));
        Assert.Equal(grant.UserName, query["username"]);
        Assert.Equal(UamAnswer.ChapResponse(Convert.FromHexString(challenge), TestPortal.UamSecret, grant.Password), query["response"]);
        // A phone's own test page is nobody's wish: it lands on what is left.
        Assert.StartsWith(portal.Phone.BaseAddress + "status?s=", query["userurl"]);
        var status = await portal.GetTextAsync(query["userurl"]);
        // An hour, or less within the hour before the city's midnight.
        Assert.Matches(@"\b\d+ menit", status);
        Assert.Contains("500 MB", status);
        Assert.Empty(await portal.SessionsAsync());
    }

    [Fact]
    public async Task A_voucher_behind_a_MikroTik_answers_with_the_chap_password()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        var fields = MikrotikTests.Query(("mac", "02:AA:BB:CC:DD:EE"));

        // The router's login page posts its values first; the page that answers carries them on.
        var opened = await portal.PostAsync("/g/tik", new StringContent(fields.Raw, Encoding.ASCII, "application/x-www-form-urlencoded"));
        Assert.Contains("name=\"code\"", await TestPortal.TextAsync(opened));
        var answer = await portal.SubmitAsync("/g/tik?" + fields.Raw, ("code", code));

        var grant = portal.Get<GrantTable>().OfPhone(PhoneMac)!;
        var vector = GatewayVector.Load("mikrotik-chap");
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal("http://10.5.50.1/login", answer.Headers.Location.GetLeftPart(UriPartial.Path));
        Assert.Equal(grant.UserName, query["username"]);
        Assert.Equal(
            HotspotAnswer.ChapPassword(HotspotRequest.Octal(vector["chap-id"])![0], HotspotRequest.Octal(vector["chap-challenge"])!, grant.Password), query["password"]);
        Assert.Equal("http://example.org/", query["dst"]);
    }

    [Theory]
    [InlineData("12345", "Kode voucher terdiri dari 10 angka", "CodeMalformed")]
    [InlineData("0000000000", "Kode tidak dikenal", "UnknownUser")]
    public async Task A_failed_try_says_why_to_the_person_and_to_the_console(string code, string sentence, string reason)
    {
        await using var portal = await TestPortal.StartAsync();
        var answer = await portal.SubmitAsync(NdsVisit(), ("code", code));
        var page = await TestPortal.TextAsync(answer);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("role=\"alert\"", page);
        Assert.Contains(sentence, page);
        Assert.Contains($"value=\"{code}\"", page);
        var attempt = await portal.AttemptAsync();
        Assert.Equal((false, reason), (attempt.Accepted, attempt.Reason));
    }

    [Fact]
    public async Task Guessing_is_stopped_for_the_phone_and_a_right_code_still_works_elsewhere()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        var last = "";
        for (var i = 0; i < 5; i++) last = await TestPortal.TextAsync(await portal.SubmitAsync(NdsVisit(), ("code", i.ToString("D10", CultureInfo.InvariantCulture))));
        // When it may be tried again is the city's time of day, ten minutes after the first.
        var again = portal.Get<CityClock>().Local(portal.Get<HotspotManager.Portal.Login.GuessLimits>().AgainAt(PhoneMac)!.Value);
        var sentence = $"mulai pukul {again.ToString("HH.mm", CultureInfo.InvariantCulture)} bisa dicoba lagi";
        Assert.InRange(again - portal.Clock.GetUtcNow(), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
        Assert.Contains(sentence, last);

        var stopped = await portal.SubmitAsync(NdsVisit(), ("code", code));
        Assert.Equal(HttpStatusCode.TooManyRequests, stopped.StatusCode);
        Assert.Contains(sentence, await TestPortal.TextAsync(stopped));

        var other = await portal.SubmitAsync(NdsVisit("99999999", ("clientmac", "02:aa:bb:cc:dd:01")), ("code", code));
        Assert.Equal(HttpStatusCode.SeeOther, other.StatusCode);
    }

    [Fact]
    public async Task A_voucher_of_another_area_or_in_use_elsewhere_is_refused_in_words()
    {
        await using var portal = await TestPortal.StartAsync();
        var elsewhere = await portal.VoucherAsync(area: "35.73.01.1001");
        Assert.Contains("wilayah lain", await TestPortal.TextAsync(await portal.SubmitAsync(NdsVisit(), ("code", elsewhere))));

        var code = await portal.VoucherAsync();
        await portal.SubmitAsync(NdsVisit(), ("code", code));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        var second = await portal.SubmitAsync(NdsVisit("99999999", ("clientmac", "02:aa:bb:cc:dd:01")), ("code", code));
        Assert.Contains("perangkat lain", await TestPortal.TextAsync(second));
    }

    [Fact]
    public async Task Without_consent_nobody_gets_in_by_a_tap()
    {
        await using var portal = await TestPortal.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await portal.SubmitAsync(NdsVisit())).StatusCode);
        Assert.Null(portal.Get<GrantTable>().OfPhone(PhoneMac));
    }

    [Fact]
    public async Task A_phone_that_stands_outside_again_has_its_old_session_closed_and_counted()
    {
        await using var portal = await TestPortal.StartAsync();
        var (first, second) = (await portal.VoucherAsync(), await portal.VoucherAsync());
        await portal.SubmitAsync(NdsVisit(), ("code", first));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        await portal.SubmitAsync(NdsVisit("99999999"), ("code", second));
        await TestPortal.UntilAsync(async () => (await portal.SessionsAsync()) is [{ EndedAt: not null }, { EndedAt: null }]);
    }

    [Fact]
    public async Task The_path_may_be_left_out_when_the_gateway_names_itself()
    {
        await using var portal = await TestPortal.StartAsync();
        var page = await portal.GetTextAsync("/?" + OpenNdsTests.Fas(("gatewayname", "nds%20Node%3a020000007701%20")));
        Assert.Contains("name=\"code\"", page);
        Assert.Equal(HttpStatusCode.NotFound, (await portal.GetAsync("/?" + OpenNdsTests.Fas(("gatewayname", "nobody")))).StatusCode);
    }

    [Fact]
    public async Task A_phone_that_is_in_already_sees_what_is_left()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        await portal.SubmitAsync(NdsVisit(), ("code", code));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 1);
        var again = await portal.GetAsync(NdsVisit() + "&status=authenticated");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        // Until the session's Start is folded the phone is on its way.
        var page = "";
        await TestPortal.UntilAsync(async () => (page = await portal.GetTextAsync(again.Headers.Location!.ToString())).Contains("Anda tersambung", StringComparison.Ordinal));
        Assert.Contains("60 menit", page);
        Assert.Contains("10 MB", page);
    }

    [Fact]
    public async Task A_phone_that_the_router_sent_back_is_told_why()
    {
        await using var portal = await TestPortal.StartAsync();
        portal.Get<AttemptLog>().Add(new Attempt { At = DateTimeOffset.UtcNow, Way = "radius-chap", Mac = PhoneMac, Reason = "DataUsedUp" });
        await portal.AttemptAsync();
        var page = await portal.GetTextAsync("/g/tik?" + MikrotikTests.Query(("error", "RADIUS server is not responding")).Raw);
        Assert.Contains("Kuota data sudah habis", page);
        Assert.DoesNotContain("RADIUS server", page);
    }

    [Fact]
    public async Task A_gateway_with_another_key_is_told_to_the_console_once()
    {
        await using var portal = await TestPortal.StartAsync();
        for (var i = 0; i < 5; i++) await portal.GetAsync(Signed(portal, "res=notyet&uamip=10.99.0.1&mac=02-AA-BB-CC-DD-EE")[..^2] + "00");
        var attempt = await portal.AttemptAsync();
        Assert.Equal("GatewayRequestInvalid", attempt.Reason);
        Assert.Contains("--gateway-key", attempt.Steps);
    }

    /// <summary>The system's clock, put to noon of the city's day.</summary>
    private sealed class Noon : TimeProvider
    {
        private readonly TimeSpan _ahead = DateTime.UtcNow.Date.AddHours(5) - DateTime.UtcNow;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
    }
}
