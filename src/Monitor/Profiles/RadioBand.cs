using HotspotManager.Core.Conditions;

namespace HotspotManager.Monitor.Profiles;

/// <summary>Channel and band follow from a frequency, and the band mostly from a channel (IEEE 802.11-2020 annex E; 6 GHz: 802.11ax 27.3.23.2).</summary>
public static class RadioBand
{
    /// <summary>Adds channel and band to what a radio tells, where they follow.</summary>
    public static void Complete(List<ConditionValue> values)
    {
        foreach (var part in values.GroupBy(v => v.Part).ToList())
        {
            double? Of(ConditionRole role) => part.FirstOrDefault(v => v.Role == role).Number;
            var frequency = Of(ConditionRole.Frequency);
            var channel = Of(ConditionRole.Channel);
            if (channel is null && ChannelOf(frequency) is { } number)
            {
                values.Add(new ConditionValue(part.Key, ConditionRole.Channel, number, null));
                channel = number;
            }

            if (part.All(v => v.Role != ConditionRole.Band) && BandOf(frequency, channel) is { } band)
            {
                values.Add(new ConditionValue(part.Key, ConditionRole.Band, null, band));
            }
        }
    }

    private static int? ChannelOf(double? megahertz) => megahertz switch
    {
        2484 => 14,
        >= 2412 and <= 2472 => (int)(megahertz - 2407) / 5,
        >= 5160 and <= 5885 => (int)(megahertz - 5000) / 5,
        >= 5955 and <= 7115 => (int)(megahertz - 5950) / 5,
        _ => null,
    };

    // Channel numbers of 6 GHz are those of the other bands too: without a frequency they say nothing about it.
    private static string? BandOf(double? megahertz, double? channel) => megahertz switch
    {
        >= 2400 and < 2500 => "2.4 GHz",
        >= 4900 and < 5900 => "5 GHz",
        >= 5925 and < 7200 => "6 GHz",
        _ => channel switch
        {
            >= 1 and <= 14 => "2.4 GHz",
            >= 32 and <= 177 => "5 GHz",
            _ => null,
        },
    };
}
