using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Networks;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>What authmon or openNDS's logger sends: <c>auth_get</c>, <c>gatewayhash</c> and <c>payload</c> in base64, posted (9.10) or in the query (10.2 and later, with wget).</summary>
public sealed record AuthmonRequest(string? PathName, string Action, string GatewayHash, string Payload, IPAddress? Source);

/// <summary>
/// Levels 3 and 4: openNDS's own script asks which phones to let in, in this order: 1. which router; its address must be the access point's, because the gatewayhash is a
/// plain hash of a name that every phone is told; 2. what it wants: <c>clear</c>, <c>view</c> with what it let in, <c>list</c>, <c>deauthed</c>, <c>custom</c>;
/// 3. final counters count only with the ticket that we sealed for this session and the client's token, which nobody but router and portal can bring together;
/// 4. the journal has them on disk. Shape: authmon.sh and libopennds.sh of 9.10 and 10.3.
/// </summary>
public sealed class AuthmonFlow(NetworkTable networks, Whereabouts whereabouts, AuthList list, RouterReports reports, GatewayContacts contacts)
{
    private const int LongestPayload = 8192;

    /// <summary>Whether a request is one of these rather than a phone's.</summary>
    public static AuthmonRequest? Read(string? pathName, Func<string, string?> value, IPAddress? source) => value("auth_get") is { } action
        ? new AuthmonRequest(pathName, action, value("gatewayhash") ?? "", value("payload") ?? "", source) : null;

    public async Task<CountersAnswer> RunAsync(AuthmonRequest request, CancellationToken cancel)
    {
        // 1. Which router, and from its own address.
        if (Router(request) is not { } nas) return Refused(404, "unknown");
        var source = request.Source is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : request.Source;
        if (source is null || !source.Equals(nas.Address))
        {
            contacts.Fault(nas.Id, GatewayContactKind.Authmon, string.Create(CultureInfo.InvariantCulture, $"authmon asks from {source}, not from {nas.Address}"));
            return Refused(403, "strange_address");
        }
        if (Payload(request.Payload) is not { } payload) return Refused(400, "malformed");

        // 2. What it wants.
        contacts.Well(nas.Id, GatewayContactKind.Authmon, null);
        switch (request.Action)
        {
            case "clear":
                list.Clear(nas.Id);
                return new CountersAnswer(200, "");
            case "view" when payload.StartsWith('*'):
                list.Acknowledge(nas.Id, payload.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(64));
                return new CountersAnswer(200, "ack");
            case "view" or "list":
                return new CountersAnswer(200, list.Answer(nas.Id, handOver: request.Action == "list"));
            case "deauthed":
                return await DeauthedAsync(nas, payload, cancel) ? new CountersAnswer(200, "ack") : Refused(503, "not_stored");
            case "custom":
                return new CountersAnswer(200, "ack");
            default:
                return Refused(400, "malformed");
        }
    }

    private static CountersAnswer Refused(int status, string outcome)
    {
        PortalMeter.CounterMessage("authmon_" + outcome, 1);
        return new CountersAnswer(status, outcome);
    }

    private NasEntry? Router(AuthmonRequest request)
    {
        if (request.PathName is { } name) return whereabouts.ByName(name) is var (_, nas) && nas.Row.Gateway == OpenNdsGateway.Name ? nas : null;
        if (request.Source is null) return null;
        var there = networks.Current.NasAt(request.Source).Where(n => n.Row.Gateway == OpenNdsGateway.Name).ToList();
        return there.Count == 1 ? there[0] : there.Find(n => Hashes(n).Contains(request.GatewayHash));
    }

    /// <summary>The gatewayhashes a router may have: of its name here or its NAS-Identifier, without openNDS's suffix, and of the name its phones have brought.</summary>
    private IEnumerable<string> Hashes(NasEntry nas) => ((string?[])[nas.Name, nas.Row.NasIdentifier, contacts.GatewayNameOf(nas.Id)]).OfType<string>()
        .Select(n => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(n))));

    /// <summary>3. and 4. <c>method=…, clientmac=…, bytes_incoming=…, bytes_outgoing=…, session_start=…, session_end=…, token=…, custom=…</c>; false: could not be stored.</summary>
    private async Task<bool> DeauthedAsync(NasEntry nas, string payload, CancellationToken cancel)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in payload.Split(", "))
            if (pair.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) fields.TryAdd(pair[..equals], pair[(equals + 1)..]);
        if (nas.GatewayKey is { Length: > 0 } key
            && LimitsTicket.Read(Uri.UnescapeDataString(fields.GetValueOrDefault("custom", "")), key) is { } ticket
            && CountersMessage.ReadOne([Of("method"), ticket.Grant, Of("clientmac"), Of("token"), Of("bytes_incoming"), Of("bytes_outgoing"), Of("session_start"), Of("session_end")]) is { } message
            && ticket.Entry == LimitsTicket.EntryOf(Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(message.Token))), key)
            && (ticket.Mac is null || ticket.Mac == message.Mac))
            return await reports.TakeAsync(nas, [message], cancel);
        PortalMeter.CounterMessage("authmon_forged", 1);
        return true;

        string Of(string name) => fields.GetValueOrDefault(name, "");
    }

    private static string? Payload(string base64)
    {
        if (base64.Length > LongestPayload) return null;
        var bytes = new byte[base64.Length];
        // In a query a "+" has become a space.
        return Convert.TryFromBase64String(base64.Replace(' ', '+'), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).Trim() : null;
    }
}
