using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Reports;

/// <summary>An access point and everything whose report it is part of.</summary>
internal sealed record ReportPoint(AccessPoint Row, ReportSum Own, IReadOnlyList<ReportSum> All);

/// <summary>The network as reports see it: which point counts for which area, vendor, line and provider, and what a point costs a month.</summary>
internal sealed class ReportNetwork
{
    private readonly Dictionary<int, Device> devices;
    private readonly Dictionary<(string Scope, string Name), ReportSum> sums = [];

    private ReportNetwork(Dictionary<int, Device> devices) => this.devices = devices;

    public IReadOnlyList<ReportPoint> Points { get; private set; } = [];

    /// <summary>Lines: devices with a provider or a contract rate.</summary>
    public IReadOnlyList<(Device Device, ReportSum Link, ReportSum? Provider)> Links { get; private set; } = [];

    public IEnumerable<ReportSum> Sums => sums.Values;

    public static async Task<ReportNetwork> ReadAsync(HotspotDb db, CancellationToken cancel)
    {
        var network = new ReportNetwork(await db.Set<Device>().AsNoTracking().ToDictionaryAsync(d => d.Id, cancel));
        var brands = await db.Set<Nas>().AsNoTracking().ToDictionaryAsync(n => n.Id, n => n.Brand, cancel);
        // By area, so that a city's people are gathered area by area.
        var points = await db.Set<AccessPoint>().AsNoTracking().OrderBy(a => a.AreaCode).ThenBy(a => a.Id).ToListAsync(cancel);
        network.Links = [.. network.devices.Values.Where(d => d.Provider is not null || d.ContractMbps is not null).OrderBy(d => d.Id).Select(network.LinkOf)];
        network.Sum(ReportScope.Area, "");
        network.Points = points.ConvertAll(p => network.PointOf(p, brands.GetValueOrDefault(p.NasId) ?? ""));
        network.Share(points);
        return network;
    }

    private (Device, ReportSum, ReportSum?) LinkOf(Device device)
    {
        var link = Sum(ReportScope.Link, device.Name, device.AreaCode);
        link.Row.ContractMbps = device.ContractMbps;
        var provider = device.Provider is { } name ? Sum(ReportScope.Provider, name) : null;
        if (provider is not null && device.ContractMbps is { } rate) provider.Row.ContractMbps = (provider.Row.ContractMbps ?? 0) + rate;
        return (device, link, provider);
    }

    private ReportPoint PointOf(AccessPoint point, string brand)
    {
        var own = Sum(ReportScope.Point, point.Name, point.AreaCode);
        var all = new List<ReportSum> { own, Sum(ReportScope.Area, "") };
        all.AddRange(AreaCode.SelfAndParents(point.AreaCode).Select(code => Sum(ReportScope.Area, code, code)));
        if (brand.Length > 0) all.Add(Sum(ReportScope.Vendor, brand));
        foreach (var device in Chain(point))
        {
            if (device.Provider is not null || device.ContractMbps is not null) all.Add(Sum(ReportScope.Link, device.Name));
            if (device.Provider is { } provider) all.Add(Sum(ReportScope.Provider, provider));
        }
        all = [.. all.Distinct()];
        foreach (var sum in all) sum.Row.Points++;
        return new ReportPoint(point, own, all);
    }

    /// <summary>A line's cost is shared evenly by the points whose way to the internet it is.</summary>
    private void Share(List<AccessPoint> points)
    {
        var behind = points.SelectMany(p => Chain(p).Select(d => d.Id)).GroupBy(id => id).ToDictionary(g => g.Key, g => g.Count());
        foreach (var point in Points)
        {
            foreach (var device in Chain(point.Row).Where(d => d.MonthlyCost is not null))
                foreach (var sum in point.All.Where(s => s.Row.Scope is ReportScope.Point or ReportScope.Area or ReportScope.Vendor)) sum.Pay((double)device.MonthlyCost!.Value / behind[device.Id]);
        }
        foreach (var (device, link, provider) in Links)
        {
            link.Pay(device.MonthlyCost);
            provider?.Pay(device.MonthlyCost);
        }
    }

    /// <summary>A point's own device and everything between it and the internet.</summary>
    private IEnumerable<Device> Chain(AccessPoint point)
    {
        var seen = new HashSet<int>();
        for (var id = point.DeviceId; id is { } next && seen.Add(next) && devices.TryGetValue(next, out var device); id = device.UplinkId) yield return device;
    }

    private ReportSum Sum(string scope, string name, string? area = null) =>
        sums.TryGetValue((scope, name), out var known) ? known : sums[(scope, name)] = new ReportSum(scope, name, area);
}
