namespace HotspotManager.Radius.Wire;

/// <summary>Huawei.</summary>
public static class Huawei
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 2011;

    /// <summary>Huawei-Input-Burst-Size.</summary>
    public static readonly IntegerAttribute InputBurstSize = new("Huawei-Input-Burst-Size", Vendor, 1);
    /// <summary>Huawei-Input-Average-Rate.</summary>
    public static readonly IntegerAttribute InputAverageRate = new("Huawei-Input-Average-Rate", Vendor, 2);
    /// <summary>Huawei-Input-Peak-Rate.</summary>
    public static readonly IntegerAttribute InputPeakRate = new("Huawei-Input-Peak-Rate", Vendor, 3);
    /// <summary>Huawei-Output-Burst-Size.</summary>
    public static readonly IntegerAttribute OutputBurstSize = new("Huawei-Output-Burst-Size", Vendor, 4);
    /// <summary>Huawei-Output-Average-Rate.</summary>
    public static readonly IntegerAttribute OutputAverageRate = new("Huawei-Output-Average-Rate", Vendor, 5);
    /// <summary>Huawei-Output-Peak-Rate.</summary>
    public static readonly IntegerAttribute OutputPeakRate = new("Huawei-Output-Peak-Rate", Vendor, 6);
    /// <summary>Huawei-Remanent-Volume.</summary>
    public static readonly IntegerAttribute RemanentVolume = new("Huawei-Remanent-Volume", Vendor, 15);
    /// <summary>Huawei-ISP-ID.</summary>
    public static readonly TextAttribute IspID = new("Huawei-ISP-ID", Vendor, 17);
    /// <summary>Huawei-Priority.</summary>
    public static readonly IntegerAttribute Priority = new("Huawei-Priority", Vendor, 22);
    /// <summary>Huawei-Control-Identifier.</summary>
    public static readonly IntegerAttribute ControlIdentifier = new("Huawei-Control-Identifier", Vendor, 24);
    /// <summary>Huawei-Connect-ID.</summary>
    public static readonly IntegerAttribute ConnectID = new("Huawei-Connect-ID", Vendor, 26);
    /// <summary>Huawei-PortalURL.</summary>
    public static readonly TextAttribute PortalURL = new("Huawei-PortalURL", Vendor, 27);
    /// <summary>Huawei-FTP-Directory.</summary>
    public static readonly TextAttribute FtpDirectory = new("Huawei-FTP-Directory", Vendor, 28);
    /// <summary>Huawei-Exec-Privilege.</summary>
    public static readonly IntegerAttribute ExecPrivilege = new("Huawei-Exec-Privilege", Vendor, 29);
    /// <summary>Huawei-Qos-Profile-Name.</summary>
    public static readonly TextAttribute QosProfileName = new("Huawei-Qos-Profile-Name", Vendor, 31);
    /// <summary>Huawei-Startup-Stamp.</summary>
    public static readonly IntegerAttribute StartupStamp = new("Huawei-Startup-Stamp", Vendor, 59);
    /// <summary>Huawei-IPHost-Addr.</summary>
    public static readonly TextAttribute IPHostAddr = new("Huawei-IPHost-Addr", Vendor, 60);
    /// <summary>Huawei-Up-Priority.</summary>
    public static readonly IntegerAttribute UpPriority = new("Huawei-Up-Priority", Vendor, 61);
    /// <summary>Huawei-Down-Priority.</summary>
    public static readonly IntegerAttribute DownPriority = new("Huawei-Down-Priority", Vendor, 62);
    /// <summary>Huawei-Primary-DNS.</summary>
    public static readonly AddressAttribute PrimaryDns = new("Huawei-Primary-DNS", Vendor, 135);
    /// <summary>Huawei-Secondary-DNS.</summary>
    public static readonly AddressAttribute SecondaryDns = new("Huawei-Secondary-DNS", Vendor, 136);
    /// <summary>Huawei-Loopback-Address.</summary>
    public static readonly TextAttribute LoopbackAddress = new("Huawei-Loopback-Address", Vendor, 141);
    /// <summary>Huawei-User-Mac.</summary>
    public static readonly TextAttribute UserMac = new("Huawei-User-Mac", Vendor, 153);
    /// <summary>Huawei-DNS-Server-IPv6-address.</summary>
    public static readonly AddressAttribute DnsServerIPv6Address = new("Huawei-DNS-Server-IPv6-address", Vendor, 154, 16);
    /// <summary>Huawei-DHCPv4-Option121.</summary>
    public static readonly TextAttribute DHCPv4Option121 = new("Huawei-DHCPv4-Option121", Vendor, 155);
    /// <summary>Huawei-DS-Lite-Tunnel-Name.</summary>
    public static readonly TextAttribute DSLiteTunnelName = new("Huawei-DS-Lite-Tunnel-Name", Vendor, 166);
}
