using System.Collections.Concurrent;

namespace HotspotManager.Peers.Processes;

/// <summary>The parent-death signal is tied to the thread that forked, so every program is started by this one thread, which lives as long as the process.</summary>
internal static class StarterThread
{
    private static readonly BlockingCollection<Action> Work = [];

    static StarterThread()
    {
        new Thread(() =>
        {
            foreach (var action in Work.GetConsumingEnumerable())
            {
                action();
            }
        })
        { IsBackground = true, Name = "starts child processes" }.Start();
    }

    public static void Run(Action action)
    {
        var done = new TaskCompletionSource();
        Work.Add(() =>
        {
            try
            {
                action();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        done.Task.GetAwaiter().GetResult();
    }
}
