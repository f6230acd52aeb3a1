using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Portal.Gateways;

namespace HotspotManager.Portal.Login;

/// <summary>Which access point a visit is at: by the name in the path, else by what the gateway says of itself, else by the key that opens what it says, else by the address the request came from.</summary>
public sealed class Whereabouts(NetworkTable networks, KeySearches searches)
{
    public (AccessPoint Point, NasEntry Nas)? ByName(string name, GatewayHints hints = default)
    {
        var network = networks.Current;
        if (network.FindAccessPoint(name) is { } point && network.FindNas(point.NasId) is { } of) return (point, of);
        return network.FindNas(name) is { } nas && network.AccessPointOf(nas.Id, hints.Called ?? hints.Mac) is { } main ? (main, nas) : null;
    }

    /// <summary>The NAS that an access point stands behind; null when it is gone.</summary>
    public int? NasOf(int accessPoint) => networks.Current.FindAccessPoint(accessPoint)?.NasId;

    public (AccessPoint Point, NasEntry Nas)? ByHints(IGateway gateway, PortalQuery query, IPAddress? source)
    {
        var (network, hints) = (networks.Current, gateway.Hints(query));
        if (hints.Mac is { } mac && network.AccessPoints.FirstOrDefault(p => p.Mac == mac) is { } byMac && Of(byMac) is { } found) return found;
        if (hints.NasId is { } id)
        {
            if (network.Nas.FirstOrDefault(n => Is(n)
                && (string.Equals(n.Row.NasIdentifier, id, StringComparison.OrdinalIgnoreCase) || string.Equals(n.Row.GatewaySite, id, StringComparison.OrdinalIgnoreCase))) is { } byId
                && network.AccessPointOf(byId.Id, hints.Called ?? hints.Mac) is { } itsPoint) return (itsPoint, byId);
            if (network.FindAccessPoint(id) is { } byName && Of(byName) is { } named) return named;
        }
        if (source is null) return null;
        var there = network.NasAt(source).Where(Is).ToList();
        if (hints == default)
        {
            // Behind carrier NAT the address says nothing: then the keys of others, a few and not often.
            var owner = gateway.OwnerByKey(query, there)
                ?? (searches.TryBegin(source) ? gateway.OwnerByKey(query, network.Nas.Where(n => Is(n) && !there.Contains(n)).Take(KeySearches.MostKeys)) : null);
            if (owner is not null && network.AccessPointOf(owner.Id, null) is { } itsPlace) return (itsPlace, owner);
        }
        return there is [var only] && network.AccessPointOf(only.Id, hints.Called ?? hints.Mac) is { } point ? (point, only) : null;

        bool Is(NasEntry nas) => nas.Row.Gateway == gateway.Key;

        (AccessPoint, NasEntry)? Of(AccessPoint p) => network.FindNas(p.NasId) is { } nas && Is(nas) ? (p, nas) : null;
    }
}
