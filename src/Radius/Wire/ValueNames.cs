using System.Collections.Frozen;
using System.Globalization;

namespace HotspotManager.Radius.Wire;

/// <summary>
/// Names of numbers (IANA, "RADIUS Types"; RFC 2548 and the vendors' pages for theirs), spelled as other RADIUS software does, so that what operators know can be
/// read and typed here.
/// </summary>
public static class ValueNames
{
    private static readonly (RadiusAttribute Attribute, string Names)[] Rows =
    [
        (Ietf.ServiceType,
            "1=Login-User 2=Framed-User 3=Callback-Login-User 4=Callback-Framed-User 5=Outbound-User 6=Administrative-User " +
            "7=NAS-Prompt-User 8=Authenticate-Only 9=Callback-NAS-Prompt 10=Call-Check 11=Callback-Administrative 12=Voice 13=Fax " +
            "14=Modem-Relay 15=IAPP-Register 16=IAPP-AP-Check 17=Authorize-Only 18=Framed-Management"),
        (Ietf.FramedProtocol,
            "1=PPP 2=SLIP 3=ARAP 4=Gandalf-SLML 5=Xylogics-IPX-SLIP 6=X.75-Synchronous 7=GPRS-PDP-Context 9=PPTP"),
        (Ietf.FramedRouting, "0=None 1=Broadcast 2=Listen 3=Broadcast-Listen"),
        (Ietf.FramedCompression, "0=None 1=Van-Jacobson-TCP-IP 2=IPX-Header-Compression 3=Stac-LZS"),
        (Ietf.LoginService, "0=Telnet 1=Rlogin 2=TCP-Clear 3=PortMaster 4=LAT 5=X25-PAD 6=X25-T3POS 8=TCP-Clear-Quiet"),
        (Ietf.TerminationAction, "0=Default 1=RADIUS-Request"),
        (Ietf.AcctStatusType,
            "1=Start 2=Stop 3=Interim-Update 7=Accounting-On 8=Accounting-Off 9=Tunnel-Start 10=Tunnel-Stop 11=Tunnel-Reject " +
            "12=Tunnel-Link-Start 13=Tunnel-Link-Stop 14=Tunnel-Link-Reject 15=Failed 18=Subsystem-On 19=Subsystem-Off"),
        (Ietf.AcctAuthentic, "1=RADIUS 2=Local 3=Remote 4=Diameter"),
        (Ietf.AcctTerminateCause,
            "1=User-Request 2=Lost-Carrier 3=Lost-Service 4=Idle-Timeout 5=Session-Timeout 6=Admin-Reset 7=Admin-Reboot 8=Port-Error " +
            "9=NAS-Error 10=NAS-Request 11=NAS-Reboot 12=Port-Unneeded 13=Port-Preempted 14=Port-Suspended 15=Service-Unavailable " +
            "16=Callback 17=User-Error 18=Host-Request 19=Supplicant-Restart 20=Reauthentication-Failure 21=Port-Reinit " +
            "22=Port-Disabled"),
        (Ietf.NasPortType,
            "0=Async 1=Sync 2=ISDN 3=ISDN-V120 4=ISDN-V110 5=Virtual 6=PIAFS 7=HDLC-Clear-Channel 8=X.25 9=X.75 10=G.3-Fax 11=SDSL " +
            "12=ADSL-CAP 13=ADSL-DMT 14=IDSL 15=Ethernet 16=xDSL 17=Cable 18=Wireless-Other 19=Wireless-802.11 20=Token-Ring 21=FDDI " +
            "22=Wireless-CDMA2000 23=Wireless-UMTS 24=Wireless-1X-EV 25=IAPP 26=FTTP 27=Wireless-802.16 28=Wireless-802.20 " +
            "29=Wireless-802.22 30=PPPoA 31=PPPoEoA 32=PPPoEoE 33=PPPoEoVLAN 34=PPPoEoQinQ 35=xPON 36=Wireless-XGP"),
        (Ietf.TunnelType, "1=PPTP 2=L2F 3=L2TP 4=ATMP 5=VTP 6=AH 7=IP 8=MIN-IP 9=ESP 10=GRE 11=DVS 12=IP-in-IP 13=VLAN"),
        (Ietf.TunnelMediumType,
            "1=IP 2=IPv6 3=NSAP 4=HDLC 5=BBN-1822 6=IEEE-802 7=E.163 8=E.164 9=F.69 10=X.121 11=IPX 12=Appletalk 13=DecNet-IV " +
            "14=Banyan-Vines 15=E.164-NSAP"),
        (Ietf.Prompt, "0=No-Echo 1=Echo"),
        (Ietf.ArapZoneAccess, "1=Default-Zone 2=Zone-Filter-Inclusive 4=Zone-Filter-Exclusive"),
        (Ietf.ErrorCause,
            "201=Residual-Context-Removed 202=Invalid-EAP-Packet 401=Unsupported-Attribute 402=Missing-Attribute " +
            "403=NAS-Identification-Mismatch 404=Invalid-Request 405=Unsupported-Service 406=Unsupported-Extension " +
            "407=Invalid-Attribute-Value 501=Administratively-Prohibited 502=Proxy-Request-Not-Routable " +
            "503=Session-Context-Not-Found 504=Session-Context-Not-Removable 505=Proxy-Processing-Error 506=Resources-Unavailable " +
            "507=Request-Initiated 508=Multiple-Session-Selection-Unsupported"),
        (Ietf.LocationCapable, "1=Civic-Location 2=Geo-Location 4=Users-Location 8=NAS-Location"),
        (Ietf.FramedManagement, "1=SNMP 2=Web-Based 3=Netconf 4=FTP 5=TFTP 6=SFTP 7=RCP 8=SCP"),
        (Ietf.ManagementTransportProtection, "1=No-Protection 2=Integrity-Protection 3=Integrity-Confidentiality-Protection"),
        (Ietf.EapLowerLayer,
            "1=Wired-IEEE-802.1X 2=IEEE-802.1X-No-Preauth 3=IEEE-802.1X-Preauth 4=IEEE-802.16e 5=IKEv2 6=PPP 7=PANA-No-Preauth " +
            "8=GSS-API 9=PANA-Preauth"),
        (Ietf.FragStatus, "0=Reserved 1=Fragmentation-Supported 2=More-Data-Pending 3=More-Data-Request"),
        (Microsoft.MppeEncryptionPolicy, "1=Encryption-Allowed 2=Encryption-Required"),
        (Microsoft.MppeEncryptionType, "1=RC4-40bit-Allowed 2=RC4-128bit-Allowed 6=RC4-40or128-bit-Allowed"),
        (Microsoft.AcctAuthType, "1=PAP 2=CHAP 3=MS-CHAP-1 4=MS-CHAP-2 5=EAP"),
        (Mikrotik.WirelessEncAlgo, "0=No-encryption 1=40-bit-WEP 2=104-bit-WEP 3=AES-CCM 4=TKIP"),
        (Huawei.PortalMode, "0=PADM 1=Redirectional 2=Non-captive"),
    ];

