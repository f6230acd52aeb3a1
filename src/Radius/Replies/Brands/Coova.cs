using HotspotManager.Core.Admission;
using Wire = HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies.Brands;

/// <summary>CoovaChilli: WISPr's rates in bit/s and its own in kbit/s; the larger total with Gigawords.</summary>
internal static class Coova
{
    public static readonly ReplyBrand Table = new("coova",
        "coova.github.io, CoovaChilli: RADIUS attributes",
        KnowsOctets: true, MacSeparator: '-',
        [
            .. Row.Wispr,
            Row.Number(Wire.Chillispot.BandwidthMaxUp, (in Limits limits) => (uint)limits.UpKbps),
            Row.Number(Wire.Chillispot.BandwidthMaxDown, (in Limits limits) => (uint)limits.DownKbps),
            Row.Octets(Wire.Chillispot.MaxTotalOctets, Wire.Chillispot.MaxTotalGigawords),
        ])
    {
        CountsFromStart = true,
    };
}
