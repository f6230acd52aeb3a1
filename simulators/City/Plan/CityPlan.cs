using System.Globalization;
using System.Net;

namespace HotspotManager.City.Plan;

/// <summary>A router or radio link that a handful of access points share: when it fails they all do.</summary>
/// <param name="Kind"><c>router</c> or <c>link</c>.</param>
/// <param name="Area">Official code of its kecamatan.</param>
/// <param name="MonthlyCost">Rupiah.</param>
public sealed record PlannedUplink(
    int Index, string Name, string Kind, IPAddress Address, string Community, string Area, string Provider, int ContractMbps, long MonthlyCost);

/// <summary>One access point with its router: what is set up on it, and what the server is told of it.</summary>
/// <param name="Area">Official code of its RW.</param>
/// <param name="Gateway"><c>mikrotik</c>, <c>coova</c>, <c>opennds</c>, <c>unifi</c>, <c>omada</c>, <c>wifidog</c> or <c>generic</c>.</param>
/// <param name="GatewayKey">uamsecret, faskey, a controller's password or wifidog's key; null for a brand that has none.</param>
/// <param name="Mac"><c>AA-BB-CC-DD-EE-FF</c>.</param>
/// <param name="Popularity">Phones online at the busiest hour.</param>
public sealed record PlannedAccessPoint(
    int Index, string Name, string Area, string AreaName, IPAddress Address, string Secret, string Gateway, string? GatewayKey, string Community, string Mac,
    double Latitude, double Longitude, string Uplink, int Popularity);

/// <summary>
/// Where the access points stand and what they are, worked out from a seed: the same seed gives the same city. Access points are spread evenly over the kelurahan;
/// neighbours share an uplink. Every device has an address of its own in 127.0.0.0/8, so that one machine can be a whole city.
/// </summary>
public sealed record CityPlan(int Seed, IReadOnlyList<PlannedUplink> Uplinks, IReadOnlyList<PlannedAccessPoint> AccessPoints)
{
    /// <summary>Access points behind one uplink, about.</summary>
    public const int SharingUplink = 8;

    // RouterOS is what most RW in the field have; then OpenWrt routers with one of the two free gateways, and a few of each other brand.
    private static readonly string[] Gateways =
        ["mikrotik", "mikrotik", "coova", "opennds", "mikrotik", "unifi", "coova", "wifidog", "mikrotik", "opennds", "omada", "mikrotik", "generic"];
    private static readonly string[] Providers = ["Penyedia A", "Penyedia B", "Penyedia C"];
    private static readonly string[] RouterOsPrefixes = ["48-A9-8A", "DC-2C-6E", "74-4D-28"];
    private static readonly string[] OpenWrtPrefixes = ["94-83-C4", "E8-48-B8", "60-A4-B7"];

