using HotspotManager.Core.Feed;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Unit.Portal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Core.Messages;

public class MessageDispatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Says by name of the courier what the test wants.</summary>
    private sealed class Scripted : ICourierKind
    {
        public Dictionary<string, HandOverResult> Says { get; } = [];

        public List<string> Asked { get; } = [];

        public string Kind => "log";

        public Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
        {
            lock (Asked) Asked.Add(courier.Name);
            return Task.FromResult(new HandOver(Says[courier.Name], "said so"));
        }
    }

    private static async Task<(TestStore Store, Scripted Script, ShiftedTime Time)> MakeAsync(params string[] couriers)
    {
        var (script, time) = (new Scripted(), new ShiftedTime());
        var store = await TestStore.CreateAsync(time, more: s => s.AddSingleton<ICourierKind>(script));
        foreach (var name in couriers)
            await store.Writer.ChangeAsync(db => CourierList.AddAsync(db, store.Get<SecretBox>(), name, new CourierInput { Kind = "log", Rupiah = 350 }, Cancel), Cancel);
        await using var db = store.Open();
        await store.Get<CourierTable>().ReloadAsync(db, Cancel);
        return (store, script, time);
    }

    private static Task<Message> PostAsync(TestStore store, ShiftedTime time, string once = "m1", int minutes = 10) => store.Writer.WriteAsync(db => Outbox.PostAsync(
        db, store.Get<SecretBox>(), new NewMessage(once, MessagePurpose.Test, MessageChannel.Phone, "+6281234567890", "•890", "hello", "35.73.05", time.GetUtcNow().AddMinutes(minutes), 350), time.GetUtcNow(), Cancel), Cancel);

    private static async Task<Message> RowAsync(TestStore store)
    {
        await using var db = store.Open();
        return await db.Set<Message>().AsNoTracking().SingleAsync(Cancel);
    }

    [Fact]
    public async Task A_message_posted_twice_is_sent_once()
    {
        var (store, script, time) = await MakeAsync("a");
        await using var _ = store;
        script.Says["a"] = HandOverResult.Taken;
        await PostAsync(store, time);
        await PostAsync(store, time);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.Get<MessageDispatch>().RoundAsync(Cancel)));
        Assert.Equal(["a"], script.Asked);
        var row = await RowAsync(store);
        Assert.Equal((MessageState.Sent, 350L, 0L, "a"), (row.State, row.Rupiah, row.SetAside, row.Courier));
        Assert.Null(row.TextSealed);
    }

    [Fact]
    public async Task The_next_courier_stands_in_and_pauses_grow_until_it_is_too_late()
    {
        var (store, script, time) = await MakeAsync("a", "b");
        await using var _ = store;
        (script.Says["a"], script.Says["b"]) = (HandOverResult.Refused, HandOverResult.NotNow);
        await PostAsync(store, time, minutes: 2);
        var pauses = new List<double>();
        for (var i = 0; i < 20 && (await RowAsync(store)).State != MessageState.Expired; i++)
        {
            await store.Get<MessageDispatch>().RoundAsync(Cancel);
            var pause = (await RowAsync(store)).NextTryAt - time.GetUtcNow();
            pauses.Add(Math.Round(pause.TotalSeconds));
            Assert.Equal(0, await store.Get<MessageDispatch>().RoundAsync(Cancel));
            time.Ahead += pause + TimeSpan.FromSeconds(1);
        }
        Assert.Equal([2, 4, 8, 16, 32], pauses.Take(5));
        Assert.Equal(["a", "b", "a", "b"], script.Asked.Take(4));
        var row = await RowAsync(store);
        Assert.Equal((MessageState.Expired, 0L, 0L), (row.State, row.Rupiah, row.SetAside));
        Assert.Equal("b: said so", row.Answer);
    }

    [Fact]
    public async Task What_every_courier_refuses_has_failed_and_costs_nothing()
    {
        var (store, script, time) = await MakeAsync("a", "b");
        await using var _ = store;
        (script.Says["a"], script.Says["b"]) = (HandOverResult.Refused, HandOverResult.Refused);
        await PostAsync(store, time);
        await store.Get<MessageDispatch>().RoundAsync(Cancel);
        var row = await RowAsync(store);
        Assert.Equal((MessageState.Failed, 0L, 0L), (row.State, row.Rupiah, row.SetAside));
    }

    [Fact]
    public async Task No_answer_may_have_cost_money_and_is_tried_again_by_itself()
    {
        var (store, script, time) = await MakeAsync("a", "b");
        await using var _ = store;
        (script.Says["a"], script.Says["b"]) = (HandOverResult.Unknown, HandOverResult.Taken);
        await PostAsync(store, time);
        await using (var db = store.Open()) Assert.Equal(350, await Outbox.SpentAsync(db, "35.73", time.GetUtcNow().AddHours(-1), Cancel));
        await store.Get<MessageDispatch>().RoundAsync(Cancel);
        Assert.Equal(["a"], script.Asked);
        await using (var db = store.Open()) Assert.Equal(700, await Outbox.SpentAsync(db, "", time.GetUtcNow().AddHours(-1), Cancel));
        script.Says["a"] = HandOverResult.NotNow;
        time.Ahead += TimeSpan.FromSeconds(5);
        await store.Get<MessageDispatch>().RoundAsync(Cancel);
        Assert.Equal((MessageState.Sent, 700L, "b"), ((await RowAsync(store)).State, (await RowAsync(store)).Rupiah, (await RowAsync(store)).Courier));
        await using var other = store.Open();
        Assert.Equal(0, await Outbox.SpentAsync(other, "35.73.01", time.GetUtcNow().AddHours(-1), Cancel));
    }

    [Fact]
    public async Task A_message_in_the_hands_of_a_killed_process_is_taken_up_again()
    {
        var (store, script, time) = await MakeAsync("a");
        await using var _ = store;
        script.Says["a"] = HandOverResult.Taken;
        await PostAsync(store, time);
        await store.Writer.WriteAsync(db => db.Set<Message>().ExecuteUpdateAsync(m => m.SetProperty(x => x.State, MessageState.Sending).SetProperty(x => x.NextTryAt, time.GetUtcNow().AddSeconds(90)), Cancel), Cancel);
        Assert.Equal(0, await store.Get<MessageDispatch>().RoundAsync(Cancel));
        time.Ahead += TimeSpan.FromSeconds(91);
        Assert.Equal(1, await store.Get<MessageDispatch>().RoundAsync(Cancel));
        Assert.Equal(MessageState.Sent, (await RowAsync(store)).State);
    }

    [Fact]
    public async Task A_delivery_report_that_overtakes_the_answer_stands()
    {
        var (store, script, time) = await MakeAsync("a");
        await using var _ = store;
        script.Says["a"] = HandOverResult.Taken;
        var posted = await PostAsync(store, time);
        await store.Writer.WriteAsync(async db =>
        {
            (await db.Set<Message>().SingleAsync(Cancel)).State = MessageState.Sending;
            await db.SaveChangesAsync(Cancel);
            Assert.True(await Outbox.ReportAsync(db, posted.Id, delivered: true, "delivered", time.GetUtcNow(), Cancel));
            Assert.False(await Outbox.ReportAsync(db, 4711, delivered: true, "delivered", time.GetUtcNow(), Cancel));
        }, Cancel);
        Assert.Equal(MessageState.Delivered, (await RowAsync(store)).State);
        await store.Writer.WriteAsync(db => Outbox.ReportAsync(db, posted.Id, delivered: false, "late", time.GetUtcNow(), Cancel), Cancel);
        Assert.Equal(MessageState.Delivered, (await RowAsync(store)).State);
    }

    [Theory]
    [InlineData("http://sms.example/send?t={text}", "https")]
    [InlineData("ftp://sms.example/{text}", "http or https")]
    [InlineData("https://sms.example/send", "{text}")]
    public async Task A_courier_that_would_leak_or_say_nothing_is_refused(string url, string words)
    {
        var (store, _, _) = await MakeAsync();
        await using var __ = store;
        var error = await Assert.ThrowsAsync<RefusedException>(() => store.Writer.ChangeAsync(
            db => CourierList.AddAsync(db, store.Get<SecretBox>(), "x", new CourierInput { Kind = "http", Url = url }, Cancel), Cancel));
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public async Task A_courier_that_fails_three_times_in_a_row_is_told_once_an_hour_and_so_is_its_recovery()
    {
        var (store, script, time) = await MakeAsync("a", "b");
        await using var _ = store;
        (script.Says["a"], script.Says["b"]) = (HandOverResult.Refused, HandOverResult.Taken);
        for (var i = 0; i < 2; i++) await OneAsync();
        Assert.Empty(await FailingAsync());
        // One that works stands in: residents notice nothing, operators do.
        await OneAsync();
        Assert.Equal(("a", "said so"), Assert.Single(await FailingAsync()) is var f ? (f.Name, f.Answer) : default);
        for (var i = 0; i < 5; i++) await OneAsync();
        Assert.Equal(1, await ToldAsync());
        time.Ahead = TimeSpan.FromHours(1.1);
        await OneAsync();
        Assert.Equal(2, await ToldAsync());
        script.Says["a"] = HandOverResult.Taken;
        await OneAsync();
        await OneAsync();
        Assert.Empty(await FailingAsync());
        Assert.Equal(3, await ToldAsync());

        async Task OneAsync()
        {
            await PostAsync(store, time, Guid.NewGuid().ToString(), minutes: 600);
            while (await store.Get<MessageDispatch>().RoundAsync(Cancel) > 0) { }
        }

        async Task<IReadOnlyList<FailingCourier>> FailingAsync()
        {
            await using var db = store.Open();
            return await CourierAlarm.FailingAsync(db, time.GetUtcNow(), Cancel);
        }

        async Task<int> ToldAsync()
        {
            await using var db = store.Open();
            return await db.Set<FeedEvent>().CountAsync(e => e.Kind == FeedKind.Notice, Cancel);
        }
    }
}
