using Wire = HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies.Brands;

/// <summary>Cambium cnMaestro guest access: WISPr's rates and a quota of its own, up and down together.</summary>
internal static class Cambium
{
    public static readonly ReplyBrand Table = new("cambium",
        "docs.cambiumnetworks.com, cnMaestro: RADIUS attributes",
        KnowsOctets: true, MacSeparator: '-',
        [.. Row.Wispr, Row.Octets(Wire.Cambium.TrafficQuotaLimitTotal, Wire.Cambium.TrafficQuotaLimitTotalGigwords)]);
}
