using System.Net;
using System.Text.Json;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Portal.Login;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>What a phone and the person holding it are told of their session: what the records say, with its age, and nothing else.</summary>
public class StatusTests
{
    private const string Phone = "02-AA-BB-CC-DD-EE", SessionId = "0123456789abcdef";

    /// <summary>A phone let in at an access point; its session was last heard of so long ago, after 10 minutes and 4 MB of a plan of an hour and 10 MB.</summary>
    private static async Task<GrantEntry> InAsync(TestPortal portal, string point, TimeSpan ago, bool started = true, string? ip = null)
    {
        var (at, plan) = (portal.Get<NetworkTable>().Current.FindAccessPoint(point)!, portal.Get<PlanTable>().Find("hour")!);
        var now = DateTimeOffset.UtcNow;
        var grant = await portal.Get<GrantTable>().IssueAsync(PersonKey.Phone(Phone), plan.Id, Phone, at.Id, "click-through", now.AddHours(5));
        if (!started) return grant;
        foreach (var (status, when, seconds) in new[] { (AcctStatus.Start, now - ago - TimeSpan.FromMinutes(10), 0), (AcctStatus.InterimUpdate, now - ago, 600) })
        {
            Assert.True(await portal.Get<Journal>().AppendAsync(new AccountingRecord
            {
                ReceivedAt = when,
                Source = RecordSource.Radius,
                NasId = at.NasId,
                AccessPointId = at.Id,
                Status = status,
                AcctSessionId = SessionId,
                UserName = grant.UserName,
                Mac = Phone,
                FramedIp = ip,
                SessionSeconds = seconds,
                InputOctets = seconds * 1000 / 3,
                OutputOctets = seconds * 5667,
                PersonKey = grant.PersonKey,
                GrantId = grant.Id,
                PlanId = grant.PlanId,
            }));
        }
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().At(at.Id).Any(s => s.Seconds == 600));
        return grant;
    }

    private static Task<string> StatusOfAsync(TestPortal portal, GrantEntry grant, string language = "id") =>
        portal.GetTextAsync($"/status?s={portal.Get<StatusLink>().Of(grant.Id)}&lang={language}");

    [Fact]
    public async Task Used_up_data_that_goes_on_slower_is_said_with_the_rate_it_has()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(db => PlanList.SetAsync(db, "hour", new PlanInput(null, 3, null, null, null, null, null, ThenDownKbps: 500, ThenUpKbps: 200)));
        await TestPortal.UntilAsync(() => portal.Get<PlanTable>().Find("hour")!.ThenDownKbps == 500);
        var grant = await InAsync(portal, "chilli", TimeSpan.FromMinutes(2));
        var page = await StatusOfAsync(portal, grant, "en");
        foreach (var part in new[] { "Your data is used up: you stay connected, but slower.", ">used up<", "500 kbps", "200 kbps" }) Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.DoesNotContain("unlimited", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("tetapi lebih lambat", await StatusOfAsync(portal, grant), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_openNDS_whose_rates_are_of_the_sign_in_used_up_data_ends_the_session()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(db => PlanList.SetAsync(db, "hour", new PlanInput(null, 3, null, null, null, null, null, ThenDownKbps: 500, ThenUpKbps: 200)));
        await TestPortal.UntilAsync(() => portal.Get<PlanTable>().Find("hour")!.ThenDownKbps == 500);
        await InAsync(portal, "nds", TimeSpan.FromMinutes(2));
        await TestPortal.UntilAsync(async () => (await portal.RowsAsync<SessionOrder>()).Count > 0);
        var order = Assert.Single(await portal.RowsAsync<SessionOrder>());
        Assert.Equal((OrderKind.Disconnect, HotspotManager.Core.Admission.RateTurns.Slower), (order.Kind, order.Why));
    }

    [Fact]
    public async Task The_page_says_when_the_access_point_last_told_of_it()
    {
        await using var portal = await TestPortal.StartAsync();
        var grant = await InAsync(portal, "chilli", TimeSpan.FromMinutes(2));
        var heard = portal.Get<CityClock>().Local(portal.Get<SessionBook>().All.Single().UpdatedAt);
        var page = await StatusOfAsync(portal, grant);
        Assert.Contains("Anda tersambung", page);
        Assert.Contains($"Menurut laporan titik WiFi pukul {heard:HH.mm}.", page);
        // 10 MB less 200 kB up and 3.4 MB down; an hour less ten minutes told of and two that passed since.
        Assert.Contains("6,4 MB", page);
        Assert.Contains("48 menit", page);
        Assert.Contains($"at {heard:HH:mm}.", await StatusOfAsync(portal, grant, "en"));
    }

    [Fact]
    public async Task Where_reports_have_stopped_nobody_is_told_to_be_connected()
    {
        await using var portal = await TestPortal.StartAsync();
        var page = await StatusOfAsync(portal, await InAsync(portal, "chilli", TimeSpan.FromMinutes(15)));
        Assert.Contains("Belum ada kabar terbaru", page);
        Assert.DoesNotContain("<h1>Anda tersambung", page);
        Assert.DoesNotContain("●", page);
    }

    [Fact]
    public async Task On_the_way_to_the_gateway_is_not_online()
    {
        await using var portal = await TestPortal.StartAsync();
        var page = await StatusOfAsync(portal, await InAsync(portal, "chilli", default, started: false));
        Assert.Contains("<h1>Sedang menyambung</h1>", page);
        Assert.Contains("Titik WiFi belum melapor", page);
        Assert.Contains("10 MB", page);
    }

    [Fact]
    public async Task A_session_that_ended_is_not_called_connected()
    {
        await using var portal = await TestPortal.StartAsync();
        var grant = await InAsync(portal, "chilli", TimeSpan.FromMinutes(2));
        var session = portal.Get<SessionBook>().All.Single();
        Assert.True(await portal.Get<Journal>().AppendAsync(new AccountingRecord
        {
            ReceivedAt = DateTimeOffset.UtcNow,
            Source = RecordSource.Radius,
            NasId = session.NasId,
            AccessPointId = session.AccessPointId,
            Status = AcctStatus.Stop,
            AcctSessionId = SessionId,
            UserName = grant.UserName,
            Mac = Phone,
            SessionSeconds = 700,
            PersonKey = grant.PersonKey,
            GrantId = grant.Id,
            PlanId = grant.PlanId,
        }));
        await TestPortal.UntilAsync(() => portal.Get<SessionBook>().Count == 0);
        Assert.DoesNotContain("Anda tersambung", await StatusOfAsync(portal, grant));
        Assert.True((await AskAsync(portal, "ap=chilli&sid=" + SessionId)).GetProperty("captive").GetBoolean());
    }

    private static async Task<JsonElement> AskAsync(TestPortal portal, string query)
    {
        var answer = await portal.GetAsync("/capport?" + query);
        Assert.Equal("application/captive+json", answer.Content.Headers.ContentType!.ToString());
        Assert.True(answer.Headers.CacheControl is { Private: true, NoStore: true });
        return JsonDocument.Parse(await TestPortal.TextAsync(answer)).RootElement;
    }

    [Fact]
    public async Task Rfc8908_a_phone_known_by_its_session_is_told_what_is_left()
    {
        await using var portal = await TestPortal.StartAsync();
        await InAsync(portal, "chilli", TimeSpan.FromMinutes(2));
        var answer = await AskAsync(portal, "ap=chilli&sid=" + SessionId);
        Assert.False(answer.GetProperty("captive").GetBoolean());
        Assert.InRange(answer.GetProperty("seconds-remaining").GetInt64(), 2800, 2880);
        Assert.Equal(6_399_800, answer.GetProperty("bytes-remaining").GetInt64());
        Assert.True(answer.GetProperty("can-extend-session").GetBoolean());
        Assert.Contains("/privacy", answer.GetProperty("venue-info-url").GetString());
        // The way back is the phone's own page.
        Assert.Contains("Anda tersambung", await portal.GetTextAsync(new Uri(answer.GetProperty("user-portal-url").GetString()!).PathAndQuery));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ap=chilli")]
    [InlineData("ap=nobody&sid=0123456789abcdef")]
    [InlineData("ap=tik&sid=0123456789abcdef")]
    [InlineData("ap=chilli&sid=0123456789abcdee")]
    [InlineData("ap=chilli&sid=0123")]
    [InlineData("s=1.AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Rfc8908_who_cannot_be_told_apart_is_captive_and_learns_nothing(string query)
    {
        await using var portal = await TestPortal.StartAsync();
        await InAsync(portal, "chilli", TimeSpan.FromMinutes(2));
        var answer = await AskAsync(portal, query);
        Assert.True(answer.GetProperty("captive").GetBoolean());
        Assert.False(answer.TryGetProperty("seconds-remaining", out _));
        Assert.False(answer.TryGetProperty("bytes-remaining", out _));
        Assert.True(answer.TryGetProperty("user-portal-url", out _));
    }

    [Fact]
    public async Task Rfc8908_an_address_tells_phones_apart_only_where_no_router_rewrites_it()
    {
        await using var portal = await TestPortal.StartAsync();
        await InAsync(portal, "chilli", TimeSpan.FromMinutes(2), ip: "127.0.0.1");
        Assert.False((await AskAsync(portal, "ap=chilli")).GetProperty("captive").GetBoolean());
        // The gateway's own address is every phone's behind it: then a hardware address says in or out, and nothing more.
        await portal.ChangeAsync(db => { db.Set<Nas>().Single(n => n.NasIdentifier == "lab-chilli").Address = "127.0.0.1"; return Task.CompletedTask; });
        await TestPortal.UntilAsync(() => portal.Get<NetworkTable>().Current.NasAt(IPAddress.Loopback).Length == 1);
        Assert.True((await AskAsync(portal, "ap=chilli")).GetProperty("captive").GetBoolean());
        var byMac = await AskAsync(portal, "ap=chilli&mac=" + Phone);
        Assert.False(byMac.GetProperty("captive").GetBoolean());
        Assert.False(byMac.TryGetProperty("bytes-remaining", out _));
        Assert.DoesNotContain("status?s=", byMac.GetProperty("user-portal-url").GetString());
    }

    [Fact]
    public async Task Rfc8908_nobody_but_the_gateway_itself_is_asked_about_a_hardware_address()
    {
        await using var portal = await TestPortal.StartAsync();
        await InAsync(portal, "chilli", TimeSpan.FromMinutes(2));
        Assert.True((await AskAsync(portal, "ap=chilli&mac=" + Phone)).GetProperty("captive").GetBoolean());
    }

    [Fact]
    public async Task Outside_its_hours_the_page_says_so_and_nobody_gets_in()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(db => HoursList.AddAsync(db, new HoursInput(TestPortal.Place, null, false, "00:00", "24:00", null, null, null, "jam belajar")));
        var table = portal.Get<HoursTable>();
        await TestPortal.UntilAsync(() => !table.Of(TestPortal.Place, null, DateTimeOffset.UtcNow).IsOpen);
        Assert.Contains("role=\"status\"", await portal.GetTextAsync(LoginFlowTests.NdsVisit()));
        var answer = await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("consent", "yes"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Sedang jam belajar: WiFi tutup.", await TestPortal.TextAsync(answer));
        Assert.Equal("OutsideHours", (await portal.AttemptAsync()).Reason);
        Assert.Equal(HoursVerdict.Always, table.Of("35.73.01.1001", null, DateTimeOffset.UtcNow));
    }

    [Fact]
    public async Task A_session_is_told_to_end_with_its_window()
    {
        await using var portal = await TestPortal.StartAsync();
        var clock = portal.Get<CityClock>();
        var closes = clock.Local(clock.Now).AddMinutes(30);
        await InAsync(portal, "chilli", TimeSpan.FromMinutes(2));
        var session = portal.Get<SessionBook>().All.Single();
        var plan = portal.Get<PlanTable>().Find("hour")!;
        await portal.ChangeAsync(db => HoursList.AddAsync(db, new HoursInput(null, null, false, closes.ToString("HH:mm"), closes.AddMinutes(90).ToString("HH:mm"), null, null, null, null)));
        await TestPortal.UntilAsync(() => portal.Get<HoursTable>().Of(TestPortal.Place, plan.Id, clock.Now).Until is not null);
        var limits = portal.Get<HotspotManager.Core.Admission.RunningLimits>();
        Assert.InRange(limits.Of(session, plan, clock.Now).Limits.SessionSeconds, 28 * 60, 30 * 60);
        Assert.Null(limits.Over(session, plan, clock.Now));
        Assert.Equal(HotspotManager.Core.Admission.Reason.OutsideHours, limits.Over(session, plan, clock.Now.AddMinutes(31)));
    }
}
