using System.Security.Cryptography;
using System.Text;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.OpenNds;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

public class OpenNdsLevelTests
{
    private static readonly string[] None = [];

    /// <summary>What openNDS at levels 2 and 3 makes of a text: PHP's openssl_encrypt, and base64 once more.</summary>
    internal static string Encrypt(string plain, string key, string iv)
    {
        using var aes = Aes.Create();
        var secret = new byte[32];
        var characters = Encoding.UTF8.GetBytes(key);
        characters.AsSpan(0, Math.Min(32, characters.Length)).CopyTo(secret);
        aes.Key = secret;
        var inner = Convert.ToBase64String(aes.EncryptCbc(Encoding.UTF8.GetBytes(plain), Encoding.ASCII.GetBytes(iv)));
        return $"fas={Uri.EscapeDataString(Convert.ToBase64String(Encoding.ASCII.GetBytes(inner)))}&iv={iv}";
    }

    [Theory]
    [InlineData("opennds-level2", FasPacking.Encrypted)]
    [InlineData("opennds-level3", FasPacking.Encrypted)]
    [InlineData("opennds-level4", FasPacking.Packed)]
    [InlineData("opennds-level1-cpi", FasPacking.Packed)]
    [InlineData("opennds-level3-cpi", FasPacking.Encrypted)]
    public void Each_level_reads_and_answers(string vector, FasPacking packing)
    {
        var v = GatewayVector.Load(vector);
        var (read, fault) = FasRequest.Read(PortalQuery.Read(v["query"]), None, v["faskey"]);
        Assert.Equal(GatewayFault.None, fault);
        Assert.Equal((packing, v["hid"], v["ip"], v["mac"]), (read!.Packing, read.Hid, read.Ip.ToString(), read.Mac));
        Assert.Equal((v["plainname"], v["gatewayaddress"], v["authdir"]), (read.PlainGatewayName, read.GatewayAddress, read.AuthDir));
        Assert.Equal((v["originalurl"], v["version"], v["clienttype"]), (read.OriginalUrl, read.Version, read.ClientType));
        Assert.Equal(v["tok"], read.ReturnToken(v["faskey"]));
    }

    [Fact]
    public void Level_0_reads_and_answers_with_the_token_itself()
    {
        var v = GatewayVector.Load("opennds-level0");
        var (read, fault) = FasRequest.Read(PortalQuery.Read(v["query"]), None);
        Assert.Equal(GatewayFault.None, fault);
        Assert.Equal((FasPacking.Clear, v["ip"], null, v["gatewayaddress"]), (read!.Packing, read.Ip.ToString(), read.Mac, read.GatewayAddress));
        Assert.Equal((v["plainname"], v["originalurl"], v["token"]), (read.PlainGatewayName, read.OriginalUrl, read.Token));
        Assert.StartsWith($"http://10.77.0.1:2050/opennds_auth/?tok={v["token"]}&custom=x&redir=http", FasAnswer.Url(read, "key", "x", "http://landing.example/"), StringComparison.Ordinal);

        var (json, _) = FasRequest.Read(PortalQuery.Read(v["captivejson"]), None);
        Assert.Equal((v["captivejson-gateway"], "opennds_auth", v["token"]), (json!.GatewayAddress, json.AuthDir, json.Token));
    }

