using System.Diagnostics.CodeAnalysis;
using System.Net;
using HotspotManager.City.Faults;
using HotspotManager.City.Gateways;
using HotspotManager.City.Plan;

namespace HotspotManager.City.Network;

/// <summary>
/// One access point with its router: power, clock, counters and the phones that are online. The counters are what the phones moved, exactly. Safe for any number of
/// threads: everything that changes is under <see cref="Gate"/>.
/// </summary>
public sealed class SimulatedAccessPoint
{
    private static readonly TimeSpan CarrierLost = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ClockSet = TimeSpan.FromSeconds(90);

    private readonly FaultBook _faults;
    private readonly TimeProvider _time;
    private readonly Dictionary<IPAddress, PhoneSession> _sessions = [];
    private CityGateway? _gateway;
    private DateTimeOffset _advancedTo;
    private int _sessionCount;
    private bool _wasCold;

    public SimulatedAccessPoint(PlannedAccessPoint plan, FaultBook faults, TimeProvider time, int seed)
    {
        (Plan, _faults, _time) = (plan, faults, time);
        Random = new Random(seed);
        // Routers were not all started today.
        BootedAt = _advancedTo = time.GetUtcNow() - TimeSpan.FromMinutes(Random.Next(30, 60_000));
    }

    internal Lock Gate { get; } = new();

    public PlannedAccessPoint Plan { get; }

    /// <inheritdoc cref="CityOptions.SteadyDemand"/>
    public double? SteadyDemand { get; init; }

    /// <summary>This access point's own chance; use it under <see cref="Gate"/>.</summary>
    internal Random Random { get; }

    public DateTimeOffset BootedAt { get; private set; }

    /// <summary>Octets that came from the internet for phones since the start.</summary>
    public ulong Down { get; private set; }

    /// <summary>Octets that phones sent since the start.</summary>
    public ulong Up { get; private set; }

    public bool IsPowered { get; private set; } = true;

    /// <summary>What is wrong now.</summary>
    public Condition Condition => _faults.Of(Plan, _time.GetUtcNow());

    /// <summary>Whether the server and this device hear each other at all.</summary>
    public bool IsReachable => Condition is { Powered: true, Reachable: true };

    /// <summary>Phones online.</summary>
    public int Clients
    {
        get { lock (Gate) return _sessions.Count; }
    }

    internal CityGateway Gateway => _gateway ?? throw new InvalidOperationException("the access point has no gateway yet");

    /// <summary>The sessions now, by row; call it under <see cref="Gate"/>.</summary>
    internal IReadOnlyCollection<PhoneSession> Sessions => _sessions.Values;

    internal void Attach(CityGateway gateway) => _gateway = gateway;

    /// <summary>The router's own clock: it starts in 1970 and is set a minute and a half after a restart, as without a battery.</summary>
    internal DateTimeOffset RouterClock(DateTimeOffset now) =>
        (_wasCold && now - BootedAt < ClockSet) || Condition.Accounting.HasFlag(AccountingFaults.Clock) ? DateTimeOffset.UnixEpoch + (now - BootedAt) : now;

    /// <summary>Whether one datagram gets through, in either direction.</summary>
    internal bool Passes()
    {
        var condition = Condition;
        if (condition is not { Powered: true, Reachable: true }) return false;
        if (condition.Loss <= 0) return true;
        lock (Gate) return Random.NextDouble() >= condition.Loss;
    }

    /// <summary>A phone comes online.</summary>
    /// <param name="id">Acct-Session-Id; null: the next of this router, which begins anew after a restart.</param>
    internal PhoneSession Open(Phone phone, string userName, Terms terms, string? id = null)
    {
        var now = _time.GetUtcNow();
        lock (Gate)
        {
            Advance(now);
            if (_sessions.ContainsKey(phone.Source)) End(phone.Source, EndCause.UserRequest, now);
            var index = ++_sessionCount;
            var session = new PhoneSession(id ?? Gateway.SessionId(index), index, phone, userName, terms, now);
            _sessions[phone.Source] = session;
            Gateway.Began(session, now);
            return session;
        }
    }

