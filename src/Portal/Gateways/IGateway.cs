using System.Net;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways;

/// <summary>
/// One brand of gateway: how it sends a phone to us and how the phone goes back. A new brand is a folder with one of these, registered in PortalRoom.
/// Everything it is given of the request was written by a stranger.
/// </summary>
public interface IGateway
{
    /// <summary>As in <c>--gateway</c>.</summary>
    string Key { get; }

    /// <summary>True when the gateway asks us over RADIUS about the grant it is handed, and reports over RADIUS; false when the portal carries limits and reports itself.</summary>
    bool AsksByRadius { get; }

    /// <summary>Whether this query is of this brand's making.</summary>
    bool Recognises(PortalQuery query);

    /// <summary>What the query says of the place, for finding the access point when the path does not name it.</summary>
    GatewayHints Hints(PortalQuery query);

    /// <summary>Reads the request into a visit, or says what is wrong with it.</summary>
    (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request);

    /// <summary>The address on the gateway that lets the phone in. <paramref name="landing"/>: where the gateway shall then send the phone.</summary>
    string Answer(Visit visit, GrantEntry grant, Limits limits, string landing);

    /// <summary>What to paste into the router, with this access point's real values.</summary>
    PanelContent PasteIn(PasteInFacts facts);
}

/// <summary>Names of the place in a query; null where it says nothing.</summary>
public readonly record struct GatewayHints(string? Mac, string? NasId, string? Called);

/// <summary>A request for one access point.</summary>
/// <param name="Addresses">The address in front of the <c>?</c> as the browser may have asked for it.</param>
public sealed record GatewayRequest(PortalQuery Query, AccessPoint Point, NasEntry Nas, IReadOnlyCollection<string> Addresses)
{
    /// <summary>Hosts that are this access point's gateway by set-up.</summary>
    public IReadOnlyCollection<string> KnownHosts => [Nas.Address.ToString()];
}

/// <summary>What a paste-in page is filled with.</summary>
/// <param name="PortalUrl">This access point's address on the portal, <c>http://…/g/NAME</c>.</param>
public sealed record PasteInFacts(AccessPoint Point, NasEntry Nas, Uri PortalUrl, IPAddress? RadiusAddress, int AuthPort, int AcctPort, string Language)
{
    /// <summary>Says a thing in the language asked for.</summary>
    public string Say(string indonesian, string english) => Language == "en" ? english : indonesian;
}
