using HotspotManager.Core.Store;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.Eap.Tls;

/// <summary>
/// The certificates in use: made when there are none, renewed in time when they are our own, and read again when a file changes, without a restart.
/// </summary>
internal sealed partial class TlsKeeper(DataFolder folder, IOptions<RadiusOptions> options, TimeProvider time, ILogger<TlsKeeper> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private TlsContext? _current;
    private string _seen = "";

    /// <summary>What new tunnels use; null: TLS cannot be spoken, and the log says why.</summary>
    public TlsContext? Current => Volatile.Read(ref _current);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Look()
    {
        try
        {
            if (OwnAuthority.Keeps(options.Value.Tls))
                new OwnAuthority(folder, time).Ensure();
            var files = TlsFiles.Of(options.Value.Tls, folder);
            var stamp = Stamp(files);
            if (stamp != _seen)
            {
                _seen = stamp;
                Volatile.Write(ref _current, TlsContext.Open(files));
                Loaded(log, files.Certificate);
            }
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException
            or DllNotFoundException)
        {
            if (_seen == error.Message)
                return;
            _seen = error.Message;
            Unusable(log, error.Message);
        }
    }

    private static string Stamp(TlsFiles files) => string.Join('|', new[] { files.Certificate, files.CertificateKey, files.ClientCa, files.Crl ?? "" }
        .Select(f => f.Length == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{f}:{File.GetLastWriteTimeUtc(f).Ticks}:{Length(f)}")));

    private static long Length(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : -1;

    [LoggerMessage(Level = LogLevel.Information, Message = "EAP over TLS with {Certificate}")]
    private static partial void Loaded(ILogger log, string certificate);

    [LoggerMessage(Level = LogLevel.Error, Message = "EAP over TLS goes on with what it had, or not at all: {Why}")]
    private static partial void Unusable(ILogger log, string why);
}