    /// <summary>Finds a session; the predicate runs under the lock.</summary>
    internal bool TryFind(Func<PhoneSession, bool> which, [NotNullWhen(true)] out PhoneSession? session)
    {
        lock (Gate) session = _sessions.Values.FirstOrDefault(which);
        return session is not null;
    }

    internal bool IsOnline(Phone phone)
    {
        lock (Gate) return _sessions.ContainsKey(phone.Source);
    }

    /// <summary>Ends a session with a Stop; false: it is not there any more.</summary>
    internal bool End(PhoneSession session, EndCause cause)
    {
        var now = _time.GetUtcNow();
        lock (Gate)
        {
            if (!_sessions.TryGetValue(session.Phone.Source, out var current) || current != session) return false;
            Advance(now);
            End(session.Phone.Source, cause, now);
            return true;
        }
    }

    /// <summary>Changes a session's terms (CoA).</summary>
    internal void Change(PhoneSession session, Func<Terms, Terms> change)
    {
        lock (Gate)
        {
            Advance(_time.GetUtcNow());
            session.Terms = change(session.Terms);
        }
    }

    /// <summary>Lets octets pass up to now; whoever reads a counter calls it first, so that it never lags.</summary>
    internal void Advance(DateTimeOffset now)
    {
        lock (Gate)
        {
            var seconds = (now - _advancedTo).TotalSeconds;
            if (seconds <= 0) return;
            _advancedTo = now;
            if (!IsReachable) return;
            foreach (var session in _sessions.Values)
            {
                var (down, up) = session.Advance(seconds, now);
                Down += down;
                Up += up;
            }
        }
    }

    /// <summary>Once a second: power, what phones want, who leaves, whose time is over, whose interim is due.</summary>
    internal void Tick(DateTimeOffset now)
    {
        lock (Gate)
        {
            FollowPower(now);
            if (!IsPowered) return;
            Advance(now);
            foreach (var session in _sessions.Values.ToArray())
            {
                if (session.LeavesAt <= now && !session.IsAway)
                {
                    if (Random.Next(2) == 0)
                    {
                        End(session.Phone.Source, EndCause.UserRequest, now);
                        continue;
                    }
                    session.IsAway = true;
                }
                if (session.Over(now) is { } cause)
                    End(session.Phone.Source, cause, now);
                else if (session.IsAway && now - session.LastTraffic > CarrierLost)
                    End(session.Phone.Source, EndCause.LostCarrier, now);
                else
                    GoOn(session, now);
            }
        }
        Gateway.Tick(now);
    }

    private void GoOn(PhoneSession session, DateTimeOffset now)
    {
        if (session.IsAway)
            (session.WantedDown, session.WantedUp) = (0, 0);
        else if (session.NextDemand <= now)
            Demand.Draw(session, Random, now, SteadyDemand);
        if (session.NextInterim > now) return;
        session.NextInterim = now + TimeSpan.FromSeconds(Math.Max(10, session.Terms.InterimSeconds ?? 300));
        Gateway.GoesOn(session, now);
    }

    private void End(IPAddress phone, EndCause cause, DateTimeOffset now)
    {
        if (_sessions.Remove(phone, out var session)) Gateway.Ended(session, cause, now);
    }

    private void FollowPower(DateTimeOffset now)
    {
        var powered = Condition.Powered;
        if (powered == IsPowered) return;
        IsPowered = powered;
        // Dark at once: nothing is said, everything is forgotten.
        _sessions.Clear();
        (Down, Up, _sessionCount) = (0, 0, 0);
        (BootedAt, _advancedTo, _wasCold) = (now, now, true);
        Gateway.PowerChanged(powered, now);
    }
}
