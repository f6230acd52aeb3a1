using System.Diagnostics;
using System.Net;
using HotspotManager.City.Plan;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;

namespace HotspotManager.City.PowerCuts;

/// <summary>
/// A city of routers and phones that only sign in and account, as many and as fast as wanted, and lose power without a word: no Stop, session ids from the
/// beginning again, clocks at 1970, three tries 300 ms apart. Keeps its own ledger of what each session moved. One socket for all, each router at its own address.
/// </summary>
public sealed class CutCity : IDisposable
{
    private readonly CutOptions _options;
    private readonly TimeProvider _time;
    private readonly DatagramSocket _socket;
    private readonly Random _random;
    private readonly Lock _gate = new();
    private readonly Dictionary<DatagramEndPoint, CutRouter> _routers = [];
    private readonly CutPhone[] _phones;
    private readonly List<(CutPhone Phone, CutSession Session)> _ledger = [];
    private readonly Dictionary<(CutRouter Router, byte Identifier), Pending> _pending = [];
    private readonly Queue<(Pending Pending, long Due)> _due = new();
    private readonly Timer _timer;
    private readonly DatagramEndPoint _auth, _acct;

    /// <param name="codes">A voucher for each phone of each router.</param>
    public CutCity(CityPlan plan, CutOptions options, IReadOnlyList<string> codes, IDatagrams datagrams, TimeProvider time)
    {
        (_options, _time, _random) = (options, time, new Random(options.Seed));
        (_auth, _acct) = (new DatagramEndPoint(options.RadiusAuth), new DatagramEndPoint(options.RadiusAcct));
        var phones = new List<CutPhone>();
        foreach (var point in plan.AccessPoints)
        {
            var router = _routers[new DatagramEndPoint(point.Address, 0)] = new CutRouter(point, options, time.GetUtcNow());
            for (var i = 0; i < options.Phones; i++) phones.Add(new CutPhone(router, i, codes[phones.Count]));
        }
        _phones = [.. phones];
        _socket = datagrams.Open(new IPEndPoint(IPAddress.Any, 0), Receive, new DatagramOptions { Name = "city power cut" });
        _timer = new Timer(_ => Repeat(), null, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Milliseconds from a request's first copy to its answer.</summary>
    public List<double> AccessLatencies { get; } = [];

    /// <inheritdoc cref="AccessLatencies"/>
    public List<double> AccountingLatencies { get; } = [];

    /// <summary>Copies sent beyond the first, and requests given up.</summary>
    public (long Repeated, long GivenUp) Trouble { get; private set; }

    /// <summary>Access-Rejects.</summary>
    public long Rejected { get; private set; }

    public int Phones => _phones.Length;

    /// <summary>Phones whose session has begun and whose Start is answered.</summary>
    public int Online
    {
        get { lock (_gate) return _phones.Count(p => p.Session is { Answered: not null }); }
    }

    /// <summary>Requests that wait for an answer.</summary>
    public int Waiting
    {
        get { lock (_gate) return _pending.Count; }
    }

    /// <summary>What each session moved, in the order they began.</summary>
    public IReadOnlyList<LedgerEntry> Ledger
    {
        get
        {
            lock (_gate)
                return [.. _ledger.Select(l => new LedgerEntry(l.Phone.Router.Plan.Name, l.Session.Mac, l.Phone.Code, l.Session.Life, l.Session.Answered, [.. l.Session.Sent]))];
        }
    }

    /// <summary>Everybody who is not online signs in, in a random order, evenly over a time; who is given up or refused may be asked for again.</summary>
    public async Task SignInAsync(TimeSpan within, CancellationToken cancel)
    {
        CutPhone[] coming;
        lock (_gate)
        {
            coming = [.. _phones.Where(p => p.Session is null)];
            _random.Shuffle(coming);
        }
        await OverAsync(within, coming, phone => Send(new Pending(phone.Router, phone, null, AcctStatusType.Start, default, default)), cancel);
    }

    /// <summary>Every phone online moves some octets, and its router tells of it.</summary>
    public Task MoveAsync(TimeSpan within, CancellationToken cancel) => TellAsync(AcctStatusType.InterimUpdate, within, cancel);

    /// <summary>Every phone online moves some octets and leaves.</summary>
    public Task LeaveAsync(TimeSpan within, CancellationToken cancel) => TellAsync(AcctStatusType.Stop, within, cancel);

    /// <summary>The line of some routers was cut for a while: what they tell from now on happened that long ago, and they say so.</summary>
    public void FallBehind(TimeSpan by)
    {
        lock (_gate)
            foreach (var router in _routers.Values.Where(r => r.ForgetsClass)) router.Behind = by;
    }

    /// <summary>Dark: nothing is said, what waited is forgotten.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            _pending.Clear();
            _due.Clear();
            foreach (var phone in _phones) phone.Session = null;
        }
    }

    /// <summary>Power is back.</summary>
    public void Return()
    {
        lock (_gate)
        {
            foreach (var router in _routers.Values)
            {
                router.Boot(_time.GetUtcNow());
                if (router.SaysOn) Send(new Pending(router, null, null, AcctStatusType.AccountingOn, default, _time.GetUtcNow()));
            }
        }
    }

    /// <summary>Somebody else takes each voucher: another phone.</summary>
    public void PassOn()
    {
        lock (_gate)
            foreach (var phone in _phones) phone.Mac = "06" + phone.Mac[2..];
    }

