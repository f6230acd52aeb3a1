using HotspotManager.Core.People;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

/// <summary>What the journal and its fold promise, on each database.</summary>
public abstract class JournalTests
{
    /// <summary>A connection string of an empty database; empty: SQLite.</summary>
    protected abstract Task<string> DatabaseAsync();

    private async Task<TestStore> StoreAsync() => await (await TestStore.CreateAsync(postgres: await DatabaseAsync())).StartAsync();

    private static AccountingRecord Record(AcctStatus status, string id, long seconds, long input, long output, DateTimeOffset at) => new()
    {
        ReceivedAt = at,
        Source = RecordSource.Radius,
        NasId = 1,
        AccessPointId = 1,
        Status = status,
        AcctSessionId = id,
        UserName = "u",
        Mac = "02-00-00-00-00-01",
        SessionSeconds = seconds,
        InputOctets = input,
        OutputOctets = output,
        PersonKey = "voucher:1",
        PlanId = 1,
    };

    [Fact]
    public async Task A_session_is_folded_once_however_often_its_records_come()
    {
        await using var store = await StoreAsync();
        var journal = store.Get<Journal>();
        var at = DateTimeOffset.UtcNow;
        for (var round = 0; round < 3; round++)
        {
            Assert.True(await journal.AppendAsync(Record(AcctStatus.Start, "s1", 0, 0, 0, at)));
            Assert.True(await journal.AppendAsync(Record(AcctStatus.InterimUpdate, "s1", 60, 5_000_000_000, 10_000, at.AddSeconds(1))));
            Assert.True(await journal.AppendAsync(Record(AcctStatus.Stop, "s1", 90, 6_000_000_000, 20_000, at.AddSeconds(2))));
        }
        await store.Get<JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        await using var db = store.Open();
        var session = await db.Set<Session>().SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((6_000_000_000, 20_000, 90), (session.InputOctets, session.OutputOctets, session.Seconds));
        Assert.NotNull(session.EndedAt);
        Assert.Equal(3, JournalRecords.Of(store.Folder).Count);
        var usage = await db.Set<PersonUsage>().SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal((90, 6_000_020_000), (usage.Seconds, usage.Octets));
    }

    [Fact]
    public async Task A_twin_within_ten_minutes_is_known_after_a_restart_too()
    {
        var at = DateTimeOffset.UtcNow;
        await using var store = await StoreAsync();
        Assert.True(await store.Get<Journal>().AppendAsync(Record(AcctStatus.Start, "s1", 0, 0, 0, at)));
        await store.StopAsync();
        await using var again = await (await TestStore.CreateAsync(postgres: store.Get<DatabaseOptions>().Connection, folder: store.Folder)).StartAsync();
        Assert.True(await again.Get<Journal>().AppendAsync(Record(AcctStatus.Start, "s1", 0, 0, 0, at.AddSeconds(5))));
        Assert.Single(JournalRecords.Of(again.Folder));
    }

    [Fact]
    public async Task Accounting_On_ends_what_was_open_behind_the_router()
    {
        await using var store = await StoreAsync();
        var journal = store.Get<Journal>();
        var at = DateTimeOffset.UtcNow;
        await journal.AppendAsync(Record(AcctStatus.Start, "a", 0, 0, 0, at));
        await journal.AppendAsync(Record(AcctStatus.Start, "b", 0, 0, 0, at));
        await journal.AppendAsync(Record(AcctStatus.AccountingOn, "", 0, 0, 0, at.AddSeconds(30)));
        await store.Get<JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, store.Get<SessionBook>().Count);
        await using var db = store.Open();
        Assert.All(await db.Set<Session>().ToListAsync(TestContext.Current.CancellationToken), s => Assert.Equal("NAS-Reboot", s.TerminateCause));
    }

    [Fact]
    public async Task The_same_id_after_a_power_cut_is_a_new_session()
    {
        await using var store = await StoreAsync();
        var journal = store.Get<Journal>();
        var at = DateTimeOffset.UtcNow;
        await journal.AppendAsync(Record(AcctStatus.Start, "1", 0, 0, 0, at));
        await journal.AppendAsync(Record(AcctStatus.InterimUpdate, "1", 300, 10, 10, at.AddSeconds(300)));
        await journal.AppendAsync(Record(AcctStatus.Start, "1", 0, 0, 0, at.AddMinutes(15)));
        await journal.AppendAsync(Record(AcctStatus.InterimUpdate, "1", 60, 7, 7, at.AddMinutes(16)));
        await store.Get<JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        await using var db = store.Open();
        var sessions = await db.Set<Session>().OrderBy(s => s.Id).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, sessions.Count);
        Assert.Equal("Lost-Service", sessions[0].TerminateCause);
        Assert.Equal((60, 7), (sessions[1].Seconds, sessions[1].InputOctets));
        Assert.Equal(360, store.Get<UsageBook>().Of("voucher:1", store.Get<HotspotManager.Core.Areas.CityClock>().Day(at)).Seconds);
    }
}

public sealed class JournalOnSqliteTests : JournalTests
{
    protected override Task<string> DatabaseAsync() => Task.FromResult("");
}

public sealed class JournalOnPostgresTests : JournalTests
{
    protected override Task<string> DatabaseAsync() => Postgres.NewDatabaseAsync();
}
