using HotspotManager.Core.Journals;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Core.Upkeep;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core.Journals;

public sealed class JournalFileTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static AccountingRecord Record(int number, AcctStatus status = AcctStatus.Start) => new()
    {
        Id = number,
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()),
        Source = RecordSource.Radius,
        NasId = 1,
        Status = status,
        AcctSessionId = $"s{number}",
        UserName = "u",
        Mac = "02-00-00-00-00-01",
    };

    /// <summary>As a server that was killed right after its answers left it.</summary>
    private static void WriteUnfolded(DataFolder folder, int first, int last)
    {
        using var writer = SegmentWriter.Open(new SegmentFolder(folder.Journal));
        var group = new JournalGroup();
        var payload = new byte[RecordFormat.Longest];
        for (var number = first; number <= last; number++)
        {
            var record = Record(number);
            group.Add(record, payload.AsSpan(0, RecordFormat.Write(payload, record)), new JournalWaiter());
        }
        group.WriteTo(writer);
    }

    [Fact]
    public void A_record_reads_as_it_was_written()
    {
        var record = Record(7, AcctStatus.Stop);
        (record.InputOctets, record.OutputOctets, record.SessionSeconds, record.DelaySeconds) = (5_000_000_000, long.MaxValue, 86_400, 3);
        (record.FramedIp, record.TerminateCause, record.PersonKey, record.GrantId, record.PlanId, record.SignIn) = ("2001:db8::1", "User-Request", "voucher:1", 9, 2, 1_700_000_000_000_001);
        (record.AccessPointId, record.EventTimestamp, record.UserName) = (null, [1, 2, 3, 4], "ibu Sri ☕");
        var octets = new byte[RecordFormat.Longest];
        var read = RecordFormat.Read(7, octets.AsSpan(0, RecordFormat.Write(octets, record)));
        Assert.Equivalent(record, read, strict: true);
        Assert.NotEqual(default, read.Digest);
    }

    [Fact]
    public void The_longest_words_fit()
    {
        var word = new string('\uFFFD', 1000);
        var record = Record(1);
        (record.AcctSessionId, record.UserName, record.Mac, record.FramedIp, record.TerminateCause, record.PersonKey, record.EventTimestamp) = (word, word, word, word, word, word, new byte[1000]);
        var octets = new byte[RecordFormat.Longest];
        Assert.Equal(word[..256], RecordFormat.Read(1, octets.AsSpan(0, RecordFormat.Write(octets, record))).UserName);
    }

    [Fact]
    public void A_copy_is_known_by_what_it_says_not_by_when_or_how_late_it_came()
    {
        var octets = new byte[RecordFormat.Longest];
        UInt128 DigestOf(Action<AccountingRecord> change)
        {
            var record = Record(1);
            change(record);
            RecordFormat.Write(octets, record);
            return record.Digest;
        }
        var plain = DigestOf(_ => { });
        Assert.Equal(plain, DigestOf(r => (r.DelaySeconds, r.ReceivedAt, r.PersonKey) = (5, r.ReceivedAt.AddSeconds(5), "account:1")));
        foreach (var change in (Action<AccountingRecord>[])[r => r.NasId = 2, r => r.Status = AcctStatus.Stop, r => r.AcctSessionId = "x", r => r.UserName = "x", r => r.Mac = "x",
            r => r.SessionSeconds = 1, r => r.InputOctets = 1, r => r.OutputOctets = 1, r => r.EventTimestamp = [1], r => r.SignIn = 1, r => r.Source = RecordSource.Grant])
            Assert.NotEqual(plain, DigestOf(change));
    }

    [Fact]
    public async Task What_a_killed_server_answered_is_folded_before_the_next_one_listens()
    {
        await using var store = await TestStore.CreateAsync();
        WriteUnfolded(store.Folder, 1, 40);
        await store.StartAsync();
        Assert.Equal(40, store.Get<SessionBook>().Count);
        Assert.True(await store.Get<Journal>().AppendAsync(Record(41)));
        Assert.Equal(Enumerable.Range(1, 41).Select(n => (long)n), JournalRecords.Of(store.Folder).Select(r => r.Id));
        await store.Get<JournalFollower>().CatchUpAsync(Cancel);
        await using var db = store.Open();
        Assert.Equal(41, await db.Set<Session>().CountAsync(Cancel));
    }

    [Fact]
    public async Task A_back_up_holds_what_is_not_folded_yet()
    {
        await using var store = await (await TestStore.CreateAsync()).StartAsync();
        await store.Get<Journal>().AppendAsync(Record(1));
        await store.Get<JournalFollower>().CatchUpAsync(Cancel);
        await store.StopAsync();
        WriteUnfolded(store.Folder, 2, 5);
        var file = store.Folder.At("b.tar.gz");
        await Backup.WriteAsync(store.Folder, file, cancel: Cancel);

        var elsewhere = new DataFolder(store.Folder.At("elsewhere"));
        await Backup.RestoreAsync(elsewhere, file, DateTimeOffset.UtcNow, cancel: Cancel);
        await using var restored = await (await TestStore.CreateAsync(folder: elsewhere)).StartAsync();
        Assert.Equal(["s1", "s2", "s3", "s4", "s5"], restored.Get<SessionBook>().All.Select(s => s.AcctSessionId).Order());
        Assert.True(await restored.Get<Journal>().AppendAsync(Record(6)));
    }

    [Fact]
    public async Task A_restored_back_up_without_journal_goes_on_behind_its_checkpoint()
    {
        await using var store = await (await TestStore.CreateAsync()).StartAsync();
        for (var i = 1; i <= 3; i++) await store.Get<Journal>().AppendAsync(Record(i));
        await store.Get<JournalFollower>().CatchUpAsync(Cancel);
        await store.StopAsync();
        Directory.Delete(store.Folder.Journal, recursive: true);
        await using var again = await (await TestStore.CreateAsync(folder: store.Folder)).StartAsync();
        Assert.True(await again.Get<Journal>().AppendAsync(Record(4)));
        await again.Get<JournalFollower>().CatchUpAsync(Cancel);
        Assert.Equal(4, again.Get<SessionBook>().Count);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_answered_and_the_journal_recovers_by_itself()
    {
        await using var store = await (await TestStore.CreateAsync()).StartAsync();
        Directory.Delete(store.Folder.Journal, recursive: true);
        await File.WriteAllTextAsync(store.Folder.Journal, "in the way", Cancel);
        Assert.False(await store.Get<Journal>().AppendAsync(Record(1)));
        File.Delete(store.Folder.Journal);
        Directory.CreateDirectory(store.Folder.Journal);
        Assert.True(await store.Get<Journal>().AppendAsync(Record(1)));
        await store.Get<JournalFollower>().CatchUpAsync(Cancel);
        Assert.Equal(1, store.Get<SessionBook>().Count);
    }

    [Fact]
    public async Task A_fold_that_fell_far_behind_reads_the_files_and_misses_nothing()
    {
        await using var store = await TestStore.CreateAsync();
        var folder = new SegmentFolder(store.Folder.Journal);
        var unfolded = new UnfoldedRecords(folder, heldAtMost: 10);
        unfolded.Begin(0);
        for (var first = 1; first <= 31; first += 6)
        {
            WriteUnfolded(store.Folder, first, first + 5);
            unfolded.Add([.. Enumerable.Range(first, 6).Select(n => Record(n))]);
        }
        var position = 0L;
        var seen = new List<long>();
        while (unfolded.Next(position, 7) is { Count: > 0 } next)
        {
            seen.AddRange(next.Select(r => r.Id));
            position = next[^1].Id;
        }
        Assert.Equal(Enumerable.Range(1, 36).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task A_copied_data_folder_on_the_same_PostgreSQL_takes_a_journal_of_its_own()
    {
        var database = await Postgres.NewDatabaseAsync();
        await using var first = await (await TestStore.CreateAsync(postgres: database)).StartAsync();
        await first.Get<Journal>().AppendAsync(Record(1));
        await first.Get<JournalFollower>().CatchUpAsync(Cancel);
        await using var second = await TestStore.CreateAsync(postgres: database);
        Directory.CreateDirectory(second.Folder.Journal);
        foreach (var file in Directory.GetFiles(first.Folder.Journal)) File.Copy(file, Path.Combine(second.Folder.Journal, Path.GetFileName(file)));
        await second.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await first.Get<Journal>().AppendAsync(Record(10 + i)));
            Assert.True(await second.Get<Journal>().AppendAsync(Record(20 + i)));
            if (i % 2 == 0) await first.Get<JournalFollower>().CatchUpAsync(Cancel);
            await second.Get<JournalFollower>().CatchUpAsync(Cancel);
        }
        await first.Get<JournalFollower>().CatchUpAsync(Cancel);
        await using var db = first.Open();
        Assert.Equal(11, await db.Set<Session>().CountAsync(Cancel));
    }
}