    public void Dispose()
    {
        _timer.Dispose();
        _socket.Dispose();
    }

    private Task TellAsync(AcctStatusType status, TimeSpan within, CancellationToken cancel)
    {
        CutPhone[] online;
        lock (_gate) online = [.. _phones.Where(p => p.Session is not null)];
        return OverAsync(within, online, phone =>
        {
            if (phone.Session is not { } session) return;
            var now = _time.GetUtcNow();
            // Up to 3 GB at a time: beyond 32 bits within a few updates.
            session.Output += _random.NextInt64(1, 3_000_000_000);
            session.Input += _random.NextInt64(1, 50_000_000);
            var happenedAt = now - phone.Router.Behind;
            var figures = new Figures(Math.Max(1, (long)(happenedAt - session.StartedAt).TotalSeconds), session.Input, session.Output);
            session.Sent.Add(figures);
            Send(new Pending(phone.Router, phone, session, status, figures, happenedAt));
            if (status == AcctStatusType.Stop) phone.Session = null;
        }, cancel);
    }

    private async Task OverAsync(TimeSpan within, CutPhone[] phones, Action<CutPhone> act, CancellationToken cancel)
    {
        var began = Stopwatch.StartNew();
        for (var done = 0; done < phones.Length;)
        {
            var due = within <= TimeSpan.Zero ? phones.Length : (int)Math.Min(phones.Length, phones.Length * (began.Elapsed / within) + 1);
            lock (_gate)
                for (; done < due; done++) act(phones[done]);
            if (done < phones.Length) await Task.Delay(2, cancel);
        }
    }

    private sealed class Pending(CutRouter router, CutPhone? phone, CutSession? session, AcctStatusType status, Figures figures, DateTimeOffset happenedAt)
    {
        public CutRouter Router => router;
        public CutPhone? Phone => phone;
        public CutSession? Session => session;
        public AcctStatusType Status => status;
        public Figures Figures => figures;
        public DateTimeOffset HappenedAt => happenedAt;
        public bool IsAccess => phone is not null && session is null;
        public byte[] Packet { get; set; } = [];
        public int Copies { get; set; }
        public long Began { get; set; }
    }

    /// <summary>Sends the next copy; under the lock.</summary>
    private void Send(Pending pending)
    {
        var router = pending.Router;
        if (pending.Copies++ == 0 || router.NewIdentifier)
        {
            if (pending.Copies > 1) _pending.Remove((router, pending.Packet[1]));
            else pending.Began = Stopwatch.GetTimestamp();
            var identifier = router.NextIdentifier();
            pending.Packet = pending.IsAccess
                ? router.Access(pending.Phone!, identifier)
                : router.Account(pending.Status, pending.Phone, pending.Session, pending.Figures, pending.HappenedAt, _time.GetUtcNow(), identifier);
            _pending[(router, identifier)] = pending;
        }
        if (pending.Copies > 1) Trouble = (Trouble.Repeated + 1, Trouble.GivenUp);
        _due.Enqueue((pending, Stopwatch.GetTimestamp() + (long)(_options.Wait.TotalSeconds * Stopwatch.Frequency)));
        if (_random.NextDouble() >= _options.Loss) _socket.Send(pending.Packet, new DatagramPath(pending.IsAccess ? _auth : _acct, router.Local));
    }

    private void Repeat()
    {
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            while (_due.TryPeek(out var next) && next.Due <= now)
            {
                var pending = _due.Dequeue().Pending;
                if (!_pending.TryGetValue((pending.Router, pending.Packet[1]), out var mine) || mine != pending) continue;
                if (pending.Copies < _options.Tries || pending.Status is AcctStatusType.Stop or AcctStatusType.AccountingOn)
                {
                    Send(pending);
                    continue;
                }
                _pending.Remove((pending.Router, pending.Packet[1]));
                Trouble = (Trouble.Repeated, Trouble.GivenUp + 1);
            }
        }
    }

    private void Receive(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        lock (_gate)
        {
            if (!_routers.TryGetValue(path.Local.WithPort(0), out var router) || _random.NextDouble() < _options.Loss) return;
            if (!RadiusPacket.TryRead(datagram, out var reply, out _) || !_pending.TryGetValue((router, reply.Identifier), out var pending)) return;
            if (PacketCheck.Reply(reply, reply.Identifier, pending.Packet.AsSpan(4, 16), router.Secret) != ReplyState.Valid) return;
            _pending.Remove((router, reply.Identifier));
            (pending.IsAccess ? AccessLatencies : AccountingLatencies).Add(Stopwatch.GetElapsedTime(pending.Began).TotalMilliseconds);
            if (!pending.IsAccess)
            {
                if (pending.Session is not { } told) return;
                if (told.Answered is not { } before || pending.Figures.Output > before.Output) told.Answered = pending.Figures;
            }
            else if (reply.Code != RadiusCode.AccessAccept)
            {
                Rejected++;
            }
            else if (pending.Phone is { Session: null } phone)
            {
                var now = _time.GetUtcNow();
                var session = phone.Session = router.Begin(phone, reply.TryGet(Ietf.Class, out var mark) ? mark.ToArray() : null, now);
                _ledger.Add((phone, session));
                Send(new Pending(router, phone, session, AcctStatusType.Start, default, session.StartedAt));
            }
        }
    }
}
