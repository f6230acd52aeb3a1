using System.Text.Json;
using System.Text.Json.Nodes;

namespace HotspotManager.Portal.Gateways.Wifidog;

/// <summary>One phone of a report.</summary>
/// <param name="Id">The gateway's own number for it, which the answer names.</param>
/// <param name="Mac"><c>AA-BB-…</c>.</param>
/// <param name="Down">Octets that came in for the phone.</param>
internal readonly record struct ReportedClient(long Id, string Token, string Mac, string? Ip, long Down, long Up);

/// <summary>
/// All phones of a gateway in one post (<c>counters_v2</c>). Two shapes are in the field, as apfree-wifidog's own documents show them: <c>{gw_id, clients: [{id, ip, mac, token,
/// incoming, outgoing …}]}</c>, answered with <c>{gw_id, auth_op: [{id, auth_code}]}</c>, and a newer one with <c>gateway: [{gw_id, clients: [{… incoming_bytes, outgoing_bytes …}]}]</c>,
/// answered with <c>{result: [{gw_id, auth_op}]}</c>. auth_code 0 lets the phone stay, 1 puts it out. Every value comes from outside and is checked.
/// </summary>
internal sealed class CountersReport
{
    /// <summary>Phones in one post: more than an access point carries.</summary>
    public const int MostClients = 1_000;

    private readonly List<(string? GatewayId, int Count)> _groups = [];
    private readonly List<ReportedClient> _clients = [];
    private bool _isNew;

    public IReadOnlyList<ReportedClient> Clients => _clients;

    /// <summary>Who it says it is; null when it does not.</summary>
    public string? GatewayId => _groups.Count > 0 ? _groups[0].GatewayId : null;

    /// <summary>Reads a post; null when it is none of the two.</summary>
    public static CountersReport? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
            using var document = JsonDocument.ParseValue(ref reader);
            var report = new CountersReport();
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root) return null;
            if (!root.TryGetProperty("gateway", out var gateways)) return report.Add(root) ? report : null;
            report._isNew = true;
            return gateways.ValueKind == JsonValueKind.Array && gateways.EnumerateArray().All(report.Add) ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The answer in the shape of the question.</summary>
    /// <param name="stays">For each client in order.</param>
    public string Answer(IReadOnlyList<bool> stays)
    {
        var (groups, at) = (new List<JsonNode>(), 0);
        foreach (var (id, count) in _groups)
        {
            var operations = new JsonArray();
            for (var end = at + count; at < end; at++) operations.Add((JsonNode)new JsonObject { ["id"] = _clients[at].Id, ["auth_code"] = stays[at] ? 0 : 1 });
            groups.Add(new JsonObject { ["gw_id"] = id, ["auth_op"] = operations });
        }
        return (_isNew ? new JsonObject { ["result"] = new JsonArray([.. groups]) } : groups[0]).ToJsonString();
    }

    private bool Add(JsonElement gateway)
    {
        if (gateway.ValueKind != JsonValueKind.Object || !gateway.TryGetProperty("clients", out var clients) || clients.ValueKind != JsonValueKind.Array) return false;
        var before = _clients.Count;
        foreach (var client in clients.EnumerateArray())
        {
            if (_clients.Count >= MostClients || !TryRead(client, out var read)) return false;
            _clients.Add(read);
        }
        _groups.Add((Text(gateway, "gw_id"), _clients.Count - before));
        return true;
    }

    private static bool TryRead(JsonElement client, out ReportedClient read)
    {
        read = default;
        if (client.ValueKind != JsonValueKind.Object || !client.TryGetProperty("id", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out var id)) return false;
        if (Text(client, "token") is not { Length: > 0 and <= 64 } token || !PhoneAddress.TryReadMac(Text(client, "mac"), out var mac)) return false;
        if (!TryOctets(client, "incoming", out var down) || !TryOctets(client, "outgoing", out var up)) return false;
        read = new ReportedClient(id, token, mac, Text(client, "ip"), down, up);
        return true;
    }

    private static bool TryOctets(JsonElement client, string name, out long octets)
    {
        octets = 0;
        if (!client.TryGetProperty(name, out var value) && !client.TryGetProperty(name + "_bytes", out value)) return true;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out octets) && octets is >= 0 and <= WifidogFlow.MostOctets;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= 253 } text ? text : null;
}
