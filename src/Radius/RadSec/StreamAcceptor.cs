using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.RadSec;

/// <summary>Accepts connections on one port, finds out who they are, and serves each until it ends. With <paramref name="material"/> over TLS, else plain.</summary>
internal sealed partial class StreamAcceptor(
    Socket listener, Func<TlsMaterial>? material, StreamTable streams, NasClientTable clients, StreamDispatch dispatch, StreamLimits limits,
    SaidLately<ConnectionRefusal> said, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly string _transport = material is null ? "tcp" : "tls";
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, byte> _served = new();
    private Task? _accepting;

    public IPEndPoint LocalEndPoint { get; } = (IPEndPoint)listener.LocalEndPoint!;

    /// <summary>Binds a port. An IPv6 wildcard takes IPv4 as well.</summary>
    /// <exception cref="IOException">The port is taken, or not ours.</exception>
    public static Socket Bind(IPEndPoint at, string setting)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (at.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = at.Address.Equals(IPAddress.IPv6Any);
            socket.Bind(at);
            socket.Listen(512);
            return socket;
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new IOException($"RADIUS cannot use {at} ({setting}, Radius:Bind): {error.Message}.", error);
        }
    }

    public void Start() => _accepting = AcceptAllAsync();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        listener.Dispose();
        if (_accepting is not null)
            await _accepting;
        await Task.WhenAll(_served.Keys);
        _stop.Dispose();
    }

    private async Task AcceptAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                Take(socket);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException error)
            {
                // The peer was gone again already, or the process has no file descriptor left: give others time to close theirs.
                AcceptFailed(log, LocalEndPoint, error.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Take(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote)
        {
            socket.Dispose();
            return;
        }
        if (remote.Address.IsIPv4MappedToIPv6)
            remote = new IPEndPoint(remote.Address.MapToIPv4(), remote.Port);
        if (!streams.TakePlace(remote.Address, limits.Connections, limits.PerAddress))
        {
            Refuse(ConnectionRefusal.TooMany, remote, "");
            socket.Dispose();
            return;
        }
        var serving = Task.Run(() => ServeAsync(socket, remote));
        _served[serving] = 0;
        _ = serving.ContinueWith(done => _served.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket socket, IPEndPoint remote)
    {
        try
        {
            socket.NoDelay = true;
            KeepAlive(socket);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            await using var closing = stream.ConfigureAwait(false);
            if (material is null)
            {
                await ServeAsync(stream, StreamPeer.OfAddress(clients, remote)).ConfigureAwait(false);
                return;
            }
            var tls = new SslStream(stream);
            await using var closingTls = tls.ConfigureAwait(false);
            if (await GreetAsync(tls, material(), remote).ConfigureAwait(false) is { } peer)
                await ServeAsync(tls, peer).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            Failed(log, remote, error);
        }
        finally
        {
            socket.Dispose();
            streams.GivePlaceBack(remote.Address);
        }
    }

    /// <summary>The TLS handshake; null: refused, and said so.</summary>
    private async Task<StreamPeer?> GreetAsync(SslStream tls, TlsMaterial current, IPEndPoint remote)
    {
        ConnectionRefusal? refusal = null;
        var subject = "";
        StreamPeer? peer = null;
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = current.Certificate,
            ClientCertificateRequired = true,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = current.Policy(time.GetUtcNow()),
            AllowTlsResume = false, // connections last, and each new one is to be judged by today's lists
            AllowRenegotiation = false,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                var sent = new X509Certificate2Collection();
                if (chain is not null)
                    sent.AddRange(chain.ChainPolicy.ExtraStore);
                var shown = certificate as X509Certificate2;
                subject = shown?.Subject ?? "";
                refusal = current.Judge(shown, sent, time.GetUtcNow());
                if (refusal is null)
                    peer = StreamPeer.OfCertificate(clients, remote, new X509Certificate2(shown!), sent);
                return refusal is null;
            },
        };
        using var late = new CancellationTokenSource(limits.Handshake, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stop.Token);
        try
        {
            await tls.AuthenticateAsServerAsync(options, either.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AuthenticationException or IOException or OperationCanceledException)
        {
            if (!_stop.IsCancellationRequested)
                Refuse(refusal ?? ConnectionRefusal.HandshakeFailed, remote, subject);
            return null;
        }
        return peer;
    }

    private async Task ServeAsync(Stream stream, StreamPeer peer)
    {
        if (peer.Nas.IsEmpty)
        {
            Refuse(ConnectionRefusal.UnknownName, peer.RemoteEndPoint, peer.Certificate?.Subject ?? "");
            return;
        }
        var connection = new StreamConnection(stream, peer, LocalEndPoint, dispatch, limits, time);
        streams.Add(connection);
        RadiusMeter.Connected(_transport, 1);
        Connected(log, peer.Name, peer.RemoteEndPoint, _transport);
        try
        {
            var end = await connection.RunAsync(_stop.Token).ConfigureAwait(false);
            Ended(log, peer.Name, peer.RemoteEndPoint, end);
        }
        finally
        {
            streams.Remove(connection);
            RadiusMeter.Connected(_transport, -1);
        }
    }

    private void Refuse(ConnectionRefusal reason, IPEndPoint remote, string subject)
    {
        RadiusMeter.Refused(reason);
        if (said.May(new DatagramEndPoint(remote), reason))
            Refused(log, remote.Address, subject.Length > 0 ? subject : "no certificate", RefusalTexts.English(reason));
    }

    /// <summary>A router that lost its power says nothing; probes find out within a minute and a half.</summary>
    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Nas} connected from {Address} over {Transport}")]
    private static partial void Connected(ILogger log, string nas, IPEndPoint address, string transport);

    [LoggerMessage(Level = LogLevel.Information, Message = "The connection of {Nas} from {Address} ended: {Why}")]
    private static partial void Ended(ILogger log, string nas, IPEndPoint address, StreamEnd why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A connection from {Address} ({Subject}) was refused: {Why}")]
    private static partial void Refused(ILogger log, IPAddress address, string subject, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No connection could be accepted on {At}: {Why}")]
    private static partial void AcceptFailed(ILogger log, IPEndPoint at, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The connection from {Address} met a fault of ours")]
    private static partial void Failed(ILogger log, IPEndPoint address, Exception error);
}
