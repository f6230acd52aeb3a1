using HotspotManager.Console.Live;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class FeedHistoryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Follow_gives_what_was_missed_and_a_reset_when_that_is_gone()
    {
        await using var rig = await ConsoleRig.StartAsync();
        var history = new FeedHistory(rig.Services.GetRequiredService<IDbContextFactory<HotspotDb>>(), rig.Services.GetRequiredService<FeedTail>());
        async Task<FollowAnswer> Since(Scope scope, long since) => await history.SinceAsync(scope, since, Cancel);
        Assert.Equal((0, false, 0), Of(await Since(Scope.All, 0)));

        await rig.SetStateAsync("LW-RW05-01", DeviceState.Up, null);
        await rig.SetStateAsync("KL-RW01-01", DeviceState.Down, "no answer");
        await rig.SetStateAsync("LW-RW05-01", DeviceState.Down, "no answer");

        Assert.Equal((3, false, 3), Of(await Since(Scope.All, 0)));
        Assert.Equal((3, false, 2), Of(await Since(Scope.OfAccessPoint("LW-RW05-01"), 0)));
        Assert.Equal((3, false, 1), Of(await Since(Scope.OfArea("35.73.02"), 1)));
        Assert.Equal((3, false, 0), Of(await Since(Scope.All, 3)));
        Assert.Equal((3, true, 0), Of(await Since(Scope.All, 4)));

        await rig.Services.GetRequiredService<StoreWriter>().WriteAsync(db => db.Set<FeedEvent>().Where(e => e.Seq == 1).ExecuteDeleteAsync(Cancel), Cancel);
        Assert.Equal((3, true, 0), Of(await Since(Scope.All, 0)));
        Assert.Equal((3, false, 2), Of(await Since(Scope.All, 1)));
    }

    private static (long, bool, int) Of(FollowAnswer answer) => (answer.Seq, answer.Reset, answer.Events.Count);
}
