using HotspotManager.Core.Alerts;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Couriers;
using HotspotManager.Couriers.Telegram;
using HotspotManager.Unit.Core;
using HotspotManager.Unit.Portal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Couriers;

public sealed class TelegramTests : IAsyncLifetime
{
    private readonly ShiftedTime _time = new();
    private TelegramStandIn _telegram = null!;
    private TestStore _store = null!;
    private int _number;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _telegram = await TelegramStandIn.StartAsync();
        _store = await TestStore.CreateAsync(_time, more: s => s.AddCouriers());
        await _store.Writer.ChangeAsync(async db =>
        {
            var secrets = _store.Get<SecretBox>();
            await CourierList.AddAsync(db, secrets, "bot", new CourierInput { Kind = "telegram", Url = _telegram.Url, Password = TelegramStandIn.Token }, Cancel);
            await AlertList.AddAsync(db, secrets, "noc", new AlertInput { Channel = "telegram", To = "-1001/17" }, _time.GetUtcNow().AddDays(-1), cancel: Cancel);
            await OperatorList.AddAsync(db, "sari", Roles.Operator, null, "rahasia-panjang", _time.GetUtcNow(), Cancel);
            await db.SaveChangesAsync(Cancel);
            await AlertList.AddContactAsync(db, secrets, "sari", "telegram", "777001", _time.GetUtcNow(), Cancel);
        }, Cancel);
        await ReloadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _telegram.DisposeAsync();
    }

    private async Task ReloadAsync()
    {
        await using var db = _store.Open();
        foreach (var snapshot in _store.Services.GetServices<HotspotManager.Core.Store.ISnapshot>()) await snapshot.ReloadAsync(db, Cancel);
    }

    private async Task<Message> PostAsync(string text, string? thread = "incident:1:1", string to = "-1001/17", bool quiet = false, params MessageButton[] buttons)
    {
        var posted = await _store.Writer.WriteAsync(db => Outbox.PostAsync(db, _store.Get<SecretBox>(), new NewMessage(
            $"m{++_number}", MessagePurpose.Alert, MessageChannel.Telegram, to, "•", text, null, _time.GetUtcNow().AddHours(1), 0)
        { Thread = thread, Extras = new MessageExtras(null, null, buttons, quiet) }, _time.GetUtcNow(), Cancel), Cancel);
        return posted;
    }

    /// <summary>Delivers until nothing waits any more, and lets as much time pass as it is asked to wait.</summary>
    private async Task<TimeSpan> DeliverAsync()
    {
        var begun = _time.GetUtcNow();
        for (var i = 0; i < 200; i++)
        {
            while (await _store.Get<MessageDispatch>().RoundAsync(Cancel) > 0) { }
            await using var db = _store.Open();
            if (await db.Set<Message>().Where(m => m.State == MessageState.Waiting).OrderBy(m => m.NextTryAt).FirstOrDefaultAsync(Cancel) is not { } next) return _time.GetUtcNow() - begun;
            if (next.NextTryAt > _time.GetUtcNow()) _time.Ahead += next.NextTryAt - _time.GetUtcNow() + TimeSpan.FromMilliseconds(1);
        }
        throw new InvalidOperationException("something waits for ever");
    }

    private async Task<Message> RowAsync(long id)
    {
        await using var db = _store.Open();
        return await db.Set<Message>().AsNoTracking().SingleAsync(m => m.Id == id, Cancel);
    }

    [Fact]
    public async Task A_thread_is_one_message_in_its_topic_that_changes()
    {
        await PostAsync("■ Padam", buttons: [new("✓", "a:1:1"), new("M", "m:1:1")]);
        await DeliverAsync();
        await PostAsync("■ Padam, 9 titik", buttons: [new("M", "m:1:1")]);
        await DeliverAsync();
        await PostAsync("● Pulih", quiet: true);
        await DeliverAsync();
        var (key, shown) = Assert.Single(_telegram.Messages);
        Assert.Equal(("● Pulih", 17, "", false), (shown.Text, shown.Topic, shown.Buttons, shown.Quiet));
        Assert.Equal("-1001", key.Chat);
        Assert.Equal(["sendMessage", "editMessageText", "editMessageText"], _telegram.Calls);
    }

    [Fact]
    public async Task What_is_not_modified_is_fine_and_what_was_deleted_is_told_anew()
    {
        await PostAsync("■ Padam");
        await DeliverAsync();
        var same = await PostAsync("■ Padam");
        await DeliverAsync();
        Assert.Equal(MessageState.Sent, (await RowAsync(same.Id)).State);
        _telegram.Messages.Clear();
        await PostAsync("● Pulih");
        await DeliverAsync();
        Assert.Equal("● Pulih", Assert.Single(_telegram.Messages).Value.Text);
        await PostAsync("■ Padam lagi");
        await DeliverAsync();
        Assert.Equal("■ Padam lagi", Assert.Single(_telegram.Messages).Value.Text);
    }

    [Fact]
    public async Task After_429_it_is_left_alone_for_as_long_as_it_said()
    {
        _telegram.Flood = (1, 37);
        await PostAsync("one", thread: null);
        await _store.Get<MessageDispatch>().RoundAsync(Cancel);
        // Another message to the same chat does not ask either.
        await PostAsync("two", thread: null);
        await _store.Get<MessageDispatch>().RoundAsync(Cancel);
        Assert.Equal(["sendMessage"], _telegram.Calls);
        var waited = await DeliverAsync();
        Assert.InRange(waited.TotalSeconds, 30, 40);
        Assert.Equal(["one", "two"], _telegram.Messages.Values.Select(m => m.Text).Order());
    }

    [Fact]
    public async Task A_group_gets_at_most_twenty_a_minute_and_a_chat_one_a_second()
    {
        for (var i = 0; i < 25; i++) await PostAsync($"m{i}", thread: null);
        var waited = await DeliverAsync();
        Assert.Equal(25, _telegram.Messages.Count);
        Assert.InRange(waited.TotalSeconds, 60, 80);
        // Waiting for one's turn is no try.
        await using var db = _store.Open();
        Assert.All(await db.Set<Message>().ToListAsync(Cancel), m => Assert.Equal(1, m.Tries));
    }

    [Fact]
    public async Task A_group_that_became_a_supergroup_is_followed_there()
    {
        _telegram.Moved["-1001"] = "-1009876";
        _telegram.Chats["-1009876"] = [17];
        await PostAsync("■ Padam");
        await DeliverAsync();
        Assert.Equal(("-1009876", 17), (_telegram.Messages.Keys.Single().Chat, _telegram.Messages.Values.Single().Topic));
        await ReloadAsync();
        Assert.Equal("-1009876/17", _store.Get<AlertTable>().All.Single().Recipient);
    }

    [Fact]
    public async Task A_topic_that_is_gone_falls_back_to_the_chat()
    {
        _telegram.Chats["-1001"].Clear();
        await PostAsync("■ Padam");
        await DeliverAsync();
        Assert.Null(Assert.Single(_telegram.Messages).Value.Topic);
    }

    [Fact]
    public async Task A_chat_it_does_not_know_is_a_refusal_and_a_wrong_token_can_be_put_right()
    {
        var lost = await PostAsync("x", thread: null, to: "-9");
        await DeliverAsync();
        Assert.Equal((MessageState.Failed, "bot: 400 Bad Request: chat not found"), ((await RowAsync(lost.Id)).State, (await RowAsync(lost.Id)).Answer));
        await _store.Writer.ChangeAsync(db => CourierList.SetAsync(db, _store.Get<SecretBox>(), "bot", new CourierInput { Password = "12345:wrong-token" }, Cancel), Cancel);
        await ReloadAsync();
        var waits = await PostAsync("y", thread: null);
        await _store.Get<MessageDispatch>().RoundAsync(Cancel);
        Assert.Equal(MessageState.Waiting, (await RowAsync(waits.Id)).State);
        Assert.DoesNotContain("wrong-token", (await RowAsync(waits.Id)).Answer);
        await _store.Writer.ChangeAsync(db => CourierList.SetAsync(db, _store.Get<SecretBox>(), "bot", new CourierInput { Password = TelegramStandIn.Token }, Cancel), Cancel);
        await ReloadAsync();
        await DeliverAsync();
        Assert.Equal("y", Assert.Single(_telegram.Messages).Value.Text);
    }

    [Fact]
    public async Task An_answer_that_got_lost_is_marked_as_perhaps_out()
    {
        _telegram.Silent = 1;
        var posted = await PostAsync("■ Padam");
        await _store.Get<MessageDispatch>().RoundAsync(Cancel);
        Assert.True((await RowAsync(posted.Id)).Uncertain);
        Assert.False(await _store.Writer.WriteAsync(db => Outbox.WithdrawAsync(db, "incident:1:1", "over", Cancel), Cancel));
        Assert.Equal(MessageState.Waiting, (await RowAsync(posted.Id)).State);
    }

    [Fact]
    public async Task Pressed_buttons_are_heard_acted_on_and_answered()
    {
        var incident = await _store.Writer.WriteAsync(async db =>
        {
            var row = new Incident { Cause = OutageCauses.PowerOrBackhaul, AreaCode = "35.73.05.1011/05", StartedAt = _time.GetUtcNow(), Points = 4, People = 9 };
            db.Add(row);
            await db.SaveChangesAsync(Cancel);
            return row.Id;
        }, Cancel);
        await _store.Get<AlertDesk>().LookAsync(Cancel);
        await DeliverAsync();
        var listener = _store.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<TelegramListener>().Single();
        await listener.StartAsync(Cancel);
        _telegram.Press("-1001", 888, $"a:{incident}:1");
        _telegram.Press("-1001", 777001, $"a:{incident}:1");
        _telegram.Press("-1001", 777001, "nonsense");
        await Until(() => _telegram.Toasts.Count == 3);
        Assert.Contains("888", _telegram.Toasts[0]);
        Assert.Equal(["Ditangani sari.", ""], _telegram.Toasts.Skip(1));
        await _store.Get<AlertDesk>().LookAsync(Cancel);
        _time.Ahead += TimeSpan.FromSeconds(30);
        await _store.Get<AlertDesk>().LookAsync(Cancel);
        await DeliverAsync();
        var shown = Assert.Single(_telegram.Messages).Value;
        Assert.Contains("ditangani sari", shown.Text);
        Assert.Equal($"m:{incident}:1", shown.Buttons);
        await listener.StopAsync(Cancel);
    }

    private static async Task Until(Func<bool> what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!what()) await Task.Delay(20, patience.Token);
    }
}
