using System.Collections.Concurrent;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Portal.Gateways;

/// <summary>
/// Notes when each gateway was heard and what was wrong, for the doctor. In memory at once, in the store within seconds after a silence or a new fault, otherwise once a
/// minute: routers ask every few seconds.
/// </summary>
public sealed partial class GatewayContacts(StoreWriter writer, TimeProvider time, ILogger<GatewayContacts> log) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMinutes(1);

    private const int LongestText = 200;

    private sealed record Contact(DateTimeOffset? WellAt, string? Note, long? ClockAhead, DateTimeOffset? FaultAt, string? Fault, DateTimeOffset DueAt);

    private readonly ConcurrentDictionary<(int Nas, string Kind), Contact> _contacts = new();
    private readonly ConcurrentDictionary<(int Nas, string Kind), byte> _changed = new();
    private readonly ConcurrentDictionary<int, string> _names = new();

    /// <summary>It went well. <paramref name="note"/>: what it said of itself, null to keep what is known.</summary>
    public void Well(int nas, string kind, string? note, long? clockAhead = null)
    {
        var now = time.GetUtcNow();
        Change(nas, kind, known => known with { WellAt = now, Note = note is null ? known.Note : Cut(note), ClockAhead = clockAhead ?? known.ClockAhead });
    }

    /// <summary>It went wrong, and why in the operator's words.</summary>
    public void Fault(int nas, string kind, string fault)
    {
        var now = time.GetUtcNow();
        Change(nas, kind, known => known with { FaultAt = now, Fault = Cut(fault), DueAt = known.Fault == Cut(fault) ? known.DueAt : now });
    }

    /// <summary>A phone came, under this name of the gateway as it stood in the request (openNDS's gatewayhash is over it).</summary>
    public void Visit(int nas, string note, string gatewayName)
    {
        _names[nas] = gatewayName;
        Well(nas, GatewayContactKind.Visit, note);
    }

    public string? GatewayNameOf(int nas) => _names.GetValueOrDefault(nas);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await SaveAsync(stoppingToken);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    CouldNotSave(log, error);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is lost is when a router was last heard.
        }
    }

    /// <summary>Writes what is due; used by tests.</summary>
    public async Task SaveAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var due = _changed.Keys.Where(key => _contacts[key].DueAt <= now).Take(500).ToList();
        if (due.Count == 0) return;
        foreach (var key in due)
        {
            _changed.TryRemove(key, out _);
            _contacts.AddOrUpdate(key, _ => throw new InvalidOperationException("a contact is never forgotten"), (_, known) => known with { DueAt = now + Pause });
        }
        await writer.WriteAsync(db => BatchCommand.RunAsync(db, "GatewayContacts", ["NasId", "Kind"], ["WellAt", "Note", "ClockAhead", "FaultAt", "Fault", "UpdatedAt"], due.Select(key =>
        {
            var c = _contacts[key];
            return (object?[])[key.Nas, key.Kind, c.WellAt?.ToUnixTimeMilliseconds(), c.Note, c.ClockAhead, c.FaultAt?.ToUnixTimeMilliseconds(), c.Fault, now.ToUnixTimeMilliseconds()];
        }), cancel), cancel);
    }

    private void Change(int nas, string kind, Func<Contact, Contact> change)
    {
        _contacts.AddOrUpdate((nas, kind), _ => change(new Contact(null, null, null, null, null, DateTimeOffset.MinValue)), (_, known) => change(known));
        _changed[(nas, kind)] = 0;
    }

    private static string Cut(string text)
    {
        var clean = string.Concat(text.Where(c => !char.IsControl(c) && !char.IsSurrogate(c)));
        return clean.Length > LongestText ? clean[..LongestText] : clean;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "When gateways were last heard could not be stored; trying again")]
    private static partial void CouldNotSave(ILogger log, Exception error);
}