    /// <summary>Plans a city.</summary>
    /// <param name="areas">Official codes with names: kecamatan (<c>35.73.05</c>) and kelurahan (<c>35.73.05.1011</c>); others are passed over.</param>
    /// <param name="count">Access points.</param>
    /// <param name="seed">The same seed, areas and count give the same plan.</param>
    /// <exception cref="ArgumentException">There is no kelurahan, or the count is not from 1 to 10,000.</exception>
    public static CityPlan Make(IEnumerable<(string Code, string Name)> areas, int count, int seed)
    {
        var list = areas.OrderBy(a => a.Code, StringComparer.Ordinal).ToList();
        var kelurahan = list.Where(a => a.Code.Count(c => c == '.') == 3 && !a.Code.Contains('/', StringComparison.Ordinal)).ToList();
        if (kelurahan.Count == 0) throw new ArgumentException("a city has at least one kelurahan", nameof(areas));
        if (count is < 1 or > 10_000) throw new ArgumentException("a city has 1 to 10,000 access points", nameof(count));
        var random = new Random(seed);
        var abbreviations = Abbreviation.Of(kelurahan.Select(k => k.Name));
        var sites = Sites(kelurahan, count, random);
        var uplinks = new List<PlannedUplink>();
        var points = new List<PlannedAccessPoint>(count);
        foreach (var group in sites.GroupBy(s => s.Code[..8], StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var kecamatan = list.FirstOrDefault(a => a.Code == group.Key).Name ?? group.Key;
            var here = group.ToList();
            var shares = (here.Count + SharingUplink - 1) / SharingUplink;
            for (var i = 0; i < here.Count; i++)
            {
                var share = i * shares / here.Count;
                if (i == 0 || share != (i - 1) * shares / here.Count) uplinks.Add(Uplink(uplinks.Count, share + 1, kecamatan, group.Key, random));
                points.Add(Point(points.Count, here[i], abbreviations, uplinks[^1].Name, random));
            }
        }
        return new CityPlan(seed, uplinks, points);
    }

    private readonly record struct Site(string Code, string Kelurahan, int Rw, int Number, int Place, int Places);

    private static List<Site> Sites(List<(string Code, string Name)> kelurahan, int count, Random random)
    {
        // Where there are fewer access points than kelurahan, chance says who has one.
        var order = Enumerable.Range(0, kelurahan.Count).ToArray();
        random.Shuffle(order);
        var quota = new int[kelurahan.Count];
        for (var i = 0; i < kelurahan.Count; i++) quota[order[i]] = count / kelurahan.Count + (i < count % kelurahan.Count ? 1 : 0);
        var sites = new List<Site>(count);
        for (var k = 0; k < kelurahan.Count; k++)
        {
            var rws = Enumerable.Range(1, Math.Max(12, quota[k])).ToArray();
            random.Shuffle(rws);
            var place = (kelurahan[k].Code[..8], Index: int.Parse(kelurahan[k].Code.AsSpan(10), NumberStyles.None, CultureInfo.InvariantCulture));
            var places = kelurahan.Count(o => o.Code.StartsWith(place.Item1, StringComparison.Ordinal));
            for (int rw = 0, left = quota[k]; left > 0; rw++)
            {
                var together = Math.Min(left, random.Next(8) switch { 0 => 4, 1 or 2 => 2, _ => 1 });
                for (var n = 1; n <= together; n++) sites.Add(new Site(kelurahan[k].Code, kelurahan[k].Name, rws[rw], n, place.Index, places));
                left -= together;
            }
        }
        return [.. sites.OrderBy(s => s.Code, StringComparer.Ordinal).ThenBy(s => s.Rw).ThenBy(s => s.Number)];
    }

    private static PlannedUplink Uplink(int index, int number, string kecamatan, string area, Random random)
    {
        var name = new string([.. kecamatan.Where(char.IsAsciiLetterOrDigit)]);
        var mbps = random.Next(3) switch { 0 => 100, 1 => 200, _ => 300 };
        return new PlannedUplink(
            index, string.Create(CultureInfo.InvariantCulture, $"UP-{name}-{number:00}"), random.Next(3) == 0 ? "link" : "router", Address(15, index),
            Key(random, "komunitas-"), area, Providers[random.Next(Providers.Length)], mbps, 150_000L + mbps * 2_500L);
    }

    private static PlannedAccessPoint Point(int index, Site site, IReadOnlyDictionary<string, string> abbreviations, string uplink, Random random)
    {
        var gateway = Gateways[index % Gateways.Length];
        var prefixes = gateway == "mikrotik" ? RouterOsPrefixes : OpenWrtPrefixes;
        var mac = string.Create(CultureInfo.InvariantCulture, $"{prefixes[random.Next(prefixes.Length)]}-{random.Next(256):X2}-{index >> 8:X2}-{index & 255:X2}");
        var (latitude, longitude) = Coordinates.Of(site.Code, site.Place, site.Places, random);
        return new PlannedAccessPoint(
            index, string.Create(CultureInfo.InvariantCulture, $"{abbreviations[site.Kelurahan]}-RW{site.Rw:00}-{site.Number:00}"),
            string.Create(CultureInfo.InvariantCulture, $"{site.Code}/{site.Rw:00}"), string.Create(CultureInfo.InvariantCulture, $"{site.Kelurahan} RW {site.Rw:00}"),
            Address(16, index), Key(random, ""), gateway, gateway is "mikrotik" or "generic" ? null : Key(random, ""), Key(random, "komunitas-"), mac, latitude, longitude, uplink,
            // About half of the city's points were hardly used.
            random.Next(2) == 0 ? random.Next(2, 6) : random.Next(8, 21));
    }

    private static IPAddress Address(byte net, int index) => new([127, net, (byte)(index / 250), (byte)(1 + index % 250)]);

    private static string Key(Random random, string prefix)
    {
        Span<byte> octets = stackalloc byte[12];
        random.NextBytes(octets);
        return prefix + Convert.ToHexStringLower(octets);
    }
}
