namespace HotspotManager.Radius.Wire;

/// <summary>Aruba (arubanetworks.com, AOS: RADIUS vendor-specific attributes).</summary>
public static class Aruba
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14823;

    public static readonly TextAttribute UserRole = new("Aruba-User-Role", Vendor, 1);
    public static readonly IntegerAttribute UserVlan = new("Aruba-User-Vlan", Vendor, 2);
    public static readonly IntegerAttribute PrivAdminUser = new("Aruba-Priv-Admin-User", Vendor, 3);
    public static readonly TextAttribute AdminRole = new("Aruba-Admin-Role", Vendor, 4);
    public static readonly TextAttribute EssidName = new("Aruba-Essid-Name", Vendor, 5);
    public static readonly TextAttribute LocationId = new("Aruba-Location-Id", Vendor, 6);
    public static readonly TextAttribute PortIdentifier = new("Aruba-Port-Identifier", Vendor, 7);
    public static readonly TextAttribute MmsUserTemplate = new("Aruba-MMS-User-Template", Vendor, 8);
    public static readonly TextAttribute NamedUserVlan = new("Aruba-Named-User-Vlan", Vendor, 9);
    public static readonly TextAttribute APGroup = new("Aruba-AP-Group", Vendor, 10);
    public static readonly TextAttribute FramedIPv6Address = new("Aruba-Framed-IPv6-Address", Vendor, 11);
    public static readonly TextAttribute DeviceType = new("Aruba-Device-Type", Vendor, 12);
    public static readonly IntegerAttribute NoDhcpFingerprint = new("Aruba-No-DHCP-Fingerprint", Vendor, 14);
    public static readonly TextAttribute MdpsDeviceUdid = new("Aruba-Mdps-Device-Udid", Vendor, 15);
    public static readonly TextAttribute MdpsDeviceImei = new("Aruba-Mdps-Device-Imei", Vendor, 16);
    public static readonly TextAttribute MdpsDeviceIccid = new("Aruba-Mdps-Device-Iccid", Vendor, 17);
    public static readonly IntegerAttribute MdpsMaxDevices = new("Aruba-Mdps-Max-Devices", Vendor, 18);
    public static readonly TextAttribute MdpsDeviceName = new("Aruba-Mdps-Device-Name", Vendor, 19);
    public static readonly TextAttribute MdpsDeviceProduct = new("Aruba-Mdps-Device-Product", Vendor, 20);
    public static readonly TextAttribute MdpsDeviceVersion = new("Aruba-Mdps-Device-Version", Vendor, 21);
    public static readonly TextAttribute MdpsDeviceSerial = new("Aruba-Mdps-Device-Serial", Vendor, 22);
    public static readonly TextAttribute CppmRole = new("Aruba-CPPM-Role", Vendor, 23);
    public static readonly TextAttribute AirGroupUserName = new("Aruba-AirGroup-User-Name", Vendor, 24);
    public static readonly TextAttribute AirGroupSharedUser = new("Aruba-AirGroup-Shared-User", Vendor, 25);
    public static readonly TextAttribute AirGroupSharedRole = new("Aruba-AirGroup-Shared-Role", Vendor, 26);
    public static readonly IntegerAttribute AirGroupDeviceType = new("Aruba-AirGroup-Device-Type", Vendor, 27);
    public static readonly TextAttribute AuthSurvivability = new("Aruba-Auth-Survivability", Vendor, 28);
    public static readonly TextAttribute ASUserName = new("Aruba-AS-User-Name", Vendor, 29);
    public static readonly TextAttribute ASCredentialHash = new("Aruba-AS-Credential-Hash", Vendor, 30) { IsSecret = true };
    public static readonly TextAttribute WorkSpaceAppName = new("Aruba-WorkSpace-App-Name", Vendor, 31);
    public static readonly TextAttribute MdpsProvisioningSettings = new("Aruba-Mdps-Provisioning-Settings", Vendor, 32);
    public static readonly TextAttribute MdpsDeviceProfile = new("Aruba-Mdps-Device-Profile", Vendor, 33);
    public static readonly AddressAttribute APIPAddress = new("Aruba-AP-IP-Address", Vendor, 34);
    public static readonly TextAttribute AirGroupSharedGroup = new("Aruba-AirGroup-Shared-Group", Vendor, 35);
    public static readonly TextAttribute UserGroup = new("Aruba-User-Group", Vendor, 36);
    public static readonly TextAttribute NetworkSsoToken = new("Aruba-Network-SSO-Token", Vendor, 37) { IsSecret = true };
    public static readonly IntegerAttribute AirGroupVersion = new("Aruba-AirGroup-Version", Vendor, 38);
    public static readonly IntegerAttribute AuthSurvMethod = new("Aruba-Auth-SurvMethod", Vendor, 39);
    public static readonly IntegerAttribute PortBounceHost = new("Aruba-Port-Bounce-Host", Vendor, 40);
    public static readonly AddressAttribute CaleaServerIP = new("Aruba-Calea-Server-Ip", Vendor, 41);
    public static readonly TextAttribute AdminPath = new("Aruba-Admin-Path", Vendor, 42);
    public static readonly TextAttribute CaptivePortalUrl = new("Aruba-Captive-Portal-URL", Vendor, 43);
    public static readonly SaltedAttribute MpskPassphrase = new("Aruba-MPSK-Passphrase", Vendor, 44);
    public static readonly TextAttribute AclServerQueryInfo = new("Aruba-ACL-Server-Query-Info", Vendor, 45);
    public static readonly TextAttribute CommandString = new("Aruba-Command-String", Vendor, 46);
    public static readonly TextAttribute NetworkProfile = new("Aruba-Network-Profile", Vendor, 47);
    public static readonly TextAttribute AdminDeviceGroup = new("Aruba-Admin-Device-Group", Vendor, 48);
    public static readonly IntegerAttribute PoEPriority = new("Aruba-PoE-Priority", Vendor, 49);
    public static readonly IntegerAttribute PortAuthMode = new("Aruba-Port-Auth-Mode", Vendor, 50);
    public static readonly TextAttribute NasFilterRule = new("Aruba-NAS-Filter-Rule", Vendor, 51);
    public static readonly IntegerAttribute QosTrustMode = new("Aruba-QoS-Trust-Mode", Vendor, 52);
    public static readonly TextAttribute UbtGatewayRole = new("Aruba-UBT-Gateway-Role", Vendor, 53);
    public static readonly TextAttribute GatewayZone = new("Aruba-Gateway-Zone", Vendor, 54);
    public static readonly IntegerAttribute StpAdminEdgePort = new("Aruba-STP-Admin-Edge-Port", Vendor, 58);
    public static readonly TextAttribute UbtGatewayCppmRole = new("Aruba-UBT-Gateway-CPPM-Role", Vendor, 59);
    public static readonly TextAttribute APMacAddress = new("Aruba-AP-MAC-Address", Vendor, 60);
    public static readonly TextAttribute DeviceMacAddress = new("Aruba-Device-MAC-Address", Vendor, 61);
    public static readonly IntegerAttribute DeviceTrafficClass = new("Aruba-Device-Traffic-Class", Vendor, 63);
}
