namespace HotspotManager.Radius.Wire;

/// <summary>Microsoft (RFC 2548; learn.microsoft.com, MS-RNAP section 2.2.1 for what came later).</summary>
public static class Microsoft
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 311;

    public static readonly OctetsAttribute ChapResponse = new("MS-CHAP-Response", Vendor, 1) { IsSecret = true };
    public static readonly TextAttribute ChapError = new("MS-CHAP-Error", Vendor, 2);
    public static readonly OctetsAttribute ChapCpw1 = new("MS-CHAP-CPW-1", Vendor, 3) { IsSecret = true };
    public static readonly OctetsAttribute ChapCpw2 = new("MS-CHAP-CPW-2", Vendor, 4) { IsSecret = true };
    public static readonly OctetsAttribute ChapLMEncPW = new("MS-CHAP-LM-Enc-PW", Vendor, 5) { IsSecret = true };
    public static readonly OctetsAttribute ChapNTEncPW = new("MS-CHAP-NT-Enc-PW", Vendor, 6) { IsSecret = true };
    public static readonly IntegerAttribute MppeEncryptionPolicy = new("MS-MPPE-Encryption-Policy", Vendor, 7);
    public static readonly IntegerAttribute MppeEncryptionType = new("MS-MPPE-Encryption-Type", Vendor, 8);
    public static readonly IntegerAttribute RasVendor = new("MS-RAS-Vendor", Vendor, 9);
    public static readonly TextAttribute ChapDomain = new("MS-CHAP-Domain", Vendor, 10);
    public static readonly OctetsAttribute ChapChallenge = new("MS-CHAP-Challenge", Vendor, 11);
    public static readonly OctetsAttribute ChapMppeKeys = new("MS-CHAP-MPPE-Keys", Vendor, 12) { IsSecret = true };
    public static readonly IntegerAttribute BapUsage = new("MS-BAP-Usage", Vendor, 13);
    public static readonly IntegerAttribute LinkUtilizationThreshold = new("MS-Link-Utilization-Threshold", Vendor, 14);
    public static readonly IntegerAttribute LinkDropTimeLimit = new("MS-Link-Drop-Time-Limit", Vendor, 15);
    public static readonly SaltedAttribute MppeSendKey = new("MS-MPPE-Send-Key", Vendor, 16);
    public static readonly SaltedAttribute MppeRecvKey = new("MS-MPPE-Recv-Key", Vendor, 17);
    public static readonly TextAttribute RasVersion = new("MS-RAS-Version", Vendor, 18);
    public static readonly OctetsAttribute OldArapPassword = new("MS-Old-ARAP-Password", Vendor, 19) { IsSecret = true };
    public static readonly OctetsAttribute NewArapPassword = new("MS-New-ARAP-Password", Vendor, 20) { IsSecret = true };
    public static readonly IntegerAttribute ArapPWChangeReason = new("MS-ARAP-PW-Change-Reason", Vendor, 21);
    public static readonly OctetsAttribute Filter = new("MS-Filter", Vendor, 22);
    public static readonly IntegerAttribute AcctAuthType = new("MS-Acct-Auth-Type", Vendor, 23);
    public static readonly IntegerAttribute AcctEapType = new("MS-Acct-EAP-Type", Vendor, 24);
    public static readonly OctetsAttribute Chap2Response = new("MS-CHAP2-Response", Vendor, 25) { IsSecret = true };
    public static readonly OctetsAttribute Chap2Success = new("MS-CHAP2-Success", Vendor, 26) { IsSecret = true };
    public static readonly OctetsAttribute Chap2Cpw = new("MS-CHAP2-CPW", Vendor, 27) { IsSecret = true };
    public static readonly AddressAttribute PrimaryDnsServer = new("MS-Primary-DNS-Server", Vendor, 28);
    public static readonly AddressAttribute SecondaryDnsServer = new("MS-Secondary-DNS-Server", Vendor, 29);
    public static readonly AddressAttribute PrimaryNbnsServer = new("MS-Primary-NBNS-Server", Vendor, 30);
    public static readonly AddressAttribute SecondaryNbnsServer = new("MS-Secondary-NBNS-Server", Vendor, 31);
    public static readonly TextAttribute RasClientName = new("MS-RAS-Client-Name", Vendor, 34);
    public static readonly TextAttribute RasClientVersion = new("MS-RAS-Client-Version", Vendor, 35);
    public static readonly OctetsAttribute QuarantineIPFilter = new("MS-Quarantine-IPFilter", Vendor, 36);
    public static readonly IntegerAttribute QuarantineSessionTimeout = new("MS-Quarantine-Session-Timeout", Vendor, 37);
    public static readonly TextAttribute UserSecurityIdentity = new("MS-User-Security-Identity", Vendor, 40);
    public static readonly IntegerAttribute IdentityType = new("MS-Identity-Type", Vendor, 41);
    public static readonly TextAttribute ServiceClass = new("MS-Service-Class", Vendor, 42);
    public static readonly TextAttribute QuarantineUserClass = new("MS-Quarantine-User-Class", Vendor, 44);
    public static readonly IntegerAttribute QuarantineState = new("MS-Quarantine-State", Vendor, 45);
    public static readonly IntegerAttribute QuarantineGraceTime = new("MS-Quarantine-Grace-Time", Vendor, 46);
    public static readonly IntegerAttribute NetworkAccessServerType = new("MS-Network-Access-Server-Type", Vendor, 47);
    public static readonly IntegerAttribute AfwZone = new("MS-AFW-Zone", Vendor, 48);
    public static readonly IntegerAttribute AfwProtectionLevel = new("MS-AFW-Protection-Level", Vendor, 49);
    public static readonly TextAttribute MachineName = new("MS-Machine-Name", Vendor, 50);
    public static readonly OctetsAttribute IPv6Filter = new("MS-IPv6-Filter", Vendor, 51);
    public static readonly OctetsAttribute IPv4RemediationServers = new("MS-IPv4-Remediation-Servers", Vendor, 52);
    public static readonly OctetsAttribute IPv6RemediationServers = new("MS-IPv6-Remediation-Servers", Vendor, 53);
    public static readonly IntegerAttribute RnapNotQuarantineCapable = new("MS-RNAP-Not-Quarantine-Capable", Vendor, 54);
    public static readonly OctetsAttribute QuarantineSoh = new("MS-Quarantine-SOH", Vendor, 55);
    public static readonly OctetsAttribute RasCorrelation = new("MS-RAS-Correlation", Vendor, 56);
    public static readonly IntegerAttribute ExtendedQuarantineState = new("MS-Extended-Quarantine-State", Vendor, 57);
    public static readonly TextAttribute HcapUserGroups = new("MS-HCAP-User-Groups", Vendor, 58);
    public static readonly TextAttribute HcapLocationGroupName = new("MS-HCAP-Location-Group-Name", Vendor, 59);
    public static readonly TextAttribute HcapUserName = new("MS-HCAP-User-Name", Vendor, 60);
    public static readonly AddressAttribute UserIPv4Address = new("MS-User-IPv4-Address", Vendor, 61);
    public static readonly AddressAttribute UserIPv6Address = new("MS-User-IPv6-Address", Vendor, 62, 16);
    public static readonly IntegerAttribute TsgDeviceRedirection = new("MS-TSG-Device-Redirection", Vendor, 63);
}
