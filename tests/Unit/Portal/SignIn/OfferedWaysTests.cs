using System.Net;
using HotspotManager.Core.Grants;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using Xunit;

namespace HotspotManager.Unit.Portal.SignIn;

public class OfferedWaysTests
{
    private static Task OfferAsync(TestPortal portal, string? area, SignInOfferInput input) => portal.ChangeAsync(db => SignInOfferList.SetAsync(db, area, input));

    private static async Task<string> PageAsync(TestPortal portal, string having)
    {
        var page = "";
        await TestPortal.UntilAsync(async () => (page = await portal.GetTextAsync(LoginFlowTests.NdsVisit())).Contains(having, StringComparison.Ordinal));
        return page;
    }

    internal static async Task AccountAsync(TestPortal portal, string name, string password)
    {
        await portal.ChangeAsync(db => AccountList.PutAsync(db, portal.Get<SecretBox>(), name, password, "hour", DateTimeOffset.UtcNow, mayExist: false));
        await TestPortal.UntilAsync(() => portal.Get<AccountTable>().Find(name) is not null);
    }

    [Fact]
    public async Task What_nobody_chose_offers_every_way_that_is_set_up()
    {
        await using var portal = await TestPortal.StartAsync();
        var page = await portal.GetTextAsync(LoginFlowTests.NdsVisit());
        Assert.Contains("name=\"code\"", page);
        Assert.Contains("name=\"consent\"", page);
        Assert.DoesNotContain("name=\"username\"", page);
        Assert.DoesNotContain("name=\"phone\"", page);
        await AccountAsync(portal, "bu.sri", "rahasia");
        await PageAsync(portal, "name=\"username\"");
    }

    [Fact]
    public async Task The_nearer_area_overrides_each_thing_by_itself()
    {
        await using var portal = await TestPortal.StartAsync();
        await OfferAsync(portal, null, new SignInOfferInput("voucher", null, null, 7, 1_000_000));
        await OfferAsync(portal, "35.73.05", new SignInOfferInput(null, "hour", null, null, 200_000));
        await OfferAsync(portal, "35.73.05.1011", new SignInOfferInput("click-through, voucher", null, null, null, null));
        var offers = portal.Get<SignInOfferTable>();
        await TestPortal.UntilAsync(() => offers.Of(TestPortal.Place).Ways?.Count == 2);
        var terms = offers.Of(TestPortal.Place);
        Assert.Equal(["click-through", "voucher"], terms.Ways!);
        Assert.Equal((portal.Get<PlanTable>().Find("hour")!.Id, 7), (terms.ClickThroughPlanId!.Value, terms.RememberDays));
        Assert.Equal([("35.73.05", 200_000L), ("", 1_000_000L)], offers.BudgetsOf(TestPortal.Place));
        Assert.Equal(["voucher"], offers.Of("35.73.01.1001").Ways!);
        Assert.Equal([("", 1_000_000L)], offers.BudgetsOf("35.73.01.1001"));
        // An area that says nothing more is no row.
        await OfferAsync(portal, "35.73.05.1011", new SignInOfferInput("", null, null, null, null));
        Assert.DoesNotContain(await portal.RowsAsync<SignInOffer>(), o => o.AreaCode == "35.73.05.1011");
        await Assert.ThrowsAsync<RefusedException>(() => OfferAsync(portal, null, new SignInOfferInput("voucher,telepathy", null, null, null, null)));
    }

    [Fact]
    public async Task A_way_that_is_not_offered_is_neither_shown_nor_taken()
    {
        await using var portal = await TestPortal.StartAsync();
        await OfferAsync(portal, "35.73.05.1011/05", new SignInOfferInput("voucher", null, null, null, null));
        await TestPortal.UntilAsync(async () => !(await portal.GetTextAsync(LoginFlowTests.NdsVisit())).Contains("name=\"consent\"", StringComparison.Ordinal));

        var refused = await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("consent", "yes"));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("Cara masuk ini tidak ada di titik ini", await TestPortal.TextAsync(refused));
        Assert.Null(portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac));
        Assert.NotNull((await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("code", await portal.VoucherAsync()))).Headers.Location);
    }

    [Fact]
    public async Task A_plan_that_is_for_other_ways_is_not_given_by_this_one()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(db => PlanList.SetAsync(db, "hour", new PlanInput(null, null, null, null, null, null, null, "account")));
        var code = await portal.VoucherAsync();
        await TestPortal.UntilAsync(() => portal.Get<PlanTable>().Find("hour")!.Ways is not null);
        Assert.Contains("Cara masuk ini tidak ada", await TestPortal.TextAsync(await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("code", code))));
        await portal.ChangeAsync(db => PlanList.SetAsync(db, PlanList.ClickThrough, new PlanInput(null, null, null, null, null, null, null, "voucher")));
        await TestPortal.UntilAsync(async () => !(await portal.GetTextAsync(LoginFlowTests.NdsVisit())).Contains("name=\"consent\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(" 12345-67890 ")]
    [InlineData("1234 5678 90")]
    [InlineData("l2345.6789O")]
    [InlineData("12345–67890")]
    public void A_voucher_is_read_as_people_type_it(string typed) => Assert.Equal("1234567890", HotspotManager.Core.Vouchers.VoucherCode.Normalize(typed));

    [Fact]
    public async Task An_account_signs_in_with_its_password_and_tells_strangers_nothing()
    {
        await using var portal = await TestPortal.StartAsync();
        await AccountAsync(portal, "bu.sri", " kata sandi&é ");

        var wrong = await TestPortal.TextAsync(await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("username", "bu.sri"), ("password", "salah")));
        var nobody = await TestPortal.TextAsync(await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("username", "pak.joko"), ("password", "salah")));
        Assert.Contains("Nama atau kata sandi salah", wrong);
        Assert.Contains("Nama atau kata sandi salah", nobody);
        Assert.Contains("aria-invalid", wrong);
        Assert.DoesNotContain("salah\"", wrong);

        var answer = await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("username", "Bu.Sri"), ("password", " kata sandi&é "));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var grant = portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac)!;
        Assert.Equal(("account", PersonKey.Account(portal.Get<AccountTable>().Find("bu.sri")!.Id)), (grant.SignIn, grant.PersonKey));
        Assert.DoesNotContain("sandi", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Guessing_a_password_is_stopped_like_guessing_a_code()
    {
        await using var portal = await TestPortal.StartAsync();
        await AccountAsync(portal, "bu.sri", "benar");
        for (var i = 0; i < 5; i++) await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("username", "bu.sri"), ("password", "x" + i));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("username", "bu.sri"), ("password", "benar"))).StatusCode);
        // A tap is no guess: nobody is left outside altogether.
        Assert.NotNull((await portal.SubmitAsync(LoginFlowTests.NdsVisit(), ("consent", "yes"))).Headers.Location);
    }
}
