using HotspotManager.Core.Admission;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

public sealed class FootstepsTests
{
    /// <summary>A phone at router 1, then at router 2; what router 1 tells a while later, and the orders that come of it.</summary>
    private static async Task<List<SessionOrder>> WalkAsync(AccountingLab lab, long octetsLater)
    {
        await lab.TellAsync(AcctStatus.Start, 4000, "a", nas: 1);
        await lab.TellAsync(AcctStatus.InterimUpdate, 4300, "a", seconds: 300, octets: 5_000_000, nas: 1);
        await lab.TellAsync(AcctStatus.Start, 4400, "b", nas: 2);
        await lab.TellAsync(AcctStatus.InterimUpdate, 4600, "a", seconds: 600, octets: octetsLater, nas: 1);
        await lab.TellAsync(AcctStatus.InterimUpdate, 4700, "b", seconds: 300, octets: 1_000_000, nas: 2);
        await using var db = lab.Get<IDbContextFactory<HotspotDb>>().CreateDbContext();
        for (var i = 0; i < 600 && !await db.Set<SessionOrder>().AnyAsync(TestContext.Current.CancellationToken) && octetsLater < 6_000_000; i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        return await db.Set<SessionOrder>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_a_phone_leaves_behind_is_ended_where_it_was()
    {
        await using var lab = await AccountingLab.CreateAsync();
        var order = Assert.Single(await WalkAsync(lab, 5_010_000));
        var left = Assert.Single(lab.Open.All, s => s.NasId == 1);
        Assert.Equal((left.Id, OrderKind.Disconnect, Footsteps.WalkedOn), (order.SessionId, order.Kind, order.Why));
    }

    [Fact]
    public async Task Two_phones_that_both_move_are_left_alone()
    {
        await using var lab = await AccountingLab.CreateAsync();
        Assert.Empty(await WalkAsync(lab, 8_000_000));
        var footsteps = lab.Get<Footsteps>();
        Assert.DoesNotContain(lab.Open.All, footsteps.HasWalkedOn);
        Assert.Equal(2, lab.Open.All.Count(s => footsteps.LastMoved(s) == s.UpdatedAt));
    }
}
