using System.Net;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.SignIns;
using Xunit;

namespace HotspotManager.Unit.Portal.SignIn;

public class ReturningTests
{
    private static string Visit(string token) => LoginFlowTests.NdsVisit(token);

    private static AccessPoint Point(TestPortal portal, string name) => portal.Get<NetworkTable>().Current.FindAccessPoint(name)!;

    private static Task<HttpResponseMessage> SignInAsync(TestPortal portal, string code, bool remember) =>
        portal.SubmitAsync(Visit("1a2b3c4d"), remember ? [("code", code), ("remember", "yes")] : [("code", code)]);

    [Fact]
    public async Task A_phone_that_agreed_goes_in_by_itself_and_one_that_did_not_is_asked()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        Assert.DoesNotContain("checked", await portal.GetTextAsync(Visit("1a2b3c4d")));
        await SignInAsync(portal, code, remember: false);
        portal.Clock.Ahead += TimeSpan.FromMinutes(3);
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync(Visit("00000001"))).StatusCode);
        Assert.Empty(await portal.RowsAsync<RememberedPhone>());

        await SignInAsync(portal, code, remember: true);
        Assert.Equal(["remember-phone", "terms", "terms"], (await portal.RowsAsync<Consent>()).Select(c => c.Purpose).Order());
        // A moment later the gateway sends it back: one button instead of a circle.
        var circle = await portal.GetAsync(Visit("00000002"));
        Assert.Equal(HttpStatusCode.OK, circle.StatusCode);
        Assert.Contains("name=\"back\"", await TestPortal.TextAsync(circle));
        Assert.NotNull((await portal.SubmitAsync(Visit("00000002"), ("back", "yes"))).Headers.Location);

        portal.Clock.Ahead += TimeSpan.FromMinutes(5);
        var head = await portal.Phone.SendAsync(new HttpRequestMessage(HttpMethod.Head, Visit("00000003")), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        var back = await portal.GetAsync(Visit("00000003"));
        Assert.Equal(HttpStatusCode.SeeOther, back.StatusCode);
        Assert.Contains("opennds_auth", back.Headers.Location!.ToString());
        var grant = portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac)!;
        Assert.Equal("returning", grant.SignIn);
        Assert.StartsWith("voucher:", grant.PersonKey);
        // Nobody agreed to anything again.
        Assert.Single(await portal.RowsAsync<Consent>(), c => c.Purpose == "remember-phone");
    }

    [Fact]
    public async Task A_phone_is_forgotten_also_when_its_grant_is_over_but_not_when_it_is_somebody_elses_by_then()
    {
        await using var portal = await TestPortal.StartAsync();
        await SignInAsync(portal, await portal.VoucherAsync(), remember: true);
        var grants = portal.Get<GrantTable>();
        var link = portal.Get<HotspotManager.Portal.Login.StatusLink>().Of(grants.OfPhone(LoginFlowTests.PhoneMac)!.Id);
        portal.Clock.Ahead += TimeSpan.FromDays(3);
        await TestPortal.UntilAsync(() => grants.Find(long.Parse(link.Split('.')[0], System.Globalization.CultureInfo.InvariantCulture)) is null);
        Assert.Contains("Lupakan ponsel ini", await portal.GetTextAsync("/status?s=" + link));

        // The phone is remembered anew, as somebody else.
        var phones = portal.Get<RememberedPhones>();
        var mine = phones.Of(LoginFlowTests.PhoneMac)!;
        await phones.KeepAsync(LoginFlowTests.PhoneMac, "account:7", mine.PlanId, "account", 30, "test", 1, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("Lupakan", await portal.GetTextAsync("/status?s=" + link));
        await ForgetAsync();
        Assert.NotNull(phones.Of(LoginFlowTests.PhoneMac));
        await phones.KeepAsync(LoginFlowTests.PhoneMac, mine.PersonKey, mine.PlanId, mine.SignIn, 30, "test", 1, TestContext.Current.CancellationToken);
        await ForgetAsync();
        Assert.Null(phones.Of(LoginFlowTests.PhoneMac));

        Task ForgetAsync() => portal.PostAsync("/status", new FormUrlEncodedContent([new("s", link), new("forget", "yes")]));
    }

    [Fact]
    public async Task The_status_page_forgets_the_phone_and_writes_it_down()
    {
        await using var portal = await TestPortal.StartAsync();
        await SignInAsync(portal, await portal.VoucherAsync(), remember: true);
        var link = portal.Get<HotspotManager.Portal.Login.StatusLink>().Of(portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac)!.Id);
        var page = await portal.GetTextAsync("/status?s=" + link);
        Assert.Contains("Lupakan ponsel ini", page);
        Assert.Contains("acak", page);

        async Task<string> PostAsync(params (string, string)[] fields) => await TestPortal.TextAsync(await portal.PostAsync("/status", new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Item1, f.Item2)))));
        // A forged link forgets nobody.
        await PostAsync(("s", link[..^2] + "xx"), ("forget", "yes"));
        Assert.NotNull(portal.Get<RememberedPhones>().Of(LoginFlowTests.PhoneMac));
        Assert.Contains("sudah dilupakan", await PostAsync(("s", link), ("forget", "yes")));
        Assert.Null(portal.Get<RememberedPhones>().Of(LoginFlowTests.PhoneMac));
        Assert.Contains(await portal.RowsAsync<Consent>(), c => c.Purpose == "forget-phone");
        Assert.DoesNotContain("Lupakan", await portal.GetTextAsync("/status?s=" + link));
        portal.Clock.Ahead += TimeSpan.FromMinutes(3);
        Assert.Equal(HttpStatusCode.OK, (await portal.GetAsync(Visit("00000002"))).StatusCode);
    }

    [Fact]
    public async Task Memory_ends_on_its_day_where_it_is_not_wanted_and_with_the_voucher()
    {
        await using var portal = await TestPortal.StartAsync();
        var code = await portal.VoucherAsync();
        await SignInAsync(portal, code, remember: true);
        var (returning, nds) = (portal.Get<ReturningPhones>(), Point(portal, "nds"));
        Assert.NotNull(returning.Find(LoginFlowTests.PhoneMac, nds));

        await portal.ChangeAsync(db => SignInOfferList.SetAsync(db, "35.73.05.1011/05", new SignInOfferInput(null, null, null, 0, null)));
        await TestPortal.UntilAsync(() => returning.Find(LoginFlowTests.PhoneMac, nds) is null);
        Assert.DoesNotContain("name=\"remember\"", await portal.GetTextAsync(Visit("00000009")));
        await portal.ChangeAsync(db => SignInOfferList.SetAsync(db, "35.73.05.1011/05", new SignInOfferInput("click-through", null, null, -1, null)));
        await TestPortal.UntilAsync(() => portal.Get<SignInOfferTable>().Of(nds.AreaCode) is { RememberDays: 30, Ways: not null });
        // The way it had come by is not offered any more.
        Assert.Null(returning.Find(LoginFlowTests.PhoneMac, nds));
        await portal.ChangeAsync(db => SignInOfferList.SetAsync(db, "35.73.05.1011/05", new SignInOfferInput("", null, null, -1, null)));
        await TestPortal.UntilAsync(() => returning.Find(LoginFlowTests.PhoneMac, nds) is not null);

        await portal.ChangeAsync(db => HotspotManager.Core.Vouchers.VoucherList.RevokeAsync(db, portal.Get<HotspotManager.Core.Secrets.SecretBox>(), code, DateTimeOffset.UtcNow));
        await TestPortal.UntilAsync(() => portal.Get<HotspotManager.Core.Vouchers.VoucherTable>().Find(code)!.RevokedAt is not null);
        portal.Clock.Ahead += TimeSpan.FromMinutes(3);
        var page = await TestPortal.TextAsync(await portal.GetAsync(Visit("00000004")));
        Assert.Contains("sudah dibatalkan", page);
        Assert.Contains("name=\"consent\"", page);
        portal.Clock.Ahead += TimeSpan.FromDays(31);
        Assert.Null(returning.Find(LoginFlowTests.PhoneMac, nds));
    }

    [Fact]
    public async Task An_address_that_is_heard_of_at_two_points_at_once_is_asked_again()
    {
        await using var portal = await TestPortal.StartAsync();
        await SignInAsync(portal, await portal.VoucherAsync(), remember: true);
        var phone = portal.Get<RememberedPhones>().Of(LoginFlowTests.PhoneMac)!;
        var now = portal.Clock.GetUtcNow();
        Session At(long id, string point, int started, int told) => new()
        {
            Id = id,
            Source = RecordSource.Radius,
            AcctSessionId = "s" + id,
            UserName = "u",
            Mac = phone.Mac,
            NasId = 1,
            AccessPointId = Point(portal, point).Id,
            PersonKey = phone.PersonKey,
            StartedAt = now.AddMinutes(-started),
            UpdatedAt = now.AddMinutes(-told),
        };
        var book = portal.Get<SessionBook>();
        foreach (var own in book.OfPerson(phone.PersonKey).ToList())
        {
            own.EndedAt = now;
            book.Put(own);
        }
        // It walked on: the first point's session is not told of any more.
        book.Put(At(9001, "nds", 60, 9));
        book.Put(At(9002, "tik", 8, 1));
        Assert.NotNull(portal.Get<ReturningPhones>().Find(phone.Mac, Point(portal, "nds")));
        book.Put(At(9001, "nds", 60, 2));
        Assert.Null(portal.Get<ReturningPhones>().Find(phone.Mac, Point(portal, "nds")));
    }
}
