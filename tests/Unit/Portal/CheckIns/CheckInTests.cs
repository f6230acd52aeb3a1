using System.Net;
using System.Net.Http.Headers;
using System.Text;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Portal.CheckIns;

public sealed class CheckInTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task<(TestPortal Portal, string Key)> StartAsync()
    {
        var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(async db => await NetworkList.AddAccessPointAsync(db, portal.Get<SecretBox>(), "rw05",
            new NetworkInput { Area = TestPortal.Place, Secret = "radius-secret", NasId = "rw05", CheckIn = true }, Cancel));
        await TestPortal.UntilAsync(() => portal.Get<NetworkTable>().Current.FindDevice("rw05") is not null);
        return (portal, portal.Get<NetworkTable>().Current.FindDevice("rw05")!.CheckInKey!);
    }

    private static async Task<(int Status, string[] Words)> PostAsync(TestPortal portal, string key, string number, string rest, string device = "rw05")
    {
        var text = Encoding.ASCII.GetBytes($"hc1 {number} {rest}");
        var seal = CheckInSeal.Of(text, key);
        var answer = await portal.PostAsync($"/checkin?d={device}&s={seal}", new ByteArrayContent(text));
        var told = await TestPortal.TextAsync(answer);
        if (answer.StatusCode != HttpStatusCode.OK) return ((int)answer.StatusCode, told.Split(' '));
        var lines = told.Split('\n');
        Assert.True(CheckInSeal.Holds(Encoding.ASCII.GetBytes($"{seal}\n{lines[0]}\n"), key, lines[1]));
        return (200, lines[0].Split(' '));
    }

    private static Task<List<CheckIn>> StoredAsync(TestPortal portal) => portal.RowsAsync<CheckIn>();

    [Fact]
    public async Task A_report_is_taken_once_with_the_number_it_was_given_and_answered_with_our_time()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        var (status, again) = await PostAsync(portal, key, "-", "600\nat 600 1 2 3 4 5\n");
        Assert.Equal((200, "again"), (status, again[1]));
        Assert.Empty(await StoredAsync(portal));
        var (_, ok) = await PostAsync(portal, key, again[2], "600\nabout OpenWrt\nat 600 1 2 3 4 5\n");
        Assert.Equal("ok", ok[1]);
        Assert.InRange(long.Parse(ok[3]), DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 60, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 60);
        Assert.Equal("hc1 - 600\nat 600 1 2 3 4 5\n", Assert.Single(await StoredAsync(portal)).Report);
        var state = Assert.Single(await portal.RowsAsync<CheckInState>());
        Assert.Equal((3, 4, 5, "OpenWrt", "127.0.0.1"), (state.Clients, state.Leases, state.Pool, state.About, state.Address));
    }

    [Fact]
    public async Task A_report_that_was_recorded_is_worth_nothing_and_one_whose_answer_was_lost_counts_once()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        var first = (await PostAsync(portal, key, "-", "600\n")).Words[2];
        Assert.Equal("ok", (await PostAsync(portal, key, first, "600\nat 540 1 1 - - -\nat 600 2 2 - - -\n")).Words[1]);
        var (_, replayed) = await PostAsync(portal, key, first, "600\nat 540 1 1 - - -\nat 600 2 2 - - -\n");
        Assert.Equal("again", replayed[1]);
        Assert.Single(await StoredAsync(portal));

        // The device kept its samples, because it heard nothing, and sends them with the next one.
        Assert.Equal("ok", (await PostAsync(portal, key, replayed[2], "660\nat 540 1 1 - - -\nat 600 2 2 - - -\nat 660 3 3 - - -\n")).Words[1]);
        Assert.Equal("hc1 - 660\nat 660 3 3 - - -\n", (await StoredAsync(portal)).MaxBy(c => c.Id)!.Report);

        // After a restart its uptime begins anew: nothing of that was taken before.
        portal.Clock.Ahead = TimeSpan.FromMinutes(9);
        var (_, next) = await PostAsync(portal, key, "-", "30\n");
        Assert.Equal("ok", (await PostAsync(portal, key, next[2], "30\nat 30 1 1 - - -\n")).Words[1]);
        Assert.Equal("hc1 - 30\nat 30 1 1 - - -\n", (await StoredAsync(portal)).MaxBy(c => c.Id)!.Report);

        // And a number that is ten minutes old is no longer one.
        portal.Clock.Ahead = TimeSpan.FromMinutes(30);
        Assert.Equal("again", (await PostAsync(portal, key, next[2], "90\nat 90 1 1 - - -\n")).Words[1]);
    }

    [Fact]
    public async Task What_is_wrong_gets_a_clear_word_and_no_row()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        Assert.Equal(403, (await PostAsync(portal, CheckInSeal.NewKey(), "-", "600\n")).Status);
        Assert.Equal(400, (await PostAsync(portal, key, "-", "600\nat nonsense\n")).Status);
        Assert.Equal(404, (await PostAsync(portal, key, "-", "600\n", "stranger")).Status);
        Assert.Equal(404, (await PostAsync(portal, key, "-", "600\n", "tik")).Status);
        foreach (var address in (string[])["/checkin", "/checkin?d=", "/checkin?d=<script>", "/checkin?d=../../etc"])
            Assert.Equal(HttpStatusCode.BadRequest, (await portal.PostAsync(address, new StringContent("x"))).StatusCode);
        foreach (var seal in (string[])["", "&s=", "&s=00", "&s=" + new string('z', 5000)])
            Assert.Equal(HttpStatusCode.Forbidden, (await portal.PostAsync("/checkin?d=rw05" + seal, new StringContent("hc1 - 1\n"))).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await portal.PostAsync("/checkin?d=rw05&s=00", new ByteArrayContent(new byte[CheckInReport.LargestPost + 1]))).StatusCode);
        using var unsized = new HttpRequestMessage(HttpMethod.Post, "/checkin?d=rw05&s=00") { Content = new StreamContent(new MemoryStream(new byte[100_000])) };
        unsized.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await portal.Phone.SendAsync(unsized, Cancel)).StatusCode);
        Assert.Empty(await StoredAsync(portal));
        Assert.Empty(await portal.RowsAsync<CheckInState>());
    }

    [Fact]
    public async Task A_key_that_is_shown_is_taken_over_TLS_only()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        using var open = new HttpRequestMessage(HttpMethod.Post, "/checkin?d=rw05") { Content = new StringContent("hc1 - 1\n") };
        open.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var answer = await portal.Phone.SendAsync(open, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("https only", await TestPortal.TextAsync(answer), StringComparison.Ordinal);

        var flow = portal.Get<HotspotManager.Portal.CheckIns.CheckInFlow>();
        var device = portal.Get<NetworkTable>().Current.FindDevice("rw05")!;
        var taken = await flow.RunAsync(device, "hc1 - 1\n"u8.ToArray(), null, key, isSecure: true, IPAddress.Loopback);
        Assert.Equal((200, 4), (taken.Status, taken.Text.TrimEnd('\n').Split(' ').Length));
        Assert.Equal(403, (await flow.RunAsync(device, "hc1 - 1\n"u8.ToArray(), null, CheckInSeal.NewKey(), isSecure: true, IPAddress.Loopback)).Status);
    }

    [Fact]
    public async Task A_device_that_reports_without_end_is_slowed_and_others_are_not()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        await portal.ChangeAsync(async db => await NetworkList.AddDeviceAsync(db, portal.Get<SecretBox>(), "other", new NetworkInput { CheckIn = true }, Cancel));
        await TestPortal.UntilAsync(() => portal.Get<NetworkTable>().Current.FindDevice("other") is not null);
        var statuses = new List<int>();
        for (var i = 0; i < 60; i++) statuses.Add((await PostAsync(portal, key, "-", "600\n")).Status);
        Assert.Equal(200, statuses[0]);
        Assert.Equal(429, statuses[^1]);
        Assert.Equal(200, (await PostAsync(portal, portal.Get<NetworkTable>().Current.FindDevice("other")!.CheckInKey!, "-", "600\n", "other")).Status);

        // A stranger who knows only the name does not use up what the device may send.
        portal.Clock.Ahead = TimeSpan.FromMinutes(5);
        for (var i = 0; i < 60; i++) Assert.Equal(403, (await PostAsync(portal, CheckInSeal.NewKey(), "-", "600\n")).Status);
        Assert.Equal(200, (await PostAsync(portal, key, "-", "600\n")).Status);
    }

    [Fact]
    public async Task Who_is_not_known_is_listed_with_the_command_that_adopts_it_and_a_flood_of_names_stays_bounded()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        foreach (var name in (string[])["rw77", "rw77", "tik"]) await PostAsync(portal, key, "-", "600\n", name);
        var list = await ListAsync();
        Assert.Equal(["rw77", "tik"], list.Select(u => u.Name).Order());
        Assert.Equal((2L, "hotspot ap add rw77 --area CODE --check-in --secret SECRET --nas-id rw77"), (list.Single(u => u.Name == "rw77").Reports, list.Single(u => u.Name == "rw77").Adopt));
        Assert.Equal("hotspot ap set tik --check-in", list.Single(u => u.Name == "tik").Adopt);

        await portal.ChangeAsync(db => NetworkList.SetAccessPointAsync(db, portal.Get<SecretBox>(), "tik", new NetworkInput { CheckIn = true }, Cancel));
        Assert.Equal("rw77", Assert.Single(await ListAsync()).Name);
        for (var i = 0; i < 300; i++) portal.Get<CheckInStrangers>().Heard($"n{i}", IPAddress.Loopback);
        Assert.InRange((await ListAsync()).Length, 60, 70);

        async Task<UnknownCheckInView[]> ListAsync()
        {
            await portal.Get<CheckInStrangers>().FlushAsync(Cancel);
            await using var db = await portal.Get<IDbContextFactory<HotspotDb>>().CreateDbContextAsync(Cancel);
            return await UnknownCheckInList.ListAsync(db, Cancel);
        }
    }

    [Fact]
    public async Task A_new_address_is_noted_with_the_router_and_never_with_a_controller_it_stands_behind()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        await portal.ChangeAsync(async db => await NetworkList.AddAccessPointAsync(db, portal.Get<SecretBox>(), "leaf", new NetworkInput { Area = TestPortal.Place, Nas = "tik", CheckIn = true }, Cancel));
        await TestPortal.UntilAsync(() => portal.Get<NetworkTable>().Current.FindDevice("leaf") is not null);
        foreach (var name in (string[])["rw05", "leaf"])
        {
            var its = portal.Get<NetworkTable>().Current.FindDevice(name)!.CheckInKey!;
            var number = (await PostAsync(portal, its, "-", "60\n", name)).Words[2];
            Assert.Equal("ok", (await PostAsync(portal, its, number, "60\nat 60 1 1 - - -\n", name)).Words[1]);
        }
        var nas = await portal.RowsAsync<Nas>();
        Assert.Equal("127.0.0.1", nas.Single(n => n.Name == "rw05").SeenAddress);
        Assert.Null(nas.Single(n => n.Name == "tik").SeenAddress);
    }

    [Fact]
    public async Task The_page_shows_the_last_report_and_what_to_paste_with_the_key_only_when_asked_for()
    {
        var (portal, key) = await StartAsync();
        await using var _ = portal;
        var number = (await PostAsync(portal, key, "-", "60\n")).Words[2];
        await PostAsync(portal, key, number, "60\nabout OpenWrt 23.05\nat 60 1 1 3 12 150\n");
        PanelContent? Show(bool secrets, string point = "rw05") => portal.Get<IServiceProvider>().GetServices<Panel>().Where(p => p.Place == PanelPlace.AccessPoint && p.Title.Contains("Check-in", StringComparison.Ordinal))
            .Select(p => p.Show(new PanelRequest(point, "en", "", secrets))).Single();
        Assert.Null(Show(false, "tik"));
        Assert.True(Show(false)!.HidesSecrets);
        Assert.DoesNotContain(key, string.Concat(Show(false)!.Code.Select(c => c.Text)), StringComparison.Ordinal);
        var shown = Show(true)!;
        Assert.Contains("12 / 150", shown.Fields.Select(f => f.Value));
        Assert.Contains("OpenWrt 23.05", shown.Fields.Select(f => f.Value));
        // The portal of this test is http: no key is pasted into a router that would show it in the clear.
        Assert.Contains($"key={key}", Assert.Single(shown.Code).Text, StringComparison.Ordinal);
    }
}
