namespace HotspotManager.City.Network;

/// <summary>How many of a neighbourhood's phones are there at an hour of the day, as a share of the evening's most.</summary>
public static class Rhythm
{
    // Western Indonesian time has no summer time.
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    private static readonly double[] Hours =
        [0.45, 0.35, 0.3, 0.3, 0.3, 0.32, 0.4, 0.45, 0.5, 0.5, 0.52, 0.55, 0.6, 0.58, 0.58, 0.62, 0.7, 0.75, 0.85, 0.95, 1, 0.95, 0.8, 0.6];

    /// <summary>From 0.3 at night to 1 at eight in the evening.</summary>
    public static double Share(DateTimeOffset now)
    {
        var hour = now.ToOffset(Wib).TimeOfDay.TotalHours;
        var before = (int)hour;
        return Hours[before] + (Hours[(before + 1) % 24] - Hours[before]) * (hour - before);
    }
}
