using HotspotManager.Core.Sessions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

/// <summary>A store whose routers a test speaks for: records go through journal and fold as from the network. Times are seconds since <see cref="T0"/>.</summary>
internal sealed class AccountingLab : IAsyncDisposable
{
    private readonly TestStore _store;

    private AccountingLab(TestStore store) => _store = store;

    /// <summary>An hour and a half ago: what has happened since is past for everybody.</summary>
    public DateTimeOffset T0 { get; } = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddMinutes(-90).ToUnixTimeSeconds());

    public SessionBook Open => _store.Get<SessionBook>();

    public T Get<T>() where T : notnull => _store.Get<T>();

    public static async Task<AccountingLab> CreateAsync() => new(await (await TestStore.CreateAsync()).StartAsync());

    /// <summary>One record of a router that is stored and folded.</summary>
    /// <param name="person">A voucher of this number; 0: somebody unknown.</param>
    public async Task TellAsync(AcctStatus status, int at, string id = "", string mac = "02-00-00-00-00-01", int seconds = 0, long octets = 0, int nas = 1, int delay = 0,
        long? signIn = null, int person = 1, string timestamp = "")
    {
        Assert.True(await _store.Get<Journal>().AppendAsync(new AccountingRecord
        {
            ReceivedAt = T0.AddSeconds(at),
            DelaySeconds = delay,
            Source = RecordSource.Radius,
            NasId = nas,
            AccessPointId = nas,
            Status = status,
            AcctSessionId = id,
            UserName = status is AcctStatus.AccountingOn or AcctStatus.AccountingOff ? "" : $"user{person}",
            Mac = status is AcctStatus.AccountingOn or AcctStatus.AccountingOff ? "" : mac,
            SessionSeconds = seconds,
            OutputOctets = octets,
            PersonKey = person > 0 ? $"voucher:{person}" : null,
            PlanId = person > 0 ? 1 : null,
            SignIn = signIn,
            EventTimestamp = System.Text.Encoding.ASCII.GetBytes(timestamp),
        }));
        await _store.Get<JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Each session, in the order they began: <c>id start+seconds octets [end@second cause]</c>.</summary>
    public async Task<string[]> SessionsAsync()
    {
        await using var db = _store.Open();
        var rows = await db.Set<Session>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
        return [.. rows.OrderBy(s => s.StartedAt).ThenBy(s => s.Id).Select(s =>
            $"{s.AcctSessionId} {At(s.StartedAt)}+{s.Seconds} {s.OutputOctets}{(s.EndedAt is { } end ? $" end@{At(end)} {s.TerminateCause}" : "")}")];
    }

    public int Records => JournalRecords.Of(_store.Folder).Count;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private long At(DateTimeOffset instant) => (long)(instant - T0).TotalSeconds;
}
