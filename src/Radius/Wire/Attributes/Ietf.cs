namespace HotspotManager.Radius.Wire;

/// <summary>The IETF's attributes: RFC 2865 to 2869, 3162, 3576, 4072, 4372, 4675, 4818, 4849, 5090, 5447, 5580, 5607, 5904, 6519, 6572, 6677, 6911, 6930,
/// 7055, 7155, 7268, 7499, 7930, 8045, 8559. A row's name is the one its RFC gives it.</summary>
public static class Ietf
{
    internal const byte UserPasswordNumber = 2;
    internal const byte VendorSpecificNumber = 26;
    internal const byte EapMessageNumber = 79;
    internal const byte MessageAuthenticatorNumber = 80;

    public static readonly TextAttribute UserName = new("User-Name", 0, 1);
    public static readonly OctetsAttribute UserPassword = new("User-Password", 0, 2) { IsSecret = true };
    public static readonly OctetsAttribute ChapPassword = new("CHAP-Password", 0, 3) { IsSecret = true };
    public static readonly AddressAttribute NasIPAddress = new("NAS-IP-Address", 0, 4);
    public static readonly IntegerAttribute NasPort = new("NAS-Port", 0, 5);
    public static readonly IntegerAttribute ServiceType = new("Service-Type", 0, 6);
    public static readonly IntegerAttribute FramedProtocol = new("Framed-Protocol", 0, 7);
    public static readonly AddressAttribute FramedIPAddress = new("Framed-IP-Address", 0, 8);
    public static readonly AddressAttribute FramedIPNetmask = new("Framed-IP-Netmask", 0, 9);
    public static readonly IntegerAttribute FramedRouting = new("Framed-Routing", 0, 10);
    public static readonly TextAttribute FilterId = new("Filter-Id", 0, 11);
    public static readonly IntegerAttribute FramedMtu = new("Framed-MTU", 0, 12);
    public static readonly IntegerAttribute FramedCompression = new("Framed-Compression", 0, 13);
    public static readonly AddressAttribute LoginIPHost = new("Login-IP-Host", 0, 14);
    public static readonly IntegerAttribute LoginService = new("Login-Service", 0, 15);
    public static readonly IntegerAttribute LoginTcpPort = new("Login-TCP-Port", 0, 16);
    public static readonly TextAttribute ReplyMessage = new("Reply-Message", 0, 18);
    public static readonly TextAttribute CallbackNumber = new("Callback-Number", 0, 19);
    public static readonly TextAttribute CallbackId = new("Callback-Id", 0, 20);
    public static readonly TextAttribute FramedRoute = new("Framed-Route", 0, 22);
    public static readonly AddressAttribute FramedIpxNetwork = new("Framed-IPX-Network", 0, 23);
    public static readonly OctetsAttribute State = new("State", 0, 24);
    public static readonly OctetsAttribute Class = new("Class", 0, 25);
    public static readonly OctetsAttribute VendorSpecific = new("Vendor-Specific", 0, 26);
    public static readonly IntegerAttribute SessionTimeout = new("Session-Timeout", 0, 27);
    public static readonly IntegerAttribute IdleTimeout = new("Idle-Timeout", 0, 28);
    public static readonly IntegerAttribute TerminationAction = new("Termination-Action", 0, 29);
    public static readonly TextAttribute CalledStationId = new("Called-Station-Id", 0, 30);
    public static readonly TextAttribute CallingStationId = new("Calling-Station-Id", 0, 31);
    public static readonly TextAttribute NasIdentifier = new("NAS-Identifier", 0, 32);
    public static readonly OctetsAttribute ProxyState = new("Proxy-State", 0, 33);
    public static readonly TextAttribute LoginLatService = new("Login-LAT-Service", 0, 34);
    public static readonly TextAttribute LoginLatNode = new("Login-LAT-Node", 0, 35);
    public static readonly OctetsAttribute LoginLatGroup = new("Login-LAT-Group", 0, 36);
    public static readonly IntegerAttribute FramedAppleTalkLink = new("Framed-AppleTalk-Link", 0, 37);
    public static readonly IntegerAttribute FramedAppleTalkNetwork = new("Framed-AppleTalk-Network", 0, 38);
    public static readonly TextAttribute FramedAppleTalkZone = new("Framed-AppleTalk-Zone", 0, 39);
    public static readonly IntegerAttribute AcctStatusType = new("Acct-Status-Type", 0, 40);
    public static readonly IntegerAttribute AcctDelayTime = new("Acct-Delay-Time", 0, 41);
    public static readonly IntegerAttribute AcctInputOctets = new("Acct-Input-Octets", 0, 42);
    public static readonly IntegerAttribute AcctOutputOctets = new("Acct-Output-Octets", 0, 43);
    public static readonly TextAttribute AcctSessionId = new("Acct-Session-Id", 0, 44);
    public static readonly IntegerAttribute AcctAuthentic = new("Acct-Authentic", 0, 45);
    public static readonly IntegerAttribute AcctSessionTime = new("Acct-Session-Time", 0, 46);
    public static readonly IntegerAttribute AcctInputPackets = new("Acct-Input-Packets", 0, 47);
    public static readonly IntegerAttribute AcctOutputPackets = new("Acct-Output-Packets", 0, 48);
    public static readonly IntegerAttribute AcctTerminateCause = new("Acct-Terminate-Cause", 0, 49);
    public static readonly TextAttribute AcctMultiSessionId = new("Acct-Multi-Session-Id", 0, 50);
    public static readonly IntegerAttribute AcctLinkCount = new("Acct-Link-Count", 0, 51);
    public static readonly IntegerAttribute AcctInputGigawords = new("Acct-Input-Gigawords", 0, 52);
    public static readonly IntegerAttribute AcctOutputGigawords = new("Acct-Output-Gigawords", 0, 53);
    public static readonly TimeAttribute EventTimestamp = new("Event-Timestamp", 0, 55);
    public static readonly IntegerAttribute EgressVlanId = new("Egress-VLANID", 0, 56);
    public static readonly IntegerAttribute IngressFilters = new("Ingress-Filters", 0, 57);
    public static readonly TextAttribute EgressVlanName = new("Egress-VLAN-Name", 0, 58);
    public static readonly OctetsAttribute UserPriorityTable = new("User-Priority-Table", 0, 59);
    public static readonly OctetsAttribute ChapChallenge = new("CHAP-Challenge", 0, 60);
    public static readonly IntegerAttribute NasPortType = new("NAS-Port-Type", 0, 61);
    public static readonly IntegerAttribute PortLimit = new("Port-Limit", 0, 62);
    public static readonly TextAttribute LoginLatPort = new("Login-LAT-Port", 0, 63);
    public static readonly TaggedIntegerAttribute TunnelType = new("Tunnel-Type", 0, 64);
    public static readonly TaggedIntegerAttribute TunnelMediumType = new("Tunnel-Medium-Type", 0, 65);
    public static readonly TaggedTextAttribute TunnelClientEndpoint = new("Tunnel-Client-Endpoint", 0, 66);
    public static readonly TaggedTextAttribute TunnelServerEndpoint = new("Tunnel-Server-Endpoint", 0, 67);
    public static readonly TextAttribute AcctTunnelConnection = new("Acct-Tunnel-Connection", 0, 68);
    public static readonly SaltedAttribute TunnelPassword = new("Tunnel-Password", 0, 69, IsTagged: true);
    public static readonly OctetsAttribute ArapPassword = new("ARAP-Password", 0, 70) { IsSecret = true };
    public static readonly OctetsAttribute ArapFeatures = new("ARAP-Features", 0, 71);
    public static readonly IntegerAttribute ArapZoneAccess = new("ARAP-Zone-Access", 0, 72);
    public static readonly IntegerAttribute ArapSecurity = new("ARAP-Security", 0, 73);
    public static readonly OctetsAttribute ArapSecurityData = new("ARAP-Security-Data", 0, 74) { IsSecret = true };
    public static readonly IntegerAttribute PasswordRetry = new("Password-Retry", 0, 75);
    public static readonly IntegerAttribute Prompt = new("Prompt", 0, 76);
    public static readonly TextAttribute ConnectInfo = new("Connect-Info", 0, 77);
    public static readonly TextAttribute ConfigurationToken = new("Configuration-Token", 0, 78);
    public static readonly OctetsAttribute EapMessage = new("EAP-Message", 0, 79);
    public static readonly OctetsAttribute MessageAuthenticator = new("Message-Authenticator", 0, 80);
    public static readonly TaggedTextAttribute TunnelPrivateGroupId = new("Tunnel-Private-Group-Id", 0, 81);
    public static readonly TaggedTextAttribute TunnelAssignmentId = new("Tunnel-Assignment-Id", 0, 82);
    public static readonly TaggedIntegerAttribute TunnelPreference = new("Tunnel-Preference", 0, 83);
    public static readonly OctetsAttribute ArapChallengeResponse = new("ARAP-Challenge-Response", 0, 84) { IsSecret = true };
    public static readonly IntegerAttribute AcctInterimInterval = new("Acct-Interim-Interval", 0, 85);
    public static readonly IntegerAttribute AcctTunnelPacketsLost = new("Acct-Tunnel-Packets-Lost", 0, 86);
    public static readonly TextAttribute NasPortId = new("NAS-Port-Id", 0, 87);
    public static readonly TextAttribute FramedPool = new("Framed-Pool", 0, 88);
    public static readonly OctetsAttribute ChargeableUserIdentity = new("Chargeable-User-Identity", 0, 89);
    public static readonly TaggedTextAttribute TunnelClientAuthId = new("Tunnel-Client-Auth-Id", 0, 90);
    public static readonly TaggedTextAttribute TunnelServerAuthId = new("Tunnel-Server-Auth-Id", 0, 91);
    public static readonly TextAttribute NasFilterRule = new("NAS-Filter-Rule", 0, 92);
    public static readonly OctetsAttribute OriginatingLineInfo = new("Originating-Line-Info", 0, 94);
    public static readonly AddressAttribute NasIPv6Address = new("NAS-IPv6-Address", 0, 95, 16);
    public static readonly InterfaceIdAttribute FramedInterfaceId = new("Framed-Interface-Id", 0, 96);
    public static readonly PrefixAttribute FramedIPv6Prefix = new("Framed-IPv6-Prefix", 0, 97, 16);
    public static readonly AddressAttribute LoginIPv6Host = new("Login-IPv6-Host", 0, 98, 16);
    public static readonly TextAttribute FramedIPv6Route = new("Framed-IPv6-Route", 0, 99);
    public static readonly TextAttribute FramedIPv6Pool = new("Framed-IPv6-Pool", 0, 100);
    public static readonly IntegerAttribute ErrorCause = new("Error-Cause", 0, 101);
    public static readonly OctetsAttribute EapKeyName = new("EAP-Key-Name", 0, 102) { IsSecret = true };
    public static readonly TextAttribute DigestResponse = new("Digest-Response", 0, 103) { IsSecret = true };
    public static readonly TextAttribute DigestRealm = new("Digest-Realm", 0, 104);
    public static readonly TextAttribute DigestNonce = new("Digest-Nonce", 0, 105);
    public static readonly TextAttribute DigestResponseAuth = new("Digest-Response-Auth", 0, 106);
    public static readonly TextAttribute DigestNextnonce = new("Digest-Nextnonce", 0, 107);
    public static readonly TextAttribute DigestMethod = new("Digest-Method", 0, 108);
    public static readonly TextAttribute DigestUri = new("Digest-URI", 0, 109);
    public static readonly TextAttribute DigestQop = new("Digest-Qop", 0, 110);
    public static readonly TextAttribute DigestAlgorithm = new("Digest-Algorithm", 0, 111);
    public static readonly TextAttribute DigestEntityBodyHash = new("Digest-Entity-Body-Hash", 0, 112);
    public static readonly TextAttribute DigestCNonce = new("Digest-CNonce", 0, 113);
    public static readonly TextAttribute DigestNonceCount = new("Digest-Nonce-Count", 0, 114);
    public static readonly TextAttribute DigestUsername = new("Digest-Username", 0, 115);
    public static readonly TextAttribute DigestOpaque = new("Digest-Opaque", 0, 116);
    public static readonly TextAttribute DigestAuthParam = new("Digest-Auth-Param", 0, 117);
    public static readonly TextAttribute DigestAkaAuts = new("Digest-AKA-Auts", 0, 118) { IsSecret = true };
    public static readonly TextAttribute DigestDomain = new("Digest-Domain", 0, 119);
    public static readonly TextAttribute DigestStale = new("Digest-Stale", 0, 120);
    public static readonly TextAttribute DigestHa1 = new("Digest-HA1", 0, 121) { IsSecret = true };
    public static readonly TextAttribute SipAor = new("SIP-AOR", 0, 122);
    public static readonly PrefixAttribute DelegatedIPv6Prefix = new("Delegated-IPv6-Prefix", 0, 123, 16);
    public static readonly Integer64Attribute Mip6FeatureVector = new("MIP6-Feature-Vector", 0, 124);
    public static readonly OctetsAttribute Mip6HomeLinkPrefix = new("MIP6-Home-Link-Prefix", 0, 125);
    public static readonly TextAttribute OperatorName = new("Operator-Name", 0, 126);
    public static readonly OctetsAttribute LocationInformation = new("Location-Information", 0, 127);
    public static readonly OctetsAttribute LocationData = new("Location-Data", 0, 128);
    public static readonly OctetsAttribute BasicLocationPolicyRules = new("Basic-Location-Policy-Rules", 0, 129);
    public static readonly TextAttribute ExtendedLocationPolicyRules = new("Extended-Location-Policy-Rules", 0, 130);
    public static readonly IntegerAttribute LocationCapable = new("Location-Capable", 0, 131);
    public static readonly IntegerAttribute RequestedLocationInfo = new("Requested-Location-Info", 0, 132);
    public static readonly IntegerAttribute FramedManagement = new("Framed-Management", 0, 133);
    public static readonly IntegerAttribute ManagementTransportProtection = new("Management-Transport-Protection", 0, 134);
    public static readonly TextAttribute ManagementPolicyId = new("Management-Policy-Id", 0, 135);
    public static readonly IntegerAttribute ManagementPrivilegeLevel = new("Management-Privilege-Level", 0, 136);
    public static readonly OctetsAttribute PkmSSCert = new("PKM-SS-Cert", 0, 137);
    public static readonly OctetsAttribute PkmCACert = new("PKM-CA-Cert", 0, 138);
    public static readonly OctetsAttribute PkmConfigSettings = new("PKM-Config-Settings", 0, 139);
    public static readonly OctetsAttribute PkmCryptosuiteList = new("PKM-Cryptosuite-List", 0, 140);
    public static readonly SmallAttribute PkmSaid = new("PKM-SAID", 0, 141, 2);
    public static readonly OctetsAttribute PkmSADescriptor = new("PKM-SA-Descriptor", 0, 142);
    public static readonly OctetsAttribute PkmAuthKey = new("PKM-Auth-Key", 0, 143) { IsSecret = true };
    public static readonly TextAttribute DSLiteTunnelName = new("DS-Lite-Tunnel-Name", 0, 144);
    public static readonly OctetsAttribute MobileNodeIdentifier = new("Mobile-Node-Identifier", 0, 145);
    public static readonly TextAttribute ServiceSelection = new("Service-Selection", 0, 146);
    public static readonly AddressAttribute Pmip6HomeLmaIPv6Address = new("PMIP6-Home-LMA-IPv6-Address", 0, 147, 16);
    public static readonly AddressAttribute Pmip6VisitedLmaIPv6Address = new("PMIP6-Visited-LMA-IPv6-Address", 0, 148, 16);
    public static readonly AddressAttribute Pmip6HomeLmaIPv4Address = new("PMIP6-Home-LMA-IPv4-Address", 0, 149);
    public static readonly AddressAttribute Pmip6VisitedLmaIPv4Address = new("PMIP6-Visited-LMA-IPv4-Address", 0, 150);
    public static readonly PrefixAttribute Pmip6HomeHNPrefix = new("PMIP6-Home-HN-Prefix", 0, 151, 16);
    public static readonly PrefixAttribute Pmip6VisitedHNPrefix = new("PMIP6-Visited-HN-Prefix", 0, 152, 16);
    public static readonly InterfaceIdAttribute Pmip6HomeInterfaceId = new("PMIP6-Home-Interface-ID", 0, 153);
    public static readonly InterfaceIdAttribute Pmip6VisitedInterfaceId = new("PMIP6-Visited-Interface-ID", 0, 154);
    public static readonly PrefixAttribute Pmip6HomeIPv4HoA = new("PMIP6-Home-IPv4-HoA", 0, 155, 4);
    public static readonly PrefixAttribute Pmip6VisitedIPv4HoA = new("PMIP6-Visited-IPv4-HoA", 0, 156, 4);
    public static readonly AddressAttribute Pmip6HomeDhcp4ServerAddress = new("PMIP6-Home-DHCP4-Server-Address", 0, 157);
    public static readonly AddressAttribute Pmip6VisitedDhcp4ServerAddress = new("PMIP6-Visited-DHCP4-Server-Address", 0, 158);
    public static readonly AddressAttribute Pmip6HomeDhcp6ServerAddress = new("PMIP6-Home-DHCP6-Server-Address", 0, 159, 16);
    public static readonly AddressAttribute Pmip6VisitedDhcp6ServerAddress = new("PMIP6-Visited-DHCP6-Server-Address", 0, 160, 16);
    public static readonly AddressAttribute Pmip6HomeIPv4Gateway = new("PMIP6-Home-IPv4-Gateway", 0, 161);
    public static readonly AddressAttribute Pmip6VisitedIPv4Gateway = new("PMIP6-Visited-IPv4-Gateway", 0, 162);
    public static readonly IntegerAttribute EapLowerLayer = new("EAP-Lower-Layer", 0, 163);
    public static readonly TextAttribute GssAcceptorServiceName = new("GSS-Acceptor-Service-Name", 0, 164);
    public static readonly TextAttribute GssAcceptorHostName = new("GSS-Acceptor-Host-Name", 0, 165);
    public static readonly TextAttribute GssAcceptorServiceSpecifics = new("GSS-Acceptor-Service-Specifics", 0, 166);
    public static readonly TextAttribute GssAcceptorRealmName = new("GSS-Acceptor-Realm-Name", 0, 167);
    public static readonly AddressAttribute FramedIPv6Address = new("Framed-IPv6-Address", 0, 168, 16);
    public static readonly AddressAttribute DnsServerIPv6Address = new("DNS-Server-IPv6-Address", 0, 169, 16);
    public static readonly PrefixAttribute RouteIPv6Information = new("Route-IPv6-Information", 0, 170, 16);
    public static readonly TextAttribute DelegatedIPv6PrefixPool = new("Delegated-IPv6-Prefix-Pool", 0, 171);
    public static readonly TextAttribute StatefulIPv6AddressPool = new("Stateful-IPv6-Address-Pool", 0, 172);
    public static readonly TlvAttribute SixRdConfiguration = new("IPv6-6rd-Configuration", 0, 173,
    [
        new IntegerAttribute("IPv6-6rd-IPv4MaskLen", 0, 1),
        new PrefixAttribute("IPv6-6rd-Prefix", 0, 2, 16),
        new AddressAttribute("IPv6-6rd-BR-IPv4-Address", 0, 3),
    ]);
    public static readonly TextAttribute AllowedCalledStationId = new("Allowed-Called-Station-Id", 0, 174);
    public static readonly OctetsAttribute EapPeerId = new("EAP-Peer-Id", 0, 175);
    public static readonly OctetsAttribute EapServerId = new("EAP-Server-Id", 0, 176);
    public static readonly IntegerAttribute MobilityDomainId = new("Mobility-Domain-Id", 0, 177);
    public static readonly IntegerAttribute PreauthTimeout = new("Preauth-Timeout", 0, 178);
    public static readonly OctetsAttribute NetworkIdName = new("Network-Id-Name", 0, 179);
    public static readonly OctetsAttribute EapolAnnouncement = new("EAPoL-Announcement", 0, 180);
    public static readonly TextAttribute WlanHessid = new("WLAN-HESSID", 0, 181);
    public static readonly IntegerAttribute WlanVenueInfo = new("WLAN-Venue-Info", 0, 182);
    public static readonly OctetsAttribute WlanVenueLanguage = new("WLAN-Venue-Language", 0, 183);
    public static readonly TextAttribute WlanVenueName = new("WLAN-Venue-Name", 0, 184);
    public static readonly IntegerAttribute WlanReasonCode = new("WLAN-Reason-Code", 0, 185);
    public static readonly IntegerAttribute WlanPairwiseCipher = new("WLAN-Pairwise-Cipher", 0, 186);
    public static readonly IntegerAttribute WlanGroupCipher = new("WLAN-Group-Cipher", 0, 187);
    public static readonly IntegerAttribute WlanAkmSuite = new("WLAN-AKM-Suite", 0, 188);
    public static readonly IntegerAttribute WlanGroupMgmtCipher = new("WLAN-Group-Mgmt-Cipher", 0, 189);
    public static readonly IntegerAttribute WlanRfBand = new("WLAN-RF-Band", 0, 190);
    public static readonly IntegerAttribute FragStatus = new("Frag-Status", 0, 1) { Extended = 241 };
    public static readonly IntegerAttribute ProxyStateLength = new("Proxy-State-Length", 0, 2) { Extended = 241 };
    public static readonly IntegerAttribute ResponseLength = new("Response-Length", 0, 3) { Extended = 241 };
    public static readonly IntegerAttribute OriginalPacketCode = new("Original-Packet-Code", 0, 4) { Extended = 241 };
    public static readonly TlvAttribute IPPortLimitInfo = new("IP-Port-Limit-Info", 0, 5,
    [
        new IntegerAttribute("IP-Port-Type", 0, 1),
        new IntegerAttribute("IP-Port-Limit", 0, 2),
        new AddressAttribute("IP-Port-Ext-IPv4-Addr", 0, 3),
        new AddressAttribute("IP-Port-Int-IPv4-Addr", 0, 4),
        new AddressAttribute("IP-Port-Int-IPv6-Addr", 0, 5, 16),
        new IntegerAttribute("IP-Port-Int-Port", 0, 6),
        new IntegerAttribute("IP-Port-Ext-Port", 0, 7),
        new IntegerAttribute("IP-Port-Alloc", 0, 8),
        new IntegerAttribute("IP-Port-Range-Start", 0, 9),
        new IntegerAttribute("IP-Port-Range-End", 0, 10),
        new TextAttribute("IP-Port-Local-Id", 0, 11),
    ])
    { Extended = 241 };
    public static readonly TlvAttribute IPPortRange = new("IP-Port-Range", 0, 6,
    [
        new IntegerAttribute("IP-Port-Range-Type", 0, 1),
        new IntegerAttribute("IP-Port-Range-Limit", 0, 2),
        new AddressAttribute("IP-Port-Range-Ext-IPv4-Addr", 0, 3),
        new AddressAttribute("IP-Port-Range-Int-IPv4-Addr", 0, 4),
        new AddressAttribute("IP-Port-Range-Int-IPv6-Addr", 0, 5, 16),
        new IntegerAttribute("IP-Port-Range-Int-Port", 0, 6),
        new IntegerAttribute("IP-Port-Range-Ext-Port", 0, 7),
        new IntegerAttribute("IP-Port-Range-Alloc", 0, 8),
        new IntegerAttribute("IP-Port-Range-Range-Start", 0, 9),
        new IntegerAttribute("IP-Port-Range-Range-End", 0, 10),
        new TextAttribute("IP-Port-Range-Local-Id", 0, 11),
    ])
    { Extended = 241 };
    public static readonly TlvAttribute IPPortForwardingMap = new("IP-Port-Forwarding-Map", 0, 7,
    [
        new IntegerAttribute("IP-Port-Map-Type", 0, 1),
        new IntegerAttribute("IP-Port-Map-Limit", 0, 2),
        new AddressAttribute("IP-Port-Map-Ext-IPv4-Addr", 0, 3),
        new AddressAttribute("IP-Port-Map-Int-IPv4-Addr", 0, 4),
        new AddressAttribute("IP-Port-Map-Int-IPv6-Addr", 0, 5, 16),
        new IntegerAttribute("IP-Port-Map-Int-Port", 0, 6),
        new IntegerAttribute("IP-Port-Map-Ext-Port", 0, 7),
        new IntegerAttribute("IP-Port-Map-Alloc", 0, 8),
        new IntegerAttribute("IP-Port-Map-Range-Start", 0, 9),
        new IntegerAttribute("IP-Port-Map-Range-End", 0, 10),
        new TextAttribute("IP-Port-Map-Local-Id", 0, 11),
    ])
    { Extended = 241 };
    public static readonly OctetsAttribute OperatorNasIdentifier = new("Operator-NAS-Identifier", 0, 8) { Extended = 241 };
}
