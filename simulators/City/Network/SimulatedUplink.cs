using HotspotManager.City.Faults;
using HotspotManager.City.Plan;

namespace HotspotManager.City.Network;

/// <summary>A router or radio link: its counters are what all access points behind it moved.</summary>
public sealed class SimulatedUplink
{
    private readonly FaultBook _faults;
    private readonly TimeProvider _time;
    private readonly SimulatedAccessPoint[] _behind;
    private readonly (ulong Down, ulong Up)[] _seen;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private ulong _down, _up;

    public SimulatedUplink(PlannedUplink plan, IEnumerable<SimulatedAccessPoint> behind, FaultBook faults, TimeProvider time, int seed)
    {
        (Plan, _behind, _faults, _time, _random) = (plan, [.. behind], faults, time, new Random(seed));
        _seen = new (ulong, ulong)[_behind.Length];
        BootedAt = time.GetUtcNow() - TimeSpan.FromMinutes(_random.Next(60, 90_000));
    }

    public PlannedUplink Plan { get; }

    public DateTimeOffset BootedAt { get; private set; }

    public bool IsPowered { get; private set; } = true;

    public Condition Condition => _faults.Of(Plan, _time.GetUtcNow());

    /// <summary>Phones online behind it.</summary>
    public int Clients => _behind.Sum(p => p.Clients);

    /// <summary>Octets from and to the internet since it started.</summary>
    internal (ulong Down, ulong Up) Counters()
    {
        var now = _time.GetUtcNow();
        lock (_gate)
        {
            for (var i = 0; i < _behind.Length; i++)
            {
                var point = _behind[i];
                ulong down, up;
                lock (point.Gate)
                {
                    point.Advance(now);
                    (down, up) = (point.Down, point.Up);
                }
                // An access point that has started anew counts from nothing.
                _down += down >= _seen[i].Down ? down - _seen[i].Down : down;
                _up += up >= _seen[i].Up ? up - _seen[i].Up : up;
                _seen[i] = (down, up);
            }
            return (_down, _up);
        }
    }

    internal bool Passes()
    {
        var condition = Condition;
        if (condition is not { Powered: true, Reachable: true }) return false;
        lock (_gate) return condition.Loss <= 0 || _random.NextDouble() >= condition.Loss;
    }

    /// <summary>Once a second; true: it has just started anew.</summary>
    internal bool Tick(DateTimeOffset now)
    {
        var powered = Condition.Powered;
        if (powered == IsPowered) return false;
        Counters();
        lock (_gate)
        {
            (IsPowered, BootedAt) = (powered, now);
            if (powered) (_down, _up) = (0, 0);
        }
        return powered;
    }
}
