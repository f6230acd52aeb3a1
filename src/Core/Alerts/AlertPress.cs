using System.Globalization;
using HotspotManager.Core.Alerts.Texts;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Alerts;

/// <summary>
/// What a button under an alert does. Whoever sends its data is believed only when the subscription is this chat's, the user is known as an operator, and that operator may act
/// where the incident is: data of buttons can be forged. Pressed twice it is done once.
/// </summary>
public sealed class AlertPress(StoreWriter writer, AlertTable table, AlertDesk desk, CityClock clock)
{
    public const string Acknowledge = "a", Mute = "m";

    private static readonly TimeSpan MuteFor = TimeSpan.FromHours(1);

    /// <summary>A button's data: at most 64 octets, which is what Telegram allows.</summary>
    public static string Data(string kind, long incident, int subscription) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{incident}:{subscription}");

    /// <param name="channel">Where it was pressed.</param>
    /// <param name="chat">In which chat.</param>
    /// <param name="user">The user's number there.</param>
    /// <param name="data">As <see cref="Data"/> made it, or anything else.</param>
    /// <returns>What to answer; null: nothing of ours.</returns>
    public async Task<string?> PressAsync(string channel, string chat, string user, string? data, CancellationToken cancel)
    {
        var parts = data?.Split(':') ?? [];
        if (parts.Length != 3 || parts[0] is not (Acknowledge or Mute) || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var incident)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var subscription)
            || table.Find(subscription) is not { } entry || entry.Row.Channel != channel || entry.Recipient.Split('/')[0] != chat) return null;
        var texts = AlertTexts.For(entry.Row.Language);
        var refused = texts.Say(texts.NotAllowed, user);
        if (table.OperatorOf(channel, user) is not { } who) return refused;
        var answer = await writer.WriteAsync(async db =>
        {
            if (await AlertReader.FindAsync(db, incident, clock.Now, cancel) is not { } found) return texts.Over;
            if (who.Role == Roles.Viewer || who.AreaCode is { } own && (found.Area is not { } area || !AreaCode.Contains(own, area))) return refused;
            if (!found.IsOpen) return texts.Over;
            if (parts[0] == Mute)
            {
                if (await db.Set<AlertNotice>().FirstOrDefaultAsync(n => n.SubscriptionId == subscription && n.IncidentId == incident, cancel) is not { } notice) return texts.Over;
                (notice.MutedUntil, notice.MutedBy) = (clock.Now + MuteFor, who.Name);
                return texts.Muted;
            }
            if (found.AcknowledgedBy is { } already) return texts.Say(texts.AlreadyAcknowledged, already);
            await IncidentDesk.AcknowledgeAsync(db, incident, who.Name, null, null, clock.Now, cancel);
            return texts.Say(texts.Acknowledged, who.Name);
        }, cancel);
        desk.Wake();
        return answer;
    }
}
