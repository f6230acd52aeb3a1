namespace HotspotManager.Radius.Wire;

/// <summary>CoovaChilli and ChilliSpot (coova.github.io, "CoovaChilli dictionary").</summary>
public static class Chillispot
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14559;

    public static readonly IntegerAttribute MaxInputOctets = new("ChilliSpot-Max-Input-Octets", Vendor, 1);
    public static readonly IntegerAttribute MaxOutputOctets = new("ChilliSpot-Max-Output-Octets", Vendor, 2);
    public static readonly IntegerAttribute MaxTotalOctets = new("ChilliSpot-Max-Total-Octets", Vendor, 3);
    public static readonly IntegerAttribute BandwidthMaxUp = new("ChilliSpot-Bandwidth-Max-Up", Vendor, 4);
    public static readonly IntegerAttribute BandwidthMaxDown = new("ChilliSpot-Bandwidth-Max-Down", Vendor, 5);
    public static readonly TextAttribute Config = new("ChilliSpot-Config", Vendor, 6);
    public static readonly TextAttribute Lang = new("ChilliSpot-Lang", Vendor, 7);
    public static readonly TextAttribute Version = new("ChilliSpot-Version", Vendor, 8);
    public static readonly TextAttribute OriginalUrl = new("ChilliSpot-OriginalURL", Vendor, 9);
    public static readonly IntegerAttribute AcctViewPoint = new("ChilliSpot-Acct-View-Point", Vendor, 10);
    public static readonly IntegerAttribute MaxInputGigawords = new("ChilliSpot-Max-Input-Gigawords", Vendor, 21);
    public static readonly IntegerAttribute MaxOutputGigawords = new("ChilliSpot-Max-Output-Gigawords", Vendor, 22);
    public static readonly IntegerAttribute MaxTotalGigawords = new("ChilliSpot-Max-Total-Gigawords", Vendor, 23);
    public static readonly TextAttribute UamAllowed = new("ChilliSpot-UAM-Allowed", Vendor, 100);
    public static readonly TextAttribute MacAllowed = new("ChilliSpot-MAC-Allowed", Vendor, 101);
    public static readonly IntegerAttribute Interval = new("ChilliSpot-Interval", Vendor, 102);
}
