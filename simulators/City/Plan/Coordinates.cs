namespace HotspotManager.City.Plan;

/// <summary>Plausible places: each kecamatan's middle in Malang, its kelurahan spread around it, access points a few hundred metres about theirs. No survey.</summary>
public static class Coordinates
{
    private static readonly Dictionary<string, (double Latitude, double Longitude, double Reach)> Kecamatan = new(StringComparer.Ordinal)
    {
        ["35.73.01"] = (-7.943, 112.648, 0.020),
        ["35.73.02"] = (-7.974, 112.628, 0.014),
        ["35.73.03"] = (-7.995, 112.657, 0.022),
        ["35.73.04"] = (-7.995, 112.608, 0.018),
        ["35.73.05"] = (-7.938, 112.613, 0.018),
    };

    /// <summary>Degrees north and east.</summary>
    /// <param name="place">Which of its kecamatan's kelurahan, from 1.</param>
    public static (double Latitude, double Longitude) Of(string code, int place, int places, Random random)
    {
        var (latitude, longitude, reach) = Kecamatan.GetValueOrDefault(code[..8], (-7.98, 112.63, 0.03));
        // The golden angle spreads points evenly over a disc.
        var (angle, radius) = (place * 2.399963, reach * Math.Sqrt(place / (double)Math.Max(1, places)));
        return (Math.Round(latitude + radius * Math.Sin(angle) + Jitter(), 6), Math.Round(longitude + radius * Math.Cos(angle) + Jitter(), 6));

        double Jitter() => (random.NextDouble() - 0.5) * 0.006;
    }
}
