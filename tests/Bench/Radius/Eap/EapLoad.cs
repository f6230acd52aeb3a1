using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Bench.Radius.Eap;

/// <summary>Phones that sign in by EAP over RADIUS, so many at once, on one thread: one source port, an identifier for each phone. Every answer is checked.</summary>
internal sealed class EapLoad(IPEndPoint server, ClientTls tls, bool peap) : IDisposable
{
    private const int Phones = 64;
    private static readonly long Patience = 2 * Stopwatch.Frequency;

    private readonly Phone[] _phones = [.. Enumerable.Range(0, Phones).Select(_ => new Phone())];
    private readonly byte[] _eap = new byte[RadiusPacket.MaxLength], _datagram = new byte[RadiusPacket.MaxLength];

    public long Challenges { get; private set; }

    public long Repeated { get; private set; }

    private sealed class Phone : IDisposable
    {
        public Supplicant? Supplicant;
        public nint Session;
        public long Began, Sent;
        public int Length;
        public readonly byte[] Request = new byte[RadiusPacket.MaxLength];

        public void Dispose()
        {
            Supplicant?.Dispose();
            ClientTls.Forget(Session);
        }
    }

    /// <summary>So many sign-ins, each resuming the phone's last session or beginning anew.</summary>
    /// <exception cref="InvalidOperationException">One failed, or was not resumed, or nothing was answered for half a minute.</exception>
    public Round Run(int count, bool resumed)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 200 };
        socket.Connect(server);
        var latencies = new List<double>(count);
        var (begun, quiet) = (0, Stopwatch.GetTimestamp());
        var start = quiet;
        for (; begun < Math.Min(Phones, count); begun++)
            Begin(socket, begun, resumed);
        while (latencies.Count < count)
        {
            int length;
            try
            {
                length = socket.Receive(_datagram);
            }
            catch (SocketException timeout) when (timeout.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                Repeat(socket);
                if (Stopwatch.GetElapsedTime(quiet).TotalSeconds > 30)
                    throw new InvalidOperationException($"no answer for 30 s after {latencies.Count} of {count} sign-ins");
                continue;
            }
            quiet = Stopwatch.GetTimestamp();
            if (!Take(socket, _datagram.AsSpan(0, length), resumed, out var at))
                continue;
            latencies.Add(Stopwatch.GetElapsedTime(_phones[at].Began).TotalMicroseconds);
            if (begun++ < count)
                Begin(socket, at, resumed);
        }
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        latencies.Sort();
        return new Round(count, took, 0, latencies[count / 2], latencies[count * 99 / 100]);
    }

    private void Begin(Socket socket, int at, bool resumed)
    {
        var phone = _phones[at];
        phone.Supplicant?.Dispose();
        // Everybody their own account with PEAP; with EAP-TLS one account's certificate is on all phones.
        phone.Supplicant = new Supplicant(tls, peap, peap ? at : 0, resumed ? phone.Session : 0);
        phone.Began = Stopwatch.GetTimestamp();
        Send(socket, at, phone.Supplicant.Hello(), default);
    }

    private void Send(Socket socket, int at, ReadOnlySpan<byte> eap, ReadOnlySpan<byte> state)
    {
        var phone = _phones[at];
        var request = new RadiusWriter(phone.Request, RadiusCode.AccessRequest, (byte)at);
        Span<byte> authenticator = stackalloc byte[16];
        LoadGenerator.Fill(authenticator);
        request.SetAuthenticator(authenticator);
        request.AddMessageAuthenticator();
        request.Add(Ietf.UserName, Requests.Name(peap ? at : 0));
        request.Add(Ietf.NasIPAddress, IPAddress.Loopback);
        request.Add(Ietf.NasPortType, 19);
        request.Add(Ietf.CallingStationId, $"02-00-00-00-EE-{at:X2}");
        for (; eap.Length > 253; eap = eap[253..])
            request.Add(Ietf.EapMessage, eap[..253]);
        request.Add(Ietf.EapMessage, eap);
        if (!state.IsEmpty)
            request.Add(Ietf.State, state);
        phone.Length = request.Finish(Requests.Secret).Length;
        phone.Sent = Stopwatch.GetTimestamp();
        socket.Send(phone.Request.AsSpan(0, phone.Length));
    }

    /// <summary>True: the phone is signed in.</summary>
    private bool Take(Socket socket, ReadOnlySpan<byte> datagram, bool resumed, out int at)
    {
        at = 0;
        if (!RadiusPacket.TryRead(datagram, out var reply, out var fault))
            throw new InvalidOperationException($"a malformed reply: {fault}");
        at = reply.Identifier;
        var phone = _phones[at];
        if (PacketCheck.Reply(reply, reply.Identifier, phone.Request.AsSpan(4, 16), Requests.Secret) != ReplyState.Valid)
            return false; // a late answer to an earlier question under this identifier
        if (reply.Code == RadiusCode.AccessChallenge)
        {
            Challenges++;
            var length = 0;
            foreach (var attribute in reply.Attributes)
            {
                if (attribute.Vendor != 0 || attribute.Number != Ietf.EapMessage.Number)
                    continue;
                attribute.Value.CopyTo(_eap.AsSpan(length));
                length += attribute.Value.Length;
            }
            reply.TryGet(Ietf.State, out var state);
            Send(socket, at, phone.Supplicant!.Answer(_eap.AsSpan(0, length)), state);
            return false;
        }
        if (reply.Code != RadiusCode.AccessAccept || phone.Supplicant!.IsResumed != resumed)
            throw new InvalidOperationException($"{reply.Code}, {(phone.Supplicant!.IsResumed ? "resumed" : "in full")}, where a sign-in {(resumed ? "resumed" : "in full")} was expected");
        if (!resumed)
        {
            ClientTls.Forget(phone.Session);
            phone.Session = phone.Supplicant.Session();
        }
        return true;
    }

    private void Repeat(Socket socket)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var phone in _phones.Where(p => p.Supplicant is not null && now - p.Sent > Patience))
        {
            Repeated++;
            phone.Sent = now;
            socket.Send(phone.Request.AsSpan(0, phone.Length));
        }
    }

    public void Dispose() => Array.ForEach(_phones, p => p.Dispose());
}
