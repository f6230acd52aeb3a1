using HotspotManager.Core.Alerts;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Unit.Portal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Core.Alerts;

/// <summary>A store with couriers that write down what they were given, and a clock of its own.</summary>
internal sealed class AlertHouse : IAsyncDisposable
{
    private AlertHouse(TestStore store, ShiftedTime time) => (Store, Time) = (store, time);

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public TestStore Store { get; private set; }
    public ShiftedTime Time { get; }

    /// <summary>What reached somebody: courier, text's first line, "edit" or "new", the message's name.</summary>
    public List<(string To, string Text, bool Edits, string Once)> Got => Store.Get<IEnumerable<ICourierKind>>().OfType<Recorder>().SelectMany(r => r.Got).ToList();

    public Recorder Of(string kind) => Store.Get<IEnumerable<ICourierKind>>().OfType<Recorder>().Single(r => r.Kind == kind);

    /// <summary>Takes what it is given, unless told otherwise.</summary>
    internal sealed class Recorder(string kind) : ICourierKind
    {
        private int _number;

        public string Kind => kind;
        public List<(string To, string Text, bool Edits, string Once)> Got { get; } = [];
        public List<Envelope> Envelopes { get; } = [];
        public Func<HandOverResult> Says { get; set; } = () => HandOverResult.Taken;

        public Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
        {
            var says = Says();
            if (says == HandOverResult.Taken)
            {
                lock (Got) Got.Add((message.Recipient, message.Text, message.Earlier is not null, message.Once));
                lock (Envelopes) Envelopes.Add(message);
            }
            return Task.FromResult(new HandOver(says, "said so", says == HandOverResult.Taken ? message.Earlier?.Last ?? $"{message.Recipient}:{++_number}" : null));
        }
    }

    public static async Task<AlertHouse> OpenAsync(DataFolder? folder = null, ShiftedTime? time = null, string postgres = "")
    {
        time ??= new ShiftedTime();
        var store = await TestStore.CreateAsync(time, postgres, folder, more: s =>
            s.AddSingleton<ICourierKind>(new Recorder("telegram")).AddSingleton<ICourierKind>(new Recorder("smtp")).AddSingleton<ICourierKind>(new Recorder("webhook")));
        var house = new AlertHouse(store, time);
        if (folder is null) await house.ChangeAsync(async (db, secrets) =>
        {
            await CourierList.AddAsync(db, secrets, "bot", new CourierInput { Kind = "telegram", Password = "12345:token-of-a-bot" }, Cancel);
            await CourierList.AddAsync(db, secrets, "mail", new CourierInput { Kind = "smtp", Url = "smtp://127.0.0.1:25", From = "noc@kota.example" }, Cancel);
            await CourierList.AddAsync(db, secrets, "hook", new CourierInput { Kind = "webhook", Password = "a secret of some length" }, Cancel);
            await OperatorList.AddAsync(db, "sari", Roles.Operator, null, "rahasia-panjang", time.GetUtcNow(), Cancel);
            await OperatorList.AddAsync(db, "budi", Roles.Coordinator, "35.73.05.1011/05", "rahasia-panjang", time.GetUtcNow(), Cancel);
        });
        await house.LoadAsync();
        return house;
    }

    public async Task ChangeAsync(Func<HotspotDb, SecretBox, Task> change)
    {
        await Store.Writer.ChangeAsync(db => change(db, Store.Get<SecretBox>()), Cancel);
        await LoadAsync();
    }

    public Task SubscribeAsync(string name, string channel, string to, Func<AlertInput, AlertInput>? more = null) => ChangeAsync((db, secrets) =>
        AlertList.AddAsync(db, secrets, name, (more ?? (i => i))(new AlertInput { Channel = channel, To = to }), Time.GetUtcNow().AddDays(-1), cancel: Cancel));

    public Task<long> BeginAsync(string area = "35.73.05.1011/05", string cause = "power or backhaul", int points = 4, int people = 31) => Store.Writer.WriteAsync(async db =>
    {
        var incident = new Incident { AreaCode = area, Cause = cause, StartedAt = Time.GetUtcNow(), Points = points, People = people };
        db.Add(incident);
        await db.SaveChangesAsync(Cancel);
        return incident.Id;
    }, Cancel);

    public Task ChangeIncidentAsync(long id, Action<Incident> change) => Store.Writer.WriteAsync(async db => change(await db.Set<Incident>().SingleAsync(i => i.Id == id, Cancel)), Cancel);

    public Task EndAsync(long id) => ChangeIncidentAsync(id, i => i.EndedAt = Time.GetUtcNow());

    /// <summary>Decides and delivers; with <paramref name="minutes"/> as time goes on in steps of ten seconds, or of a minute when it is long.</summary>
    public async Task PassAsync(double minutes = 0)
    {
        var until = Time.GetUtcNow().AddMinutes(minutes);
        do
        {
            await Store.Get<AlertDesk>().LookAsync(Cancel);
            while (await Store.Get<MessageDispatch>().RoundAsync(Cancel) > 0) { }
            Time.Ahead += TimeSpan.FromSeconds(minutes switch { > 5 => 60, > 0 => 10, _ => 0 });
        }
        while (Time.GetUtcNow() < until);
    }

    /// <summary>The process is killed; another one opens the same folder.</summary>
    public async Task<AlertHouse> ReopenAsync() => await OpenAsync(Store.Folder, Time);

    public async Task<List<Message>> MessagesAsync()
    {
        await using var db = Store.Open();
        return await db.Set<Message>().AsNoTracking().OrderBy(m => m.Id).ToListAsync(Cancel);
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private async Task LoadAsync()
    {
        await using var db = Store.Open();
        await Store.Get<CourierTable>().ReloadAsync(db, Cancel);
        await Store.Get<OperatorTable>().ReloadAsync(db, Cancel);
        await Store.Get<AlertTable>().ReloadAsync(db, Cancel);
        await Store.Get<NetworkTable>().ReloadAsync(db, Cancel);
        await Store.Get<HotspotManager.Core.Areas.AreaTable>().ReloadAsync(db, Cancel);
    }
}
