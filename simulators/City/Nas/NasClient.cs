using HotspotManager.City.Network;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;

namespace HotspotManager.City.Nas;

/// <summary>Adds the attributes of a request.</summary>
internal delegate void RequestAttributes(ref RadiusWriter request);

/// <summary>One router as RADIUS client (RFC 2865, 2866): sends, sends again, and gives up. Safe for any number of threads.</summary>
internal sealed class NasClient
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly NasSocket _socket;
    private readonly DatagramEndPoint _auth, _acct;
    private readonly SharedSecret _secret;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly NasControl _control;
    private readonly Pending?[] _pending = new Pending?[256];
    private readonly Lock _lock = new();
    private byte _next;

    public NasClient(SimulatedAccessPoint point, NasSocket socket, CityOptions options, TimeProvider time, int seed)
    {
        (Point, _socket, _time) = (point, socket, time);
        (_auth, _acct) = (new DatagramEndPoint(options.RadiusAuth), new DatagramEndPoint(options.RadiusAcct));
        _secret = new SharedSecret(point.Plan.Secret);
        _random = new Random(seed);
        _control = new NasControl(point, _secret);
        socket.Add(this);
    }

    public SimulatedAccessPoint Point { get; }

    public SharedSecret Secret => _secret;

    /// <summary>Sends an Access-Request with a Message-Authenticator; the octets of the reply, null when none came.</summary>
    public Task<byte[]?> AccessAsync(RequestAttributes attributes) => SendAsync(RadiusCode.AccessRequest, attributes, 3);

    /// <summary>Sends an Accounting-Request; null when nobody answered <paramref name="tries"/> times.</summary>
    public Task<byte[]?> AccountAsync(RequestAttributes attributes, int tries) => SendAsync(RadiusCode.AccountingRequest, attributes, tries);

    /// <summary>Sends again what is due, and gives up what was sent often enough.</summary>
    public void Tick(DateTimeOffset now)
    {
        List<Pending>? again = null;
        lock (_lock)
        {
            for (var id = 0; id < _pending.Length; id++)
            {
                if (_pending[id] is not { } pending || pending.DueAt > now) continue;
                if (--pending.TriesLeft == 0)
                {
                    _pending[id] = null;
                    pending.Reply.TrySetResult(null);
                    continue;
                }
                pending.Wait = Min(pending.Wait * 2, LongestWait);
                pending.DueAt = now + pending.Wait;
                (again ??= []).Add(pending);
            }
        }
        foreach (var pending in again ?? []) _socket.Send(Point, pending.Packet, pending.To);
    }

    /// <summary>A router without power forgets what it waited for.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            foreach (var pending in _pending) pending?.Reply.TrySetResult(null);
            Array.Clear(_pending);
        }
    }

    /// <summary>A datagram for this router's address.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, in DatagramEndPoint from)
    {
        if (!RadiusPacket.TryRead(datagram, out var packet, out _)) return;
        if (packet.Code is RadiusCode.DisconnectRequest or RadiusCode.CoaRequest)
        {
            if (_control.Answer(packet) is { } answer) _socket.Send(Point, answer, from);
            return;
        }
        lock (_lock)
        {
            if (_pending[packet.Identifier] is not { } pending || pending.To != from) return;
            if (PacketCheck.Reply(packet, packet.Identifier, pending.Packet.AsSpan(4, 16), _secret) != ReplyState.Valid) return;
            _pending[packet.Identifier] = null;
            pending.Reply.TrySetResult(packet.Bytes.ToArray());
        }
    }

    private Task<byte[]?> SendAsync(RadiusCode code, RequestAttributes attributes, int tries)
    {
        Pending pending;
        lock (_lock)
        {
            // An identifier stays taken until its answer has come or is given up (RFC 2865 section 3).
            var free = 0;
            while (free < 256 && _pending[_next] is not null) (_next, free) = ((byte)(_next + 1), free + 1);
            if (free == 256) return Task.FromResult<byte[]?>(null);
            Span<byte> buffer = stackalloc byte[RadiusPacket.MaxLength];
            var writer = new RadiusWriter(buffer, code, _next);
            if (code == RadiusCode.AccessRequest)
            {
                Span<byte> authenticator = stackalloc byte[16];
                _random.NextBytes(authenticator);
                writer.SetAuthenticator(authenticator);
                writer.AddMessageAuthenticator();
            }
            attributes(ref writer);
            pending = new Pending(writer.Finish(_secret).ToArray(), code == RadiusCode.AccessRequest ? _auth : _acct, tries)
            {
                Wait = FirstWait,
                DueAt = _time.GetUtcNow() + FirstWait,
            };
            _pending[_next++] = pending;
        }
        _socket.Send(Point, pending.Packet, pending.To);
        return pending.Reply.Task;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed class Pending(byte[] packet, DatagramEndPoint to, int tries)
    {
        public byte[] Packet => packet;
        public DatagramEndPoint To => to;
        public TaskCompletionSource<byte[]?> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public int TriesLeft { get; set; } = tries;
        public TimeSpan Wait { get; set; }
        public DateTimeOffset DueAt { get; set; }
    }
}
