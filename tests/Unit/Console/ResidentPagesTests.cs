using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Operators;
using HotspotManager.Core.SignIns;
using HotspotManager.Unit.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Console;

/// <summary>What the console sets up of residents' pages: looks, notices, ways to sign in; and what became of their messages.</summary>
public sealed class ResidentPagesTests(ApiTests.Shared shared) : IClassFixture<ApiTests.Shared>
{
    private const string Rw = "35.73.05.1011/05";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<string> PostAsync(HttpClient browser, string address, HttpContent form) =>
        WebUtility.HtmlDecode(await (await browser.PostAsync(address, form, Cancel)).Content.ReadAsStringAsync(Cancel));

    [Fact]
    public async Task A_look_is_saved_with_its_logo_corrected_where_it_must_be_and_refused_in_indonesian()
    {
        using var browser = await PagesTests.BrowserAsync(shared, Roles.Admin);
        const string page = "/looks/" + Rw;
        var token = PagesTests.TokenOf(await browser.GetStringAsync(page, Cancel));
        using var form = Look("RW Lima", "#ffcc00", LookTests.Png(20));
        var saved = await PostAsync(browser, page + "?handler=Save", form);
        Assert.Contains("#ffcc00 hanya 1,4 : 1 di halaman terang", saved, StringComparison.Ordinal);
        Assert.Contains("Hapus logo ini", saved, StringComparison.Ordinal);
        var table = shared.Rig.Services.GetRequiredService<LookTable>();
        Assert.Equal("RW Lima", table.Of(Rw).Name);
        Assert.StartsWith("data:image/png", table.Of(Rw).LogoUri, StringComparison.Ordinal);

        using var broken = Look("RW Lima", "", "GIF89a"u8.ToArray());
        Assert.Contains("Logo bukan PNG dan bukan SVG", await PostAsync(browser, page + "?handler=Save", broken), StringComparison.Ordinal);
        using var noColour = Look("RW Lima", "merah", []);
        Assert.Contains("'merah' bukan warna", await PostAsync(browser, page + "?handler=Save", noColour), StringComparison.Ordinal);
        Assert.Equal("RW Lima", table.Of(Rw).Name);

        using var none = PagesTests.Form(("Form.NoLogo", "true"), ("__RequestVerificationToken", token));
        await PostAsync(browser, page + "?handler=Save", none);
        Assert.Null(table.Of(Rw).Name ?? table.Of(Rw).LogoUri);

        MultipartFormDataContent Look(string name, string brand, byte[] logo) => new()
        {
            { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(name), "Form.Name" }, { new StringContent(brand), "Form.Brand" },
            { new ByteArrayContent(logo), "Form.Logo", "logo.png" },
        };
    }