    private static readonly FrozenDictionary<RadiusAttribute, FrozenDictionary<uint, string>> ByNumber = Rows.ToFrozenDictionary(
        row => row.Attribute, row => row.Names.Split(' ').Select(n => n.Split('=', 2)).ToFrozenDictionary(n => uint.Parse(n[0], CultureInfo.InvariantCulture), n => n[1]));

    /// <summary>Every attribute whose numbers have names.</summary>
    public static IEnumerable<KeyValuePair<RadiusAttribute, FrozenDictionary<uint, string>>> All => ByNumber;

    /// <summary>The names an attribute's numbers have, separated by commas; "" for none.</summary>
    public static string Names(RadiusAttribute attribute) =>
        ByNumber.GetValueOrDefault(attribute) is { } names ? string.Join(", ", names.OrderBy(n => n.Key).Select(n => n.Value)) : "";

    /// <summary>The name of a number; null when it has none.</summary>
    public static string? Find(RadiusAttribute attribute, uint number) => ByNumber.GetValueOrDefault(attribute)?.GetValueOrDefault(number);

    /// <summary>The number of a name, in any case, or of digits; null when it is neither.</summary>
    public static uint? Number(RadiusAttribute attribute, string text)
    {
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        foreach (var (value, name) in ByNumber.GetValueOrDefault(attribute) ?? FrozenDictionary<uint, string>.Empty)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
                return value;
        }
        return null;
    }
}
