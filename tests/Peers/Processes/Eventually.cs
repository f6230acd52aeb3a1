using System.Diagnostics;

namespace HotspotManager.Peers.Processes;

/// <summary>Waiting for something that another process does.</summary>
public static class Eventually
{
    /// <summary>Asks again every 50 ms until the answer fits, and returns it; throws with the last answer after the limit (20 s by default).</summary>
    public static async Task<T> IsAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> fits, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var answer = await ask();
            if (fits(answer))
            {
                return answer;
            }

            if (watch.Elapsed > (limit ?? TimeSpan.FromSeconds(20)))
            {
                throw new TimeoutException($"{what} did not come in time; the last answer was: {answer}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Asks until true.</summary>
    public static Task TrueAsync(string what, Func<Task<bool>> ask, TimeSpan? limit = null) => IsAsync(what, ask, answer => answer, limit);
}
