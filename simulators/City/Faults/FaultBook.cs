using HotspotManager.City.Plan;

namespace HotspotManager.City.Faults;

/// <summary>The faults that go on, and what they make of each device. Safe for any number of threads.</summary>
public sealed class FaultBook(CityPlan plan)
{
    private const double LossShare = 0.3;
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, PlannedAccessPoint> _points = plan.AccessPoints.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, PlannedUplink> _uplinks = plan.Uplinks.ToDictionary(u => u.Name, StringComparer.OrdinalIgnoreCase);
    private ActiveFault[] _active = [];
    private int _count;

    /// <summary>What goes on now.</summary>
    public IReadOnlyList<ActiveFault> Active => Volatile.Read(ref _active);

    /// <summary>Begins a fault, or with <see cref="FaultKind.Restore"/> ends those of the target.</summary>
    /// <param name="target">An access point, an uplink, an area's code, or <c>all</c>.</param>
    /// <param name="duration">Null: until it is restored.</param>
    /// <returns>The names of the devices concerned.</returns>
    /// <exception cref="ArgumentException">Nothing in the city is called that; the message says so in a sentence.</exception>
    public IReadOnlySet<string> Begin(FaultKind kind, string target, TimeSpan? duration, DateTimeOffset now)
    {
        var devices = Devices(kind, target);
        lock (_points)
        {
            _active = kind == FaultKind.Restore
                ? [.. _active.Where(f => !f.Devices.Overlaps(devices))]
                : [.. _active, new ActiveFault(kind, target, devices, now, now + duration, plan.Seed + ++_count)];
        }
        return devices;
    }

    /// <summary>Ends what is over.</summary>
    public void Expire(DateTimeOffset now)
    {
        lock (_points)
            if (_active.Any(f => f.Until <= now)) _active = [.. _active.Where(f => !(f.Until <= now))];
    }

    /// <summary>An uplink's condition.</summary>
    public Condition Of(PlannedUplink uplink, DateTimeOffset now) => Of(uplink.Name, now);

    /// <summary>An access point's condition; what its uplink suffers it suffers too.</summary>
    public Condition Of(PlannedAccessPoint point, DateTimeOffset now)
    {
        var own = Of(point.Name, now);
        var uplink = Of(point.Uplink, now);
        return own with { Reachable = own.Reachable && uplink is { Powered: true, Reachable: true } };
    }

    private Condition Of(string device, DateTimeOffset now)
    {
        var condition = Condition.Well;
        foreach (var fault in Volatile.Read(ref _active))
        {
            if (!fault.Devices.Contains(device) || fault.Until <= now) continue;
            condition = fault.Kind switch
            {
                FaultKind.Power or FaultKind.Down => condition with { Powered = false },
                FaultKind.Uplink => condition with { Reachable = false },
                FaultKind.Flap => condition with { Reachable = condition.Reachable && !IsGone(fault, now) },
                FaultKind.Loss => condition with { Loss = LossShare },
                FaultKind.Slow => condition with { Delay = SlowAnswer },
                FaultKind.LostStop => condition with { Accounting = condition.Accounting | AccountingFaults.LostStop },
                FaultKind.Duplicate => condition with { Accounting = condition.Accounting | AccountingFaults.Duplicate },
                FaultKind.Delayed => condition with { Accounting = condition.Accounting | AccountingFaults.Delayed },
                FaultKind.Reordered => condition with { Accounting = condition.Accounting | AccountingFaults.Reordered },
                FaultKind.Clock => condition with { Accounting = condition.Accounting | AccountingFaults.Clock },
                FaultKind.CounterReset => condition with { Accounting = condition.Accounting | AccountingFaults.CounterReset },
                _ => condition,
            };
        }
        return condition;
    }

    /// <summary>A flapping line: gone and there again in turns of 8 to 23 seconds, which the fault's seed sets.</summary>
    private static bool IsGone(ActiveFault fault, DateTimeOffset now)
    {
        var random = new Random(fault.Seed);
        var (gone, there) = (8 + random.Next(16), 8 + random.Next(16));
        return (now - fault.Since).TotalSeconds % (gone + there) < gone;
    }

    private HashSet<string> Devices(FaultKind kind, string target)
    {
        if (_points.TryGetValue(target, out var point))
        {
            return kind switch
            {
                FaultKind.Power => Names(plan.AccessPoints.Where(p => p.Area == point.Area).Select(p => p.Name)),
                FaultKind.Uplink => WithBehind(point.Uplink),
                _ => Names([point.Name]),
            };
        }
        if (_uplinks.TryGetValue(target, out var uplink)) return kind is FaultKind.Uplink or FaultKind.Loss or FaultKind.Restore ? WithBehind(uplink.Name) : Names([uplink.Name]);
        if (target.Equals("all", StringComparison.OrdinalIgnoreCase)) return Names(plan.AccessPoints.Select(p => p.Name).Concat(plan.Uplinks.Select(u => u.Name)));
        var inside = plan.AccessPoints.Where(p => Contains(target, p.Area)).ToList();
        if (inside.Count == 0) throw new ArgumentException($"Nothing in the city is called '{target}': name an access point, an uplink, or the code of an area with access points.");
        if (kind == FaultKind.Uplink) return Names(inside.Select(p => p.Uplink).Distinct().SelectMany(WithBehind));
        // The uplink's router stands somewhere in its kecamatan: only a cut as large as that takes it too.
        return Names(inside.Select(p => p.Name).Concat(plan.Uplinks.Where(u => Contains(target, u.Area)).Select(u => u.Name)));
    }

    private HashSet<string> WithBehind(string uplink) => Names(plan.AccessPoints.Where(p => p.Uplink == uplink).Select(p => p.Name).Append(uplink));

    private static HashSet<string> Names(IEnumerable<string> names) => names.ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static bool Contains(string area, string code) =>
        code.StartsWith(area, StringComparison.Ordinal) && (code.Length == area.Length || code[area.Length] is '.' or '/');
}
