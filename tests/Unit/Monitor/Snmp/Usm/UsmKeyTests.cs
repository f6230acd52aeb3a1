using System.Security.Cryptography;
using System.Text;
using HotspotManager.Monitor.Snmp.Usm;
using Xunit;

namespace HotspotManager.Unit.Monitor.Snmp.Usm;

public sealed class UsmKeyTests
{
    private static readonly byte[] Engine = Convert.FromHexString("000000000000000000000002");

    /// <summary>RFC 3414 appendices A.3.1, A.3.2 and, for the second password, A.5.</summary>
    [Theory]
    [InlineData(AuthProtocol.Md5, "maplesyrup", "9faf3283884e92834ebc9847d8edd963", "526f5eed9fcce26f8964c2930787d82b")]
    [InlineData(AuthProtocol.Sha1, "maplesyrup", "9fb5cc0381497b3793528939ff788d5d79145211", "6695febc9288e36282235fc7151f128497b38f3f")]
    [InlineData(AuthProtocol.Md5, "newsyrup", "01add273107c4e596b4b00f82b1d42a7", "87021d7bd9d101ba05ea6e3bf9d9bd4a")]
    [InlineData(AuthProtocol.Sha1, "newsyrup", "3a51a6d736aa347b83dc4a87e3e55ee4d698ac71", "78e2dcce79d59403b58c1bbaa5bff46391f1cd25")]
    public void A_password_becomes_the_RFCs_keys(AuthProtocol protocol, string password, string key, string localized)
    {
        var made = UsmKeys.PasswordToKey(protocol, Encoding.ASCII.GetBytes(password));
        Assert.Equal((key, localized), (Convert.ToHexStringLower(made), Convert.ToHexStringLower(UsmKeys.Localize(protocol, made, Engine))));
    }

    [Theory]
    [InlineData(AuthProtocol.Md5, PrivProtocol.Aes256)]
    [InlineData(AuthProtocol.Sha1, PrivProtocol.Aes192)]
    [InlineData(AuthProtocol.Sha1, PrivProtocol.Aes256)]
    public void The_two_ways_to_a_longer_key_begin_alike_and_end_apart(AuthProtocol auth, PrivProtocol blumenthal)
    {
        var reeder = blumenthal == PrivProtocol.Aes192 ? PrivProtocol.Aes192C : PrivProtocol.Aes256C;
        var (one, other) = (Key(auth, blumenthal), Key(auth, reeder));
        var digest = auth == AuthProtocol.Md5 ? 16 : 20;
        Assert.Equal((UsmProtocols.KeyLength(blumenthal), one.Length), (one.Length, other.Length));
        Assert.Equal(one[..digest], other[..digest]);
        Assert.NotEqual(one, other);

        // Each as its authors wrote it, by another hand: Blumenthal appends the key's hash, Reeder the localized key of the key taken as a password.
        var local = UsmKeys.Localize(auth, UsmKeys.PasswordToKey(auth, "privpass5678"u8), Engine);
#pragma warning disable CA5350, CA5351
        var hash = auth == AuthProtocol.Md5 ? MD5.HashData(local) : SHA1.HashData(local);
#pragma warning restore CA5350, CA5351
        Assert.Equal(((byte[])[.. local, .. hash])[..one.Length], one);
        Assert.Equal(((byte[])[.. local, .. UsmKeys.Localize(auth, UsmKeys.PasswordToKey(auth, local), Engine)])[..one.Length], other);
    }

    [Fact]
    public void With_a_long_digest_no_key_needs_to_grow()
    {
        Assert.Equal(Key(AuthProtocol.Sha256, PrivProtocol.Aes256), Key(AuthProtocol.Sha256, PrivProtocol.Aes256C));
        Assert.Equal(Key(AuthProtocol.Sha512, PrivProtocol.Aes192), Key(AuthProtocol.Sha512, PrivProtocol.Aes192C));
    }

    /// <summary>FIPS 180-4's examples ("abc", 448 bits) and RFC 4231's cases 1, 2 and 6 for HMAC.</summary>
    [Fact]
    public void SHA224_is_the_standards()
    {
        Assert.Equal("23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7", Hex(Sha224.Hash("abc"u8.ToArray())));
        Assert.Equal("75388b16512776cc5dba5da1fd890150b0c6455cb4f58b1952522525", Hex(Sha224.Hash("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"u8.ToArray())));
        Assert.Equal("d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f", Hex(Sha224.Hash([])));
        Assert.Equal("896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22", Hex(Sha224.Hmac(Enumerable.Repeat((byte)0x0b, 20).ToArray(), "Hi There"u8)));
        Assert.Equal("a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44", Hex(Sha224.Hmac("Jefe"u8.ToArray(), "what do ya want for nothing?"u8)));
        Assert.Equal("95e9a0db962095adaebe9b2d6f0dbce2d499f112f2d2b7273fa6870e",
            Hex(Sha224.Hmac(Enumerable.Repeat((byte)0xaa, 131).ToArray(), "Test Using Larger Than Block-Size Key - Hash Key First"u8)));
    }

    [Theory]
    [InlineData("", "SHA-256:12345678", null, "1 to 32 octets")]
    [InlineData("noc", "SHA-256", null, "SHA-256:PASSWORD")]
    [InlineData("noc", "SHA-256:short", null, "at least 8")]
    [InlineData("noc", "SHA-3:12345678", null, "SHA-512")]
    [InlineData("noc", null, "AES-128:12345678", "--snmp-auth too")]
    [InlineData("noc", "MD5:12345678", "3DES:12345678", "AES-256-C")]
    public void A_wrong_user_is_told_what_would_do(string name, string? auth, string? priv, string told) =>
        Assert.Contains(told, Assert.Throws<FormatException>(() => UsmUser.Parse(name, auth, priv)).Message, StringComparison.Ordinal);

    [Fact]
    public void Names_are_forgiving_and_never_show_a_password()
    {
        var user = UsmUser.Parse("noc", "sha256:pass:word", "aes:12345678");
        Assert.Equal((AuthProtocol.Sha256, "pass:word", PrivProtocol.Aes128), (user.Auth, user.AuthPassword, user.Priv));
        Assert.DoesNotContain("pass:word", user.ToString(), StringComparison.Ordinal);
    }

    private static byte[] Key(AuthProtocol auth, PrivProtocol priv) => new UsmKeys(new UsmUser("noc", auth, "authpass1234", priv, "privpass5678"), Engine).Priv;

    private static string Hex(byte[] octets) => Convert.ToHexStringLower(octets);
}
