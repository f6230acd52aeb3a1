using System.Text.Json;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.Disk;

/// <summary>
/// Tells operators in words that the disk is full and accounting no longer answered, and that there is room again: in the log, in the feed as far as that can
/// still be written, and to <c>/healthz</c>.
/// </summary>
public sealed partial class DiskAlarm(DataFolder folder, StoreWriter writer, TimeProvider time, ILogger<DiskAlarm> log) : BackgroundService
{
    /// <summary>The notice's State.</summary>
    public const string State = "disk-full";

    private const long EnoughRoom = 20_000_000;

    private readonly Lock _gate = new();
    private DateTimeOffset? _since;
    private long _unanswered;
    private bool _told;

    /// <summary>Null: there is room. Else a sentence for operators.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Something could not be stored for want of room.</summary>
    /// <param name="unanswered">Accounting records that therefore got no answer; 0 while the reserve serves.</param>
    public void Raise(int unanswered)
    {
        lock (_gate)
        {
            _unanswered += unanswered;
            if (Trouble is not null && (unanswered == 0 || _unanswered > unanswered)) return;
            _since ??= time.GetUtcNow();
            Trouble = unanswered == 0
                ? $"The disk is full; the reserve of 16 MB was given up. Make room in {folder.Path} or on its disk now, or accounting falls silent."
                : $"The disk is full: accounting is not answered until there is room in {folder.Path} or on its disk. People still sign in; routers keep their records and send them again.";
            Full(log, Trouble);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: a disk that is still full is noticed anew.
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        if (Trouble is not { } trouble) return;
        if (!_told) _told = await TellAsync(trouble, cancel);
        if (new DriveInfo(folder.Path).AvailableFreeSpace < EnoughRoom) return;
        string words;
        lock (_gate)
        {
            words = $"There is room on the disk again. It was full from {_since:u} to {time.GetUtcNow():u}; accounting records sent in vain meanwhile, each as often as a router tried: {_unanswered}.";
            (Trouble, _since, _unanswered, _told) = (null, null, 0, false);
        }
        Room(log, words);
        await TellAsync(words, cancel);
    }

    private async Task<bool> TellAsync(string text, CancellationToken cancel)
    {
        try
        {
            await writer.WriteAsync(db => FeedLog.AppendAsync(
                db, [new FeedEvent { At = time.GetUtcNow(), Kind = FeedKind.Notice, State = State, Data = JsonSerializer.Serialize(new { text }) }], cancel), cancel);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // There is no room for it either; the log and /healthz have said it.
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Words}")]
    private static partial void Full(ILogger log, string words);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Words}")]
    private static partial void Room(ILogger log, string words);
}
