using System.Text;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.OpenNds;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

public class OpenNdsTests
{
    private static readonly string[] None = [];

    internal static string Fas(params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>
        {
            ["hid"] = new('a', 64),
            ["clientip"] = "10.0.0.7",
            ["clientmac"] = "02:aa:bb:cc:dd:ee",
            ["gatewayname"] = "RW05",
            ["gatewayaddress"] = "10.0.0.1:2050",
            ["originurl"] = "http%3a%2f%2fexample.org%2f",
        };
        foreach (var (name, value) in changes) fields[name] = value;
        var plain = string.Join(", ", fields.Select(f => $"{f.Key}={f.Value}")) + ", (null)(null)(null)(null)";
        return "fas=" + Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)));
    }

    [Fact]
    public void Recorded_level_1_request_reads()
    {
        var v = GatewayVector.Load("opennds-level1");
        var (read, fault) = FasRequest.Read(PortalQuery.Read(v["query"]), None);

        Assert.Equal(GatewayFault.None, fault);
        Assert.NotNull(read);
        Assert.Equal(v["hid"], read.Hid);
        Assert.Equal(v["ip"], read.Ip.ToString());
        Assert.Equal(v["mac"], read.Mac);
        Assert.Equal(v["gatewayname"], read.GatewayName);
        Assert.Equal(v["plainname"], read.PlainGatewayName);
        Assert.Equal(v["gatewayaddress"], read.GatewayAddress);
        Assert.Equal(v["originalurl"], read.OriginalUrl);
        Assert.Equal(v["version"], read.Version);
        Assert.Equal(v["clienttype"], read.ClientType);
        Assert.False(read.Authenticated);
        Assert.Equal(v["tok"], FasAnswer.ReturnToken(read.Hid, v["faskey"]));
        Assert.StartsWith($"http://10.77.0.1:2050/opennds_auth/?tok={v["tok"]}&custom=x&redir=http%3A%2F%2F", FasAnswer.Url(read, v["faskey"], "x", "http://landing.example/ok"));
    }

    [Fact]
    public void Return_token_is_the_hash_of_hid_and_key()
    {
        var v = GatewayVector.Load("opennds-token");
        Assert.Equal(v["hid"], Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(v["token"]))));
        Assert.Equal(v["tok"], FasAnswer.ReturnToken(v["hid"], v["faskey"]));
    }

    [Fact]
    public void Every_truncation_fails_cleanly_or_reads_the_same_phone()
    {
        var v = GatewayVector.Load("opennds-level1");
        for (var length = 0; length < v["query"].Length; length++)
        {
            var (read, fault) = FasRequest.Read(PortalQuery.Read(v["query"][..length]), None);
            Assert.Equal(read is null, fault != GatewayFault.None);
            if (read is not null) Assert.Equal(v["mac"], read.Mac);
        }
    }

    [Fact]
    public void Padding_alphabet_and_a_decoded_plus_are_forgiven()
    {
        var query = Fas(("gatewayname", "RW~~~???>>>"));
        var base64 = Uri.UnescapeDataString(query[4..]);
        Assert.Contains('+', base64);
        foreach (var spelling in new[] { base64, base64.TrimEnd('='), base64.Replace('+', ' '), base64.Replace('+', '-').Replace('/', '_') })
            Assert.Equal(GatewayFault.None, FasRequest.Read(PortalQuery.Read("fas=" + spelling), None).Fault);
    }

    [Theory]
    [InlineData("hid", "zz", GatewayFault.Unreadable)]
    [InlineData("hid", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", GatewayFault.Unreadable)]
    [InlineData("clientmac", "not a mac", GatewayFault.BadPhone)]
    [InlineData("clientmac", "ff:ff:ff:ff:ff:ff", GatewayFault.BadPhone)]
    [InlineData("clientmac", "00:00:00:00:00:00", GatewayFault.BadPhone)]
    [InlineData("clientip", "10.0.0.256", GatewayFault.BadPhone)]
    [InlineData("gatewayaddress", "evil.example:2050", GatewayFault.BadReturnAddress)]
    [InlineData("gatewayaddress", "8.8.8.8:2050", GatewayFault.BadReturnAddress)]
    [InlineData("gatewayaddress", "10.0.0.1:2050@evil.example", GatewayFault.BadReturnAddress)]
    [InlineData("gatewayaddress", "10.0.0.1:99999", GatewayFault.BadReturnAddress)]
    [InlineData("gatewayaddress", "", GatewayFault.BadReturnAddress)]
    [InlineData("authdir", "../../x", GatewayFault.BadReturnAddress)]
    public void A_field_that_is_not_what_it_should_be_is_refused(string name, string value, GatewayFault expected)
    {
        var (read, fault) = FasRequest.Read(PortalQuery.Read(Fas((name, value))), None);
        Assert.Null(read);
        Assert.Equal(expected, fault);
    }

    [Theory]
    [InlineData("javascript%3aalert(1)")]
    [InlineData("file%3a%2f%2f%2fetc%2fpasswd")]
    [InlineData("http%3a%2f%2fuser%3apw%40example.org%2f")]
    [InlineData("%2f%2fexample.org")]
    public void An_original_address_that_is_no_web_page_is_dropped(string origin) =>
        Assert.Null(FasRequest.Read(PortalQuery.Read(Fas(("originurl", origin))), None).Request!.OriginalUrl);

    [Fact]
    public void The_access_points_own_public_address_is_a_gateway() =>
        Assert.Equal("203.0.113.9:2050", FasRequest.Read(PortalQuery.Read(Fas(("gatewayaddress", "203.0.113.9:2050"))), ["203.0.113.9"]).Request!.GatewayAddress);

    [Theory]
    [InlineData("fas=!!!!", GatewayFault.Unreadable)]
    [InlineData("fas=", GatewayFault.Unreadable)]
    [InlineData("fas=A", GatewayFault.Unreadable)]
    [InlineData("fas=AAAA%00", GatewayFault.Unreadable)]
    [InlineData("", GatewayFault.NotFromGateway)]
    public void What_is_not_base64_is_refused(string query, GatewayFault expected) => Assert.Equal(expected, FasRequest.Read(PortalQuery.Read(query), None).Fault);

    [Fact]
    public void An_over_long_query_is_not_read() => Assert.Equal(GatewayFault.TooLong, FasRequest.Read(PortalQuery.Read("fas=" + new string('A', 5000)), None).Fault);

    [Fact]
    public void A_ticket_fits_the_gateways_buffer_and_changes_with_every_part()
    {
        var ticket = new LimitsTicket(new string('g', 36), "02-AA-BB-CC-DD-EE", new string('a', 16), long.MaxValue, 1_000_000, 1_000_000, long.MaxValue, long.MaxValue);
        var text = ticket.Write("key");
        Assert.InRange(text.Length, 1, FasAnswer.LongestCustom);
        Assert.Equal(text, Uri.EscapeDataString(text));
        Assert.Equal(ticket, LimitsTicket.Read(text, "key"));
        Assert.Null(LimitsTicket.Read(text, "other"));
        for (var i = 0; i < text.Length; i++)
        {
            Assert.Null(LimitsTicket.Read(text[..i], "key"));
            Assert.Null(LimitsTicket.Read(text[..i] + (text[i] == '1' ? '2' : '1') + text[(i + 1)..], "key"));
        }
    }

    [Fact]
    public void Counter_messages_read_and_bad_ones_do_not()
    {
        const string one = "timeout_deauth 0192-ab 02:aa:bb:cc:dd:ee a4942234 5010683 9349 1795317657 1795317661";
        var post = CountersPost.Read($"hm2 - 1795317662 all\n{one}\n{one.Replace("timeout_deauth", "interim", StringComparison.Ordinal)}\n");
        Assert.NotNull(post);
        Assert.Equal((2, true, 1795317662, "-"), (post.Messages.Count, post.NamesAll, post.Clock, post.Nonce));
        var read = post.Messages;
        Assert.True(read[0].Ends);
        Assert.False(read[1].Ends);
        Assert.Equal((5010683, 9349, 4), (read[0].DownOctets, read[0].UpOctets, read[0].Seconds));
        Assert.Equal("02-AA-BB-CC-DD-EE", read[0].Mac);
        for (var length = 1; length < one.Length - 9; length++) Assert.Null(CountersPost.Read("hm2 - 1 some\n" + one[..length]));
        Assert.Null(CountersPost.Read("hm2 - 1 some\n" + one.Replace("5010683", "-1", StringComparison.Ordinal)));
        foreach (var head in new[] { "", "hm2", "hm1 - 1 some", "hm2 - x some", "hm2 - 1 none", "hm2 - -1 all", "hm2 - 1 all more" }) Assert.Null(CountersPost.Read(head + "\n" + one));
        Assert.Null(CountersPost.Read("hm2 - 1 some\n" + string.Concat(Enumerable.Repeat(one + "\n", CountersPost.Most + 1))));
    }
}
