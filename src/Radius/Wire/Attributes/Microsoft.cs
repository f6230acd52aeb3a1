namespace HotspotManager.Radius.Wire;

/// <summary>Microsoft (RFC 2548).</summary>
public static class Microsoft
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 311;

    /// <summary>MS-CHAP-Response.</summary>
    public static readonly OctetsAttribute ChapResponse = new("MS-CHAP-Response", Vendor, 1);
    /// <summary>MS-CHAP-Error.</summary>
    public static readonly TextAttribute ChapError = new("MS-CHAP-Error", Vendor, 2);
    /// <summary>MS-CHAP-CPW-1.</summary>
    public static readonly OctetsAttribute ChapCpw1 = new("MS-CHAP-CPW-1", Vendor, 3);
    /// <summary>MS-CHAP-CPW-2.</summary>
    public static readonly OctetsAttribute ChapCpw2 = new("MS-CHAP-CPW-2", Vendor, 4);
    /// <summary>MS-CHAP-LM-Enc-PW.</summary>
    public static readonly OctetsAttribute ChapLMEncPW = new("MS-CHAP-LM-Enc-PW", Vendor, 5);
    /// <summary>MS-CHAP-NT-Enc-PW.</summary>
    public static readonly OctetsAttribute ChapNTEncPW = new("MS-CHAP-NT-Enc-PW", Vendor, 6);
    /// <summary>MS-MPPE-Encryption-Policy.</summary>
    public static readonly IntegerAttribute MppeEncryptionPolicy = new("MS-MPPE-Encryption-Policy", Vendor, 7);
    /// <summary>MS-MPPE-Encryption-Type.</summary>
    public static readonly IntegerAttribute MppeEncryptionType = new("MS-MPPE-Encryption-Type", Vendor, 8);
    /// <summary>MS-RAS-Vendor.</summary>
    public static readonly IntegerAttribute RasVendor = new("MS-RAS-Vendor", Vendor, 9);
    /// <summary>MS-CHAP-Domain.</summary>
    public static readonly TextAttribute ChapDomain = new("MS-CHAP-Domain", Vendor, 10);
    /// <summary>MS-CHAP-Challenge.</summary>
    public static readonly OctetsAttribute ChapChallenge = new("MS-CHAP-Challenge", Vendor, 11);
    /// <summary>MS-CHAP-MPPE-Keys.</summary>
    public static readonly OctetsAttribute ChapMppeKeys = new("MS-CHAP-MPPE-Keys", Vendor, 12);
    /// <summary>MS-BAP-Usage.</summary>
    public static readonly IntegerAttribute BapUsage = new("MS-BAP-Usage", Vendor, 13);
    /// <summary>MS-Link-Utilization-Threshold.</summary>
    public static readonly IntegerAttribute LinkUtilizationThreshold = new("MS-Link-Utilization-Threshold", Vendor, 14);
    /// <summary>MS-Link-Drop-Time-Limit.</summary>
    public static readonly IntegerAttribute LinkDropTimeLimit = new("MS-Link-Drop-Time-Limit", Vendor, 15);
    /// <summary>MS-MPPE-Send-Key.</summary>
    public static readonly OctetsAttribute MppeSendKey = new("MS-MPPE-Send-Key", Vendor, 16);
    /// <summary>MS-MPPE-Recv-Key.</summary>
    public static readonly OctetsAttribute MppeRecvKey = new("MS-MPPE-Recv-Key", Vendor, 17);
    /// <summary>MS-RAS-Version.</summary>
    public static readonly TextAttribute RasVersion = new("MS-RAS-Version", Vendor, 18);
    /// <summary>MS-Old-ARAP-Password.</summary>
    public static readonly OctetsAttribute OldArapPassword = new("MS-Old-ARAP-Password", Vendor, 19);
    /// <summary>MS-New-ARAP-Password.</summary>
    public static readonly OctetsAttribute NewArapPassword = new("MS-New-ARAP-Password", Vendor, 20);
    /// <summary>MS-ARAP-PW-Change-Reason.</summary>
    public static readonly IntegerAttribute ArapPWChangeReason = new("MS-ARAP-PW-Change-Reason", Vendor, 21);
    /// <summary>MS-Filter.</summary>
    public static readonly OctetsAttribute Filter = new("MS-Filter", Vendor, 22);
    /// <summary>MS-Acct-Auth-Type.</summary>
    public static readonly IntegerAttribute AcctAuthType = new("MS-Acct-Auth-Type", Vendor, 23);
    /// <summary>MS-Acct-EAP-Type.</summary>
    public static readonly IntegerAttribute AcctEapType = new("MS-Acct-EAP-Type", Vendor, 24);
    /// <summary>MS-CHAP2-Response.</summary>
    public static readonly OctetsAttribute Chap2Response = new("MS-CHAP2-Response", Vendor, 25);
    /// <summary>MS-CHAP2-Success.</summary>
    public static readonly OctetsAttribute Chap2Success = new("MS-CHAP2-Success", Vendor, 26);
    /// <summary>MS-CHAP2-CPW.</summary>
    public static readonly OctetsAttribute Chap2Cpw = new("MS-CHAP2-CPW", Vendor, 27);
    /// <summary>MS-Primary-DNS-Server.</summary>
    public static readonly AddressAttribute PrimaryDnsServer = new("MS-Primary-DNS-Server", Vendor, 28);
    /// <summary>MS-Secondary-DNS-Server.</summary>
    public static readonly AddressAttribute SecondaryDnsServer = new("MS-Secondary-DNS-Server", Vendor, 29);
}