    [Theory]
    [InlineData("authaction=http://evil.example/opennds_auth/?clientip=10.0.0.7&tok=2eadda64", GatewayFault.BadReturnAddress)]
    [InlineData("authaction=https://10.0.0.1/opennds_auth/?clientip=10.0.0.7&tok=2eadda64", GatewayFault.BadReturnAddress)]
    [InlineData("authaction=http://10.0.0.1/a/b/?clientip=10.0.0.7&tok=2eadda64", GatewayFault.BadReturnAddress)]
    [InlineData("authaction=javascript:alert(1)?clientip=10.0.0.7&tok=2eadda64", GatewayFault.BadReturnAddress)]
    [InlineData("authaction=http://10.0.0.1/opennds_auth/?clientip=10.0.0.7&tok=2eadda6", GatewayFault.Unreadable)]
    [InlineData("authaction=http://10.0.0.1/opennds_auth/?clientip=10.0.0.7&tok=2eadda6%26", GatewayFault.Unreadable)]
    [InlineData("authaction=http://10.0.0.1/opennds_auth/?clientip=10.0.0.777&tok=2eadda64", GatewayFault.BadPhone)]
    [InlineData("authaction=http://10.0.0.1/opennds_auth/&tok=2eadda64", GatewayFault.BadPhone)]
    public void A_field_of_level_0_that_is_not_what_it_should_be_is_refused(string query, GatewayFault expected) =>
        Assert.Equal(expected, FasRequest.Read(PortalQuery.Read(query), None).Fault);

    [Fact]
    public void What_php_encrypts_opens_with_its_key_alone()
    {
        var v = GatewayVector.Load("opennds-aes");
        var fields = FasText.Decrypt(v["fas"], v["iv"], v["key"]);
        Assert.NotNull(fields);
        foreach (var name in new[] { "hid", "clientip", "clientmac" }) Assert.Equal(v[name], fields[name]);
        Assert.Equal("QmcralZKOHZhY3doVEhWV09id2RlRmIvdlhESis4VTk2a08reDdONE11", Uri.UnescapeDataString(Encrypt("hid=0a05d7b2, clientip=10.10.0.23, clientmac=02:aa:bb:cc:dd:ee, ", v["key"], v["iv"]))[4..60]);
        foreach (var wrong in new[] { "", "123456789", "12345678901", "1234567890 ", new string('1', 64) }) Assert.Null(FasText.Decrypt(v["fas"], v["iv"], wrong));
        Assert.Null(FasText.Decrypt(v["fas"], "0123456789abcde", v["key"]));
    }

    [Fact]
    public void A_key_longer_than_the_cipher_takes_is_cut_as_php_cuts_it()
    {
        var query = PortalQuery.Read(Encrypt("hid=" + new string('a', 64) + ", clientip=10.0.0.7, clientmac=02:aa:bb:cc:dd:ee, gatewayaddress=10.0.0.1:2050", new string('k', 64), "0123456789abcdef"));
        Assert.Equal(GatewayFault.None, FasRequest.Read(query, None, new string('k', 32)).Fault);
        Assert.Equal(GatewayFault.WrongKey, FasRequest.Read(query, None, new string('k', 31)).Fault);
        Assert.Equal(GatewayFault.NoKey, FasRequest.Read(query, None).Fault);
    }

    [Fact]
    public void Every_truncation_and_every_changed_character_of_a_ciphertext_fails_cleanly()
    {
        var v = GatewayVector.Load("opennds-level2");
        var query = v["query"];
        for (var i = 0; i < query.Length; i += 7)
        {
            foreach (var text in new[] { query[..i], query[..i] + (query[i] == 'A' ? 'B' : 'A') + query[(i + 1)..] })
            {
                var (read, fault) = FasRequest.Read(PortalQuery.Read(text), None, v["faskey"]);
                Assert.Equal(read is null, fault != GatewayFault.None);
                // CBC lets a changed block through: what comes out is checked field by field like anybody's text.
                if (read is not null) Assert.Matches("^[0-9a-f]{64}$", read.Hid);
            }
        }
    }

    [Fact]
    public void A_stand_in_address_is_locally_administered_and_belongs_to_one_client_entry()
    {
        var one = OpenNdsGateway.StandIn(new string('a', 64));
        Assert.Equal(one, OpenNdsGateway.StandIn(new string('a', 64)));
        Assert.NotEqual(one, OpenNdsGateway.StandIn(new string('b', 64)));
        for (var i = 0; i < 200; i++)
        {
            Assert.True(PhoneAddress.TryReadMac(OpenNdsGateway.StandIn("hid " + i), out var mac));
            Assert.Equal(0x02, Convert.FromHexString(mac[..2])[0] & 0x03);
        }
    }
}
