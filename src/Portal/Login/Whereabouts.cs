using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Portal.Gateways;

namespace HotspotManager.Portal.Login;

/// <summary>Which access point a visit is at: by the name in the path, else by what the gateway says of itself, else by the address the request came from.</summary>
public sealed class Whereabouts(NetworkTable networks)
{
    public (AccessPoint Point, NasEntry Nas)? ByName(string name, GatewayHints hints = default)
    {
        var network = networks.Current;
        if (network.FindAccessPoint(name) is { } point && network.FindNas(point.NasId) is { } of) return (point, of);
        return network.FindNas(name) is { } nas && network.AccessPointOf(nas.Id, hints.Called ?? hints.Mac) is { } main ? (main, nas) : null;
    }

    /// <summary>The NAS that an access point stands behind; null when it is gone.</summary>
    public int? NasOf(int accessPoint) => networks.Current.FindAccessPoint(accessPoint)?.NasId;

    public (AccessPoint Point, NasEntry Nas)? ByHints(IGateway gateway, GatewayHints hints, IPAddress? source)
    {
        var network = networks.Current;
        if (hints.Mac is { } mac && network.AccessPoints.FirstOrDefault(p => p.Mac == mac) is { } byMac && Of(byMac) is { } found) return found;
        if (hints.NasId is { } id)
        {
            if (network.Nas.FirstOrDefault(n => Is(n) && string.Equals(n.Row.NasIdentifier, id, StringComparison.OrdinalIgnoreCase)) is { } byId
                && network.AccessPointOf(byId.Id, hints.Called ?? hints.Mac) is { } itsPoint) return (itsPoint, byId);
            if (network.FindAccessPoint(id) is { } byName && Of(byName) is { } named) return named;
        }
        if (source is null) return null;
        var there = network.NasAt(source).Where(Is).ToList();
        return there is [var only] && network.AccessPointOf(only.Id, hints.Called ?? hints.Mac) is { } point ? (point, only) : null;

        bool Is(NasEntry nas) => nas.Row.Gateway == gateway.Key;

        (AccessPoint, NasEntry)? Of(AccessPoint p) => network.FindNas(p.NasId) is { } nas && Is(nas) ? (p, nas) : null;
    }
}
