using HotspotManager.Core.Admission;
using HotspotManager.Radius.Replies;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Replies;

public sealed class ReplyTests
{
    private static readonly Limits Some = new(3600, 5_000_000_000, 900, 300, 5000, 2000);

    private static List<string> Lines(string brand, Limits limits)
    {
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, 1);
        ReplyTable.Of(brand).Write(ref writer, limits);
        Assert.False(writer.Overflowed);
        Assert.True(RadiusPacket.TryRead(writer.FinishReply(new byte[16], new SharedSecret("x")), out var packet, out _));
        var lines = new List<string>();
        foreach (var attribute in packet.Attributes)
            lines.Add(AttributeText.Line(attribute));
        return lines;
    }

    [Theory]
    [InlineData("ietf", new[] { "WISPr-Bandwidth-Max-Up = 2000000", "WISPr-Bandwidth-Max-Down = 5000000" })]
    [InlineData("nobody-knows", new[] { "WISPr-Bandwidth-Max-Up = 2000000", "WISPr-Bandwidth-Max-Down = 5000000" })]
    [InlineData("mikrotik", new[] { "Mikrotik-Rate-Limit = \"2000k/5000k\"", "Mikrotik-Total-Limit = 705032704", "Mikrotik-Total-Limit-Gigawords = 1" })]
    [InlineData("coova", new[]
    {
        "WISPr-Bandwidth-Max-Up = 2000000", "WISPr-Bandwidth-Max-Down = 5000000", "ChilliSpot-Bandwidth-Max-Up = 2000", "ChilliSpot-Bandwidth-Max-Down = 5000",
        "ChilliSpot-Max-Total-Octets = 705032704", "ChilliSpot-Max-Total-Gigawords = 1",
    })]
    [InlineData("ruckus", new[] { "WISPr-Bandwidth-Max-Up = 2000000", "WISPr-Bandwidth-Max-Down = 5000000" })]
    [InlineData("tplink", new[] { "WISPr-Bandwidth-Max-Up = 2000000", "WISPr-Bandwidth-Max-Down = 5000000" })]
    [InlineData("cisco", new[]
    {
        "Airespace-Data-Bandwidth-Average-Contract = 5000", "Airespace-Data-Bandwidth-Burst-Contract = 5000",
        "Airespace-Data-Bandwidth-Average-Contract-Upstream = 2000", "Airespace-Data-Bandwidth-Burst-Contract-Upstream = 2000",
    })]
    [InlineData("huawei", new[]
    {
        "Huawei-Input-Average-Rate = 2000000", "Huawei-Input-Peak-Rate = 2000000", "Huawei-Output-Average-Rate = 5000000", "Huawei-Output-Peak-Rate = 5000000",
        "Huawei-Remanent-Volume = 4882812",
    })]
    [InlineData("cambium", new[]
    {
        "WISPr-Bandwidth-Max-Up = 2000000", "WISPr-Bandwidth-Max-Down = 5000000", "Cambium-Traffic-Quota-Limit-Total = 705032704",
        "Cambium-Traffic-Quota-Limit-Total-Gigwords = 1",
    })]
    public void Each_brand_is_told_the_limits_in_its_own_words(string brand, string[] lines) => Assert.Equal(lines, Lines(brand, Some));

    [Fact]
    public void Without_a_data_limit_no_octets_are_named() =>
        Assert.Equal(["Mikrotik-Rate-Limit = \"2000k/5000k\""], Lines("mikrotik", Some with { RemainingOctets = null }));

    [Fact]
    public void Below_four_gibibytes_gigawords_are_left_out_and_rates_never_wrap()
    {
        Assert.DoesNotContain(Lines("coova", Some with { RemainingOctets = 1000 }), l => l.Contains("Gigawords", StringComparison.Ordinal));
        Assert.Contains("WISPr-Bandwidth-Max-Down = 4294967295", Lines("ruckus", Some with { DownKbps = 10_000_000 }));
    }

    [Fact]
    public void Keys_are_those_that_commands_take() =>
        Assert.Equal(["ietf", "mikrotik", "coova", "ruckus", "aruba", "cisco", "huawei", "ubiquiti", "cambium", "tplink"], ReplyTable.All.Select(b => b.Key));
}
