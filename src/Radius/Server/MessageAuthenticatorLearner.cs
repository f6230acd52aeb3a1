using System.Threading.Channels;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Server;

/// <summary>
/// Learns which NAS always sends Message-Authenticator, so that a forger cannot leave it out (CVE-2024-3596). After <see cref="Enough"/> valid
/// Access-Requests in a row that had one, none is taken without; requests with EAP-Message tell nothing, since those always have one.
/// </summary>
public sealed partial class MessageAuthenticatorLearner(StoreWriter writer, ILogger<MessageAuthenticatorLearner> log) : BackgroundService
{
    /// <summary>More than an operator's first trials with a test client, less than a day of the quietest access point.</summary>
    public const int Enough = 20;

    private readonly Channel<(int Id, string Name)> _learned = Channel.CreateUnbounded<(int, string)>(new UnboundedChannelOptions { SingleReader = true });

    internal void Saw(NasClient client, bool hasMessageAuthenticator)
    {
        if (client.MustSendMessageAuthenticator)
            return;
        if (!hasMessageAuthenticator)
            client.Health.EndStreak();
        else if (client.Health.LengthenStreak() == Enough)
            _learned.Writer.TryWrite((client.Id, client.Name));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (id, name) in _learned.Reader.ReadAllAsync(stoppingToken))
                await StoreAsync(id, name, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop: what was not stored is learned again.
        }
    }

    private async Task StoreAsync(int id, string name, CancellationToken cancel)
    {
        try
        {
            await writer.ChangeAsync(async db =>
            {
                if (await db.Set<Nas>().FirstOrDefaultAsync(n => n.Id == id, cancel) is { } nas)
                    nas.SendsMessageAuthenticator = true;
            }, cancel);
            Learned(log, name);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            NotStored(log, name, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Nas} always sends Message-Authenticator; from now on its Access-Requests are discarded without one")]
    private static partial void Learned(ILogger log, string nas);

    [LoggerMessage(Level = LogLevel.Error, Message = "That {Nas} always sends Message-Authenticator could not be stored")]
    private static partial void NotStored(ILogger log, string nas, Exception error);
}
