namespace HotspotManager.Core.Store;

/// <summary>Wakes one waiting worker. Nudges that come while one is waiting to be seen are the same nudge.</summary>
public sealed class Nudge
{
    private readonly SemaphoreSlim _signal = new(0, 1);

    public void Give()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // One is already waiting to be seen; it will see this one's reason too.
        }
    }

    /// <summary>Waits for a nudge, at most <paramref name="patience"/>; true when one came.</summary>
    public Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancel) => _signal.WaitAsync(patience, cancel);
}
