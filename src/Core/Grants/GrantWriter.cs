using System.Collections.Concurrent;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Grants;

/// <summary>
/// Stores new grants. While one transaction is under way further grants wait and then go together in the next: when a whole class signs in at once the disk is flushed a
/// few times, not twice for each phone.
/// </summary>
internal sealed class GrantWriter(StoreWriter writer)
{
    // Bounds how long the phones of one batch hold up other writes.
    private const int Most = 200;

    private readonly record struct Waiting(Grant Row, Consent? Consent, TaskCompletionSource Done);

    private readonly ConcurrentQueue<Waiting> _queue = new();
    private int _writing;

    /// <summary>Both rows are on disk when the task ends, or none of them is and it fails. What a caller gave up waiting for may be stored all the same.</summary>
    /// <param name="row">Gets its number.</param>
    /// <param name="consent">What its user agreed to.</param>
    public Task StoreAsync(Grant row, Consent? consent)
    {
        var waiting = new Waiting(row, consent, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _queue.Enqueue(waiting);
        if (Interlocked.Exchange(ref _writing, 1) == 0) _ = DrainAsync();
        return waiting.Done.Task;
    }

    private async Task DrainAsync()
    {
        do
        {
            for (var batch = Take(); batch.Count > 0; batch = Take())
            {
                try
                {
                    await WriteAsync(batch);
                    foreach (var one in batch) one.Done.SetResult();
                }
                catch (Exception error)
                {
                    foreach (var one in batch) one.Done.TrySetException(error);
                }
            }
            Volatile.Write(ref _writing, 0);
            // One that came between the last look and the line above has found the writer busy.
        }
        while (!_queue.IsEmpty && Interlocked.Exchange(ref _writing, 1) == 0);
    }

    private Task WriteAsync(List<Waiting> batch) => writer.WriteAsync(async db =>
    {
        await StoreWriter.NumberInCommitOrderAsync(db, GrantTable.CommitOrder);
        foreach (var (row, consent, _) in batch)
        {
            db.Add(row);
            if (consent is not null) db.Add(consent);
        }
        await db.SaveChangesAsync();
    });

    private List<Waiting> Take()
    {
        var batch = new List<Waiting>();
        while (batch.Count < Most && _queue.TryDequeue(out var one)) batch.Add(one);
        return batch;
    }
}
