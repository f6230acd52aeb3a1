using System.Text.Json;
using HotspotManager.Core.Alerts;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core.Alerts;

public class AlertDeskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_incident_is_one_message_that_changes_and_mail_and_programs_get_their_own(bool postgres)
    {
        await using var house = await AlertHouse.OpenAsync(postgres: postgres ? await Postgres.NewDatabaseAsync() : "");
        await house.SubscribeAsync("noc", "telegram", "-1001234567890/17");
        await house.SubscribeAsync("surat", "email", "noc@kota.example", i => i with { Language = "en" });
        await house.SubscribeAsync("aduan", "webhook", "https://aduan.example/hook");
        var incident = await house.BeginAsync();
        await house.PassAsync();
        await house.ChangeIncidentAsync(incident, i => (i.Points, i.People) = (6, 45));
        await house.PassAsync(1);
        await house.Store.Writer.WriteAsync(db => IncidentDesk.AcknowledgeAsync(db, incident, "sari", null, null, house.Time.GetUtcNow(), Cancel), Cancel);
        await house.PassAsync(1);
        await house.EndAsync(incident);
        await house.PassAsync(3);

        var chat = house.Of("telegram");
        Assert.Equal([false, true, true, true], chat.Got.Select(g => g.Edits));
        Assert.All(chat.Got, g => Assert.Equal(4, g.Text.Split('\n').Length));
        Assert.All(chat.Got, g => Assert.Equal("-1001234567890/17", g.To));
        Assert.StartsWith("■ Padam: 4 titik (kemungkinan listrik atau jalur utama)\nRW 05 Lowokwaru · sejak ", chat.Got[0].Text);
        Assert.Contains("\n31 warga terputus · belum ditangani\nhttp://127.0.0.1:8081/incidents/1", chat.Got[0].Text);
        Assert.Contains("6 titik", chat.Got[1].Text);
        Assert.Contains("ditangani sari", chat.Got[2].Text);
        Assert.StartsWith("● Pulih: 6 titik", chat.Got[3].Text);
        Assert.Matches(@" sejak ([0-9]+ \w+ )?[0-9.]{5} WIB\n", chat.Got[0].Text);
        Assert.Matches(@" · ([0-9]+ \w+ )?[0-9.]{5}–([0-9]+ \w+ )?[0-9.]{5} WIB, selama [0-9]+ m\n45 warga sempat terputus · ditangani sari\n", chat.Got[3].Text);
        Assert.Equal(2, chat.Envelopes[0].Extras.Buttons.Count);
        Assert.Single(chat.Envelopes[2].Extras.Buttons);
        Assert.Empty(chat.Envelopes[3].Extras.Buttons);
        // A mailbox gets the first and the end, in one conversation.
        var mail = house.Of("smtp");
        Assert.Equal(["■ Down: 4 access points (probably power or backhaul)", "● Recovered: 6 access points (probably power or backhaul)"], mail.Envelopes.Select(e => e.Extras.Subject));
        Assert.Equal(mail.Envelopes[0].Thread, mail.Envelopes[1].Thread);
        Assert.NotNull(mail.Envelopes[1].Earlier);
        // A program gets everything, each under its own name.
        var kinds = house.Of("webhook").Envelopes.Select(e => JsonDocument.Parse(e.Extras.Data!).RootElement).ToList();
        Assert.Equal(["alert", "update", "update", "recovery"], kinds.Select(k => k.GetProperty("kind").GetString()));
        Assert.Equal("sari", kinds[2].GetProperty("acknowledgedBy").GetString());
        Assert.Equal(4, house.Of("webhook").Got.Select(g => g.Once).Distinct().Count());
    }

    [Fact]
    public async Task What_was_over_before_it_could_be_told_is_not_told_and_neither_is_its_end()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001");
        await house.SubscribeAsync("surat", "email", "noc@kota.example");
        house.Of("telegram").Says = house.Of("smtp").Says = () => HandOverResult.NotNow;
        var incident = await house.BeginAsync();
        await house.PassAsync(3);
        await house.EndAsync(incident);
        await house.PassAsync(3);
        house.Of("telegram").Says = house.Of("smtp").Says = () => HandOverResult.Taken;
        await house.PassAsync(5);
        Assert.Empty(house.Got);
        Assert.All(await house.MessagesAsync(), m => Assert.Equal(MessageState.Withdrawn, m.State));
    }

    [Fact]
    public async Task What_may_have_got_through_is_answered_with_the_end()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("surat", "email", "noc@kota.example");
        house.Of("smtp").Says = () => HandOverResult.Unknown;
        var incident = await house.BeginAsync();
        await house.PassAsync();
        await house.EndAsync(incident);
        await house.PassAsync(2);
        house.Of("smtp").Says = () => HandOverResult.Taken;
        await house.PassAsync(2);
        var got = Assert.Single(house.Got);
        Assert.StartsWith("● Pulih", got.Text);
        Assert.True(house.Of("smtp").Envelopes[0].MayBeOut);
    }

    [Fact]
    public async Task A_chat_that_refused_the_news_does_not_get_the_end()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001");
        house.Of("telegram").Says = () => HandOverResult.Refused;
        var incident = await house.BeginAsync();
        await house.PassAsync(1);
        house.Of("telegram").Says = () => HandOverResult.Taken;
        await house.EndAsync(incident);
        await house.PassAsync(3);
        Assert.Empty(house.Got);
        Assert.Equal([MessageState.Failed], (await house.MessagesAsync()).Select(m => m.State));
    }

    [Fact]
    public async Task While_the_way_out_is_cut_only_the_last_text_waits()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001");
        house.Of("telegram").Says = () => HandOverResult.NotNow;
        var incident = await house.BeginAsync(points: 2, people: 1);
        for (var points = 3; points < 9; points++)
        {
            await house.ChangeIncidentAsync(incident, i => i.Points = points);
            await house.PassAsync(1);
        }
        house.Of("telegram").Says = () => HandOverResult.Taken;
        await house.PassAsync(2);
        Assert.StartsWith("■ Padam: 8 titik", Assert.Single(house.Got).Text);
        Assert.Single(await house.MessagesAsync());
    }

    [Fact]
    public async Task A_kill_at_any_moment_loses_no_alert_and_writes_none_twice()
    {
        // Killed before anything, after the decision, while the courier has it (the claim stands), after it was taken.
        for (var moment = 0; moment < 4; moment++)
        {
            var house = await AlertHouse.OpenAsync();
            await house.SubscribeAsync("aduan", "webhook", "https://aduan.example/hook");
            var incident = await house.BeginAsync();
            if (moment >= 1) await house.Store.Get<AlertDesk>().LookAsync(Cancel);
            if (moment == 2) await house.Store.Writer.WriteAsync(db => db.Set<Message>().ExecuteUpdateAsync(
                m => m.SetProperty(x => x.State, MessageState.Sending).SetProperty(x => x.NextTryAt, house.Time.GetUtcNow().AddSeconds(90)), Cancel), Cancel);
            if (moment == 3) await house.PassAsync();
            var before = house.Got;
            var again = await house.ReopenAsync();
            await again.Store.Get<MessageDispatch>().StartAsync(Cancel);
            await again.Store.Get<MessageDispatch>().StopAsync(Cancel);
            await again.PassAsync(1);
            await again.PassAsync(1);
            var got = before.Concat(again.Got).ToList();
            Assert.Equal(($"incident:{incident}:1:1", 1), (got.Select(g => g.Once).Distinct().Single(), got.Count));
            var row = Assert.Single(await again.MessagesAsync());
            Assert.Equal((MessageState.Sent, moment == 2), (row.State, row.Uncertain));
            await again.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_servers_on_one_store_tell_once()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001");
        await using var other = await house.ReopenAsync();
        await house.BeginAsync();
        await Task.WhenAll(house.Store.Get<AlertDesk>().LookAsync(Cancel), other.Store.Get<AlertDesk>().LookAsync(Cancel));
        Assert.Single(await house.MessagesAsync());
    }

    [Fact]
    public async Task Two_incidents_that_turn_out_to_be_one_stay_one_message()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001");
        var first = await house.BeginAsync();
        await house.PassAsync();
        var whole = await house.BeginAsync(points: 0);
        await house.Store.Writer.WriteAsync(async db =>
        {
            var (gone, into) = (await db.Set<Incident>().SingleAsync(i => i.Id == first, Cancel), await db.Set<Incident>().SingleAsync(i => i.Id == whole, Cancel));
            (into.Points, into.People) = (9, 80);
            db.Remove(gone);
            await db.SaveChangesAsync(Cancel);
            await FeedLog.AppendAsync(db, [IncidentEvents.Of(gone, null, house.Time.GetUtcNow(), into: whole)], Cancel);
        }, Cancel);
        await house.PassAsync(1);
        Assert.Equal([false, true], house.Got.Select(g => g.Edits));
        Assert.StartsWith("■ Padam: 9 titik", house.Got[1].Text);
    }

    [Fact]
    public async Task Buttons_count_only_in_the_chat_they_belong_to_and_from_operators_who_may_act_there()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001/4");
        await house.SubscribeAsync("lain", "telegram", "-2002", i => i with { Area = "35.73.02" });
        await house.ChangeAsync(async (db, secrets) =>
        {
            await AlertList.AddContactAsync(db, secrets, "sari", "telegram", "777001", house.Time.GetUtcNow(), Cancel);
            await AlertList.AddContactAsync(db, secrets, "budi", "telegram", "777002", house.Time.GetUtcNow(), Cancel);
        });
        var (own, far) = (await house.BeginAsync(), await house.BeginAsync(area: "35.73.01.1001/01"));
        await house.PassAsync();
        var press = house.Store.Get<AlertPress>();
        string Data(string kind, long incident, int subscription = 1) => AlertPress.Data(kind, incident, subscription);

        Assert.Null(await press.PressAsync("telegram", "-2002", "777001", Data("a", own), Cancel));
        Assert.Null(await press.PressAsync("telegram", "-1001", "777001", "a:1:99", Cancel));
        foreach (var rubbish in new[] { null, "", "a", "a:b:c", "x:1:1", "a:1:1:1", "a:-1:1", new string('9', 64) })
            Assert.Null(await press.PressAsync("telegram", "-1001", "777001", rubbish, Cancel));
        // A stranger is told the number by which an administrator can let them in.
        Assert.Contains("888999", await press.PressAsync("telegram", "-1001", "888999", Data("a", own), Cancel));
        // A coordinator acts in the own area only.
        Assert.Contains("777002", await press.PressAsync("telegram", "-1001", "777002", Data("a", far), Cancel));
        Assert.Equal("Ditangani budi.", await press.PressAsync("telegram", "-1001", "777002", Data("a", own), Cancel));
        Assert.Equal("Sudah ditangani budi.", await press.PressAsync("telegram", "-1001", "777001", Data("a", own), Cancel));
        Assert.Contains("dibisukan", await press.PressAsync("telegram", "-1001", "777001", Data("m", far), Cancel));
        await house.PassAsync(1);
        await using (var db = house.Store.Open())
        {
            Assert.Equal("budi", (await db.Set<Incident>().SingleAsync(i => i.Id == own, Cancel)).AcknowledgedBy);
            Assert.Null((await db.Set<Incident>().SingleAsync(i => i.Id == far, Cancel)).AcknowledgedBy);
            Assert.Equal("sari", (await db.Set<AlertNotice>().SingleAsync(n => n.IncidentId == far, Cancel)).MutedBy);
        }
        Assert.Contains(house.Got, g => g.Edits && g.Text.Contains("ditangani budi", StringComparison.Ordinal));
        await house.EndAsync(own);
        Assert.Contains("selesai", await press.PressAsync("telegram", "-1001", "777001", Data("a", own), Cancel));
    }

    [Fact]
    public async Task An_operators_subscription_tells_what_that_operator_may_see_and_nothing_once_they_are_gone()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("budi-hp", "email", "budi@kota.example", i => i with { Operator = "budi" });
        await house.BeginAsync(area: "35.73.05.1011/06");
        var own = await house.BeginAsync();
        await house.PassAsync();
        Assert.Single(house.Got);
        await house.ChangeAsync((db, _) => db.Set<HotspotManager.Core.Operators.Operator>().Where(o => o.Name == "budi").ExecuteDeleteAsync(Cancel));
        await house.EndAsync(own);
        await house.BeginAsync();
        await house.PassAsync(5);
        Assert.Single(house.Got);
    }

    [Fact]
    public async Task Work_that_somebody_announced_is_not_told()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001");
        await house.ChangeAsync((db, secrets) => HotspotManager.Core.Networks.NetworkList.AddAccessPointAsync(
            db, secrets, "LW-RW05-01", HotspotManager.Unit.Console.ConsoleRig.Input("35.73.05.1011/05", "10.1.0.1")));
        await house.ChangeAsync((db, _) => MaintenanceList.AddAsync(db, new MaintenanceInput(AccessPoint: "LW-RW05-01", For: "1h"), "sari", house.Store.Get<HotspotManager.Core.Areas.CityClock>(), Cancel));
        await using (var db = house.Store.Open()) await house.Store.Get<MaintenanceTable>().ReloadAsync(db, Cancel);
        var incident = await house.BeginAsync();
        await house.Store.Writer.WriteAsync(async db =>
        {
            var device = await db.Set<HotspotManager.Core.Networks.Device>().SingleAsync(Cancel);
            db.Add(new Outage { IncidentId = incident, DeviceId = device.Id, State = DeviceState.Down, Cause = "no answer", StartedAt = house.Time.GetUtcNow() });
        }, Cancel);
        await house.PassAsync(10);
        Assert.Empty(house.Got);
        await house.PassAsync(55);
        Assert.Single(house.Got);
    }

    [Theory]
    [InlineData("telegram", "@channel", "Telegram chat")]
    [InlineData("telegram", "-100/x", "Telegram chat")]
    [InlineData("email", "noc@kota.example\r\nBcc: x@y.z", "e-mail")]
    [InlineData("email", "not an address", "e-mail")]
    [InlineData("phone", "12", "phone number")]
    [InlineData("webhook", "http://aduan.example/hook", "https")]
    [InlineData("webhook", "ftp://aduan.example/hook", "http")]
    public async Task An_address_that_cannot_be_one_is_refused(string channel, string to, string words)
    {
        await using var house = await AlertHouse.OpenAsync();
        Assert.Contains(words, (await Assert.ThrowsAsync<RefusedException>(() => house.SubscribeAsync("x", channel, to))).Message);
    }

    [Fact]
    public async Task Addresses_are_sealed_and_shown_masked()
    {
        await using var house = await AlertHouse.OpenAsync();
        await house.SubscribeAsync("noc", "telegram", "-1001234567890/17", i => i with { Quiet = "22.00-05:00", DigestMinutes = 60, Area = "35.73.05.1011/05", AfterMinutes = 10 });
        await house.SubscribeAsync("surat", "email", "rahasia@kota.example");
        await house.SubscribeAsync("hook", "webhook", "https://aduan.example/hook?key=t0psecret");
        await using var db = house.Store.Open();
        var views = await AlertList.ListAsync(db, Cancel);
        Assert.Equal(["aduan.example/…", "r…@kota.example", "•890/17"], views.Select(v => v.To).Order(StringComparer.Ordinal));
        Assert.Equal(("22:00-05:00", 60, 10), (views.Single(v => v.Name == "noc").Quiet, views.Single(v => v.Name == "noc").DigestMinutes, views.Single(v => v.Name == "noc").AfterMinutes));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var file in Directory.EnumerateFiles(house.Store.Folder.Path, "*", SearchOption.AllDirectories))
        {
            var octets = await File.ReadAllBytesAsync(file, Cancel);
            foreach (var secret in new[] { "1001234567890", "rahasia@kota", "t0psecret", "token-of-a-bot" })
                Assert.True(octets.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret)) < 0, $"{secret} is readable in {Path.GetFileName(file)}");
        }
    }
}
