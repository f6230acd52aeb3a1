using System.Net;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Messages;
using HotspotManager.Core.OneTimeCodes;
using HotspotManager.Core.People;
using HotspotManager.Core.SignIns;
using Xunit;

namespace HotspotManager.Unit.Portal.SignIn;

public class PhoneSignInTests
{
    private const string Number = "0812 3456 7890", Full = "+6281234567890";

    private static string Visit(string mac = "02:aa:bb:cc:dd:ee", string token = "1a2b3c4d") => LoginFlowTests.NdsVisit(token, ("clientmac", mac));

    private static async Task<string> AskAsync(TestPortal portal, string number = Number, string mac = "02:aa:bb:cc:dd:ee") =>
        await TestPortal.TextAsync(await portal.SubmitAsync(Visit(mac), ("phone", number)));

    /// <summary>Six digits that are not the code.</summary>
    private static string Wrong(string code) => (code[0] == '9' ? '0' : (char)(code[0] + 1)) + code[1..];

    [Fact]
    public async Task The_mini_browser_may_close_for_the_message_and_nothing_is_sent_twice()
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        var first = await portal.GetTextAsync(Visit());
        Assert.Contains("type=\"tel\"", first);
        Assert.Contains("autocomplete=\"tel\"", first);

        var asked = await AskAsync(portal);
        Assert.Contains("autocomplete=\"one-time-code\"", asked);
        Assert.Contains("inputmode=\"numeric\"", asked);
        Assert.Contains("890", asked);
        Assert.DoesNotContain("role=\"alert\"", asked);
        Assert.DoesNotContain("34567", asked);
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 1);
        Assert.Equal(Full, portal.Courier.Taken[0].To);
        Assert.Matches("^[0-9]{6} ", portal.Courier.Taken[0].Text);
        Assert.InRange(portal.Courier.Taken[0].Text.Length, 20, 160);

        // Closed, opened again: no cookie, a new redirect of the gateway. The question stands, the other ways stand below it.
        var again = await portal.GetTextAsync(Visit(token: "5e6f7a8b"));
        Assert.Contains("name=\"otp\"", again);
        Assert.Contains("name=\"code\"", again);
        Assert.Contains("name=\"consent\"", again);
        // The number typed once more, impatiently; and "send again" too early.
        Assert.Contains("masih berlaku", await AskAsync(portal));
        Assert.Contains("masih berlaku", await TestPortal.TextAsync(await portal.SubmitAsync(Visit(), ("again", "yes"))));
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.Single(portal.Courier.Taken);

        var code = portal.Courier.Code;
        var answer = await portal.SubmitAsync(Visit(token: "5e6f7a8b"), ("otp", $" {code[..3]} {code[3..]} "));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var grant = portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac)!;
        var person = Assert.Single(await portal.RowsAsync<PhoneNumber>());
        Assert.Equal(("phone", PersonKey.Number(person.Id)), (grant.SignIn, grant.PersonKey));
        // A second tap on the same button is no second question.
        var twice = await portal.SubmitAsync(Visit(token: "5e6f7a8b"), ("otp", code));
        Assert.Equal(HttpStatusCode.SeeOther, twice.StatusCode);
        Assert.Equal(grant.Id, portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac)!.Id);
    }

    [Fact]
    public async Task Once_more_is_the_same_code_and_comes_only_when_asked_for()
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        await AskAsync(portal);
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 1);
        var code = portal.Courier.Code;
        portal.Clock.Ahead += TimeSpan.FromSeconds(61);
        Assert.Contains("name=\"again\"", await portal.GetTextAsync(Visit()));
        Assert.Single(portal.Courier.Taken);
        await portal.SubmitAsync(Visit(), ("again", "yes"));
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 2);
        Assert.Equal(code, portal.Courier.Code);
        Assert.Equal(HttpStatusCode.SeeOther, (await portal.SubmitAsync(Visit(), ("otp", code))).StatusCode);
    }

    [Fact]
    public async Task A_code_is_good_for_twenty_minutes_and_five_tries()
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        await AskAsync(portal);
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 1);
        var code = portal.Courier.Code;
        for (var left = 4; left > 0; left--)
        {
            var page = await TestPortal.TextAsync(await portal.SubmitAsync(Visit(), ("otp", Wrong(code))));
            Assert.Contains($"Sisa {left} kali coba", page);
            Assert.Contains("aria-invalid", page);
        }
        Assert.Contains("Terlalu sering salah, jadi kode itu tidak berlaku lagi", await TestPortal.TextAsync(await portal.SubmitAsync(Visit(), ("otp", Wrong(code)))));
        var dead = await portal.SubmitAsync(Visit(), ("otp", code));
        Assert.Null(dead.Headers.Location);
        // And the way on is there: a new code, a voucher, a tap.
        var page2 = await TestPortal.TextAsync(dead);
        foreach (var field in new[] { "phone", "code", "consent" }) Assert.Contains($"name=\"{field}\"", page2);

        await AskAsync(portal);
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 2);
        portal.Clock.Ahead += TimeSpan.FromMinutes(21);
        Assert.DoesNotContain("name=\"otp\"", await portal.GetTextAsync(Visit()));
        Assert.Contains("tidak berlaku", await TestPortal.TextAsync(await portal.SubmitAsync(Visit(), ("otp", portal.Courier.Code))));
        Assert.Null(portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac));
    }

    [Fact]
    public async Task A_number_that_is_not_proven_lets_nobody_in_by_any_path()
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        Assert.Null((await portal.SubmitAsync(Visit(), ("otp", "123456"))).Headers.Location);
        await AskAsync(portal);
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 1);
        var code = portal.Courier.Code;
        // The right code from another phone; number and code together; the number as voucher, as account.
        Assert.Null((await portal.SubmitAsync(Visit("02:00:00:00:00:99"), ("otp", code))).Headers.Location);
        Assert.Null((await portal.SubmitAsync(Visit("02:00:00:00:00:99"), ("phone", Number), ("otp", code))).Headers.Location);
        Assert.Null((await portal.SubmitAsync(Visit(), ("code", "0812345678"))).Headers.Location);
        Assert.Null((await portal.SubmitAsync(Visit(), ("username", Full), ("password", code))).Headers.Location);
        // Over RADIUS everything goes by the gatekeeper: it knows neither the number nor the code nor the phone.
        var gatekeeper = portal.Get<Gatekeeper>();
        foreach (var name in new[] { Full, Full[1..], "081234567890", code, LoginFlowTests.PhoneMac, PersonKey.Number(1) }) Assert.Null(gatekeeper.Find(name));
        Assert.Null(portal.Get<GrantTable>().OfPhone(LoginFlowTests.PhoneMac));
        Assert.Empty(await portal.RowsAsync<PhoneNumber>());
        Assert.Empty(await portal.RowsAsync<Grant>());
    }

    [Fact]
    public async Task Neither_number_nor_code_can_be_read_on_disk()
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        await AskAsync(portal);
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 1);
        var code = portal.Courier.Code;
        await portal.SubmitAsync(Visit(), ("otp", code));
        foreach (var file in Directory.EnumerateFiles(portal.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, TestContext.Current.CancellationToken);
            var text = Encoding.Latin1.GetString(bytes.ToArray());
            Assert.DoesNotContain("81234567890", text);
            Assert.DoesNotContain(code + " adalah", text);
        }
        var message = Assert.Single(await portal.RowsAsync<Message>());
        Assert.Equal((MessageState.Sent, 350L, 0L, TestPortal.Place), (message.State, message.Rupiah, message.SetAside, message.AreaCode));
        Assert.Null(message.TextSealed);
    }

    [Theory]
    [InlineData("number", "sering diminta hari ini")]
    [InlineData("phone", "sering diminta hari ini")]
    [InlineData("point", "Jatah pesan di titik ini")]
    [InlineData("day", "Jatah pesan di titik ini")]
    [InlineData("rupiah", "Jatah pesan di titik ini")]
    public async Task Every_budget_ends_in_clear_words_and_other_ways(string limit, string words)
    {
        var many = new CodeLimits { PerNumber = 50, PerPhone = 50, PerAccessPoint = 50, PerDay = 50 };
        await using var portal = await (await TestPortal.StartAsync(codes: limit switch
        {
            "number" => many with { PerNumber = 1 },
            "phone" => many with { PerPhone = 1 },
            "point" => many with { PerAccessPoint = 1 },
            "day" => many with { PerDay = 1 },
            _ => many,
        })).WithCourierAsync();
        // A budget of an area around counts what is sent in it.
        await portal.ChangeAsync(db => SignInOfferList.SetAsync(db, "35.73.05", new SignInOfferInput(null, null, null, null, limit == "rupiah" ? 400 : 1_000_000)));
        await TestPortal.UntilAsync(() => portal.Get<SignInOfferTable>().BudgetsOf(TestPortal.Place).Count == 1);
        Assert.Contains("name=\"otp\"", await AskAsync(portal));
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 1);
        portal.Clock.Ahead += TimeSpan.FromSeconds(61);

        var refused = limit switch
        {
            "number" => await AskAsync(portal, Number, "02:00:00:00:00:99"),
            "phone" => await AskAsync(portal, "0813 0000 0001"),
            _ => await AskAsync(portal, "0813 0000 0001", "02:00:00:00:00:99"),
        };
        Assert.Contains(words, refused);
        Assert.Contains("role=\"alert\"", refused);
        foreach (var field in new[] { "code", "consent" }) Assert.Contains($"name=\"{field}\"", refused);
        Assert.Single(portal.Courier.Taken);
        // The one question that was put can still be answered.
        Assert.Equal(HttpStatusCode.SeeOther, (await portal.SubmitAsync(Visit(), ("otp", portal.Courier.Code))).StatusCode);
    }

    [Fact]
    public async Task A_message_that_cannot_be_delivered_says_so_and_leaves_the_other_ways()
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        portal.Courier.Answer = new HandOver(HandOverResult.Refused, "no such number");
        await AskAsync(portal);
        var page = "";
        await TestPortal.UntilAsync(async () => (page = await portal.GetTextAsync(Visit())).Contains("tidak bisa dikirim", StringComparison.Ordinal));
        foreach (var field in new[] { "phone", "code", "consent" }) Assert.Contains($"name=\"{field}\"", page);
        Assert.Equal(0, Assert.Single(await portal.RowsAsync<Message>()).Rupiah);
    }

    [Fact]
    public async Task A_known_and_an_unknown_number_get_the_same_answer()
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        await AskAsync(portal, "0812 0000 0890", "02:00:00:00:00:01");
        await TestPortal.UntilAsync(() => portal.Courier.Taken.Count == 1);
        await portal.SubmitAsync(Visit("02:00:00:00:00:01"), ("otp", portal.Courier.Code));
        portal.Clock.Ahead += TimeSpan.FromMinutes(2);
        static string Plain(string page) => System.Text.RegularExpressions.Regex.Replace(page, "(name=\"[qt]\" value=\"[^\"]*\")|href=\"[^\"]*\"|[0-9]{2}\\.[0-9]{2}", "");
        var known = Plain(await AskAsync(portal, "0812 0000 0890", "02:00:00:00:00:02"));
        var unknown = Plain(await AskAsync(portal, "0812 1111 1890", "02:00:00:00:00:03"));
        Assert.Equal(known, unknown);
        Assert.Contains("name=\"otp\"", known);
    }

    [Theory]
    [InlineData("081234567890", Full)]
    [InlineData("0812-3456-7890", Full)]
    [InlineData("+62 812 3456 7890", Full)]
    [InlineData("62 812 3456 7890", Full)]
    [InlineData("+62 (0)812 3456 7890", Full)]
    [InlineData("0062 812.3456.7890", Full)]
    [InlineData("812 3456 7890", Full)]
    [InlineData("０８１２３４５６７８９０", Full)]
    [InlineData("0812 34", null)]
    [InlineData("0812x34567890", null)]
    [InlineData("", null)]
    [InlineData("++6281234567890", null)]
    [InlineData("08123456789012345", null)]
    public void Numbers_are_read_as_people_write_them(string typed, string? number) => Assert.Equal(number, PhoneNumbers.Normalize(typed));

    [Theory]
    [InlineData("+1 900 555 0100", "nomor ponsel Indonesia")]
    [InlineData("0341 551234", "nomor ponsel Indonesia")]
    [InlineData("12", "tidak lengkap")]
    public async Task Numbers_that_get_no_message_are_told_why(string number, string words)
    {
        await using var portal = await (await TestPortal.StartAsync()).WithCourierAsync();
        var page = await AskAsync(portal, number);
        Assert.Contains(words, page);
        Assert.DoesNotContain("name=\"otp\"", page);
        Assert.Empty(await portal.RowsAsync<Message>());
    }
}
