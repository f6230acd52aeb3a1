using System.Collections.Concurrent;
using System.Net;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Control;

/// <summary>Writes the attributes of a request behind its Message-Authenticator.</summary>
public delegate void ControlAttributes(ref RadiusWriter request);

/// <summary>
/// Sends Disconnect- and CoA-Requests to NAS (RFC 5176) and waits for their answers: three times within six seconds, the same octets each time
/// (RFC 5176 section 2.3). Any number at once; at most 256 for one NAS, which is what its Identifier tells apart.
/// </summary>
public sealed class ControlClient : IDisposable
{
    /// <summary>How long each copy is given; together well below the ten seconds a command waits.</summary>
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)];

    /// <summary>A stream loses nothing, so nothing is sent twice on it (RFC 6613 section 2.6.1).</summary>
    private static readonly TimeSpan[] StreamWaits = [TimeSpan.FromSeconds(2.5)];

    private sealed record Waiting(byte[] Packet, SharedSecret Secret, TaskCompletionSource<ControlAnswer> Answer);

    private readonly ConcurrentDictionary<(DatagramEndPoint Nas, byte Identifier), Waiting> _waiting = new();
    private readonly StreamTable _streams;
    private readonly ControlReach? _reach;
    private readonly TimeProvider _time;
    private readonly Lazy<DatagramSocket> _socket;
    private int _next;

    /// <summary>The socket is opened at first use, on <paramref name="bind"/> and a free port.</summary>
    public ControlClient(IDatagrams datagrams, IPAddress bind, TimeProvider time, StreamTable? streams = null, ControlReach? reach = null)
    {
        (_streams, _time, _reach) = (streams ?? new StreamTable(), time, reach);
        _socket = new Lazy<DatagramSocket>(() => datagrams.Open(new IPEndPoint(bind, 0), Received, new DatagramOptions { Name = "radius-control" }));
    }

    /// <summary>
    /// Sends one request to a NAS: over its own connection when it is connected (RFC 6614 section 2.1), which reaches it behind any address translation; when it
    /// does not answer there or does not take such requests there, over UDP to its address.
    /// </summary>
    public async Task<ControlAnswer> SendAsync(NasClient nas, RadiusCode code, ControlAttributes attributes, CancellationToken cancel = default)
    {
        var answer = default(ControlAnswer);
        if (_streams.Of(nas.Id) is { } stream)
        {
            var secret = SecretOf(stream, nas);
            answer = await SendAsync(new DatagramEndPoint(stream.RemoteEndPoint), stream, StreamWaits, secret, code, attributes, cancel);
            if (answer is not ({ Code: null } or { ErrorCause: ErrorCauses.UnsupportedExtension }))
            {
                _reach?.Saw(nas, answers: true);
                return answer;
            }
        }
        var byUdp = nas.Row.HasAddress ? await SendAsync(new IPEndPoint(IPAddress.Parse(nas.Row.Whereabouts), nas.Row.CoaPort), nas.Secret, code, attributes, cancel) : default;
        _reach?.Saw(nas, byUdp.Code is not null);
        return byUdp.Code is not null ? byUdp : answer with { Sent = answer.Sent || byUdp.Sent };
    }

    /// <summary>Sends one request over UDP and returns what came of it.</summary>
    public Task<ControlAnswer> SendAsync(
        IPEndPoint nas, SharedSecret secret, RadiusCode code, ControlAttributes attributes, CancellationToken cancel = default) =>
        SendAsync(new DatagramEndPoint(nas), null, Waits, secret, code, attributes, cancel);

    private async Task<ControlAnswer> SendAsync(
        DatagramEndPoint to, RadiusStream? stream, TimeSpan[] waits, SharedSecret secret, RadiusCode code, ControlAttributes attributes, CancellationToken cancel)
    {
        var answer = new TaskCompletionSource<ControlAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var tries = 0; tries < 256; tries++)
        {
            var identifier = (byte)Interlocked.Increment(ref _next);
            var packet = Write(code, identifier, secret, attributes);
            if (!_waiting.TryAdd((to, identifier), new Waiting(packet, secret, answer)))
                continue;
            try
            {
                return await SendAsync(to, stream, waits, packet, answer.Task, cancel);
            }
            finally
            {
                _waiting.TryRemove((to, identifier), out _);
            }
        }
        return default; // 256 requests to one NAS stand open: it answers nothing
    }

    private async Task<ControlAnswer> SendAsync(
        DatagramEndPoint to, RadiusStream? stream, TimeSpan[] waits, byte[] packet, Task<ControlAnswer> answer, CancellationToken cancel)
    {
        var sent = false;
        foreach (var wait in waits)
        {
            sent |= (stream ?? _socket.Value).Send(packet, to);
            try
            {
                return await answer.WaitAsync(wait, _time, cancel);
            }
            catch (TimeoutException)
            {
                // Lost, or the NAS is busy: once more.
            }
        }
        return new ControlAnswer(null, null, sent);
    }

    private static byte[] Write(RadiusCode code, byte identifier, SharedSecret secret, ControlAttributes attributes)
    {
        var request = new RadiusWriter(stackalloc byte[RadiusPacket.MaxLength], code, identifier);
        request.AddMessageAuthenticator();
        attributes(ref request);
        return request.Finish(secret).ToArray();
    }

    private static SharedSecret SecretOf(RadiusStream stream, NasClient nas)
    {
        foreach (var peer in stream.Peers)
        {
            if (peer.Id == nas.Id)
                return peer.Secret;
        }
        return nas.Secret;
    }

    /// <summary>Takes what may be an answer.</summary>
    internal void Received(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (!RadiusPacket.TryRead(datagram, out var reply, out _)
            || !_waiting.TryGetValue((path.Remote, reply.Identifier), out var waiting)
            || PacketCheck.Reply(reply, waiting.Packet[1], waiting.Packet.AsSpan(4, 16), waiting.Secret) != ReplyState.Valid
            || reply.Code is not (RadiusCode.DisconnectAck or RadiusCode.DisconnectNak or RadiusCode.CoaAck or RadiusCode.CoaNak))
            return;
        waiting.Answer.TrySetResult(new ControlAnswer(reply.Code, reply.Number(Ietf.ErrorCause), true));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_socket.IsValueCreated)
            _socket.Value.Dispose();
    }
}
