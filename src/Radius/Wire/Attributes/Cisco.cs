namespace HotspotManager.Radius.Wire;

/// <summary>Cisco: AV pairs as text, and what its access servers have numbers for. Telephony is left out.</summary>
public static class Cisco
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 9;

    public static readonly TextAttribute AVPair = new("Cisco-AVPair", Vendor, 1);
    public static readonly TextAttribute NasPort = new("Cisco-NAS-Port", Vendor, 2);
    public static readonly TextAttribute FaxAccountIdOrigin = new("Cisco-Fax-Account-Id-Origin", Vendor, 3);
    public static readonly TextAttribute FaxMsgId = new("Cisco-Fax-Msg-Id", Vendor, 4);
    public static readonly TextAttribute FaxPages = new("Cisco-Fax-Pages", Vendor, 5);
    public static readonly TextAttribute FaxCoverpageFlag = new("Cisco-Fax-Coverpage-Flag", Vendor, 6);
    public static readonly TextAttribute FaxModemTime = new("Cisco-Fax-Modem-Time", Vendor, 7);
    public static readonly TextAttribute FaxConnectSpeed = new("Cisco-Fax-Connect-Speed", Vendor, 8);
    public static readonly TextAttribute FaxRecipientCount = new("Cisco-Fax-Recipient-Count", Vendor, 9);
    public static readonly TextAttribute FaxProcessAbortFlag = new("Cisco-Fax-Process-Abort-Flag", Vendor, 10);
    public static readonly TextAttribute FaxDsnAddress = new("Cisco-Fax-Dsn-Address", Vendor, 11);
    public static readonly TextAttribute FaxDsnFlag = new("Cisco-Fax-Dsn-Flag", Vendor, 12);
    public static readonly TextAttribute FaxMdnAddress = new("Cisco-Fax-Mdn-Address", Vendor, 13);
    public static readonly TextAttribute FaxMdnFlag = new("Cisco-Fax-Mdn-Flag", Vendor, 14);
    public static readonly TextAttribute FaxAuthStatus = new("Cisco-Fax-Auth-Status", Vendor, 15);
    public static readonly TextAttribute EmailServerAddress = new("Cisco-Email-Server-Address", Vendor, 16);
    public static readonly TextAttribute EmailServerAckFlag = new("Cisco-Email-Server-Ack-Flag", Vendor, 17);
    public static readonly TextAttribute GatewayId = new("Cisco-Gateway-Id", Vendor, 18);
    public static readonly TextAttribute CallType = new("Cisco-Call-Type", Vendor, 19);
    public static readonly TextAttribute PortUsed = new("Cisco-Port-Used", Vendor, 20);
    public static readonly TextAttribute AbortCause = new("Cisco-Abort-Cause", Vendor, 21);
    public static readonly TextAttribute PolicyUp = new("Cisco-Policy-Up", Vendor, 37);
    public static readonly TextAttribute PolicyDown = new("Cisco-Policy-Down", Vendor, 38);
    public static readonly TextAttribute RelayInformationOption = new("Cisco-Relay-Information-Option", Vendor, 46);
    public static readonly TextAttribute DhcpUserClass = new("Cisco-DHCP-User-Class", Vendor, 47);
    public static readonly TextAttribute DhcpVendorClass = new("Cisco-DHCP-Vendor-Class", Vendor, 48);
    public static readonly TextAttribute DhcpRelayGiAddr = new("Cisco-DHCP-Relay-GiAddr", Vendor, 50);
    public static readonly TextAttribute ServiceName = new("Cisco-Service-Name", Vendor, 51);
    public static readonly TextAttribute ParentSessionId = new("Cisco-Parent-Session-Id", Vendor, 52);
    public static readonly TextAttribute SubQosPolIn = new("Cisco-Sub-QoS-Pol-In", Vendor, 55);
    public static readonly TextAttribute SubQosPolOut = new("Cisco-Sub-QoS-Pol-Out", Vendor, 56);
    public static readonly TextAttribute InAcl = new("Cisco-In-ACL", Vendor, 57);
    public static readonly TextAttribute OutAcl = new("Cisco-Out-ACL", Vendor, 58);
    public static readonly TextAttribute SubPbrPolicyIn = new("Cisco-Sub-PBR-Policy-In", Vendor, 59);
    public static readonly TextAttribute SubActivateService = new("Cisco-Sub-Activate-Service", Vendor, 60);
    public static readonly TextAttribute IPv6InAcl = new("Cisco-IPv6-In-ACL", Vendor, 61);
    public static readonly TextAttribute IPv6OutAcl = new("Cisco-IPv6-Out-ACL", Vendor, 62);
    public static readonly TextAttribute SubDeactivateService = new("Cisco-Sub-Deactivate-Service", Vendor, 63);
    public static readonly TextAttribute DhcpSubscriberId = new("Cisco-DHCP-Subscriber-Id", Vendor, 65);
    public static readonly TextAttribute DHCPv6LinkAddress = new("Cisco-DHCPv6-Link-Address", Vendor, 66);
    public static readonly IntegerAttribute MultilinkId = new("Cisco-Multilink-ID", Vendor, 187);
    public static readonly IntegerAttribute NumInMultilink = new("Cisco-Num-In-Multilink", Vendor, 188);
    public static readonly IntegerAttribute PreInputOctets = new("Cisco-Pre-Input-Octets", Vendor, 190);
    public static readonly IntegerAttribute PreOutputOctets = new("Cisco-Pre-Output-Octets", Vendor, 191);
    public static readonly IntegerAttribute PreInputPackets = new("Cisco-Pre-Input-Packets", Vendor, 192);
    public static readonly IntegerAttribute PreOutputPackets = new("Cisco-Pre-Output-Packets", Vendor, 193);
    public static readonly IntegerAttribute MaximumTime = new("Cisco-Maximum-Time", Vendor, 194);
    public static readonly IntegerAttribute DisconnectCause = new("Cisco-Disconnect-Cause", Vendor, 195);
    public static readonly IntegerAttribute DataRate = new("Cisco-Data-Rate", Vendor, 197);
    public static readonly IntegerAttribute PreSessionTime = new("Cisco-PreSession-Time", Vendor, 198);
    public static readonly IntegerAttribute PWLifetime = new("Cisco-PW-Lifetime", Vendor, 208);
    public static readonly IntegerAttribute IPDirect = new("Cisco-IP-Direct", Vendor, 209);
    public static readonly IntegerAttribute PppVJSlotComp = new("Cisco-PPP-VJ-Slot-Comp", Vendor, 210);
    public static readonly IntegerAttribute PppAsyncMap = new("Cisco-PPP-Async-Map", Vendor, 212);
    public static readonly TextAttribute IPPoolDefinition = new("Cisco-IP-Pool-Definition", Vendor, 217);
    public static readonly IntegerAttribute AssignIPPool = new("Cisco-Assign-IP-Pool", Vendor, 218);
    public static readonly IntegerAttribute RouteIP = new("Cisco-Route-IP", Vendor, 228);
    public static readonly IntegerAttribute LinkCompression = new("Cisco-Link-Compression", Vendor, 233);
    public static readonly IntegerAttribute TargetUtil = new("Cisco-Target-Util", Vendor, 234);
    public static readonly IntegerAttribute MaximumChannels = new("Cisco-Maximum-Channels", Vendor, 235);
    public static readonly IntegerAttribute DataFilter = new("Cisco-Data-Filter", Vendor, 242);
    public static readonly IntegerAttribute CallFilter = new("Cisco-Call-Filter", Vendor, 243);
    public static readonly IntegerAttribute IdleLimit = new("Cisco-Idle-Limit", Vendor, 244);
    public static readonly TextAttribute SubscriberPassword = new("Cisco-Subscriber-Password", Vendor, 249) { IsSecret = true };
    public static readonly TextAttribute AccountInfo = new("Cisco-Account-Info", Vendor, 250);
    public static readonly TextAttribute ServiceInfo = new("Cisco-Service-Info", Vendor, 251);
    public static readonly TextAttribute CommandCode = new("Cisco-Command-Code", Vendor, 252);
    public static readonly TextAttribute ControlInfo = new("Cisco-Control-Info", Vendor, 253);
    public static readonly IntegerAttribute XmitRate = new("Cisco-Xmit-Rate", Vendor, 255);
}
