using HotspotManager.Core.Attempts;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

/// <summary>What is written down of attempts, on each database.</summary>
public abstract class AttemptLogTests
{
    /// <summary>A connection string of an empty database; empty: SQLite.</summary>
    protected abstract Task<string> DatabaseAsync();

    [Fact]
    public async Task An_attempt_reads_as_it_was_written()
    {
        await using var store = await TestStore.CreateAsync(postgres: await DatabaseAsync());
        var log = store.Get<AttemptLog>();
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123);
        log.Add(new Attempt
        {
            At = at,
            Way = "radius-pap",
            NasId = 3,
            AccessPointId = 4,
            UserName = "warga",
            Mac = "02-00-00-00-00-01",
            PersonKey = "account:7",
            Accepted = true,
            Reason = "Accepted",
            Steps = "asked\nfound",
        });
        log.Add(new Attempt { At = at.AddSeconds(1), Way = "radius-chap", Reason = "UnknownUser" });
        await log.FlushAsync(TestContext.Current.CancellationToken);

        await using var db = store.Open();
        var rows = await db.Set<Attempt>().OrderBy(a => a.At).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, rows.Count);
        Assert.Equal((at, "radius-pap", 3, 4, "warga", "02-00-00-00-00-01"),
            (rows[0].At, rows[0].Way, rows[0].NasId, rows[0].AccessPointId, rows[0].UserName, rows[0].Mac));
        Assert.Equal(("account:7", true, "Accepted", "asked\nfound"), (rows[0].PersonKey, rows[0].Accepted, rows[0].Reason, rows[0].Steps));
        Assert.Equal((null, null, null, false, "UnknownUser"), (rows[1].NasId, rows[1].AccessPointId, rows[1].PersonKey, rows[1].Accepted, rows[1].Reason));
        Assert.NotEqual(rows[0].Id, rows[1].Id);
    }
}

public sealed class AttemptLogOnSqliteTests : AttemptLogTests
{
    protected override Task<string> DatabaseAsync() => Task.FromResult("");
}

public sealed class AttemptLogOnPostgresTests : AttemptLogTests
{
    protected override Task<string> DatabaseAsync() => Postgres.NewDatabaseAsync();
}
