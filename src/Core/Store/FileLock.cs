namespace HotspotManager.Core.Store;

/// <summary>An exclusive lock on a file, held by the operating system: it ends with the process, also a killed one.</summary>
public sealed class FileLock : IAsyncDisposable
{
    private readonly FileStream _stream;

    private FileLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock, waiting up to <paramref name="patience"/>.</summary>
    /// <exception cref="StoreException">Another process holds it all that time.</exception>
    public static async Task<FileLock> TakeAsync(string path, TimeSpan patience, CancellationToken cancel)
    {
        var attempts = Math.Max(1, (int)(patience.TotalMilliseconds / 100));
        for (var attempt = 0; ; attempt++)
        {
            if (TryTake(path) is { } held) return held;
            if (attempt >= attempts) throw new StoreException($"Another process is using {path}. Wait until it has finished.");
            await Task.Delay(100, cancel);
        }
    }

    /// <summary>Takes the lock if nobody holds it; null when somebody does.</summary>
    public static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}
