using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using HotspotManager.Core.Realms;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.Proxy;

/// <summary>Writes a request for a home server under an Identifier; the octets.</summary>
internal delegate byte[] HomeRequest(byte identifier, byte[] authenticator, SharedSecret secret);

/// <summary>A home server's genuine reply, and the Request Authenticator and secret of the copy it answers.</summary>
internal sealed record HomeReply(byte[] Octets, byte[] Asked, SharedSecret Secret);

/// <summary>
/// The way to home servers: one socket, who answers and who does not. One that left a request unanswered is passed over, and asked every second by
/// Status-Server (RFC 5997) until it answers; one that does not know Status-Server gets a real request again after half a minute.
/// </summary>
public sealed partial class HomeServers(
    IDatagrams datagrams, RealmTable realms, IOptions<RadiusOptions> options, TimeProvider time, ILogger<HomeServers> log) : BackgroundService
{
    /// <summary>How long one home server is given: a NAS gives up after some ten seconds, and the next one must still have its turn.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1), TryAgain = TimeSpan.FromSeconds(30);

    private sealed record Waiting(byte[] Packet, SharedSecret Secret, int Home, TaskCompletionSource<byte[]> Reply);

    private sealed class State
    {
        public long SilentSince;
        public volatile bool IsSilent;
        public volatile bool Signs;
    }

    private readonly ConcurrentDictionary<(DatagramEndPoint At, byte Identifier), Waiting> _waiting = new();
    private readonly ConcurrentDictionary<int, State> _states = new();
    private DatagramSocket? _socket;
    private int _next;

    /// <summary>Those of a realm that may be asked, in their order.</summary>
    internal List<HomeEntry> Usable(RealmEntry realm) => [.. realm.Homes.Where(home =>
        !_states.TryGetValue(home.Id, out var state) || !state.IsSilent || time.GetElapsedTime(Volatile.Read(ref state.SilentSince)) >= TryAgain)];

    /// <summary>Sends one request and waits for its genuine reply; null: none came, and the home server is passed over from now on.</summary>
    internal async Task<HomeReply?> AskAsync(HomeEntry home, IPEndPoint at, HomeRequest write)
    {
        var reply = await SendAsync(home, at, write, Patience, CancellationToken.None);
        Note(home, reply is not null);
        return reply;
    }

    private async Task<HomeReply?> SendAsync(HomeEntry home, IPEndPoint at, HomeRequest write, TimeSpan patience, CancellationToken cancel)
    {
        var (to, secret) = (new DatagramEndPoint(at), new SharedSecret(home.Secret));
        for (var tries = 0; tries < 256 && _socket is { } socket; tries++)
        {
            var identifier = (byte)Interlocked.Increment(ref _next);
            var packet = write(identifier, RandomNumberGenerator.GetBytes(16), secret);
            var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_waiting.TryAdd((to, identifier), new Waiting(packet, secret, home.Id, answer)))
                continue;
            try
            {
                socket.Send(packet, to);
                return new HomeReply(await answer.Task.WaitAsync(patience, time, cancel), packet[4..20], secret);
            }
            catch (TimeoutException)
            {
                return null;
            }
            finally
            {
                _waiting.TryRemove((to, identifier), out _);
            }
        }
        return null; // 256 requests to one home server stand open: it answers nothing
    }

    private void Note(HomeEntry home, bool answered)
    {
        var state = _states.GetOrAdd(home.Id, _ => new State());
        if (!answered)
            Volatile.Write(ref state.SilentSince, time.GetTimestamp());
        if (state.IsSilent != answered)
            return;
        state.IsSilent = !answered;
        if (answered)
            Back(log, home.Authentication);
        else
            Silent(log, home.Authentication);
    }

    private void Received(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (!RadiusPacket.TryRead(datagram, out var reply, out _)
            || !_waiting.TryGetValue((path.Remote, reply.Identifier), out var waiting)
            || PacketCheck.Reply(reply, waiting.Packet[1], waiting.Packet.AsSpan(4, 16), waiting.Secret) != ReplyState.Valid
            || !Answers((RadiusCode)waiting.Packet[0], reply.Code))
            return;
        if (waiting.Packet[0] == (byte)RadiusCode.AccessRequest && !IsSigned(_states.GetOrAdd(waiting.Home, _ => new State()), reply))
            return;
        waiting.Reply.TrySetResult(reply.Bytes.ToArray());
    }

    /// <summary>CVE-2024-3596: a reply with EAP is always signed; a home server that was seen to sign one without EAP is held to it.</summary>
    private static bool IsSigned(State state, in RadiusPacket reply)
    {
        if (!reply.HasMessageAuthenticator)
            return !reply.HasEapMessage && !state.Signs;
        if (!reply.HasEapMessage)
            state.Signs = true;
        return true;
    }

    private static bool Answers(RadiusCode request, RadiusCode reply) => request switch
    {
        RadiusCode.AccessRequest => reply is RadiusCode.AccessAccept or RadiusCode.AccessReject or RadiusCode.AccessChallenge,
        RadiusCode.AccountingRequest => reply == RadiusCode.AccountingResponse,
        _ => reply is RadiusCode.AccessAccept or RadiusCode.AccountingResponse,
    };

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _socket = datagrams.Open(options.Value.At(0), Received, new DatagramOptions { Name = "radius-proxy" });
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Probe, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var silent = realms.All.SelectMany(r => r.Homes).Where(h => _states.TryGetValue(h.Id, out var state) && state.IsSilent);
                await Task.WhenAll(silent.Select(home => ProbeAsync(home, stoppingToken)));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task ProbeAsync(HomeEntry home, CancellationToken cancel)
    {
        var reply = await SendAsync(home, home.Authentication, static (identifier, authenticator, secret) =>
        {
            var status = new RadiusWriter(stackalloc byte[64], RadiusCode.StatusServer, identifier);
            status.SetAuthenticator(authenticator);
            status.AddMessageAuthenticator();
            return status.Finish(secret).ToArray();
        }, Probe, cancel);
        if (reply is not null)
            Note(home, true);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _socket?.Dispose();
        base.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Home server {At} does not answer; it is passed over until it answers a Status-Server")]
    private static partial void Silent(ILogger log, IPEndPoint at);

    [LoggerMessage(Level = LogLevel.Information, Message = "Home server {At} answers again")]
    private static partial void Back(ILogger log, IPEndPoint at);
}
