using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.Wifidog;

/// <summary>
/// A wifidog gateway asks or tells (<c>auth/?stage=login|counters|logout&amp;ip&amp;mac&amp;token&amp;incoming&amp;outgoing&amp;gw_id</c>), in this order: 1. which gateway is this; 2. does it speak from its own address or
/// with our key: the call itself carries no secret, and <c>gw_id</c> stands in every phone's redirect; 3. whose token is it; 4. what it tells is on disk; 5. may the phone stay:
/// <c>Auth: 1</c>, or <c>Auth: 0</c> and the session's end.
/// </summary>
public sealed class WifidogFlow(
    WifidogGateway gateway, Whereabouts whereabouts, GrantTable grants, SessionBook sessions, NetworkTable networks, Gatekeeper gatekeeper, PhoneSessions phoneSessions,
    WifidogOrders orders, RefusalNotes refusals, TimeProvider time)
{
    private const string Yes = "Auth: 1", No = "Auth: 0";

    // No line in an RW moves a petabyte.
    internal const long MostOctets = 1_000_000_000_000_000;

    /// <summary>The same for all phones of a gateway at once (<c>auth/?stage=counters_v2</c>): steps 3 to 5 for each; no answer at all when one could not be stored.</summary>
    /// <param name="body">JSON, as <see cref="CountersReport"/> reads it.</param>
    public async Task<(int Status, string Text)> CountersAsync(string? name, PortalQuery query, ReadOnlyMemory<byte> body, IPAddress? source, CancellationToken cancel)
    {
        if (CountersReport.Read(body.Span) is not { } report) return (400, "");
        // The path may not name the gateway; then it says itself who it is, and the key or its address prove it as for a single question.
        if (Known(name, query.Has("gw_id") || report.GatewayId is null ? query : PortalQuery.Read($"{query.Raw}&gw_id={Uri.EscapeDataString(report.GatewayId)}"), source) is not { } nas) return (403, "");
        var answers = new List<bool>(report.Clients.Count);
        foreach (var client in report.Clients)
        {
            if (await AnswerAsync(nas, "counters", client.Token, client.Mac, client.Ip, client.Down, client.Up) is not { } stays) return (503, "");
            answers.Add(stays);
            cancel.ThrowIfCancellationRequested();
        }
        return (200, report.Answer(answers));
    }

    public async Task<(int Status, string Text)> AuthAsync(string? name, PortalQuery query, IPAddress? source, CancellationToken cancel)
    {
        // 1. Which gateway; 2. is it itself.
        if (Known(name, query, source) is not { } nas) return (403, No);

        // 3. Whose token.
        var stage = query["stage"];
        if (stage is not ("login" or "counters" or "logout") || query["token"] is not { Length: <= 64 } token || !PhoneAddress.TryReadMac(query["mac"], out var mac)) return (400, No);
        // wifidog's "incoming" is what came in for the phone.
        if (!TryOctets(query["incoming"], out var down) || !TryOctets(query["outgoing"], out var up)) return (400, No);
        cancel.ThrowIfCancellationRequested();
        return await AnswerAsync(nas, stage, token, mac, query["ip"], down, up) is { } stays ? (200, stays ? Yes : No) : (503, "");
    }

    /// <summary>Whether the phone may stay; null when what was told could not be stored, and then the gateway must ask again.</summary>
    private async Task<bool?> AnswerAsync(NasEntry nas, string stage, string token, string mac, string? address, long down, long up)
    {
        if (grants.Find(token) is not { } grant || grant.Mac != mac || networks.Current.FindAccessPoint(grant.AccessPointId) is not { } point || point.NasId != nas.Id)
        {
            PortalMeter.CounterMessage("unknown_grant", 1);
            return false;
        }
        var now = time.GetUtcNow();
        var session = sessions.All.FirstOrDefault(s => s.NasId == nas.Id && s.AcctSessionId == token);

        // 4. On disk, or not answered.
        var ends = stage == "logout" || session is not null && orders.IsToEnd(session.Id);
        var cause = stage == "logout" ? "User-Request" : "Admin-Reset";
        if (!ends && May(grant, mac, point, now) is not Reason.Accepted)
            (ends, cause) = (true, "Session-Timeout");
        var stored = session is not null
            ? stage == "login" && !ends || await phoneSessions.TellAsync(session, ends ? AcctStatus.Stop : AcctStatus.InterimUpdate, up, down, now, ends ? cause : null)
            : ends || await phoneSessions.StartAsync(nas, point, grant, mac, PhoneAddress.TryReadIp(address, out var ip) ? ip.ToString() : null);
        if (!stored)
        {
            PortalMeter.CounterMessage("not_stored", 1);
            return null;
        }
        PortalMeter.CounterMessage("stored", 1);

        // 5. In or out.
        if (ends && session is not null) await orders.EndedAsync(session.Id);
        return !ends;
    }

    /// <summary><c>ping/</c>: anybody may hear that we are here; only the gateway's own counts as a sign of life.</summary>
    public string Ping(string? name, PortalQuery query, IPAddress? source)
    {
        Known(name, query, source);
        return "Pong";
    }

    private NasEntry? Known(string? name, PortalQuery query, IPAddress? source)
    {
        if ((name is not null ? whereabouts.ByName(name, gateway.Hints(query)) : whereabouts.ByHints(gateway, query, source)) is not var (point, nas) || nas.Row.Gateway != WifidogGateway.Name) return null;
        if (!IsOwn(nas, source) && !HasKey(nas, query["key"]))
        {
            PortalMeter.CounterMessage("forged", 1);
            refusals.NoteFault(gateway, point, GatewayFault.ForeignAddress);
            return null;
        }
        orders.Heard(nas.Id);
        return nas;
    }

    private static bool IsOwn(NasEntry nas, IPAddress? source) => source is not null && (source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source).Equals(nas.Address);

    private static bool HasKey(NasEntry nas, string? key) =>
        key is not null && !string.IsNullOrEmpty(nas.GatewayKey) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(nas.GatewayKey));

    private Reason May(GrantEntry grant, string mac, AccessPoint point, DateTimeOffset now) => Admissions.Decide(gatekeeper.Facts(gatekeeper.OfGrant(grant), mac, point), now).Reason;

    private static bool TryOctets(string? text, out long octets)
    {
        octets = 0;
        return text is null || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out octets) && octets <= MostOctets;
    }
}
