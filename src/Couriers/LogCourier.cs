using HotspotManager.Core.Messages;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Couriers;

/// <summary>Writes messages, with all that is in them, to the log: for a demo and for trying things out. It warns each time, because in a real service nobody would get a code.</summary>
public sealed partial class LogCourier(ILogger<LogCourier> log) : ICourierKind
{
    public string Kind => "log";

    public Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
    {
        Written(log, message.Recipient, message.Text);
        return Task.FromResult(new HandOver(HandOverResult.Taken, "written to the log"));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message to {Recipient} (only written here): {Text}")]
    private static partial void Written(ILogger log, string recipient, string text);
}
