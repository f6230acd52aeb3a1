using System.CommandLine;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot session …</c></summary>
internal static class SessionCommands
{
    /// <summary>How long a command waits for the gateway's answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Also those that ended" };
        var id = new Argument<long>("ID") { Description = "Number of the session, from 'session list'" };
        var session = new Command("session", "Sessions: who is online");
        session.Add(Common.Command("list", "Sessions, newest first", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await SessionList.ListAsync(db, a.GetValue(all), take: int.MaxValue, cancel: cancel));
        }, all));
        session.Add(Common.Command("disconnect", "End a session at its gateway; waits for the answer", async (a, store, cancel) =>
        {
            if (ServerFile.Running(store.Settings.Folder) is null)
                throw new RefusedException($"No server runs on {store.Settings.Folder.Path}: nobody could tell the gateway. Start it with: hotspot serve");
            var order = await store.Writer.WriteAsync(db => SessionOrders.DisconnectAsync(db, a.GetValue(id), Environment.UserName, "command", store.Now, cancel), cancel);
            var done = await WaitAsync(store, order.Id, cancel);
            if (done.State == OrderState.Pending) throw new RefusedException("The order stands, but the gateway has not answered within 10 seconds.");
            if (done.State != OrderState.Done) throw new RefusedException($"The session goes on: {done.Answer}");
            store.Output.Done($"Session {done.SessionId} ended: {done.Answer}", new { order = done.Id, session = done.SessionId, state = done.State, answer = done.Answer });
        }, id));
        return session;
    }

    private static async Task<SessionOrder> WaitAsync(StoreSession store, long orderId, CancellationToken cancel)
    {
        var end = store.Time.GetTimestamp();
        while (true)
        {
            await using var db = store.Open();
            var order = await db.Set<SessionOrder>().AsNoTracking().SingleAsync(o => o.Id == orderId, cancel);
            if (order.State != OrderState.Pending || store.Time.GetElapsedTime(end) > Patience) return order;
            await Task.Delay(TimeSpan.FromMilliseconds(100), store.Time, cancel);
        }
    }
}

/// <summary><c>hotspot outage …</c></summary>
internal static class OutageCommands
{
    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Also those that ended" };
        var outage = new Command("outage", "Outages: what is down, since when and why");
        outage.Add(Common.Command("list", "Outages, open ones first", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await OutageList.ListAsync(db, openOnly: !a.GetValue(all), cancel: cancel));
        }, all));
        return outage;
    }
}
