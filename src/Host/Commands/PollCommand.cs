using System.CommandLine;
using HotspotManager.Core.Polls;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot poll NAME</c></summary>
internal static class PollCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Access point or device" };
        return Common.Command("poll", "Have the running server poll an access point or device now; waits for what comes of it", async (a, store, cancel) =>
        {
            if (ServerFile.Running(store.Settings.Folder) is null)
                throw new RefusedException($"No server runs on {store.Settings.Folder.Path}. Start it with: hotspot serve (or ask by hand with: hotspot snmp get)");
            var order = await store.Writer.WriteAsync(db => PollOrders.OrderAsync(db, a.GetValue(name)!, Environment.UserName, store.Now, cancel), cancel);
            var done = await PollOrders.WaitAsync(store.Open, order.Id, store.Time, cancel);
            if (done.Outcome is not (PollOutcome.Answered or PollOutcome.Strained)) throw new RefusedException($"{a.GetValue(name)}: {PollOutcome.English(done.Outcome)}");
            store.Output.Done($"{a.GetValue(name)}: {PollOutcome.English(done.Outcome)} ({done.Milliseconds} ms)",
                new { name = a.GetValue(name), outcome = done.Outcome, milliseconds = done.Milliseconds, at = done.DoneAt });
        }, name);
    }
}
