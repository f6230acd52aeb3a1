using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Snmp;

public sealed class OidTests
{
    [Theory]
    [InlineData("1.3.6.1", "2B0601")]
    [InlineData(".1.3.6.1.4.1.8072.3.2.10", "2B06010401BF0803020A")]
    [InlineData("1.3.6.1.2.1.2.2.1.1.4294967295", "2B06010201020201018FFFFFFF7F")]
    [InlineData("0.0", "00")]
    [InlineData("2.999.3", "883703")]
    [InlineData("1.2.840.10036", "2A8648CE34")]
    public void Dotted_numbers_and_octets_are_the_same(string dotted, string octets)
    {
        var oid = Oid.Parse(dotted);
        Assert.Equal(octets, Convert.ToHexString(oid.Encoded));
        Assert.Equal(oid, Oid.Decode(Convert.FromHexString(octets)));
        Assert.Equal(dotted.TrimStart('.'), oid.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("3.1")]
    [InlineData("1.40")]
    [InlineData("1.3.")]
    [InlineData("1.3.-1")]
    [InlineData("1.3. 6")]
    [InlineData("1.3.4294967296")]
    [InlineData("sysUpTime.0")]
    public void What_is_no_object_identifier_is_refused(string? text) => Assert.False(Oid.TryParse(text, out _));

    [Fact]
    public void More_than_128_arcs_are_refused()
    {
        Assert.True(Oid.TryParse(string.Join('.', Enumerable.Repeat("1", 128)), out _));
        Assert.False(Oid.TryParse(string.Join('.', Enumerable.Repeat("1", 129)), out _));
        Assert.Null(Oid.Decode(Enumerable.Repeat((byte)1, 128).ToArray()));
    }

    [Theory]
    [InlineData("2B06018F")]
    [InlineData("2B9080808000")]
    [InlineData("")]
    public void Octets_that_are_no_object_identifier_are_refused(string octets) => Assert.Null(Oid.Decode(Convert.FromHexString(octets)));

    [Fact]
    public void Order_is_that_of_a_walk()
    {
        string[] walk =
            ["1.3.6.1", "1.3.6.1.2", "1.3.6.1.2.1.1", "1.3.6.1.2.1.2", "1.3.6.1.2.1.10", "1.3.6.1.2.1.128", "1.3.6.1.2.1.4294967295", "1.3.6.1.3"];
        var sorted = walk.Reverse().Select(Oid.Parse).Order().Select(o => o.ToString());
        Assert.Equal(walk, sorted);
    }

    [Fact]
    public void A_subtree_contains_itself_and_what_is_below()
    {
        var table = Oid.Parse("1.3.6.1.2.1.2");
        Assert.True(table.Contains(table));
        Assert.True(table.Contains(table.Child(2, 1, 1, 5)));
        Assert.False(table.Contains(Oid.Parse("1.3.6.1.2.1.20")));
        Assert.False(table.Contains(Oid.Parse("1.3.6.1.2.1")));
    }
}
