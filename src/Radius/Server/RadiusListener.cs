using System.Net;
using System.Net.Sockets;
using HotspotManager.Datagrams;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.Server;

/// <summary>Listens on both RADIUS ports while the server runs. Each datagram goes its straight way: <see cref="AccessFlow"/> or <see cref="AccountingFlow"/>.</summary>
public sealed partial class RadiusListener(
    IDatagrams datagrams, AccessFlow access, AccountingFlow accounting, IOptions<RadiusOptions> options, ILogger<RadiusListener> log) : IHostedService, IDisposable
{
    private DatagramSocket? _authentication;
    private DatagramSocket? _accounting;

    /// <summary>Where Access-Requests are taken, with the real port; null while not listening.</summary>
    public IPEndPoint? AuthenticationAt => _authentication?.LocalEndPoint;

    /// <summary>Where Accounting-Requests are taken, with the real port; null while not listening.</summary>
    public IPEndPoint? AccountingAt => _accounting?.LocalEndPoint;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var threads = settings.ThreadsOrDefault;
        _authentication = Open(settings.At(settings.AuthPort), "Radius:AuthPort", OnAccess, threads, "radius-auth");
        _accounting = Open(settings.At(settings.AcctPort), "Radius:AcctPort", OnAccounting, threads, "radius-acct");
        Listening(log, _authentication.LocalEndPoint, _accounting.LocalEndPoint);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authentication?.Dispose();
        _accounting?.Dispose();
    }

    private DatagramSocket Open(IPEndPoint at, string setting, DatagramHandler handler, int threads, string name)
    {
        try
        {
            return datagrams.Open(at, handler, new DatagramOptions { Threads = threads, Name = name });
        }
        catch (SocketException error)
        {
            throw new IOException($"RADIUS cannot use {at} ({setting}, Radius:Bind): {error.Message}.", error);
        }
    }

    private void OnAccess(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        try
        {
            access.Handle(socket, datagram, path);
        }
        catch (Exception error)
        {
            RadiusMeter.Drop(DropReason.InternalError);
            Failed(log, path.Remote.ToIPEndPoint(), error);
        }
    }

    private void OnAccounting(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        try
        {
            _ = accounting.Handle(socket, datagram, path);
        }
        catch (Exception error)
        {
            RadiusMeter.Drop(DropReason.InternalError);
            Failed(log, path.Remote.ToIPEndPoint(), error);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "RADIUS authentication on {Authentication}, accounting on {Accounting}")]
    private static partial void Listening(ILogger log, IPEndPoint authentication, IPEndPoint accounting);

    [LoggerMessage(Level = LogLevel.Error, Message = "A packet from {Source} met a fault of ours and got no answer")]
    private static partial void Failed(ILogger log, IPEndPoint source, Exception error);
}
