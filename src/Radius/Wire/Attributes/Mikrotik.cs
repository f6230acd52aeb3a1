namespace HotspotManager.Radius.Wire;

/// <summary>MikroTik (help.mikrotik.com, "RADIUS": MikroTik vendor dictionary).</summary>
public static class Mikrotik
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14988;

    /// <summary>Mikrotik-Recv-Limit.</summary>
    public static readonly IntegerAttribute RecvLimit = new("Mikrotik-Recv-Limit", Vendor, 1);
    /// <summary>Mikrotik-Xmit-Limit.</summary>
    public static readonly IntegerAttribute XmitLimit = new("Mikrotik-Xmit-Limit", Vendor, 2);
    /// <summary>Mikrotik-Group.</summary>
    public static readonly TextAttribute Group = new("Mikrotik-Group", Vendor, 3);
    /// <summary>Mikrotik-Wireless-Forward.</summary>
    public static readonly IntegerAttribute WirelessForward = new("Mikrotik-Wireless-Forward", Vendor, 4);
    /// <summary>Mikrotik-Wireless-Skip-Dot1x.</summary>
    public static readonly IntegerAttribute WirelessSkipDot1x = new("Mikrotik-Wireless-Skip-Dot1x", Vendor, 5);
    /// <summary>Mikrotik-Wireless-Enc-Algo.</summary>
    public static readonly IntegerAttribute WirelessEncAlgo = new("Mikrotik-Wireless-Enc-Algo", Vendor, 6);
    /// <summary>Mikrotik-Wireless-Enc-Key.</summary>
    public static readonly TextAttribute WirelessEncKey = new("Mikrotik-Wireless-Enc-Key", Vendor, 7);
    /// <summary>Mikrotik-Rate-Limit.</summary>
    public static readonly TextAttribute RateLimit = new("Mikrotik-Rate-Limit", Vendor, 8);
    /// <summary>Mikrotik-Realm.</summary>
    public static readonly TextAttribute Realm = new("Mikrotik-Realm", Vendor, 9);
    /// <summary>Mikrotik-Host-IP.</summary>
    public static readonly AddressAttribute HostIP = new("Mikrotik-Host-IP", Vendor, 10);
    /// <summary>Mikrotik-Mark-Id.</summary>
    public static readonly TextAttribute MarkId = new("Mikrotik-Mark-Id", Vendor, 11);
    /// <summary>Mikrotik-Advertise-URL.</summary>
    public static readonly TextAttribute AdvertiseUrl = new("Mikrotik-Advertise-URL", Vendor, 12);
    /// <summary>Mikrotik-Advertise-Interval.</summary>
    public static readonly IntegerAttribute AdvertiseInterval = new("Mikrotik-Advertise-Interval", Vendor, 13);
    /// <summary>Mikrotik-Recv-Limit-Gigawords.</summary>
    public static readonly IntegerAttribute RecvLimitGigawords = new("Mikrotik-Recv-Limit-Gigawords", Vendor, 14);
    /// <summary>Mikrotik-Xmit-Limit-Gigawords.</summary>
    public static readonly IntegerAttribute XmitLimitGigawords = new("Mikrotik-Xmit-Limit-Gigawords", Vendor, 15);
    /// <summary>Mikrotik-Wireless-PSK.</summary>
    public static readonly TextAttribute WirelessPsk = new("Mikrotik-Wireless-PSK", Vendor, 16);
    /// <summary>Mikrotik-Total-Limit.</summary>
    public static readonly IntegerAttribute TotalLimit = new("Mikrotik-Total-Limit", Vendor, 17);
    /// <summary>Mikrotik-Total-Limit-Gigawords.</summary>
    public static readonly IntegerAttribute TotalLimitGigawords = new("Mikrotik-Total-Limit-Gigawords", Vendor, 18);
    /// <summary>Mikrotik-Address-List.</summary>
    public static readonly TextAttribute AddressList = new("Mikrotik-Address-List", Vendor, 19);
    /// <summary>Mikrotik-Wireless-MPKey.</summary>
    public static readonly TextAttribute WirelessMPKey = new("Mikrotik-Wireless-MPKey", Vendor, 20);
    /// <summary>Mikrotik-Wireless-Comment.</summary>
    public static readonly TextAttribute WirelessComment = new("Mikrotik-Wireless-Comment", Vendor, 21);
    /// <summary>Mikrotik-Delegated-IPv6-Pool.</summary>
    public static readonly TextAttribute DelegatedIPv6Pool = new("Mikrotik-Delegated-IPv6-Pool", Vendor, 22);
    /// <summary>Mikrotik-DHCP-Option-Set.</summary>
    public static readonly TextAttribute DhcpOptionSet = new("Mikrotik-DHCP-Option-Set", Vendor, 23);
    /// <summary>Mikrotik-DHCP-Option-Param-STR1.</summary>
    public static readonly TextAttribute DhcpOptionParamStr1 = new("Mikrotik-DHCP-Option-Param-STR1", Vendor, 24);
    /// <summary>Mikrotik-DHCP-Option-Param-STR2.</summary>
    public static readonly TextAttribute DhcpOptionParamStr2 = new("Mikrotik-DHCP-Option-Param-STR2", Vendor, 25);
    /// <summary>Mikrotik-Wireless-VLANID.</summary>
    public static readonly IntegerAttribute WirelessVlanId = new("Mikrotik-Wireless-VLANID", Vendor, 26);
    /// <summary>Mikrotik-Wireless-VLANIDtype.</summary>
    public static readonly IntegerAttribute WirelessVLANIDtype = new("Mikrotik-Wireless-VLANIDtype", Vendor, 27);
    /// <summary>Mikrotik-Wireless-Minsignal.</summary>
    public static readonly TextAttribute WirelessMinsignal = new("Mikrotik-Wireless-Minsignal", Vendor, 28);
    /// <summary>Mikrotik-Wireless-Maxsignal.</summary>
    public static readonly TextAttribute WirelessMaxsignal = new("Mikrotik-Wireless-Maxsignal", Vendor, 29);
    /// <summary>Mikrotik-Switching-Filter.</summary>
    public static readonly TextAttribute SwitchingFilter = new("Mikrotik-Switching-Filter", Vendor, 30);
}
