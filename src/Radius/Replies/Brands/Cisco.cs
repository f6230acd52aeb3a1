using HotspotManager.Core.Admission;
using Wire = HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies.Brands;

/// <summary>Cisco wireless controllers (Airespace attributes), kbit/s: average and burst alike, downstream and upstream.</summary>
internal static class Cisco
{
    public static readonly ReplyBrand Table = new("cisco",
        "cisco.com, Wireless Controller configuration guide: RADIUS VSA",
        KnowsOctets: false, MacSeparator: '-',
        Row.Number(Wire.Airespace.DataBandwidthAverageContract, (in Limits limits) => (uint)limits.DownKbps),
        Row.Number(Wire.Airespace.DataBandwidthBurstContract, (in Limits limits) => (uint)limits.DownKbps),
        Row.Number(Wire.Airespace.DataBandwidthAverageContractUpstream, (in Limits limits) => (uint)limits.UpKbps),
        Row.Number(Wire.Airespace.DataBandwidthBurstContractUpstream, (in Limits limits) => (uint)limits.UpKbps));
}
