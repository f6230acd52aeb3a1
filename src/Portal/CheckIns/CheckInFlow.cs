using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Portal.CheckIns;

/// <summary>What a device is told: an HTTP status, and the text.</summary>
public readonly record struct CheckInAnswer(int Status, string Text);

/// <summary>
/// A device reports itself, in this order: 1. its name is one that does so here, and it does not report without end; 2. it proves its key: a seal over the report, or the key itself,
/// over TLS only; 3. the report reads; 4. its number is one of ours and fresh, otherwise it is given another and asked to report again; 5. it is on disk; 6. the answer, with the next
/// number and our time, sealed over the report's seal: a router whose clock stands in 1970 may set it by that.
/// <para>Steps 1 and 2 cost no look into the store.</para>
/// </summary>
public sealed partial class CheckInFlow(NetworkTable network, CheckInDesk desk, CheckInNumbers numbers, CheckInStrangers strangers, TimeProvider time, ILogger<CheckInFlow> log)
{
    // A report a minute, and more in a row after a long silence.
    private const int Burst = 30;
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(3), SaidAgain = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<int, DateTimeOffset> _due = new();
    private readonly ConcurrentDictionary<(int Device, int Status), DateTimeOffset> _said = new();

    /// <summary>The device of that name; null with the refusal. Before the body is read.</summary>
    public DeviceEntry? Open(string? name, IPAddress? from, out CheckInAnswer refusal)
    {
        // 1. The name.
        refusal = default;
        if (!Names.IsName(name))
        {
            refusal = Refused(400, "malformed", "the address lacks d=NAME, the device's name");
            return null;
        }
        if (network.Current.FindDevice(name!) is not { CheckInKey: not null } device)
        {
            strangers.Heard(name!, from);
            refusal = Refused(404, "unknown", $"{name} is not known here, or does not report itself: hotspot checkin unknown");
            return null;
        }
        var now = time.GetUtcNow();
        var due = _due.GetValueOrDefault(device.Id, now);
        if (due - now > Each * Burst)
        {
            refusal = Refused(429, "too_many", "too many reports, once a minute is enough");
            return null;
        }
        return device;
    }

    /// <param name="device">As <see cref="Open"/> gave it.</param>
    /// <param name="body">The report.</param>
    /// <param name="seal">Its seal, 64 hex digits; null: there is none.</param>
    /// <param name="bearer">The key in an Authorization header; null: there is none.</param>
    /// <param name="isSecure">Whether the report came over TLS.</param>
    /// <param name="from">Where it came from.</param>
    public async Task<CheckInAnswer> RunAsync(DeviceEntry device, ReadOnlyMemory<byte> body, string? seal, string? bearer, bool isSecure, IPAddress from)
    {
        // 2. The key.
        var key = device.CheckInKey!;
        if (seal is null && bearer is not null && !isSecure) return Refused(403, "in_clear", "a key without a seal is taken over https only", device);
        if (!(seal is not null ? CheckInSeal.Holds(body.Span, key, seal) : bearer is not null && CheckInSeal.IsKey(bearer, key)))
            return Refused(403, "forged", $"this is not the key of {device.Name}: hotspot checkin script {device.Name}", device);
        var now = time.GetUtcNow();
        _due.AddOrUpdate(device.Id, now + Each, (_, due) => (due > now ? due : now) + Each);

        // 3. The report.
        if (CheckInReport.Read(Encoding.UTF8.GetString(body.Span)) is not { } report) return Refused(400, "malformed", "this is not a report as hc1 has it", device);

        // 4. Its number.
        if (!numbers.TryRead(device.Id, report.Number, out var number))
        {
            PortalMeter.CheckIn("renumbered");
            return Answer("again", 0);
        }

        // 5. On disk, or not answered: the device keeps it.
        switch (await desk.TakeAsync(device, report, number, from))
        {
            case CheckInOutcome.Stored:
                PortalMeter.CheckIn("stored");
                return Answer("ok", number);
            case CheckInOutcome.Used:
                PortalMeter.CheckIn("replayed");
                return Answer("again", number);
            default:
                return Refused(503, "not_stored", "it could not be stored, keep it");
        }

        // 6. The answer.
        CheckInAnswer Answer(string state, long used)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"hc1 {state} {numbers.Next(device.Id, used)} {time.GetUtcNow().ToUnixTimeSeconds()}\n");
            return new CheckInAnswer(200, seal is null ? line : $"{line}{CheckInSeal.Of(Encoding.ASCII.GetBytes($"{seal}\n{line}"), key)}\n");
        }
    }

    private CheckInAnswer Refused(int status, string outcome, string why, DeviceEntry? device = null)
    {
        PortalMeter.CheckIn(outcome);
        var now = time.GetUtcNow();
        if (device is not null && (!_said.TryGetValue((device.Id, status), out var last) || now - last > SaidAgain))
        {
            _said[(device.Id, status)] = now;
            NotTaken(log, device.Name, why);
        }
        return new CheckInAnswer(status, why + "\n");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A report of {Device} was not taken: {Why}")]
    private static partial void NotTaken(ILogger log, string device, string why);
}
