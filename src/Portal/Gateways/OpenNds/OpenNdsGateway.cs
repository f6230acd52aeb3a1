using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// openNDS at every FAS level. Limits travel in a sealed ticket that our BinAuth script on the router reads (levels 0 to 2), or in the list that authmon fetches (3 and 4);
/// counters come back from the script (<see cref="CountersFlow"/>) or from openNDS's own logger (<see cref="AuthmonFlow"/>).
/// </summary>
public sealed class OpenNdsGateway(AuthList list, StatusLink statusLink, GatewayContacts contacts, OpenNdsChecks checks) : IGateway
{
    /// <summary>As in <c>--gateway</c>.</summary>
    public const string Name = "opennds";

    public string Key => Name;

    public bool AsksByRadius => false;

    public bool Recognises(PortalQuery query) => FasRequest.Recognises(query);

    public GatewayHints Hints(PortalQuery query) =>
        FasRequest.Read(query, []) is { Request: { } fas } ? new GatewayHints(null, fas.PlainGatewayName.Length > 0 ? fas.PlainGatewayName : null, null) : default;

    public NasEntry? OwnerByKey(PortalQuery query, IEnumerable<NasEntry> candidates) => FasRequest.IsEncrypted(query)
        ? candidates.FirstOrDefault(nas => nas.GatewayKey is { Length: > 0 } key && FasRequest.Opens(query, key)) : null;

    public (Visit? Visit, GatewayFault Fault) Read(GatewayRequest request)
    {
        if (string.IsNullOrEmpty(request.Nas.GatewayKey)) return (null, GatewayFault.NoKey);
        var (fas, fault) = FasRequest.Read(request.Query, request.KnownHosts, request.Nas.GatewayKey);
        if (fas is null)
        {
            if (fault == GatewayFault.WrongKey) contacts.Fault(request.Nas.Id, GatewayContactKind.Visit, GatewayFaultTexts.ForOperator(fault));
            return (null, fault);
        }
        var asks = Asks(fas, request);
        contacts.Visit(request.Nas.Id, Note(fas, asks), fas.RawGatewayName);
        var stage = fas.Authenticated ? VisitStage.Online : VisitStage.SignIn;
        var mac = fas.Mac ?? StandIn(fas.Hid);
        return (new Visit(this, request.Point, request.Nas, mac, fas.Ip.ToString(), stage, fas.OriginalUrl, new FasVisit(fas, asks)) { TellsMac = fas.Mac is not null }, GatewayFault.None);
    }

    public Task<GatewayAnswer> LetInAsync(Visit visit, GrantEntry grant, Limits limits, string landing, CancellationToken cancel)
    {
        var (request, key) = ((FasVisit)visit.Request, visit.Nas.GatewayKey!);
        var (fas, octets) = (request.Fas, LimitsTicket.KiB(limits.GatewayOctets));
        var ticket = new LimitsTicket(
            grant.UserName, fas.Mac, LimitsTicket.EntryOf(fas.Hid, key), limits.SessionSeconds, limits.UpKbps, limits.DownKbps, octets, octets);
        var direct = FasAnswer.Url(fas, key, ticket.Write(key), landing);
        if (!request.Asks) return Task.FromResult<GatewayAnswer>(new GatewayAnswer.GoTo(direct));
        list.Add(visit.Nas.Id, fas, key, ticket, grant.Id, landing, direct);
        return Task.FromResult<GatewayAnswer>(new GatewayAnswer.GoTo($"/g/{Uri.EscapeDataString(visit.Point.Name)}/wait?s={statusLink.Of(grant.Id)}"));
    }

    /// <summary>
    /// The address that stands for a phone whose own openNDS does not tell (level 0): locally administered, made from its client entry. The router's script tells the
    /// true one with its first message.
    /// </summary>
    internal static string StandIn(string hid)
    {
        var octets = SHA256.HashData(Encoding.ASCII.GetBytes("openNDS level 0 " + hid)).AsSpan(0, 6);
        octets[0] = (byte)(octets[0] & 0xFC | 0x02);
        return BitConverter.ToString(octets.ToArray());
    }

    /// <summary>
    /// Whether this router fetches the list of who may come in (levels 3 and 4). Levels 1 and 4 pack alike, and so do 2 and 3: told apart by authmon's questions, and at first
    /// by https, which openNDS speaks at 3 and 4 alone (a proxy in front may, too: then the phone waits a little and goes to the gateway itself).
    /// </summary>
    private bool Asks(FasRequest fas, GatewayRequest request) => fas.Packing != FasPacking.Clear
        && (list.IsAsking(request.Nas.Id) || request.IsHttps && (fas.Packing == FasPacking.Encrypted || fas.IsSince(10, 2)));

    private static string Note(FasRequest fas, bool asks) => string.Create(CultureInfo.InvariantCulture, $"FAS {(fas.Packing, asks) switch
    {
        (FasPacking.Clear, _) => 0,
        (FasPacking.Packed, false) => 1,
        (FasPacking.Encrypted, false) => 2,
        (FasPacking.Encrypted, true) => 3,
        _ => 4,
    }}{(fas.Version.Length > 0 ? ", openNDS " : "")}{fas.Version}");

    private sealed record FasVisit(FasRequest Fas, bool Asks);

    public PanelContent PasteIn(PasteInFacts facts) => OpenNdsRecipe.Of(facts);

    public async IAsyncEnumerable<GatewayFinding> CheckAsync(AccessPoint point, NasEntry nas, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var finding in await checks.RunAsync(nas, cancel)) yield return finding;
    }
}
