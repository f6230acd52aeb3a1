using System.Text;
using HotspotManager.Radius.Eap;
using HotspotManager.Radius.RadSec;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public sealed class FuzzTests
{
    private static readonly SharedSecret Secret = new("xyzzy5461");

    private static byte[][] Packets => [.. Vector.Packets.SelectMany(row => Vector.Read(row.Data).Datagrams())];

    /// <summary>Does everything with a datagram that server and client do before they trust it.</summary>
    private static void Handle(ReadOnlySpan<byte> datagram)
    {
        if (!RadiusPacket.TryRead(datagram, out var packet, out var fault))
        {
            Assert.NotEqual(PacketFault.None, fault);
            Assert.NotEmpty(PacketText.Words(fault));
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
        Span<byte> salted = stackalloc byte[SaltedValue.MaxLength];
        if (packet.TryGet(Ietf.TunnelPassword, out var tunnel))
            SaltedValue.Reveal(tunnel, packet.Authenticator, Secret, salted);
        packet.Text(Ietf.UserName);
        packet.Number(Ietf.NasPort);
        packet.Number(Ietf.FragStatus);
        packet.Address(Ietf.NasIPAddress);
        packet.Address(Ietf.NasIPv6Address);
        packet.Time(Ietf.EventTimestamp);
        var octets = 0;
        foreach (var attribute in packet.Attributes)
            octets += attribute.Value.Length;
        Assert.InRange(octets, 0, packet.Bytes.Length);
        octets = 0;
        foreach (var attribute in new ExtendedReader(packet, new byte[packet.Bytes.Length]))
            octets += attribute.Value.Length;
        Assert.InRange(octets, 0, packet.Bytes.Length);
        Span<byte> buffer = stackalloc byte[4096];
        var reply = new RadiusWriter(buffer, RadiusCode.AccessReject, packet.Identifier);
        reply.AddMessageAuthenticator();
        reply.AddProxyStates(packet);
        Assert.True(RadiusPacket.TryRead(reply.FinishReply(packet.Authenticator, Secret), out _, out _));
    }

    [Fact]
    public Task Packets_never_throw_hang_or_grow() => Fuzzer.RunAsync("packet", Packets, Handle);

    /// <summary>What <c>hotspot radius decode</c> prints: one line for each attribute, fit for a terminal.</summary>
    [Fact]
    public Task Decoded_packets_never_throw_hang_or_grow() => Fuzzer.RunAsync("decode", Packets, octets =>
    {
        var copied = PacketText.Octets(Convert.ToHexString(octets));
        if (RadiusPacket.TryRead(copied, out var packet, out _))
        {
            foreach (var line in PacketText.Lines(packet))
            {
                Assert.Contains(" = ", line, StringComparison.Ordinal);
                Assert.DoesNotContain(line, char.IsControl);
            }
        }
        PacketText.Octets(Encoding.Latin1.GetString(octets));
    });

    /// <summary>The octets as the text of an attribute that an operator sets.</summary>
    [Fact]
    public Task Written_attributes_never_throw_hang_or_grow() => Fuzzer.RunAsync("attribute-line",
        [
            .. new[]
            {
                "Session-Timeout = 3600", "Tunnel-Type:1 = VLAN", "Framed-IPv6-Prefix = 2001:db8::/32", "Framed-Interface-Id = 0:0:0:1", "Event-Timestamp = 2026-01-01", "14988.8 = 0x01",
                "Frag-Status = 1", "PKM-SAID = 513", "UBNT-Data-Rate-DL = 12", "IP-Port-Limit-Info = 0x0106000000ff", "Filter-Id = \"x\"", "Framed-IP-Address = 10.0.0.1",
            }.Select(Encoding.UTF8.GetBytes),
        ],
        octets =>
        {
            var parts = Encoding.UTF8.GetString(octets).Split('=', 2);
            if (AttributeLine.Attribute(parts[0], out var tag, out var wrong) is not { } attribute)
            {
                Assert.NotEmpty(wrong);
                return;
            }
            var value = AttributeLine.Value(attribute, tag, parts[^1], out wrong);
            Assert.Equal(value is null, wrong.Length > 0);
            if (value is null) return;
            var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, 1);
            writer.AddValue(attribute, value);
            Assert.True(RadiusPacket.TryRead(writer.FinishReply(new byte[16], Secret), out var packet, out _));
            Assert.DoesNotContain("malformed", Assert.Single(PacketText.Lines(packet)), StringComparison.Ordinal);
        });

    /// <summary>EAP packets, and what a TTLS tunnel carries.</summary>
    [Fact]
    public Task Eap_packets_and_inner_attributes_never_throw_hang_or_grow() => Fuzzer.RunAsync("eap",
        [
            [2, 1, 0, 9, 1, .. "siti"u8], [2, 2, 0, 6, 3, 25], [2, 3, 0, 6, 25, 0], [2, 4, 0, 22, 4, 16, .. new byte[16]],
            [.. TtlsAttributes.Write(1, 0, "siti"u8), .. TtlsAttributes.Write(2, 0, "rahasia\0\0\0\0\0\0\0\0\0"u8)],
            [.. TtlsAttributes.Write(11, 311, new byte[16]), .. TtlsAttributes.Write(25, 311, new byte[50])],
            [.. TtlsAttributes.Write(79, 0, [2, 1, 0, 9, 1, .. "siti"u8])],
        ],
        octets =>
        {
            if (EapPacket.TryReadResponse(octets, out var eap))
                Assert.InRange(eap.Data.Length, 0, octets.Length - 5);
            if (TtlsAttributes.TryRead(octets, out var inner))
            {
                Assert.InRange(inner.UserName.Length, 0, 253);
                MsChap.Verify(inner.MsChap2Response, inner.MsChapChallenge, "rahasia");
                Chap.Verify(inner.ChapPassword, "rahasia"u8, inner.ChapChallenge);
                EapPacket.TryReadResponse(inner.Eap, out _);
            }
        });

    /// <summary>A stream cut into packets: whatever arrives in whatever portions, it ends in packets, waiting, or out of step.</summary>
    [Fact]
    public Task Streams_never_throw_hang_or_grow() => Fuzzer.RunAsync("stream", [[.. Packets.SelectMany(p => p).Take(3000)], .. Packets], octets =>
    {
        var framer = new PacketFramer();
        for (var rest = octets; !rest.IsEmpty;)
        {
            var room = framer.Room.Span;
            Assert.False(room.IsEmpty);
            var portion = rest[..Math.Min(rest.Length, Math.Min(room.Length, 1 + (rest[0] * 4)))];
            portion.CopyTo(room);
            framer.Filled(portion.Length);
            rest = rest[portion.Length..];
            FrameState state;
            while ((state = framer.Take(out var packet)) == FrameState.Packet)
                Handle(packet);
            if (state == FrameState.OutOfStep) return;
        }
    });

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
}
