namespace HotspotManager.Radius.Wire;

/// <summary>The IETF's attributes (RFC 2865, 2866, 2867, 2868, 2869, 3162, 3579, 4372, 4675, 4818, 4849, 5176, 5580, 6911, 7268). Tagged ones (RFC 2868) are octets.</summary>
public static class Ietf
{
    internal const byte UserPasswordNumber = 2;
    internal const byte VendorSpecificNumber = 26;
    internal const byte EapMessageNumber = 79;
    internal const byte MessageAuthenticatorNumber = 80;

    /// <summary>User-Name.</summary>
    public static readonly TextAttribute UserName = new("User-Name", 0, 1);
    /// <summary>User-Password.</summary>
    public static readonly OctetsAttribute UserPassword = new("User-Password", 0, 2);
    /// <summary>CHAP-Password.</summary>
    public static readonly OctetsAttribute ChapPassword = new("CHAP-Password", 0, 3);
    /// <summary>NAS-IP-Address.</summary>
    public static readonly AddressAttribute NasIPAddress = new("NAS-IP-Address", 0, 4);
    /// <summary>NAS-Port.</summary>
    public static readonly IntegerAttribute NasPort = new("NAS-Port", 0, 5);
    /// <summary>Service-Type.</summary>
    public static readonly IntegerAttribute ServiceType = new("Service-Type", 0, 6);
    /// <summary>Framed-Protocol.</summary>
    public static readonly IntegerAttribute FramedProtocol = new("Framed-Protocol", 0, 7);
    /// <summary>Framed-IP-Address.</summary>
    public static readonly AddressAttribute FramedIPAddress = new("Framed-IP-Address", 0, 8);
    /// <summary>Framed-IP-Netmask.</summary>
    public static readonly AddressAttribute FramedIPNetmask = new("Framed-IP-Netmask", 0, 9);
    /// <summary>Framed-Routing.</summary>
    public static readonly IntegerAttribute FramedRouting = new("Framed-Routing", 0, 10);
    /// <summary>Filter-Id.</summary>
    public static readonly TextAttribute FilterId = new("Filter-Id", 0, 11);
    /// <summary>Framed-MTU.</summary>
    public static readonly IntegerAttribute FramedMtu = new("Framed-MTU", 0, 12);
    /// <summary>Framed-Compression.</summary>
    public static readonly IntegerAttribute FramedCompression = new("Framed-Compression", 0, 13);
    /// <summary>Login-IP-Host.</summary>
    public static readonly AddressAttribute LoginIPHost = new("Login-IP-Host", 0, 14);
    /// <summary>Login-Service.</summary>
    public static readonly IntegerAttribute LoginService = new("Login-Service", 0, 15);
    /// <summary>Login-TCP-Port.</summary>
    public static readonly IntegerAttribute LoginTcpPort = new("Login-TCP-Port", 0, 16);
    /// <summary>Reply-Message.</summary>
    public static readonly TextAttribute ReplyMessage = new("Reply-Message", 0, 18);
    /// <summary>Callback-Number.</summary>
    public static readonly TextAttribute CallbackNumber = new("Callback-Number", 0, 19);
    /// <summary>Callback-Id.</summary>
    public static readonly TextAttribute CallbackId = new("Callback-Id", 0, 20);
    /// <summary>Framed-Route.</summary>
    public static readonly TextAttribute FramedRoute = new("Framed-Route", 0, 22);
    /// <summary>Framed-IPX-Network.</summary>
    public static readonly AddressAttribute FramedIpxNetwork = new("Framed-IPX-Network", 0, 23);
    /// <summary>State.</summary>
    public static readonly OctetsAttribute State = new("State", 0, 24);
    /// <summary>Class.</summary>
    public static readonly OctetsAttribute Class = new("Class", 0, 25);
    /// <summary>Vendor-Specific.</summary>
    public static readonly OctetsAttribute VendorSpecific = new("Vendor-Specific", 0, 26);
    /// <summary>Session-Timeout.</summary>
    public static readonly IntegerAttribute SessionTimeout = new("Session-Timeout", 0, 27);
    /// <summary>Idle-Timeout.</summary>
    public static readonly IntegerAttribute IdleTimeout = new("Idle-Timeout", 0, 28);
    /// <summary>Termination-Action.</summary>
    public static readonly IntegerAttribute TerminationAction = new("Termination-Action", 0, 29);
    /// <summary>Called-Station-Id.</summary>
    public static readonly TextAttribute CalledStationId = new("Called-Station-Id", 0, 30);
    /// <summary>Calling-Station-Id.</summary>
    public static readonly TextAttribute CallingStationId = new("Calling-Station-Id", 0, 31);
    /// <summary>NAS-Identifier.</summary>
    public static readonly TextAttribute NasIdentifier = new("NAS-Identifier", 0, 32);
    /// <summary>Proxy-State.</summary>
    public static readonly OctetsAttribute ProxyState = new("Proxy-State", 0, 33);
    /// <summary>Login-LAT-Service.</summary>
    public static readonly TextAttribute LoginLatService = new("Login-LAT-Service", 0, 34);
    /// <summary>Login-LAT-Node.</summary>
    public static readonly TextAttribute LoginLatNode = new("Login-LAT-Node", 0, 35);
    /// <summary>Login-LAT-Group.</summary>
    public static readonly OctetsAttribute LoginLatGroup = new("Login-LAT-Group", 0, 36);
    /// <summary>Framed-AppleTalk-Link.</summary>
    public static readonly IntegerAttribute FramedAppleTalkLink = new("Framed-AppleTalk-Link", 0, 37);
    /// <summary>Framed-AppleTalk-Network.</summary>
    public static readonly IntegerAttribute FramedAppleTalkNetwork = new("Framed-AppleTalk-Network", 0, 38);
    /// <summary>Framed-AppleTalk-Zone.</summary>
    public static readonly TextAttribute FramedAppleTalkZone = new("Framed-AppleTalk-Zone", 0, 39);
    /// <summary>Acct-Status-Type.</summary>
    public static readonly IntegerAttribute AcctStatusType = new("Acct-Status-Type", 0, 40);
    /// <summary>Acct-Delay-Time.</summary>
    public static readonly IntegerAttribute AcctDelayTime = new("Acct-Delay-Time", 0, 41);
    /// <summary>Acct-Input-Octets.</summary>
    public static readonly IntegerAttribute AcctInputOctets = new("Acct-Input-Octets", 0, 42);
    /// <summary>Acct-Output-Octets.</summary>
    public static readonly IntegerAttribute AcctOutputOctets = new("Acct-Output-Octets", 0, 43);
    /// <summary>Acct-Session-Id.</summary>
    public static readonly TextAttribute AcctSessionId = new("Acct-Session-Id", 0, 44);
    /// <summary>Acct-Authentic.</summary>
    public static readonly IntegerAttribute AcctAuthentic = new("Acct-Authentic", 0, 45);
    /// <summary>Acct-Session-Time.</summary>
    public static readonly IntegerAttribute AcctSessionTime = new("Acct-Session-Time", 0, 46);
    /// <summary>Acct-Input-Packets.</summary>
    public static readonly IntegerAttribute AcctInputPackets = new("Acct-Input-Packets", 0, 47);
    /// <summary>Acct-Output-Packets.</summary>
    public static readonly IntegerAttribute AcctOutputPackets = new("Acct-Output-Packets", 0, 48);
    /// <summary>Acct-Terminate-Cause.</summary>
    public static readonly IntegerAttribute AcctTerminateCause = new("Acct-Terminate-Cause", 0, 49);
    /// <summary>Acct-Multi-Session-Id.</summary>
    public static readonly TextAttribute AcctMultiSessionId = new("Acct-Multi-Session-Id", 0, 50);
    /// <summary>Acct-Link-Count.</summary>
    public static readonly IntegerAttribute AcctLinkCount = new("Acct-Link-Count", 0, 51);
    /// <summary>Acct-Input-Gigawords.</summary>
    public static readonly IntegerAttribute AcctInputGigawords = new("Acct-Input-Gigawords", 0, 52);
    /// <summary>Acct-Output-Gigawords.</summary>
    public static readonly IntegerAttribute AcctOutputGigawords = new("Acct-Output-Gigawords", 0, 53);
    /// <summary>Event-Timestamp.</summary>
    public static readonly TimeAttribute EventTimestamp = new("Event-Timestamp", 0, 55);
    /// <summary>Egress-VLANID.</summary>
    public static readonly IntegerAttribute EgressVlanId = new("Egress-VLANID", 0, 56);
    /// <summary>Ingress-Filters.</summary>
    public static readonly IntegerAttribute IngressFilters = new("Ingress-Filters", 0, 57);
    /// <summary>Egress-VLAN-Name.</summary>
    public static readonly TextAttribute EgressVlanName = new("Egress-VLAN-Name", 0, 58);
    /// <summary>User-Priority-Table.</summary>
    public static readonly OctetsAttribute UserPriorityTable = new("User-Priority-Table", 0, 59);
    /// <summary>CHAP-Challenge.</summary>
    public static readonly OctetsAttribute ChapChallenge = new("CHAP-Challenge", 0, 60);
    /// <summary>NAS-Port-Type.</summary>
    public static readonly IntegerAttribute NasPortType = new("NAS-Port-Type", 0, 61);
    /// <summary>Port-Limit.</summary>
    public static readonly IntegerAttribute PortLimit = new("Port-Limit", 0, 62);
    /// <summary>Login-LAT-Port.</summary>
    public static readonly TextAttribute LoginLatPort = new("Login-LAT-Port", 0, 63);
    /// <summary>Tunnel-Type.</summary>
    public static readonly OctetsAttribute TunnelType = new("Tunnel-Type", 0, 64);
    /// <summary>Tunnel-Medium-Type.</summary>
    public static readonly OctetsAttribute TunnelMediumType = new("Tunnel-Medium-Type", 0, 65);
    /// <summary>Tunnel-Client-Endpoint.</summary>
    public static readonly OctetsAttribute TunnelClientEndpoint = new("Tunnel-Client-Endpoint", 0, 66);
    /// <summary>Tunnel-Server-Endpoint.</summary>
    public static readonly OctetsAttribute TunnelServerEndpoint = new("Tunnel-Server-Endpoint", 0, 67);
    /// <summary>Acct-Tunnel-Connection.</summary>
    public static readonly TextAttribute AcctTunnelConnection = new("Acct-Tunnel-Connection", 0, 68);
    /// <summary>Tunnel-Password.</summary>
    public static readonly OctetsAttribute TunnelPassword = new("Tunnel-Password", 0, 69);
    /// <summary>ARAP-Password.</summary>
    public static readonly OctetsAttribute ArapPassword = new("ARAP-Password", 0, 70);
    /// <summary>ARAP-Features.</summary>
    public static readonly OctetsAttribute ArapFeatures = new("ARAP-Features", 0, 71);
    /// <summary>ARAP-Zone-Access.</summary>
    public static readonly IntegerAttribute ArapZoneAccess = new("ARAP-Zone-Access", 0, 72);
    /// <summary>ARAP-Security.</summary>
    public static readonly IntegerAttribute ArapSecurity = new("ARAP-Security", 0, 73);
    /// <summary>ARAP-Security-Data.</summary>
    public static readonly OctetsAttribute ArapSecurityData = new("ARAP-Security-Data", 0, 74);
    /// <summary>Password-Retry.</summary>
    public static readonly IntegerAttribute PasswordRetry = new("Password-Retry", 0, 75);
    /// <summary>Prompt.</summary>
    public static readonly IntegerAttribute Prompt = new("Prompt", 0, 76);
    /// <summary>Connect-Info.</summary>
    public static readonly TextAttribute ConnectInfo = new("Connect-Info", 0, 77);
    /// <summary>Configuration-Token.</summary>
    public static readonly TextAttribute ConfigurationToken = new("Configuration-Token", 0, 78);
    /// <summary>EAP-Message.</summary>
    public static readonly OctetsAttribute EapMessage = new("EAP-Message", 0, 79);
    /// <summary>Message-Authenticator.</summary>
    public static readonly OctetsAttribute MessageAuthenticator = new("Message-Authenticator", 0, 80);
    /// <summary>Tunnel-Private-Group-Id.</summary>
    public static readonly OctetsAttribute TunnelPrivateGroupId = new("Tunnel-Private-Group-Id", 0, 81);
    /// <summary>Tunnel-Assignment-Id.</summary>
    public static readonly OctetsAttribute TunnelAssignmentId = new("Tunnel-Assignment-Id", 0, 82);
    /// <summary>Tunnel-Preference.</summary>
    public static readonly OctetsAttribute TunnelPreference = new("Tunnel-Preference", 0, 83);
    /// <summary>ARAP-Challenge-Response.</summary>
    public static readonly OctetsAttribute ArapChallengeResponse = new("ARAP-Challenge-Response", 0, 84);
    /// <summary>Acct-Interim-Interval.</summary>
    public static readonly IntegerAttribute AcctInterimInterval = new("Acct-Interim-Interval", 0, 85);
    /// <summary>Acct-Tunnel-Packets-Lost.</summary>
    public static readonly IntegerAttribute AcctTunnelPacketsLost = new("Acct-Tunnel-Packets-Lost", 0, 86);
    /// <summary>NAS-Port-Id.</summary>
    public static readonly TextAttribute NasPortId = new("NAS-Port-Id", 0, 87);
    /// <summary>Framed-Pool.</summary>
    public static readonly TextAttribute FramedPool = new("Framed-Pool", 0, 88);
    /// <summary>Chargeable-User-Identity.</summary>
    public static readonly OctetsAttribute ChargeableUserIdentity = new("Chargeable-User-Identity", 0, 89);
    /// <summary>Tunnel-Client-Auth-Id.</summary>
    public static readonly OctetsAttribute TunnelClientAuthId = new("Tunnel-Client-Auth-Id", 0, 90);
    /// <summary>Tunnel-Server-Auth-Id.</summary>
    public static readonly OctetsAttribute TunnelServerAuthId = new("Tunnel-Server-Auth-Id", 0, 91);
    /// <summary>NAS-Filter-Rule.</summary>
    public static readonly TextAttribute NasFilterRule = new("NAS-Filter-Rule", 0, 92);
    /// <summary>NAS-IPv6-Address.</summary>
    public static readonly AddressAttribute NasIPv6Address = new("NAS-IPv6-Address", 0, 95, 16);
    /// <summary>Framed-Interface-Id.</summary>
    public static readonly OctetsAttribute FramedInterfaceId = new("Framed-Interface-Id", 0, 96);
    /// <summary>Framed-IPv6-Prefix.</summary>
    public static readonly OctetsAttribute FramedIPv6Prefix = new("Framed-IPv6-Prefix", 0, 97);
    /// <summary>Login-IPv6-Host.</summary>
    public static readonly AddressAttribute LoginIPv6Host = new("Login-IPv6-Host", 0, 98, 16);
    /// <summary>Framed-IPv6-Route.</summary>
    public static readonly TextAttribute FramedIPv6Route = new("Framed-IPv6-Route", 0, 99);
    /// <summary>Framed-IPv6-Pool.</summary>
    public static readonly TextAttribute FramedIPv6Pool = new("Framed-IPv6-Pool", 0, 100);
    /// <summary>Error-Cause.</summary>
    public static readonly IntegerAttribute ErrorCause = new("Error-Cause", 0, 101);
    /// <summary>Delegated-IPv6-Prefix.</summary>
    public static readonly OctetsAttribute DelegatedIPv6Prefix = new("Delegated-IPv6-Prefix", 0, 123);
    /// <summary>Operator-Name.</summary>
    public static readonly TextAttribute OperatorName = new("Operator-Name", 0, 126);
    /// <summary>Location-Information.</summary>
    public static readonly OctetsAttribute LocationInformation = new("Location-Information", 0, 127);
    /// <summary>Location-Data.</summary>
    public static readonly OctetsAttribute LocationData = new("Location-Data", 0, 128);
    /// <summary>Basic-Location-Policy-Rules.</summary>
    public static readonly OctetsAttribute BasicLocationPolicyRules = new("Basic-Location-Policy-Rules", 0, 129);
    /// <summary>Extended-Location-Policy-Rules.</summary>
    public static readonly TextAttribute ExtendedLocationPolicyRules = new("Extended-Location-Policy-Rules", 0, 130);
    /// <summary>Location-Capable.</summary>
    public static readonly IntegerAttribute LocationCapable = new("Location-Capable", 0, 131);
    /// <summary>Requested-Location-Info.</summary>
    public static readonly IntegerAttribute RequestedLocationInfo = new("Requested-Location-Info", 0, 132);
    /// <summary>Framed-IPv6-Address.</summary>
    public static readonly AddressAttribute FramedIPv6Address = new("Framed-IPv6-Address", 0, 168, 16);
    /// <summary>DNS-Server-IPv6-Address.</summary>
    public static readonly AddressAttribute DnsServerIPv6Address = new("DNS-Server-IPv6-Address", 0, 169, 16);
    /// <summary>Route-IPv6-Information.</summary>
    public static readonly OctetsAttribute RouteIPv6Information = new("Route-IPv6-Information", 0, 170);
    /// <summary>Delegated-IPv6-Prefix-Pool.</summary>
    public static readonly TextAttribute DelegatedIPv6PrefixPool = new("Delegated-IPv6-Prefix-Pool", 0, 171);
    /// <summary>Stateful-IPv6-Address-Pool.</summary>
    public static readonly TextAttribute StatefulIPv6AddressPool = new("Stateful-IPv6-Address-Pool", 0, 172);
    /// <summary>Allowed-Called-Station-Id.</summary>
    public static readonly TextAttribute AllowedCalledStationId = new("Allowed-Called-Station-Id", 0, 174);
    /// <summary>EAP-Peer-Id.</summary>
    public static readonly OctetsAttribute EapPeerId = new("EAP-Peer-Id", 0, 175);
    /// <summary>EAP-Server-Id.</summary>
    public static readonly OctetsAttribute EapServerId = new("EAP-Server-Id", 0, 176);
    /// <summary>Mobility-Domain-Id.</summary>
    public static readonly IntegerAttribute MobilityDomainId = new("Mobility-Domain-Id", 0, 177);
    /// <summary>Preauth-Timeout.</summary>
    public static readonly IntegerAttribute PreauthTimeout = new("Preauth-Timeout", 0, 178);
    /// <summary>Network-Id-Name.</summary>
    public static readonly OctetsAttribute NetworkIdName = new("Network-Id-Name", 0, 179);
    /// <summary>EAPoL-Announcement.</summary>
    public static readonly OctetsAttribute EapolAnnouncement = new("EAPoL-Announcement", 0, 180);
    /// <summary>WLAN-HESSID.</summary>
    public static readonly TextAttribute WlanHessid = new("WLAN-HESSID", 0, 181);
    /// <summary>WLAN-Venue-Info.</summary>
    public static readonly IntegerAttribute WlanVenueInfo = new("WLAN-Venue-Info", 0, 182);
    /// <summary>WLAN-Venue-Language.</summary>
    public static readonly OctetsAttribute WlanVenueLanguage = new("WLAN-Venue-Language", 0, 183);
    /// <summary>WLAN-Venue-Name.</summary>
    public static readonly TextAttribute WlanVenueName = new("WLAN-Venue-Name", 0, 184);
    /// <summary>WLAN-Reason-Code.</summary>
    public static readonly IntegerAttribute WlanReasonCode = new("WLAN-Reason-Code", 0, 185);
    /// <summary>WLAN-Pairwise-Cipher.</summary>
    public static readonly IntegerAttribute WlanPairwiseCipher = new("WLAN-Pairwise-Cipher", 0, 186);
    /// <summary>WLAN-Group-Cipher.</summary>
    public static readonly IntegerAttribute WlanGroupCipher = new("WLAN-Group-Cipher", 0, 187);
    /// <summary>WLAN-AKM-Suite.</summary>
    public static readonly IntegerAttribute WlanAkmSuite = new("WLAN-AKM-Suite", 0, 188);
    /// <summary>WLAN-Group-Mgmt-Cipher.</summary>
    public static readonly IntegerAttribute WlanGroupMgmtCipher = new("WLAN-Group-Mgmt-Cipher", 0, 189);
    /// <summary>WLAN-RF-Band.</summary>
    public static readonly IntegerAttribute WlanRfBand = new("WLAN-RF-Band", 0, 190);
}