    [Fact]
    public async Task A_notice_is_announced_and_taken_back_by_an_operator_but_not_by_a_coordinator()
    {
        using var browser = await PagesTests.BrowserAsync(shared, Roles.Operator);
        var token = PagesTests.TokenOf(await browser.GetStringAsync("/looks", Cancel));
        using var add = PagesTests.Form(("Notice.TextId", "Kerja bakti & bazar"), ("Notice.Until", "2099-01-02T18:00"), ("__RequestVerificationToken", token));
        var page = await PostAsync(browser, "/looks?handler=Notice", add);
        Assert.Contains("Kerja bakti & bazar", page, StringComparison.Ordinal);
        using var coordinator = await PagesTests.BrowserAsync(shared, Roles.Coordinator);
        var own = await coordinator.GetStringAsync("/looks", Cancel);
        Assert.Contains("Kerja bakti", own, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Notice", own, StringComparison.Ordinal);
        var id = Regex.Match(page, "name=\"id\" value=\"(\\d+)\"").Groups[1].Value;
        using var not = PagesTests.Form(("id", id), ("__RequestVerificationToken", PagesTests.TokenOf(own)));
        Assert.Equal(HttpStatusCode.Forbidden, (await coordinator.PostAsync("/looks?handler=Remove", not, Cancel)).StatusCode);
        using var remove = PagesTests.Form(("id", id), ("__RequestVerificationToken", token));
        Assert.DoesNotContain("Kerja bakti", await PostAsync(browser, "/looks?handler=Remove", remove), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_api_sets_looks_notices_ways_and_lists_messages_each_for_its_role()
    {
        using var admin = await shared.Rig.ClientAsync(Roles.Admin);
        using var viewer = await shared.Rig.ClientAsync(Roles.Viewer);
        using var near = await shared.Rig.ClientAsync(Roles.Admin, "35.73.02");
        var look = await JsonAsync(await admin.PutAsJsonAsync("/api/v1/looks", new { area = "35.73.04", name = "Klojen", brand = "#ffcc00", logo = Convert.ToBase64String(LookTests.Png(20)) }, Cancel));
        Assert.Equal(("Klojen", "#ffcc00", "png"), (look.GetProperty("name").GetString(), look.GetProperty("brand").GetString(), look.GetProperty("logo").GetString()));
        Assert.Contains("1.4 : 1", look.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PutAsJsonAsync("/api/v1/looks", new { name = "x" }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await near.PutAsJsonAsync("/api/v1/looks", new { area = "35.73.04", name = "x" }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PutAsJsonAsync("/api/v1/looks", new { logo = "%%%" }, Cancel)).StatusCode);
        await admin.PutAsJsonAsync("/api/v1/looks", new { area = "35.73.04", name = "", brand = "", logo = "" }, Cancel);
        Assert.Equal(0, (await JsonAsync(await viewer.GetAsync("/api/v1/looks", Cancel))).EnumerateArray().Count(l => l.GetProperty("area").GetString() == "35.73.04"));

        var notice = await JsonAsync(await admin.PostAsJsonAsync("/api/v1/notices", new { textId = "Libur", area = "35.73.04" }, Cancel));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.DeleteAsync($"/api/v1/notices/{notice.GetProperty("id").GetInt32()}", Cancel)).StatusCode);

        var offer = await JsonAsync(await admin.PutAsJsonAsync("/api/v1/sign-in", new { area = "35.73.04", ways = "voucher" }, Cancel));
        Assert.Equal("voucher", offer.GetProperty("ways").GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.PutAsJsonAsync("/api/v1/sign-in", new { area = "35.73.04", ways = "pigeon" }, Cancel)).StatusCode);
        await admin.PutAsJsonAsync("/api/v1/sign-in", new { area = "35.73.04", ways = "" }, Cancel);
        var plan = await JsonAsync(await admin.PutAsJsonAsync("/api/v1/plans/sekali-ketuk/ways", new { ways = "click-through,phone" }, Cancel));
        Assert.Equal("click-through,phone", plan.GetProperty("ways").GetString());
        await admin.PutAsJsonAsync("/api/v1/plans/sekali-ketuk/ways", new { ways = "" }, Cancel);

        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/api/v1/messages", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await admin.GetAsync("/api/v1/messages?state=lost", Cancel)).StatusCode);

        static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
        {
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
            return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        }
    }

    [Fact]
    public async Task Ways_are_chosen_for_an_area_and_a_plan_and_a_dead_end_is_told()
    {
        using var browser = await PagesTests.BrowserAsync(shared, Roles.Admin);
        const string page = "/ways/" + Rw;
        var token = PagesTests.TokenOf(await browser.GetStringAsync(page, Cancel));
        var offers = shared.Rig.Services.GetRequiredService<SignInOfferTable>();
        using var phoneOnly = PagesTests.Form(("Form.Choose", "true"), ("Form.Ways", "phone"), ("__RequestVerificationToken", token));
        Assert.Contains("Tidak ada cara masuk yang siap", await PostAsync(browser, page + "?handler=Save", phoneOnly), StringComparison.Ordinal);
        Assert.Equal(["phone"], offers.Of(Rw).Ways);
        using var none = PagesTests.Form(("Form.Choose", "true"), ("__RequestVerificationToken", token));
        Assert.Contains("Pilih paling sedikit satu", await PostAsync(browser, page + "?handler=Save", none), StringComparison.Ordinal);
        using var two = PagesTests.Form(("Form.Choose", "true"), ("Form.Ways", "voucher"), ("Form.Ways", "click-through"), ("Form.RememberDays", "7"), ("__RequestVerificationToken", token));
        Assert.DoesNotContain("role=\"alert\"", await PostAsync(browser, page + "?handler=Save", two), StringComparison.Ordinal);
        Assert.Equal((7, 2), (offers.Of(Rw).RememberDays, offers.Of(Rw).Ways!.Count));
        using var back = PagesTests.Form(("Form.Choose", "false"), ("__RequestVerificationToken", token));
        await PostAsync(browser, page + "?handler=Save", back);
        Assert.Equal((30, null), (offers.Of(Rw).RememberDays, offers.Of(Rw).Ways));

        using var plan = PagesTests.Form(("plan", "sekali-ketuk"), ("ways", "click-through"), ("__RequestVerificationToken", token));
        await PostAsync(browser, "/ways?handler=Plan", plan);
        var plans = shared.Rig.Services.GetRequiredService<HotspotManager.Core.Plans.PlanTable>();
        Assert.Equal("click-through", plans.Find("sekali-ketuk")!.Ways);
        using var all = PagesTests.Form(SignInWay.All.Select(w => ("ways", w)).Append(("plan", "sekali-ketuk")).Append(("__RequestVerificationToken", token)).ToArray());
        await PostAsync(browser, "/ways?handler=Plan", all);
        Assert.Null(plans.Find("sekali-ketuk")!.Ways);
    }

    [Fact]
    public async Task Messages_show_what_became_of_them_and_a_failing_courier_stands_on_the_overview()
    {
        var now = TimeProvider.System.GetUtcNow();
        await shared.Rig.ChangeAsync(async (db, secrets) =>
        {
            var row = await Outbox.PostAsync(db, secrets, new NewMessage("t1", MessagePurpose.OneTimeCode, MessageChannel.Phone, "+6281234567890", "•••7890", "123456 kode", Rw, now.AddMinutes(10), 350), now, Cancel);
            (row.State, row.Answer, row.Courier) = (MessageState.Failed, "murah: 401 wrong token", "murah");
            await FeedLog.AppendAsync(db, [new FeedEvent { At = now, Kind = FeedKind.Notice, State = CourierAlarm.Failing, Device = "murah", Data = "{\"answer\":\"401 wrong token\"}" }], Cancel);
        });
        using var browser = await PagesTests.BrowserAsync(shared, Roles.Operator);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync("/messages?state=failed", Cancel));
        Assert.Contains("•••7890", page, StringComparison.Ordinal);
        Assert.Contains("murah: 401 wrong token", page, StringComparison.Ordinal);
        Assert.Contains("kode sekali pakai", page, StringComparison.Ordinal);
        Assert.DoesNotContain("81234567890", page, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", page, StringComparison.Ordinal);
        Assert.Contains("Kurir murah berkali-kali gagal", WebUtility.HtmlDecode(await browser.GetStringAsync("/", Cancel)), StringComparison.Ordinal);
        using var coordinator = await PagesTests.BrowserAsync(shared, Roles.Coordinator);
        Assert.Equal(HttpStatusCode.Forbidden, (await coordinator.GetAsync("/messages", Cancel)).StatusCode);
        Assert.DoesNotContain("murah", await coordinator.GetStringAsync("/", Cancel), StringComparison.Ordinal);

        await shared.Rig.ChangeAsync((db, _) => FeedLog.AppendAsync(db, [new FeedEvent { At = now, Kind = FeedKind.Notice, State = CourierAlarm.Recovered, Device = "murah" }], Cancel));
        Assert.DoesNotContain("berkali-kali", await browser.GetStringAsync("/", Cancel), StringComparison.Ordinal);
    }
}
