using System.CommandLine;
using HotspotManager.Core.Networks;
using HotspotManager.Monitor.Snmp.Usm;
using HotspotManager.Core.Spreadsheets;

namespace HotspotManager.Host.Commands;

/// <summary>The options that say something about a router, access point or device, and the same as columns of a spreadsheet.</summary>
internal static class NetworkOptions
{
    public static readonly Option<string?> Area = Common.Opt<string?>("--area", "Official area code, for example 35.73.05.1011/05", "CODE");
    public static readonly Option<string?> Address = Common.Opt<string?>("--address", "IP address its RADIUS packets come from and its SNMP agent answers on", "IP");
    public static readonly Option<string?> Secret = Common.Opt<string?>("--secret", "RADIUS secret", "S");
    public static readonly Option<string?> NasId = Common.Opt<string?>("--nas-id", "NAS-Identifier, when several stand behind one address", "ID");
    public static readonly Option<string?> Gateway = Common.Opt<string?>("--gateway", "Gateway brand: " + string.Join(", ", NetworkInput.Gateways), "BRAND");
    public static readonly Option<string?> GatewayKey = Common.Opt<string?>("--gateway-key", "What gateway and portal share (openNDS faskey, CoovaChilli uamsecret)", "K");
    public static readonly Option<string?> GatewayUrl = Common.Opt<string?>("--gateway-url", "A controller's address, for example https://10.0.0.2:8443", "URL");
    public static readonly Option<string?> GatewayUser = Common.Opt<string?>("--gateway-user", "Who signs in to the controller (the password is --gateway-key; without a user that is an API key)", "NAME");
    public static readonly Option<string?> GatewaySite = Common.Opt<string?>("--gateway-site", "The controller's site", "SITE");
    public static readonly Option<string?> GatewayPin = Common.Opt<string?>("--gateway-pin", "SHA-256 of the controller's certificate, when no authority signed it", "HEX");
    public static readonly Option<string?> Brand = Common.Opt<string?>("--brand", "Whose RADIUS attributes it understands: " + string.Join(", ", NetworkInput.Brands), "BRAND");
    public static readonly Option<string?> SnmpCommunity = Common.Opt<string?>("--snmp-community", "SNMP v2c community", "C");
    public static readonly Option<string?> SnmpUser = Common.Opt<string?>("--snmp-user", "SNMPv3 user", "U");
    public static readonly Option<string?> SnmpAuth = Common.Opt<string?>("--snmp-auth", "SNMPv3 authentication, for example SHA-256:PASSWORD", "ALG:PASSWORD");
    public static readonly Option<string?> SnmpPriv = Common.Opt<string?>("--snmp-priv", "SNMPv3 privacy, for example AES-128:PASSWORD", "ALG:PASSWORD");
    public static readonly Option<int?> SnmpPort = Common.Opt<int?>("--snmp-port", "UDP port of its SNMP agent (161)", "N");
    public static readonly Option<bool?> CheckIn = new("--check-in") { Description = "It reports itself over https, also from behind NAT (see hotspot checkin script); then no --address is needed", Arity = ArgumentArity.ZeroOrOne };
    public static readonly Option<int?> CoaPort = Common.Opt<int?>("--coa-port", "UDP port for Disconnect and CoA (3799)", "N");
    public static readonly Option<string?> Uplink = Common.Opt<string?>("--uplink", "The device its way to the internet goes through", "NAME");
    public static readonly Option<string?> Controller = Common.Opt<string?>("--controller", "The device whose table of access points tells its state (instead of an SNMP agent of its own)", "NAME");
    public static readonly Option<string?> ControllerKey = Common.Opt<string?>("--controller-key", "How the controller's table names it: MAC address, name or serial number (its --mac, else its name)", "V");
    public static readonly Option<double?> Lat = Common.Opt<double?>("--lat", "Latitude, degrees");
    public static readonly Option<double?> Lon = Common.Opt<double?>("--lon", "Longitude, degrees");
    public static readonly Option<string?> Mac = Common.Opt<string?>("--mac", "Its own MAC address");
    public static readonly Option<bool?> RequireMessageAuthenticator = new("--require-message-authenticator") { Description = "Refuse requests without Message-Authenticator", Arity = ArgumentArity.ZeroOrOne };
    public static readonly Option<bool?> SwapOctets = new("--swap-octets") { Description = "It counts octets from the phone's side (CoovaChilli's default)", Arity = ArgumentArity.ZeroOrOne };
    public static readonly Option<string?> Tag = Common.Opt<string?>("--tag", "Free labels, separated by commas", "T");
    public static readonly Option<string?> Nas = Common.Opt<string?>("--nas", "The NAS it stands behind (for a further access point)", "NAS");
    public static readonly Option<string?> CalledStation = Common.Opt<string?>("--called-station", "Called-Station-Id by which its sessions are told", "V");
    public static readonly Option<string?> Kind = Common.Opt<string?>("--kind", "Device kind: " + string.Join(", ", NetworkInput.Kinds), "KIND");
    public static readonly Option<string?> Provider = Common.Opt<string?>("--provider", "Who sells the line", "P");
    public static readonly Option<int?> ContractMbps = Common.Opt<int?>("--contract-mbps", "Contract rate of the line, Mbit/s", "N");
    public static readonly Option<long?> MonthlyCost = Common.Opt<long?>("--monthly-cost", "Cost of the line a month, rupiah", "RP");

