namespace HotspotManager.Console.Drawings;

/// <summary>A point to draw: its name, its area's code and the name of its state.</summary>
public sealed record MapPoint(string Name, string Area, string State);

/// <summary>One kecamatan as an ellipse, with its points in it.</summary>
public sealed record MapDistrict(string Code, string Name, double X, double Y, double RadiusX, double RadiusY, IReadOnlyList<MapDot> Dots);

/// <summary>A point's place on the drawing.</summary>
public sealed record MapDot(string Name, string State, double X, double Y);

/// <summary>
/// A schematic map: each kecamatan an ellipse where it lies in the city, its points spread in it evenly and always in the same place
/// (a sunflower spiral in the order of their names). It needs no tiles and no Internet: that is often what is gone when the map is wanted.
/// </summary>
public static class CityMap
{
    /// <summary>Width of the drawing.</summary>
    public const int Width = 760;

    /// <summary>Height of the drawing.</summary>
    public const int Height = 372;

    private static readonly double GoldenAngle = Math.PI * (3 - Math.Sqrt(5));

    // Kota Malang as one knows it: Lowokwaru in the north-west, Blimbing north-east, Klojen in the middle, Sukun south-west, Kedungkandang south-east.
    private static readonly Dictionary<string, (double X, double Y, double Rx, double Ry)> Known = new(StringComparer.Ordinal)
    {
        ["35.73.05"] = (170, 108, 150, 94),
        ["35.73.01"] = (462, 96, 150, 84),
        ["35.73.02"] = (338, 208, 92, 64),
        ["35.73.04"] = (168, 286, 150, 78),
        ["35.73.03"] = (566, 250, 172, 108),
    };

    /// <summary>The districts with their points, worst state last so that it is drawn on top.</summary>
    public static IReadOnlyList<MapDistrict> Draw(IEnumerable<MapPoint> points, Func<string, string> districtName, Func<string, int> rank)
    {
        var byDistrict = points.GroupBy(p => DistrictOf(p.Area)).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var placed = byDistrict.All(g => Known.ContainsKey(g.Key))
            ? Known.Select(k => (Code: k.Key, Place: k.Value)).ToList()
            : Grid([.. byDistrict.Select(g => g.Key)]);
        return
        [
            .. placed.Select(p => new MapDistrict(
                p.Code, districtName(p.Code), p.Place.X, p.Place.Y, p.Place.Rx, p.Place.Ry,
                Spread([.. byDistrict.Where(g => g.Key == p.Code).SelectMany(g => g)], p.Place, rank))),
        ];
    }

    /// <summary>The kecamatan of an area's code: its first three parts.</summary>
    public static string DistrictOf(string area)
    {
        var parts = area.Split('/')[0].Split('.');
        return string.Join('.', parts.Take(3));
    }

    private static List<MapDot> Spread(List<MapPoint> points, (double X, double Y, double Rx, double Ry) place, Func<string, int> rank)
    {
        var ordered = points.OrderBy(p => p.Area, StringComparer.Ordinal).ThenBy(p => p.Name, StringComparer.Ordinal).ToList();
        return
        [
            .. ordered.Select((p, i) =>
            {
                var radius = Math.Sqrt((i + 0.6) / ordered.Count) * 0.86;
                var angle = i * GoldenAngle;
                return new MapDot(p.Name, p.State, place.X + (radius * place.Rx * Math.Cos(angle)), place.Y + 8 + (radius * (place.Ry - 14) * Math.Sin(angle)));
            }).OrderByDescending(d => rank(d.State)),
        ];
    }

    private static List<(string Code, (double X, double Y, double Rx, double Ry) Place)> Grid(List<string> codes)
    {
        var columns = Math.Max(1, (int)Math.Ceiling(Math.Sqrt(codes.Count * 2.0)));
        var rows = Math.Max(1, (codes.Count + columns - 1) / columns);
        double width = (double)Width / columns, height = (double)Height / rows;
        return [.. codes.Select((c, i) => (c, ((i % columns * width) + (width / 2), (i / columns * height) + (height / 2), (width / 2) - 8, (height / 2) - 8)))];
    }
}
