using HotspotManager.Core.Admission;
using Wire = HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies.Brands;

/// <summary>Huawei: input is what the phone sends; average and peak rates in bit/s, remaining volume in KB of 1,024 octets.</summary>
internal static class Huawei
{
    public static readonly ReplyBrand Table = new("huawei",
        "support.huawei.com, AAA: Huawei proprietary RADIUS attributes",
        KnowsOctets: true, MacSeparator: '-',
        Row.Number(Wire.Huawei.InputAverageRate, (in Limits limits) => Row.BitsPerSecond(limits.UpKbps)),
        Row.Number(Wire.Huawei.InputPeakRate, (in Limits limits) => Row.BitsPerSecond(limits.UpKbps)),
        Row.Number(Wire.Huawei.OutputAverageRate, (in Limits limits) => Row.BitsPerSecond(limits.DownKbps)),
        Row.Number(Wire.Huawei.OutputPeakRate, (in Limits limits) => Row.BitsPerSecond(limits.DownKbps)),
        Row.Number(Wire.Huawei.RemanentVolume, (in Limits limits) => limits.GatewayOctets is { } octets ? (uint)Math.Clamp(octets / 1024, 1, uint.MaxValue) : null));
}
