using HotspotManager.Core.Sessions;
using Xunit;
using static HotspotManager.Core.Sessions.AcctStatus;

namespace HotspotManager.Unit.Core;

/// <summary>A Stop that never comes; the present is 5,400 s after the laboratory's first second.</summary>
public sealed class LostSessionsTests
{
    private const string Siti = "02-00-00-00-00-01", Budi = "02-00-00-00-00-02";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_whose_updates_stopped_ends_where_it_was_last_heard_of_and_goes_on_when_it_comes_back()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "x");
        await lab.TellAsync(InterimUpdate, 300, "x", seconds: 300, octets: 5);
        await lab.Get<LostSessions>().LookAsync(Cancel);
        Assert.Equal(["x 0+300 5 end@300 Lost-Service"], await lab.SessionsAsync());
        Assert.Equal(0, lab.Open.Count);
        await lab.TellAsync(InterimUpdate, 5300, "x", seconds: 5300, octets: 9);
        Assert.Equal(["x 0+5300 9"], await lab.SessionsAsync());
        Assert.Equal(1, lab.Open.Count);
    }

    [Fact]
    public async Task One_of_a_router_that_sends_no_updates_is_left_alone()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "x", Siti, nas: 1);
        await lab.TellAsync(Start, 0, "y", Budi, nas: 2, person: 2);
        // Another phone at the second router shows that this one does send updates.
        await lab.TellAsync(InterimUpdate, 5300, "z", "02-00-00-00-00-03", seconds: 300, nas: 2, person: 3);
        await lab.Get<LostSessions>().LookAsync(Cancel);
        Assert.Equal(["x 0+0 0", "y 0+0 0 end@0 Lost-Service", "z 5000+300 0"], await lab.SessionsAsync());
    }

    [Fact]
    public async Task One_without_any_update_does_not_block_for_ever()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, -90_000, "x");
        await lab.Get<LostSessions>().LookAsync(Cancel);
        Assert.Equal(0, lab.Open.Count);
    }

    [Fact]
    public async Task A_router_that_keeps_to_a_longer_interval_of_its_own_is_given_four_of_those()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "x");
        await lab.Get<LostSessions>().LookAsync(Cancel);
        await lab.TellAsync(InterimUpdate, 1800, "x", seconds: 1800);
        // An hour since it was heard of, but only two of its intervals.
        await lab.Get<LostSessions>().LookAsync(Cancel);
        Assert.Equal(["x 0+1800 0"], await lab.SessionsAsync());
    }
}
