namespace HotspotManager.Core.Sessions;

/// <summary>Who waits for a record to be on disk. Its task ends with true when it is, with false when it could not be stored and must not be answered.</summary>
public class JournalWaiter() : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>
    /// Told before the task ends: on the journal's own thread, one waiter after the other (<see cref="Journal.Told"/> comes after the last of a flush), or within
    /// <see cref="Journal.Append"/>. It must be quick and must not throw.
    /// </summary>
    protected virtual void OnStored(bool onDisk) { }

    internal void Tell(bool onDisk) => OnStored(onDisk);
}