    public static readonly Symbol[] All =
    [
        Area, Address, Secret, NasId, Gateway, GatewayKey, GatewayUrl, GatewayUser, GatewaySite, GatewayPin, Brand, SnmpCommunity, SnmpUser, SnmpAuth, SnmpPriv, SnmpPort, CheckIn, CoaPort, Uplink, Controller,
        ControllerKey, Lat, Lon, Mac,
        RequireMessageAuthenticator, SwapOctets, Tag, Nas, CalledStation, Kind, Provider, ContractMbps, MonthlyCost,
    ];

    public static readonly Symbol[] OfNas = [Address, Secret, NasId, Gateway, GatewayKey, GatewayUrl, GatewayUser, GatewaySite, GatewayPin, Brand, CoaPort, RequireMessageAuthenticator, SwapOctets];

    public static readonly Symbol[] OfDevice =
        [Area, Address, SnmpCommunity, SnmpUser, SnmpAuth, SnmpPriv, SnmpPort, CheckIn, Uplink, Controller, ControllerKey, Kind, Provider, ContractMbps, MonthlyCost];

    private static string? Checked(string? text, Func<string, UsmUser> read)
    {
        try
        {
            if (text is { Length: > 0 }) read(text);
            return text;
        }
        catch (FormatException error)
        {
            throw new UsageException(error.Message);
        }
    }

    public static NetworkInput Read(ParseResult a) => new()
    {
        Area = Text(a, Area),
        Address = Text(a, Address),
        Secret = Text(a, Secret),
        NasId = Text(a, NasId),
        Gateway = Text(a, Gateway),
        GatewayKey = Text(a, GatewayKey),
        GatewayUrl = Text(a, GatewayUrl),
        GatewayUser = Text(a, GatewayUser),
        GatewaySite = Text(a, GatewaySite),
        GatewayPin = Text(a, GatewayPin),
        Brand = Text(a, Brand),
        SnmpCommunity = Text(a, SnmpCommunity),
        SnmpUser = Text(a, SnmpUser),
        SnmpAuth = Checked(Text(a, SnmpAuth), auth => UsmUser.Parse("user", auth, null)),
        SnmpPriv = Checked(Text(a, SnmpPriv), priv => UsmUser.Parse("user", "SHA-256:a password", priv)),
        SnmpPort = Value(a, SnmpPort),
        CheckIn = Flag(a, CheckIn),
        CoaPort = Value(a, CoaPort),
        Uplink = Text(a, Uplink),
        Controller = Text(a, Controller),
        ControllerKey = Text(a, ControllerKey),
        Lat = Value(a, Lat),
        Lon = Value(a, Lon),
        Mac = Text(a, Mac),
        RequireMessageAuthenticator = Flag(a, RequireMessageAuthenticator),
        SwapOctets = Flag(a, SwapOctets),
        Tag = Text(a, Tag),
        Nas = Text(a, Nas),
        CalledStation = Text(a, CalledStation),
        Kind = Text(a, Kind),
        Provider = Text(a, Provider),
        ContractMbps = Value(a, ContractMbps),
        MonthlyCost = Value(a, MonthlyCost),
    };

    public static NetworkInput Read(SheetRow r) => new()
    {
        Area = AreaCommands.Code(r["area"]),
        Address = r["address"],
        Secret = r["secret"],
        NasId = r["nasid"],
        Gateway = r["gateway"],
        GatewayKey = r["gatewaykey"],
        GatewayUrl = r["gatewayurl"],
        GatewayUser = r["gatewayuser"],
        GatewaySite = r["gatewaysite"],
        GatewayPin = r["gatewaypin"],
        Brand = r["brand"],
        SnmpCommunity = r["snmpcommunity"],
        SnmpUser = r["snmpuser"],
        SnmpAuth = r["snmpauth"],
        SnmpPriv = r["snmppriv"],
        SnmpPort = r.Whole("snmpport"),
        CheckIn = r.Flag("checkin"),
        CoaPort = r.Whole("coaport"),
        Uplink = r["uplink"],
        Controller = r["controller"],
        ControllerKey = r["controllerkey"],
        Lat = r.Number("lat"),
        Lon = r.Number("lon"),
        Mac = r["mac"],
        RequireMessageAuthenticator = r.Flag("requiremessageauthenticator"),
        SwapOctets = r.Flag("swapoctets"),
        Tag = r["tag"],
        Nas = r["nas"],
        CalledStation = r["calledstation"],
        Kind = r["kind"],
        Provider = r["provider"],
        ContractMbps = r.Whole("contractmbps"),
        MonthlyCost = (long?)r.Number("monthlycost"),
    };

    // An option that this command does not have was not said.
    private static string? Text(ParseResult a, Option<string?> option) => a.GetResult(option) is null ? null : a.GetValue(option);
    private static T? Value<T>(ParseResult a, Option<T?> option) where T : struct => a.GetResult(option) is null ? null : a.GetValue(option);
    private static bool? Flag(ParseResult a, Option<bool?> option) => a.GetResult(option) is not { } result ? null : result.Tokens.Count == 0 ? true : a.GetValue(option);
}
