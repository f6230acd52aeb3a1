using System.Diagnostics.Metrics;

namespace HotspotManager.Core.Messages;

/// <summary>Meter <c>HotspotManager.Messages</c>.</summary>
internal static class CourierMeter
{
    private static readonly Meter Meter = new("HotspotManager.Messages");
    private static readonly Counter<long> HandOvers = Meter.CreateCounter<long>("hotspot_messages_hand_overs", description: "Messages handed to couriers, by courier and result");

    public static void HandedOver(string courier, HandOverResult result) =>
        HandOvers.Add(1, new KeyValuePair<string, object?>("courier", courier), new KeyValuePair<string, object?>("result", result.ToString().ToLowerInvariant()));
}
