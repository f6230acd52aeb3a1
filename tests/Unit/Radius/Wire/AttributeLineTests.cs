using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public sealed class AttributeLineTests
{
    private static (string? Line, string Wrong) Read(string line)
    {
        var parts = line.Split(" = ", 2);
        if (AttributeLine.Attribute(parts[0], out var tag, out var wrong) is not { } attribute) return (null, wrong);
        if (AttributeLine.Value(attribute, tag, parts[1], out wrong) is not { } value) return (null, wrong);
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, 1);
        writer.AddValue(attribute, value);
        Assert.True(RadiusPacket.TryRead(writer.FinishReply(new byte[16], new SharedSecret("s")), out var packet, out _));
        return (Assert.Single(PacketText.Lines(packet)), wrong);
    }

    [Theory]
    [InlineData("Filter-Id = \"warga\"")]
    [InlineData("Mikrotik-Rate-Limit = \"2M/4M 0/0 0/0 0/0 8\"")]
    [InlineData("Service-Type = Framed-User")]
    [InlineData("Session-Timeout = 3600")]
    [InlineData("Tunnel-Type:1 = VLAN")]
    [InlineData("Tunnel-Medium-Type:1 = IEEE-802")]
    [InlineData("Tunnel-Private-Group-Id:1 = \"20\"")]
    [InlineData("Tunnel-Preference = 7")]
    [InlineData("Framed-IP-Address = 10.1.2.3")]
    [InlineData("NAS-IPv6-Address = 2001:db8::1")]
    [InlineData("Framed-IPv6-Prefix = 2001:db8::/33")]
    [InlineData("PMIP6-Home-IPv4-HoA = 192.0.2.0/24")]
    [InlineData("Framed-Interface-Id = 0000:0000:0000:0001")]
    [InlineData("Event-Timestamp = 2026-01-01 00:00:00Z")]
    [InlineData("UBNT-Data-Rate-DL = 5000000000")]
    [InlineData("PKM-SAID = 513")]
    [InlineData("Frag-Status = More-Data-Request")]
    [InlineData("14988.200 = 0x0102")]
    [InlineData("Class = 0x616263")]
    public void What_is_shown_can_be_written_back(string line) => Assert.Equal(line, Read(line).Line);

    [Theory]
    [InlineData("Filter-Id = warga", "Filter-Id = \"warga\"")]
    [InlineData("filter-id = 0x61", "Filter-Id = \"a\"")]
    [InlineData("tunnel-type:1 = vlan", "Tunnel-Type:1 = VLAN")]
    [InlineData("Tunnel-Type = 13", "Tunnel-Type = VLAN")]
    [InlineData("14988.8 = 1M/1M", "Mikrotik-Rate-Limit = \"1M/1M\"")] // a number that the table has a name for is that row
    [InlineData("Framed-Interface-Id = 0:0:0:1", "Framed-Interface-Id = 0000:0000:0000:0001")]
    public void It_may_be_written_in_other_ways(string line, string shown) => Assert.Equal(shown, Read(line).Line);

    [Theory]
    [InlineData("Sesion-Timeout = 1", "no attribute 'Sesion-Timeout'")]
    [InlineData("Session-Timeout = soon", "a number from 0 to 4294967295")]
    [InlineData("Session-Timeout = 4294967296", "a number from 0 to 4294967295")]
    [InlineData("Session-Timeout = 0x01", "length of its kind")]
    [InlineData("Service-Type = Nobody", "Framed-User")]
    [InlineData("Session-Timeout:1 = 1", "takes no tag")]
    [InlineData("Tunnel-Type:32 = VLAN", "from 0 to 31")]
    [InlineData("Tunnel-Type:x = VLAN", "from 0 to 31")]
    [InlineData("Tunnel-Preference = 16777216", "16777215")]
    [InlineData("PKM-SAID = 65536", "2 octets")]
    [InlineData("Framed-IP-Address = 2001:db8::1", "length of its kind")]
    [InlineData("Framed-IP-Address = here", "an IPv4 address")]
    [InlineData("Framed-IPv6-Prefix = 2001:db8::", "a prefix")]
    [InlineData("Filter-Id = \"\"", "must not be empty")]
    [InlineData("Tunnel-Private-Group-Id:1 = \"\"", "must not be empty")]
    [InlineData("Class = abc", "octets as 0x")]
    [InlineData("14988.200 = abc", "octets as 0x")]
    [InlineData("14988.256 = 0x01", "no attribute")]
    [InlineData("14988.18 = 0x01", "length of its kind")]
    [InlineData("0.26 = 0x01", "no attribute")]
    [InlineData("IP-Port-Limit-Info = 0x0102", "below 3")]
    public void What_is_wrong_is_said_in_words(string line, string words)
    {
        var (read, wrong) = Read(line);
        Assert.Null(read);
        Assert.Contains(words, wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_long_is_said_before_it_is_sent()
    {
        Assert.NotNull(Read("Reply-Message = " + new string('a', 253)).Line);
        Assert.Contains("253 octets, this has 254", Read("Reply-Message = " + new string('a', 254)).Wrong, StringComparison.Ordinal);
        Assert.Contains("247 octets", Read("Mikrotik-Group = " + new string('a', 248)).Wrong, StringComparison.Ordinal);
    }
}
