using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public sealed class FuzzTests
{
    private static readonly SharedSecret Secret = new("xyzzy5461");

    /// <summary>Does everything with a datagram that server and client do before they trust it.</summary>
    private static void Handle(ReadOnlySpan<byte> datagram)
    {
        if (!RadiusPacket.TryRead(datagram, out var packet, out var fault))
        {
            Assert.NotEqual(PacketFault.None, fault);
            return;
        }
        PacketCheck.HasRequestAuthenticator(packet, Secret);
        PacketCheck.MessageAuthenticator(packet, Secret);
        PacketCheck.Reply(packet, packet.Identifier, packet.Authenticator, Secret);
        Span<byte> password = stackalloc byte[UserPassword.MaxLength];
        if (packet.TryGet(Ietf.UserPassword, out var hidden))
            UserPassword.Reveal(hidden, packet.Authenticator, Secret, password);
        if (packet.TryGet(Ietf.ChapPassword, out var answer))
            Chap.Verify(answer, "arctangent"u8, Chap.Challenge(packet));
        packet.Text(Ietf.UserName);
        packet.Number(Ietf.NasPort);
        packet.Address(Ietf.NasIPAddress);
        packet.Address(Ietf.NasIPv6Address);
        packet.Time(Ietf.EventTimestamp);
        var octets = 0;
        foreach (var attribute in packet.Attributes)
            octets += attribute.Value.Length;
        Assert.InRange(octets, 0, packet.Bytes.Length);
        Span<byte> buffer = stackalloc byte[4096];
        var reply = new RadiusWriter(buffer, RadiusCode.AccessReject, packet.Identifier);
        reply.AddMessageAuthenticator();
        reply.AddProxyStates(packet);
        Assert.True(RadiusPacket.TryRead(reply.FinishReply(packet.Authenticator, Secret), out _, out _));
    }

    [Fact]
    public void Mutated_vectors_never_throw()
    {
        var random = new Random(20260101);
        var seeds = Vector.Packets.Select(row => Vector.Read(row.Data)).SelectMany(v => v.Datagrams()).ToArray();
        for (var round = 0; round < 30_000; round++)
            Handle(Mutate(seeds, random));
    }

    [Fact]
    public void Random_octets_never_throw()
    {
        var random = new Random(20260102);
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Handle(bytes);
        }
    }

    /// <summary>One seed with a few octets changed, cut, repeated or spliced, its length field mostly put right.</summary>
    public static byte[] Mutate(byte[][] seeds, Random random)
    {
        var bytes = seeds[random.Next(seeds.Length)].ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at) + 1);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at) + 1));
                    break;
                default:
                    var other = seeds[random.Next(seeds.Length)];
                    bytes.InsertRange(at, other.AsSpan(random.Next(other.Length)).ToArray());
                    break;
            }
        }
        if (bytes.Count >= 4 && random.Next(4) != 0)
            (bytes[2], bytes[3]) = ((byte)(bytes.Count >> 8), (byte)bytes.Count);
        return [.. bytes];
    }
}
