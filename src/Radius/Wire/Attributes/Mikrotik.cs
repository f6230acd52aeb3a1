namespace HotspotManager.Radius.Wire;

/// <summary>MikroTik (help.mikrotik.com, RADIUS: MikroTik specific attributes).</summary>
public static class Mikrotik
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14988;

    public static readonly IntegerAttribute RecvLimit = new("Mikrotik-Recv-Limit", Vendor, 1);
    public static readonly IntegerAttribute XmitLimit = new("Mikrotik-Xmit-Limit", Vendor, 2);
    public static readonly TextAttribute Group = new("Mikrotik-Group", Vendor, 3);
    public static readonly IntegerAttribute WirelessForward = new("Mikrotik-Wireless-Forward", Vendor, 4);
    public static readonly IntegerAttribute WirelessSkipDot1x = new("Mikrotik-Wireless-Skip-Dot1x", Vendor, 5);
    public static readonly IntegerAttribute WirelessEncAlgo = new("Mikrotik-Wireless-Enc-Algo", Vendor, 6);
    public static readonly TextAttribute WirelessEncKey = new("Mikrotik-Wireless-Enc-Key", Vendor, 7) { IsSecret = true };
    public static readonly TextAttribute RateLimit = new("Mikrotik-Rate-Limit", Vendor, 8);
    public static readonly TextAttribute Realm = new("Mikrotik-Realm", Vendor, 9);
    public static readonly AddressAttribute HostIP = new("Mikrotik-Host-IP", Vendor, 10);
    public static readonly TextAttribute MarkId = new("Mikrotik-Mark-Id", Vendor, 11);
    public static readonly TextAttribute AdvertiseUrl = new("Mikrotik-Advertise-URL", Vendor, 12);
    public static readonly IntegerAttribute AdvertiseInterval = new("Mikrotik-Advertise-Interval", Vendor, 13);
    public static readonly IntegerAttribute RecvLimitGigawords = new("Mikrotik-Recv-Limit-Gigawords", Vendor, 14);
    public static readonly IntegerAttribute XmitLimitGigawords = new("Mikrotik-Xmit-Limit-Gigawords", Vendor, 15);
    public static readonly TextAttribute WirelessPsk = new("Mikrotik-Wireless-PSK", Vendor, 16) { IsSecret = true };
    public static readonly IntegerAttribute TotalLimit = new("Mikrotik-Total-Limit", Vendor, 17);
    public static readonly IntegerAttribute TotalLimitGigawords = new("Mikrotik-Total-Limit-Gigawords", Vendor, 18);
    public static readonly TextAttribute AddressList = new("Mikrotik-Address-List", Vendor, 19);
    public static readonly TextAttribute WirelessMPKey = new("Mikrotik-Wireless-MPKey", Vendor, 20) { IsSecret = true };
    public static readonly TextAttribute WirelessComment = new("Mikrotik-Wireless-Comment", Vendor, 21);
    public static readonly TextAttribute DelegatedIPv6Pool = new("Mikrotik-Delegated-IPv6-Pool", Vendor, 22);
    public static readonly TextAttribute DhcpOptionSet = new("Mikrotik-DHCP-Option-Set", Vendor, 23);
    public static readonly TextAttribute DhcpOptionParamStr1 = new("Mikrotik-DHCP-Option-Param-STR1", Vendor, 24);
    public static readonly TextAttribute DhcpOptionParamStr2 = new("Mikrotik-DHCP-Option-Param-STR2", Vendor, 25);
    public static readonly IntegerAttribute WirelessVlanId = new("Mikrotik-Wireless-VLANID", Vendor, 26);
    public static readonly IntegerAttribute WirelessVLANIDtype = new("Mikrotik-Wireless-VLANIDtype", Vendor, 27);
    public static readonly TextAttribute WirelessMinsignal = new("Mikrotik-Wireless-Minsignal", Vendor, 28);
    public static readonly TextAttribute WirelessMaxsignal = new("Mikrotik-Wireless-Maxsignal", Vendor, 29);
    public static readonly TextAttribute SwitchingFilter = new("Mikrotik-Switching-Filter", Vendor, 30);
}
