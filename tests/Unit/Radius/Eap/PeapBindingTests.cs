using System.Buffers.Binary;
using System.Security.Cryptography;
using HotspotManager.Radius.Eap;
using Xunit;

namespace HotspotManager.Unit.Radius.Eap;

/// <summary>The values are wpa_supplicant's: <c>EapolTests</c> holds the whole exchange against it.</summary>
public sealed class PeapBindingTests
{
    private static readonly byte[] Tunnel = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
    private static readonly byte[] Inner = [.. Enumerable.Range(100, 64).Select(i => (byte)i)];

    [Fact]
    public void A_proof_made_with_the_same_keys_holds_and_no_other()
    {
        var binding = new PeapBinding(Tunnel, Inner, isResumed: false);
        var offer = binding.Offer();
        Assert.Equal((12, 56, 0), (BinaryPrimitives.ReadUInt16BigEndian(offer), BinaryPrimitives.ReadUInt16BigEndian(offer.AsSpan(2)), offer[7]));
        Assert.False(binding.IsProof(offer), "our own offer thrown back at us");
        var answer = Answer(offer, MacKey([.. Inner[..32]]));
        Assert.True(binding.IsProof(answer));
        for (var i = 0; i < answer.Length; i++)
        {
            var forged = answer.ToArray();
            forged[i] ^= 1;
            Assert.False(binding.IsProof(forged), $"octet {i}");
            Assert.False(binding.IsProof(answer.AsSpan(0, i)));
        }
        Assert.False(new PeapBinding(Tunnel, null, isResumed: false).IsProof(answer));
        Assert.False(new PeapBinding(Tunnel, Inner, isResumed: true).IsProof(answer));
        Assert.True(new PeapBinding(Tunnel, null, isResumed: false).IsProof(Answer(offer, MacKey(new byte[32]))));
        Assert.True(new PeapBinding(Tunnel, null, isResumed: true).IsProof(Answer(offer, Tunnel[40..60])));
    }

    [Fact]
    public void Session_keys_depend_on_tunnel_and_inner_method()
    {
        var keys = new PeapBinding(Tunnel, Inner, isResumed: false).SessionKeys();
        Assert.Equal(64, keys.Length);
        Assert.Equal(keys, new PeapBinding(Tunnel, Inner, isResumed: false).SessionKeys());
        Assert.NotEqual(keys, new PeapBinding(Tunnel, null, isResumed: false).SessionKeys());
        Assert.NotEqual(keys, new PeapBinding([.. Tunnel.Reverse()], Inner, isResumed: false).SessionKeys());
    }

    private static byte[] Answer(byte[] offer, byte[] macKey)
    {
        var answer = offer.ToArray();
        answer[7] = 1;
        answer.AsSpan(40).Clear();
        HMACSHA1.HashData(macKey, (byte[])[.. answer, 25]).CopyTo(answer, 40);
        return answer;
    }

    /// <summary>Octets 40 to 59 of three blocks of PRF+.</summary>
    private static byte[] MacKey(byte[] inner)
    {
        byte[] seed = [.. "Inner Methods Compound Keys"u8, .. inner];
        var first = HMACSHA1.HashData(Tunnel[..40], (byte[])[.. seed, 1, 0, 0]);
        var second = HMACSHA1.HashData(Tunnel[..40], (byte[])[.. first, .. seed, 2, 0, 0]);
        return HMACSHA1.HashData(Tunnel[..40], (byte[])[.. second, .. seed, 3, 0, 0]);
    }
}
