using HotspotManager.Core.Networks;
using HotspotManager.Core.Polls;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core.Polls;

public sealed class PollOrderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_poll_is_ordered_once_carried_out_and_then_ordered_anew()
    {
        await using var store = await TestStore.CreateAsync();
        var now = DateTimeOffset.UtcNow;
        var secrets = store.Get<SecretBox>();
        await store.Writer.ChangeAsync(async db =>
        {
            await NetworkList.AddAccessPointAsync(db, secrets, "AP-1", new NetworkInput { Area = "35.73.05.1011", Address = "10.0.0.1", Secret = "secret-1", SnmpCommunity = "public" }, Cancel);
            await NetworkList.AddAccessPointAsync(db, secrets, "AP-2", new NetworkInput { Area = "35.73.05.1011", Address = "10.0.0.2", Secret = "secret-2" }, Cancel);
        }, Cancel);
        var order = await OrderAsync("AP-1");
        Assert.Equal(order.Id, (await OrderAsync("AP-1")).Id);
        foreach (var wrong in (string[])["AP-2", "AP-3"])
        {
            await Assert.ThrowsAsync<RefusedException>(() => OrderAsync(wrong));
        }

        await using (var db = store.Open())
        {
            Assert.Equal(order.Id, Assert.Single(await PollOrders.PendingAsync(db, now, Cancel)).Id);
            Assert.Empty(await PollOrders.PendingAsync(db, now.AddMinutes(1), Cancel));
        }

        await store.Writer.WriteAsync(db => PollOrders.FinishAsync(db, order.DeviceId, PollOutcome.Answered, 34, now, Cancel), Cancel);
        var done = await PollOrders.WaitAsync(store.Open, order.Id, TimeProvider.System, Cancel);
        Assert.Equal((PollOutcome.Answered, 34), (done.Outcome, done.Milliseconds));
        Assert.NotEqual(order.Id, (await OrderAsync("AP-1")).Id);

        Task<PollOrder> OrderAsync(string name) => store.Writer.WriteAsync(db => PollOrders.OrderAsync(db, name, "operator", now, Cancel), Cancel);
    }
}
