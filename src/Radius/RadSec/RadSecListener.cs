using System.Net;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.RadSec;

/// <summary>
/// RADIUS over TLS (RFC 6614), and over TCP (RFC 6613) when a port is set for it. Without a certificate RadSec stays off and comes on as soon as there is one;
/// new certificates and revocation lists are taken as soon as their files change, and connections they no longer allow are closed.
/// </summary>
internal sealed partial class RadSecListener(
    StreamTable streams, NasClientTable clients, StreamDispatch dispatch, StreamLimits limits, DataFolder folder, IOptions<RadiusOptions> options,
    TimeProvider time, ILogger<RadSecListener> log) : BackgroundService
{
    private static readonly TimeSpan JudgeAgain = TimeSpan.FromHours(1);

    private readonly SaidLately<ConnectionRefusal> _said = new(time);
    private TlsMaterial? _material;
    private string? _seen;
    private string? _saidNotOpened;
    private long _judgedAt;
    private StreamAcceptor? _tls;
    private StreamAcceptor? _tcp;

    /// <summary>Where TLS connections are taken; null while RadSec is off.</summary>
    public IPEndPoint? TlsAt => Volatile.Read(ref _tls)?.LocalEndPoint;

    /// <summary>Where plain connections are taken; null when no port is set.</summary>
    public IPEndPoint? TcpAt => _tcp?.LocalEndPoint;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        try
        {
            Look();
        }
        catch (IOException error) when (settings.RadSecPort is null)
        {
            SayNotOpened(error.Message); // nobody asked for this port
        }
        if (settings.TcpPort > 0)
        {
            _tcp = Open(settings.TcpPort, "Radius:TcpPort", null);
            TcpOn(log, _tcp.LocalEndPoint);
        }
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref _tls, null) is { } tls)
            await tls.DisposeAsync();
        if (Interlocked.Exchange(ref _tcp, null) is { } tcp)
            await tcp.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(limits.Look, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
                return;
            try
            {
                Look();
            }
            catch (IOException error)
            {
                SayNotOpened(error.Message);
            }
            Judge();
        }
    }

    /// <summary>The port is taken and is tried again at each look: said once.</summary>
    private void SayNotOpened(string why)
    {
        if (why == _saidNotOpened)
            return;
        _saidNotOpened = why;
        NotOpened(log, why);
    }

    /// <summary>Takes the files when they are new, and opens the port with the first good ones.</summary>
    private void Look()
    {
        var files = TlsFiles.Of(options.Value.Tls, folder);
        var seen = string.Join('|', ((string?[])[files.Certificate, files.CertificateKey, files.ClientCa, files.Crl]).Select(Stamp));
        if (seen != _seen)
        {
            _seen = seen;
            if (!File.Exists(files.Certificate) && options.Value.Tls.Certificate.Length == 0 && _material is null)
                Off(log, files.Certificate);
            else
                Take(files);
        }
        if (_material is { } material && _tls is null)
        {
            Volatile.Write(ref _tls, Open(options.Value.RadSecPort ?? RadiusOptions.StandardRadSecPort, "Radius:RadSecPort", () => _material));
            On(log, _tls.LocalEndPoint, material.NotAfter);
        }
    }

    private void Take(TlsFiles files)
    {
        try
        {
            var material = TlsMaterial.Load(files);
            if (_material is not null)
                Renewed(log, material.NotAfter);
            Volatile.Write(ref _material, material);
            _judgedAt = 0;
            if (material.Overdue(time.GetUtcNow()) is > 0 and var overdue)
                Overdue(log, overdue);
        }
        catch (IOException error)
        {
            if (_material is null)
                Unusable(log, error.Message);
            else
                KeptOld(log, error.Message);
        }
    }

    /// <summary>Closes connections whose certificate was revoked or has expired, or whose NAS is gone.</summary>
    private void Judge()
    {
        var now = time.GetTimestamp();
        var all = _judgedAt == 0 || time.GetElapsedTime(_judgedAt, now) >= JudgeAgain;
        if (all)
            _judgedAt = now;
        foreach (var connection in streams.Open.OfType<StreamConnection>())
        {
            var peer = connection.Peer;
            var refusal = peer.Nas.IsEmpty ? ConnectionRefusal.UnknownName
                : all && peer.Certificate is { } shown ? _material?.Judge(shown, peer.Sent, time.GetUtcNow()) : null;
            if (refusal is not { } reason)
                continue;
            RadiusMeter.Refused(reason);
            Closed(log, peer.Name, RefusalTexts.English(reason));
            connection.End(StreamEnd.Refused);
        }
    }

    private StreamAcceptor Open(int port, string setting, Func<TlsMaterial>? material)
    {
        var socket = StreamAcceptor.Bind(options.Value.At(port), setting);
        var acceptor = new StreamAcceptor(socket, material, streams, clients, dispatch, limits, _said, time, log);
        acceptor.Start();
        return acceptor;
    }

    private static string Stamp(string? path)
    {
        var file = path is null ? null : new FileInfo(path);
        return file is { Exists: true } ? $"{path} {file.LastWriteTimeUtc.Ticks} {file.Length}" : "";
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "RadSec on {At}; its certificate is valid until {NotAfter:u}")]
    private static partial void On(ILogger log, IPEndPoint at, DateTimeOffset notAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "RADIUS over TCP, without encryption, on {At}")]
    private static partial void TcpOn(ILogger log, IPEndPoint at);

    [LoggerMessage(Level = LogLevel.Information, Message = "RadSec is off: there is no certificate (Radius:Tls:Certificate, or {Path})")]
    private static partial void Off(ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "RadSec is off: {Why}")]
    private static partial void Unusable(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The new TLS files of RadSec cannot be used, the old ones go on: {Why}")]
    private static partial void KeptOld(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "RadSec took new TLS files; its certificate is valid until {NotAfter:u}")]
    private static partial void Renewed(ILogger log, DateTimeOffset notAfter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} revocation lists (Radius:Tls:Crl) are overdue; they still count, fetch the new ones")]
    private static partial void Overdue(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Why} RadSec is tried again")]
    private static partial void NotOpened(ILogger log, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection of {Nas} is closed: {Why}")]
    private static partial void Closed(ILogger log, string nas, string why);
}
