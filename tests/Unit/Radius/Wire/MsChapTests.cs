using System.Text;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public sealed class MsChapTests
{
    [Fact]
    public void Rfc1320_a_5_md4()
    {
        foreach (var line in Vector.Lines("rfc1320-a.5"))
        {
            var digest = new byte[Md4.Size];
            Md4.Hash(line[0] == "-" ? [] : Convert.FromHexString(line[0]), digest);
            Assert.Equal(line[1], Convert.ToHexStringLower(digest));
        }
    }

    [Fact]
    public void Rfc2759_9_2_hash_example()
    {
        var vector = Vector.Read("rfc2759-9.2");
        var hash = new byte[MsChap.HashLength];
        MsChap.PasswordHash(vector.Text("password"), hash);
        Assert.Equal(vector.Bytes("password-hash"), hash);
        foreach (var name in new[] { "User", @"MALANG\User" })
        {
            var challenge = new byte[MsChap.ChallengeLength];
            MsChap.ChallengeHash(vector.Bytes("peer-challenge"), vector.Bytes("challenge"), Encoding.UTF8.GetBytes(name), challenge);
            Assert.Equal(vector.Bytes("challenge-hash"), challenge);
        }
        var response = new byte[MsChap.ResponseLength];
        MsChap.Response(vector.Bytes("challenge-hash"), hash, response);
        Assert.Equal(vector.Bytes("response"), response);
        Assert.True(MsChap.Verify(response, vector.Bytes("challenge-hash"), vector.Text("password")));
        Assert.False(MsChap.Verify(response, vector.Bytes("challenge-hash"), "clientpass"));
        Assert.False(MsChap.Verify(response[1..], vector.Bytes("challenge-hash"), vector.Text("password")));
        var text = new byte[MsChap.AuthenticatorLength];
        MsChap.AuthenticatorResponse(hash, response, vector.Bytes("challenge-hash"), text);
        Assert.Equal(vector.Text("authenticator"), Encoding.ASCII.GetString(text));
    }

    [Fact]
    public void Rfc3079_3_5_keys_of_128_bits()
    {
        var vector = Vector.Read("rfc3079-3.5");
        var master = new byte[16];
        Mppe.MasterKey(vector.Bytes("password-hash"), vector.Bytes("response"), master);
        Assert.Equal(vector.Bytes("master-key"), master);
        var key = new byte[16];
        Mppe.StartKey(master, sending: true, key);
        Assert.Equal(vector.Bytes("send-start-key"), key);
    }

    [Theory, InlineData(16), InlineData(32)]
    public void Rfc2548_2_4_2_a_hidden_key_comes_out_for_the_secret_only(int length)
    {
        var key = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
        var authenticator = new byte[16];
        new Random(1).NextBytes(authenticator);
        Span<byte> hidden = stackalloc byte[Mppe.MaxHidden];
        var secret = new SharedSecret("testing123");
        hidden = hidden[..Mppe.Hide(key, 7, authenticator, secret, hidden)];
        Assert.Equal(0x80, hidden[0] & 0x80);
        Span<byte> room = stackalloc byte[32];
        Assert.Equal(length, Mppe.Reveal(hidden, authenticator, secret, room));
        Assert.Equal(key, room[..length]);
        for (var cut = 0; cut < hidden.Length; cut++)
            _ = Mppe.Reveal(hidden[..cut], authenticator, secret, room);
        Assert.True(Mppe.Reveal(hidden, authenticator, new SharedSecret("other"), room) is var other && (other < 0 || !room[..other].SequenceEqual(key)));
    }
}
