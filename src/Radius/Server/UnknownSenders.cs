using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Server;

/// <summary>
/// Who sends RADIUS requests although no NAS is known there: counted in memory, written down every few seconds, so that an operator can adopt them. Bounded
/// in memory and in the store, because anybody can send a packet.
/// </summary>
public sealed partial class UnknownSenders(IDbContextFactory<HotspotDb> databases, StoreWriter writer, TimeProvider time, ILogger<UnknownSenders> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Names at one address: several routers may stand behind one address translation, an attacker may invent any number.</summary>
    private const int MostAtOneAddress = 16;

    private readonly Dictionary<(string Address, string NasIdentifier), UnknownNas> _seen = [];
    private readonly Lock _lock = new();
    private IReadOnlyList<UnknownNasView> _list = [];

    /// <summary>The list as it was last written down, the latest first.</summary>
    public IReadOnlyList<UnknownNasView> List => Volatile.Read(ref _list);

    internal void Saw(ReadOnlySpan<byte> datagram, in DatagramEndPoint source)
    {
        // Only what is a request in RADIUS's shape: a port scan is no router.
        if (!RadiusPacket.TryRead(datagram, out var packet, out _)
            || packet.Code is not (RadiusCode.AccessRequest or RadiusCode.AccountingRequest or RadiusCode.StatusServer))
            return;
        var (address, name) = (source.ToAddress().ToString(), RequestText.Of(packet, Ietf.NasIdentifier));
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_seen.TryGetValue((address, name), out var row))
            {
                if (_seen.Count >= UnknownNasList.Most || _seen.Keys.Count(k => k.Address == address) >= MostAtOneAddress)
                    return;
                _seen[(address, name)] = row = new UnknownNas { Address = address, NasIdentifier = name, FirstAt = now };
            }
            (row.Packets, row.LastAt) = (row.Packets + 1, now);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            await ReadAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    /// <summary>Writes down what was seen; used by tests as well.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        UnknownNas[] seen;
        lock (_lock)
        {
            seen = [.. _seen.Values];
            _seen.Clear();
        }
        if (seen.Length == 0)
            return;
        try
        {
            await writer.WriteAsync(db => UnknownNasList.AddAsync(db, seen, cancel), cancel);
            await ReadAsync(cancel);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotWritten(log, error);
        }
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Volatile.Write(ref _list, await UnknownNasList.ListAsync(db, cancel));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Unknown RADIUS senders could not be written down")]
    private static partial void NotWritten(ILogger log, Exception error);
}
