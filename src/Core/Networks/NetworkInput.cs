using System.Net;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.Networks;

/// <summary>
/// What an operator says about a router, access point or device: the options of <c>hotspot ap|nas|device add|set</c> and the columns of an import. Null: not said; a
/// <c>set</c> leaves it as it is. An empty text clears what may be empty.
/// </summary>
public sealed record NetworkInput
{
    public string? Area { get; init; }
    public string? Address { get; init; }
    public string? Secret { get; init; }
    public string? NasId { get; init; }
    public string? Gateway { get; init; }
    public string? GatewayKey { get; init; }
    public string? GatewayUrl { get; init; }
    public string? GatewayUser { get; init; }
    public string? GatewaySite { get; init; }
    public string? GatewayPin { get; init; }
    public string? Brand { get; init; }
    public string? SnmpCommunity { get; init; }
    public string? SnmpUser { get; init; }
    public string? SnmpAuth { get; init; }
    public string? SnmpPriv { get; init; }
    public int? SnmpPort { get; init; }

    /// <summary>It reports itself (true: with a key of its own, made when it has none), or no longer.</summary>
    public bool? CheckIn { get; init; }

    public int? CoaPort { get; init; }
    public string? Uplink { get; init; }

    /// <summary>The device whose table of access points tells its state.</summary>
    public string? Controller { get; init; }

    /// <summary>How it is found in that table: MAC address, name or serial number.</summary>
    public string? ControllerKey { get; init; }

    /// <summary>How it is comes from itself or a controller: it needs no address to be asked at.</summary>
    internal bool TellsItself => CheckIn == true || Controller is { Length: > 0 };

    public double? Lat { get; init; }
    public double? Lon { get; init; }
    public string? Mac { get; init; }
    public bool? RequireMessageAuthenticator { get; init; }
    public bool? SwapOctets { get; init; }
    public string? Tag { get; init; }

    /// <summary>The NAS that a further access point stands behind.</summary>
    public string? Nas { get; init; }

    public string? CalledStation { get; init; }

    /// <summary>Device kind.</summary>
    public string? Kind { get; init; }

    public string? Provider { get; init; }
    public int? ContractMbps { get; init; }
    public long? MonthlyCost { get; init; }

    public static readonly string[] Gateways = GatewayKinds.Keys;
    public static readonly string[] Brands = ["ietf", "mikrotik", "coova", "ruckus", "aruba", "cisco", "huawei", "ubiquiti", "cambium", "tplink"];
    public static readonly string[] Kinds = ["ap", "router", "switch", "link", "ont"];

    /// <summary>Checks everything that can be checked without the store.</summary>
    /// <exception cref="RefusedException">The first thing that is wrong, in words.</exception>
    public void Check()
    {
        if (Address is not null && !IsAddress(Address)) throw new RefusedException($"'{Address}' is not an IP address.");
        if (Secret is { Length: < 1 or > 128 }) throw new RefusedException("The secret must have 1 to 128 characters (16 or more are advised).");
        OneOf(Gateway, "gateway", Gateways);
        OneOf(Brand, "brand", Brands);
        if (GatewayUrl is { Length: > 0 } url && (!Uri.TryCreate(url, UriKind.Absolute, out var at) || at.Scheme is not ("http" or "https") || at.UserInfo.Length > 0 || at.Query.Length > 0))
            throw new RefusedException($"'{url}' is not an address such as https://10.0.0.2:8443.");
        if (GatewaySite is { Length: > 0 } site && (site.Length > 64 || !site.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ' ')))
            throw new RefusedException($"'{site}' is not a site: letters, digits, dashes, dots and spaces.");
        if (GatewayPin is { Length: > 0 } pin && Pin(pin) is null) throw new RefusedException("--gateway-pin is the SHA-256 of the controller's certificate: 64 hex digits, colons do not matter.");
        OneOf(Kind, "kind", Kinds);
        Port(SnmpPort, "--snmp-port");
        Port(CoaPort, "--coa-port");
        if (Mac is { Length: > 0 } && Networks.Mac.Normalize(Mac) is null) throw new RefusedException($"'{Mac}' is not a MAC address.");
        if (Lat is < -90 or > 90 || Lon is < -180 or > 180) throw new RefusedException("--lat must be from -90 to 90, --lon from -180 to 180.");
        if (Area is not null && AreaCode.Normalize(Area) is null) throw new RefusedException($"'{Area}' is not an area code.");
        if (NasId is { Length: > 253 } || CalledStation is { Length: > 253 }) throw new RefusedException("An identifier has at most 253 characters (RFC 2865).");
        if (ControllerKey is { Length: > 64 }) throw new RefusedException("--controller-key has at most 64 characters.");
        if (SnmpUser is { Length: > 0 } && SnmpAuth is null && SnmpPriv is not null) throw new RefusedException("--snmp-priv needs --snmp-auth (RFC 3414).");
    }

    /// <summary>64 lower-case hex digits; null when it is no SHA-256.</summary>
    internal static string? Pin(string text)
    {
        var hex = text.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return hex.Length == 64 && hex.All(char.IsAsciiHexDigit) ? hex : null;
    }

    internal static IPAddress Parse(string address)
    {
        var parsed = IPAddress.Parse(address);
        return parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
    }

    /// <summary>Stands for an address that is not known, or changes: nothing ever comes from there.</summary>
    public const string NoAddress = "0.0.0.0";

    internal static byte[]? SealOrClear(SecretBox secrets, SecretPurpose purpose, string? said, byte[]? before) =>
        said is null ? before : said.Length == 0 ? null : secrets.Seal(purpose, said);

    internal static string? OrClear(string? said, string? before) => said is null ? before : said.Length == 0 ? null : said;

    // IPAddress.TryParse takes "1" for 0.0.0.1: a lone number in a spreadsheet is a mistake, not an address.
    private static bool IsAddress(string text) => IPAddress.TryParse(text, out _) && (text.Count(c => c == '.') == 3 || text.Contains(':', StringComparison.Ordinal));

    private static void OneOf(string? value, string what, string[] allowed)
    {
        if (value is { Length: > 0 } && !allowed.Contains(value)) throw new RefusedException($"'{value}' is not a {what}: use {string.Join(", ", allowed)}.");
    }

    private static void Port(int? port, string option)
    {
        if (port is < 1 or > 65535) throw new RefusedException($"{option} must be from 1 to 65535.");
    }
}
