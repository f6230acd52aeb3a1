namespace HotspotManager.Radius.Wire;

/// <summary>CoovaChilli and ChilliSpot (coova.github.io, "CoovaChilli dictionary").</summary>
public static class Chillispot
{
    /// <summary>SMI private enterprise number.</summary>
    public const uint Vendor = 14559;

    /// <summary>ChilliSpot-Max-Input-Octets.</summary>
    public static readonly IntegerAttribute MaxInputOctets = new("ChilliSpot-Max-Input-Octets", Vendor, 1);
    /// <summary>ChilliSpot-Max-Output-Octets.</summary>
    public static readonly IntegerAttribute MaxOutputOctets = new("ChilliSpot-Max-Output-Octets", Vendor, 2);
    /// <summary>ChilliSpot-Max-Total-Octets.</summary>
    public static readonly IntegerAttribute MaxTotalOctets = new("ChilliSpot-Max-Total-Octets", Vendor, 3);
    /// <summary>ChilliSpot-Bandwidth-Max-Up.</summary>
    public static readonly IntegerAttribute BandwidthMaxUp = new("ChilliSpot-Bandwidth-Max-Up", Vendor, 4);
    /// <summary>ChilliSpot-Bandwidth-Max-Down.</summary>
    public static readonly IntegerAttribute BandwidthMaxDown = new("ChilliSpot-Bandwidth-Max-Down", Vendor, 5);
    /// <summary>ChilliSpot-Config.</summary>
    public static readonly TextAttribute Config = new("ChilliSpot-Config", Vendor, 6);
    /// <summary>ChilliSpot-Lang.</summary>
    public static readonly TextAttribute Lang = new("ChilliSpot-Lang", Vendor, 7);
    /// <summary>ChilliSpot-Version.</summary>
    public static readonly TextAttribute Version = new("ChilliSpot-Version", Vendor, 8);
    /// <summary>ChilliSpot-OriginalURL.</summary>
    public static readonly TextAttribute OriginalUrl = new("ChilliSpot-OriginalURL", Vendor, 9);
    /// <summary>ChilliSpot-Acct-View-Point.</summary>
    public static readonly IntegerAttribute AcctViewPoint = new("ChilliSpot-Acct-View-Point", Vendor, 10);
    /// <summary>ChilliSpot-Max-Input-Gigawords.</summary>
    public static readonly IntegerAttribute MaxInputGigawords = new("ChilliSpot-Max-Input-Gigawords", Vendor, 21);
    /// <summary>ChilliSpot-Max-Output-Gigawords.</summary>
    public static readonly IntegerAttribute MaxOutputGigawords = new("ChilliSpot-Max-Output-Gigawords", Vendor, 22);
    /// <summary>ChilliSpot-Max-Total-Gigawords.</summary>
    public static readonly IntegerAttribute MaxTotalGigawords = new("ChilliSpot-Max-Total-Gigawords", Vendor, 23);
}
