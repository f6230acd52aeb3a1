using HotspotManager.Core.Sessions;
using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Eap;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

/// <summary>A router gone mad, or taken over, must not take the service away from the others.</summary>
public sealed class NasLimitTests
{
    private static readonly DatagramPath FromOther = new(new DatagramEndPoint(IPAddress.Parse("10.0.0.2"), 40000), new DatagramEndPoint(IPAddress.Loopback, 1812));

    private static async Task<RadiusRoom> OpenAsync(TimeProvider time, string limit)
    {
        var room = await RadiusRoom.OpenAsync(time, settings: new Dictionary<string, string?> { ["Radius:NasPacketsPerSecond"] = limit });
        await room.Writer.ChangeAsync(async db =>
        {
            db.Add(new Nas { Name = "rw06", Address = "10.0.0.2", SecretSealed = room.Get<SecretBox>().Seal(SecretPurpose.NasSecret, RadiusRoom.NasSecret) });
            await db.SaveChangesAsync();
        });
        await room.ReloadAsync();
        return room;
    }

    [Fact]
    public async Task Beyond_its_limit_a_NAS_is_not_answered_others_are_and_it_recovers()
    {
        var time = new HandClock();
        await using var room = await OpenAsync(time, "10");
        var answered = Enumerable.Range(0, 100).Count(_ => room.Access(room.Pap("nobody", "wrong")) is not null);
        Assert.Equal(20, answered); // two seconds' worth at once
        Assert.Equal(80, room.Health.Dropped(DropReason.OverLimit));
        Assert.NotNull(room.Access(room.Pap("nobody", "wrong"), FromOther));
        time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => room.Access(room.Pap("nobody", "wrong")) is not null));
        time.Now += TimeSpan.FromHours(1);
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => room.Access(room.Pap("nobody", "wrong")) is not null));
    }

    [Fact]
    public async Task Forged_packets_use_up_nobodys_allowance()
    {
        var time = new HandClock();
        await using var room = await OpenAsync(time, "10");
        for (var i = 0; i < 100; i++)
            Assert.Null(room.Access(room.Pap("nobody", "wrong", secret: new SharedSecret("forger"))));
        Assert.Equal(0, room.Health.Dropped(DropReason.OverLimit));
        Assert.NotNull(room.Access(room.Pap("nobody", "wrong")));
    }

    [Fact]
    public async Task Accounting_counts_too_and_is_stored_up_to_the_limit()
    {
        var time = new HandClock();
        await using var room = await OpenAsync(time, "10");
        var stored = 0;
        for (var i = 0; i < 50; i++)
        {
            if (await room.AccountAsync(room.Accounting(AcctStatusType.Start, $"s{i}", "siti")) is not null)
                stored++;
        }
        Assert.Equal(20, stored);
        Assert.Equal(20, room.Health.Accounting);
    }

    [Fact]
    public async Task While_the_disk_stands_still_one_NAS_has_only_so_much_waiting_and_all_of_it_is_answered_afterwards()
    {
        await using var room = await OpenAsync(TimeProvider.System, "0");
        using var moves = new ManualResetEventSlim();
        using var stands = new ManualResetEventSlim();
        room.Get<Journal>().Told += () =>
        {
            stands.Set();
            moves.Wait(TimeSpan.FromMinutes(1));
        };
        var flow = room.Get<AccountingFlow>();
        var first = flow.Handle(room.Sent, room.Accounting(AcctStatusType.Start, "first", "siti"), FromOther);
        Assert.True(stands.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        var waiting = Enumerable.Range(0, AccountingFlow.MostOutstanding + 100)
            .Select(i => flow.Handle(room.Sent, room.Accounting(AcctStatusType.Start, $"s{i}", "siti"), RadiusRoom.FromNas)).ToList();
        Assert.Equal(100, room.Health.Dropped(DropReason.OverLimit));
        var other = flow.Handle(room.Sent, room.Accounting(AcctStatusType.Start, "other", "siti"), FromOther);
        moves.Set();
        await Task.WhenAll([first, other, .. waiting]);
        Assert.Equal(AccountingFlow.MostOutstanding, room.Health.Accounting);
        Assert.Equal(100, room.Health.Dropped(DropReason.OverLimit));
        Assert.NotNull(await room.AccountAsync(room.Accounting(AcctStatusType.Start, "again", "siti")));
    }

    [Fact]
    public void Many_threads_together_get_no_more_than_one_alone()
    {
        var allowance = new PacketAllowance(1000, new HandClock());
        var health = new NasHealth();
        var taken = 0;
        Parallel.For(0, 20_000, _ =>
        {
            if (allowance.TryTake(health)) Interlocked.Increment(ref taken);
        });
        Assert.Equal(2000, taken);
        var none = new PacketAllowance(0, new HandClock());
        Assert.All(Enumerable.Range(0, 100_000), _ => Assert.True(none.TryTake(health)));
    }

    [Fact]
    public void A_NAS_with_more_than_its_share_of_EAP_conversations_pushes_out_its_own()
    {
        var table = new ConversationTable(TimeProvider.System, capacity: 20, share: 8);
        Conversation Of(int nas) => new(nas, new EapVisitor(null!, ""), null, 1024, 0);
        var quiet = Enumerable.Range(0, 5).Select(_ => table.Add(Of(2))).ToList();
        var first = table.Add(Of(1));
        var flood = Enumerable.Range(0, 1000).Select(_ => table.Add(Of(1))).ToList();
        Assert.All(quiet, state => Assert.NotNull(table.Find(state, 2)));
        Assert.Null(table.Find(first, 1));
        Assert.All(flood[^8..], state => Assert.NotNull(table.Find(state, 1)));
        Assert.Equal(13, table.Count);
        // What ends in the ordinary way gives its place back.
        foreach (var state in flood[^8..]) table.Remove(state);
        var again = Enumerable.Range(0, 8).Select(_ => table.Add(Of(1))).ToList();
        Assert.All(again, state => Assert.NotNull(table.Find(state, 1)));
    }

    private sealed class HandClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(56);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
