using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.Eap.Certificates;

/// <summary>Tells operators once a day, in the feed and the log, of certificates and revocation lists that end soon; and shows them all on the settings page.</summary>
internal sealed partial class CertificateWatch(
    DataFolder folder, IOptions<RadiusOptions> options, IDbContextFactory<HotspotDb> databases, StoreWriter writer, TimeProvider time, ILogger<CertificateWatch> log)
    : BackgroundService
{
    /// <summary>The notice's State.</summary>
    public const string State = "certificate-ends";

    private static readonly TimeSpan LookEvery = TimeSpan.FromHours(1), TellEvery = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            do
                await LookAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    /// <summary>One look; what was told within the last day, by this process or the one before, is not told again.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var now = time.GetUtcNow();
            var soon = CertificateDates.All(options.Value.Tls, folder, time).Where(c => c.IsSoon(now)).ToList();
            if (soon.Count == 0)
                return;
            var since = now - TellEvery;
            await using (var db = await databases.CreateDbContextAsync(cancel))
            {
                if (await db.Set<FeedEvent>().AnyAsync(e => e.Kind == FeedKind.Notice && e.State == State && e.At > since, cancel))
                    return;
            }
            await writer.WriteAsync(db => FeedLog.AppendAsync(db,
                [.. soon.Select(c => new FeedEvent { At = now, Kind = FeedKind.Notice, State = State, Data = JsonSerializer.Serialize(new { text = Text(c, now, english: true) }) })],
                cancel), cancel);
            foreach (var one in soon)
                EndsSoon(log, Text(one, now, english: true));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotLooked(log, error);
        }
    }

    /// <summary>Everything in use with its end, and first what is to be done.</summary>
    public Panel Panel() => new(PanelPlace.Settings, "TLS", "operator", request =>
    {
        var (now, english) = (time.GetUtcNow(), request.Language == "en");
        IReadOnlyList<CertificateEnd> all;
        try
        {
            all = CertificateDates.All(options.Value.Tls, folder, time);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return new PanelContent((english ? "A certificate cannot be read: " : "Sertifikat tidak terbaca: ") + error.Message, [], []);
        }
        var soon = all.Where(c => c.IsSoon(now)).ToList();
        var text = soon.Count > 0 ? string.Join(" ", soon.Select(c => Text(c, now, english)))
            : english ? "Certificates of EAP and RadSec: none ends soon. The server's own is renewed by itself."
            : "Sertifikat EAP dan RadSec: tidak ada yang segera berakhir. Sertifikat server sendiri diperbarui otomatis.";
        return new PanelContent(text, [.. all.Select(c => new PanelField(Short(c.What), Day(c.Ends)))], []);
    });

    private static string Text(CertificateEnd end, DateTimeOffset now, bool english) => (end.Ends <= now, english) switch
    {
        (true, true) => $"The certificate of {Short(end.What)} ended on {Day(end.Ends)}: {end.Remedy}.",
        (false, true) => $"The certificate of {Short(end.What)} ends on {Day(end.Ends)}: {end.Remedy}.",
        (true, false) => $"Sertifikat {Short(end.What)} berakhir pada {Day(end.Ends)}: {end.Remedy}.",
        (false, false) => $"Sertifikat {Short(end.What)} akan berakhir pada {Day(end.Ends)}: {end.Remedy}.",
    };

    private static string Short(string what) => Path.GetFileName(what);

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
    private static partial void EndsSoon(ILogger log, string what);

    [LoggerMessage(Level = LogLevel.Error, Message = "When certificates end could not be looked up or told")]
    private static partial void NotLooked(ILogger log, Exception error);
}
