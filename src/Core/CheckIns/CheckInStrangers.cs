using System.Net;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Core.CheckIns;

/// <summary>Collects reports under names that nobody has here, and writes them down every few seconds. Bounded, because anybody can send one.</summary>
public sealed partial class CheckInStrangers(StoreWriter writer, TimeProvider time, ILogger<CheckInStrangers> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Names from one address between two writes: a village behind one, but not any number.</summary>
    private const int MostAtOneAddress = 64;

    private readonly Dictionary<string, UnknownCheckIn> _heard = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _addresses = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public void Heard(string name, IPAddress? from)
    {
        var (now, address) = (time.GetUtcNow(), from?.ToString() ?? "?");
        lock (_gate)
        {
            if (!_heard.TryGetValue(name, out var row))
            {
                var here = _addresses.GetValueOrDefault(address);
                if (_heard.Count >= UnknownCheckInList.Most || here >= MostAtOneAddress) return;
                _addresses[address] = here + 1;
                _heard[name] = row = new UnknownCheckIn { Name = name, Address = address, FirstAt = now };
            }
            (row.Address, row.Reports, row.LastAt) = (address, row.Reports + 1, now);
        }
    }

    /// <summary>Writes down what was heard; used by tests as well.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        UnknownCheckIn[] heard;
        lock (_gate)
        {
            heard = [.. _heard.Values];
            _heard.Clear();
            _addresses.Clear();
        }
        if (heard.Length > 0) await writer.WriteAsync(db => UnknownCheckInList.AddAsync(db, heard, cancel), cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await FlushAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    NotWritten(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: who goes on reporting is heard again.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Devices that report themselves without being known could not be written down")]
    private static partial void NotWritten(ILogger log, Exception error);
}
