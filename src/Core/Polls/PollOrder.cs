using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Polls;

/// <summary>Somebody wants a device polled now: who, and what came of it. The monitor carries it out, so it is the same from a command, a page or another node.</summary>
public sealed class PollOrder
{
    public long Id { get; set; }
    public int DeviceId { get; set; }
    public required string Who { get; set; }

    /// <summary>One of <see cref="PollOutcome"/>.</summary>
    public string Outcome { get; set; } = PollOutcome.Pending;

    /// <summary>From the first datagram to the answer.</summary>
    public int? Milliseconds { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
}

/// <summary>What a poll came to.</summary>
public static class PollOutcome
{
    /// <summary>It has not ended yet.</summary>
    public const string Pending = "pending";

    /// <summary>The device answered.</summary>
    public const string Answered = "answered";

    /// <summary>It answered only when asked again.</summary>
    public const string Strained = "strained";

    /// <summary>It answered neither the poll nor any repetition.</summary>
    public const string Silent = "silent";

    /// <summary>Its SNMP agent is silent, but it answers ping.</summary>
    public const string OnlyPing = "only-ping";

    /// <summary>It refuses our SNMPv3 user.</summary>
    public const string Denied = "denied";

    /// <summary>This server could not send to it: no route, a firewall, or it is no longer polled.</summary>
    public const string NotSent = "not-sent";

    /// <summary>In one English sentence.</summary>
    public static string English(string outcome) => outcome switch
    {
        Pending => "The monitor has not polled it yet.",
        Answered => "It answered.",
        Strained => "It answered, but only when asked again.",
        Silent => "It did not answer.",
        OnlyPing => "It answers ping, but its SNMP agent is silent: stopped, blocked, or with another community.",
        Denied => "It lives, but refuses our SNMPv3 user.",
        NotSent => "This server could not send to it: no route, a firewall here, or it is no longer polled.",
        _ => outcome,
    };
}

internal sealed class PollOrderMapping : IEntityTypeConfiguration<PollOrder>
{
    public void Configure(EntityTypeBuilder<PollOrder> entity)
    {
        entity.ToTable("PollOrders").KeepDays(nameof(PollOrder.CreatedAt), 30);
        entity.HasIndex(o => o.Outcome);
        entity.HasIndex(o => o.CreatedAt);
    }
}

/// <summary>The verbs on poll orders.</summary>
public static class PollOrders
{
    /// <summary>How long whoever orders a poll waits for it: a silent device is asked four times.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private const int MostPending = 500;

    /// <summary>Orders a poll of an access point or device; one that waits already is returned instead of a second.</summary>
    /// <exception cref="RefusedException">There is no such device, it is not polled, or too many wait.</exception>
    public static async Task<PollOrder> OrderAsync(HotspotDb db, string name, string who, DateTimeOffset now, CancellationToken cancel = default)
    {
        var point = await db.Set<AccessPoint>().AsNoTracking().FirstOrDefaultAsync(a => a.Name == name, cancel);
        var device = await db.Set<Device>().AsNoTracking().FirstOrDefaultAsync(d => point != null && point.DeviceId != null ? d.Id == point.DeviceId : d.Name == name, cancel);
        if (device is null)
        {
            throw new RefusedException(point is null ? $"There is no access point or device '{name}'." : $"{name} stands behind another router and has no address of its own: poll that one.");
        }

        if (!device.IsPolled) throw new RefusedException($"{device.Name} is not polled: give it --snmp-community or --snmp-user.");
        var standing = await db.Set<PollOrder>().FirstOrDefaultAsync(o => o.DeviceId == device.Id && o.Outcome == PollOutcome.Pending && o.CreatedAt > now - Patience, cancel);
        if (standing is not null) return standing;
        if (await db.Set<PollOrder>().CountAsync(o => o.Outcome == PollOutcome.Pending && o.CreatedAt > now - Patience, cancel) >= MostPending)
            throw new RefusedException($"{MostPending} polls are waiting already.");
        var order = new PollOrder { DeviceId = device.Id, Who = who, CreatedAt = now };
        db.Add(order);
        return order;
    }

    /// <summary>What waits, oldest first. Orders nobody waits for any more are left alone.</summary>
    public static Task<List<PollOrder>> PendingAsync(HotspotDb db, DateTimeOffset now, CancellationToken cancel = default) => db.Set<PollOrder>().AsNoTracking()
        .Where(o => o.Outcome == PollOutcome.Pending && o.CreatedAt > now - Patience).OrderBy(o => o.Id).Take(MostPending).ToListAsync(cancel);

    /// <summary>Writes down what came of polls of a device that somebody waits for.</summary>
    public static Task FinishAsync(HotspotDb db, int deviceId, string outcome, int? milliseconds, DateTimeOffset now, CancellationToken cancel = default) => db.Set<PollOrder>()
        .Where(o => o.DeviceId == deviceId && o.Outcome == PollOutcome.Pending)
        .ExecuteUpdateAsync(o => o.SetProperty(x => x.Outcome, outcome).SetProperty(x => x.Milliseconds, milliseconds).SetProperty(x => x.DoneAt, now), cancel);

    /// <summary>Waits until the order is done, at most <see cref="Patience"/>; it is still pending when nobody polled.</summary>
    public static async Task<PollOrder> WaitAsync(Func<HotspotDb> open, long id, TimeProvider time, CancellationToken cancel = default)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            await using (var db = open())
            {
                var order = await db.Set<PollOrder>().AsNoTracking().SingleAsync(o => o.Id == id, cancel);
                if (order.Outcome != PollOutcome.Pending || time.GetElapsedTime(began) > Patience) return order;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
        }
    }
}
