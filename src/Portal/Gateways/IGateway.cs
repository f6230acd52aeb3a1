using System.Net;
using System.Runtime.CompilerServices;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Gardens;
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

    /// <summary>True when we tell the gateway ourselves: the phone then lands on our own status page, because the gateway needs a moment before it lets anything through.</summary>
    bool IsTold => false;

    /// <summary>Whether this query is of this brand's making.</summary>
    bool Recognises(PortalQuery query);

    /// <summary>What the query says of the place, for finding the access point when the path does not name it.</summary>
    GatewayHints Hints(PortalQuery query);

    /// <summary>Of these, the one whose key opens a query that only the shared key opens; null when none does, or the brand encrypts nothing.</summary>
    NasEntry? OwnerByKey(PortalQuery query, IEnumerable<NasEntry> candidates) => null;

    /// <summary>Reads the request into a visit, or says what is wrong with it.</summary>
    (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request);

    /// <summary>
    /// How the phone gets in: an address or a form of the gateway's, or, where we call a controller ourselves, where the phone goes once the controller has let it in.
    /// <paramref name="landing"/>: where the phone shall be in the end. Takes at most <see cref="GatewayAnswer.Patience"/>, whatever the controller does.
    /// </summary>
    Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel);

    /// <summary>What to paste into the router, with this access point's real values.</summary>
    PanelContent PasteIn(PasteInFacts facts);

    /// <summary>What <c>hotspot doctor --ap</c> asks of this brand beside what it asks of all: is its controller there, does it take our key. Run from a command, beside the server.</summary>
    async IAsyncEnumerable<GatewayFinding> CheckAsync(AccessPoint point, NasEntry nas, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        yield break;
    }
}

/// <summary>One thing a brand looked at for the doctor.</summary>
/// <param name="Check">A word or two: <c>controller</c>, <c>ping</c>.</param>
/// <param name="IsGood">True: well; false: wrong; null: worth a look.</param>
public sealed record GatewayFinding(string Check, bool? IsGood, string Indonesian, string English);

/// <summary>Names of the place in a query; null where it says nothing.</summary>
public readonly record struct GatewayHints(string? Mac, string? NasId, string? Called);

/// <summary>A request for one access point.</summary>
/// <param name="Addresses">The address in front of the <c>?</c> as the browser may have asked for it.</param>
public sealed record GatewayRequest(PortalQuery Query, AccessPoint Point, NasEntry Nas, IReadOnlyCollection<string> Addresses)
{
    /// <summary>Whether the phone asked over https, here or at a proxy in front.</summary>
    public bool IsHttps => Addresses.Any(a => a.StartsWith("https://", StringComparison.Ordinal));

    /// <summary>Hosts that are this access point's gateway by set-up.</summary>
    public IReadOnlyCollection<string> KnownHosts => Nas.GatewayUrl is { } url ? [Nas.Address.ToString(), url.DnsSafeHost] : [Nas.Address.ToString()];
}

/// <summary>What a paste-in page is filled with. Where secrets are not asked for, secret and key of <paramref name="Nas"/> are a placeholder.</summary>
/// <param name="PortalUrl">This access point's address on the portal, <c>http://…/g/NAME</c>.</param>
/// <param name="Resolvers">Name servers that phones shall use; empty: the router's.</param>
/// <param name="Garden">What a phone may reach before it has signed in, besides the portal.</param>
public sealed record PasteInFacts(
    AccessPoint Point, NasEntry Nas, Uri PortalUrl, IPAddress? RadiusAddress, int AuthPort, int AcctPort, IReadOnlyList<GardenHost> Garden, IReadOnlyList<string> Resolvers, string Language)
{
    /// <summary>The RADIUS secret as text.</summary>
    public string Secret => System.Text.Encoding.UTF8.GetString(Nas.Secret);

    /// <summary>Where RADIUS is asked: an address where one is known, else the portal's name.</summary>
    public string Radius => RadiusAddress?.ToString() ?? PortalUrl.DnsSafeHost;

    /// <summary>How often usage is reported, seconds.</summary>
    public static int InterimSeconds => Admissions.InterimSeconds;

    /// <summary>A DHCP lease at least as long as the longest session: several brands end the session with the lease.</summary>
    public static long LeaseSeconds => Admissions.LongestSession;

    /// <summary>Says a thing in the language asked for.</summary>
    public string Say(string indonesian, string english) => Language == "en" ? english : indonesian;
}
