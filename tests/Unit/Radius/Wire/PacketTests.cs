using System.Buffers.Binary;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public sealed class PacketTests
{
    private static readonly SharedSecret Secret = new("testing123");

    private static byte[] Raw(RadiusCode code, params byte[] attributes)
    {
        var bytes = new byte[20 + attributes.Length];
        bytes[0] = (byte)code;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)bytes.Length);
        attributes.CopyTo(bytes, 20);
        return bytes;
    }

    private static PacketFault Fault(byte[] bytes)
    {
        RadiusPacket.TryRead(bytes, out _, out var fault);
        return fault;
    }

    [Fact]
    public void Every_malformed_shape_has_its_name()
    {
        Assert.Equal(PacketFault.TooShort, Fault([]));
        Assert.Equal(PacketFault.TooShort, Fault(new byte[19]));
        Assert.Equal(PacketFault.LengthOutOfRange, Fault(new byte[20]));
        var long5000 = new byte[5000];
        long5000[0] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(long5000.AsSpan(2), 4097);
        Assert.Equal(PacketFault.LengthOutOfRange, Fault(long5000));
        var beyond = Raw(RadiusCode.AccessRequest);
        beyond[3] = 21;
        Assert.Equal(PacketFault.LengthBeyondDatagram, Fault(beyond));
        Assert.Equal(PacketFault.UnknownCode, Fault(Raw((RadiusCode)6)));
        Assert.Equal(PacketFault.UnknownCode, Fault(Raw((RadiusCode)255)));
        Assert.Equal(PacketFault.AttributeCutShort, Fault(Raw(RadiusCode.AccessRequest, 1)));
        Assert.Equal(PacketFault.AttributeLengthTooSmall, Fault(Raw(RadiusCode.AccessRequest, 1, 0)));
        Assert.Equal(PacketFault.AttributeLengthTooSmall, Fault(Raw(RadiusCode.AccessRequest, 1, 1)));
        Assert.Equal(PacketFault.AttributeBeyondPacket, Fault(Raw(RadiusCode.AccessRequest, 1, 4, 65)));
        Assert.Equal(PacketFault.MessageAuthenticatorLength, Fault(Raw(RadiusCode.AccessRequest, 80, 3, 1)));
        byte[] one = [80, 18, .. new byte[16]];
        Assert.Equal(PacketFault.MessageAuthenticatorRepeated, Fault(Raw(RadiusCode.AccessRequest, [.. one, .. one])));
        Assert.Equal(PacketFault.None, Fault(Raw(RadiusCode.AccessRequest, one)));
    }

    [Fact]
    public void Octets_behind_the_length_are_padding()
    {
        var bytes = new byte[60];
        Raw(RadiusCode.AccessRequest, 1, 3, 65).CopyTo(bytes, 0);
        Assert.True(RadiusPacket.TryRead(bytes, out var packet, out _));
        Assert.Equal(23, packet.Bytes.Length);
        Assert.Equal("A", packet.Text(Ietf.UserName));
    }

    [Fact]
    public void Vendor_attributes_are_found_wherever_they_are_packed()
    {
        // One Vendor-Specific attribute with two of MikroTik's in it, then a broken one, then CoovaChilli's
        var bytes = Raw(RadiusCode.AccessAccept,
            26, 6 + 6 + 5, 0, 0, 0x3a, 0x8c, 17, 6, 0, 0, 0, 9, 8, 5, (byte)'1', (byte)'/', (byte)'2',
            26, 8, 0, 0, 0x3a, 0x8c, 3, 200,
            26, 12, 0, 0, 0x38, 0xdf, 3, 6, 0xff, 0xff, 0xff, 0xff);
        Assert.True(RadiusPacket.TryRead(bytes, out var packet, out _));
        Assert.Equal(9u, packet.Number(Mikrotik.TotalLimit));
        Assert.Equal("1/2", packet.Text(Mikrotik.RateLimit));
        Assert.Equal("", packet.Text(Mikrotik.Group));
        Assert.Equal(uint.MaxValue, packet.Number(Chillispot.MaxTotalOctets));
        var kinds = new List<string>();
        foreach (var attribute in packet.Attributes)
            kinds.Add(AttributeTable.Find(attribute.Vendor, attribute.Number)?.Name ?? "?");
        Assert.Equal(["Mikrotik-Total-Limit", "Mikrotik-Rate-Limit", "Vendor-Specific", "ChilliSpot-Max-Total-Octets"], kinds);
    }

    [Theory]
    [InlineData(RadiusCode.AccountingRequest), InlineData(RadiusCode.DisconnectRequest), InlineData(RadiusCode.CoaRequest)]
    public void Signed_requests_verify_and_any_changed_octet_does_not(RadiusCode code)
    {
        var writer = new RadiusWriter(new byte[4096], code, 77);
        writer.AddMessageAuthenticator();
        writer.Add(Ietf.AcctSessionId, "0000001f");
        writer.Add(Ietf.UserName, "1234567890");
        var bytes = writer.Finish(Secret).ToArray();
        Assert.True(RadiusPacket.TryRead(bytes, out var request, out _));
        Assert.True(PacketCheck.HasRequestAuthenticator(request, Secret));
        Assert.Equal(MessageAuthenticatorState.Valid, PacketCheck.MessageAuthenticator(request, Secret));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            if (RadiusPacket.TryRead(bytes, out var changed, out _))
                Assert.False(PacketCheck.HasRequestAuthenticator(changed, Secret));
            bytes[i] ^= 1;
        }
    }

    [Fact]
    public void Reply_carries_message_authenticator_first_and_both_signatures_hold()
    {
        var authenticator = Enumerable.Range(1, 16).Select(i => (byte)i).ToArray();
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessReject, 9);
        writer.AddMessageAuthenticator();
        writer.Add(Ietf.ReplyMessage, "Kode sudah habis masa berlakunya.");
        var bytes = writer.FinishReply(authenticator, Secret).ToArray();
        Assert.Equal(80, bytes[20]);
        Assert.True(RadiusPacket.TryRead(bytes, out var reply, out _));
        Assert.Equal(ReplyState.Valid, PacketCheck.Reply(reply, 9, authenticator, Secret));
        Assert.Equal(MessageAuthenticatorState.Valid, PacketCheck.MessageAuthenticator(reply, authenticator, Secret));
        Assert.Equal(ReplyState.OtherIdentifier, PacketCheck.Reply(reply, 8, authenticator, Secret));
    }

    [Fact]
    public void Proxy_states_come_back_in_order()
    {
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccountingRequest, 1);
        writer.Add(Ietf.ProxyState, "one"u8);
        writer.Add(Ietf.UserName, "x");
        writer.Add(Ietf.ProxyState, "two"u8);
        Assert.True(RadiusPacket.TryRead(writer.Finish(Secret), out var request, out _));
        var reply = new RadiusWriter(new byte[4096], RadiusCode.AccountingResponse, 1);
        reply.AddProxyStates(request);
        Assert.True(RadiusPacket.TryRead(reply.FinishReply(request.Authenticator, Secret), out var read, out _));
        var states = new List<string>();
        foreach (var attribute in read.Attributes)
            states.Add(System.Text.Encoding.UTF8.GetString(attribute.Value));
        Assert.Equal(["one", "two"], states);
    }

    [Fact]
    public void What_does_not_fit_is_left_out_and_said()
    {
        var writer = new RadiusWriter(new byte[30], RadiusCode.AccessAccept, 1);
        writer.Add(Ietf.SessionTimeout, 60);
        Assert.False(writer.Overflowed);
        writer.Add(Ietf.IdleTimeout, 60);
        Assert.True(writer.Overflowed);
        Assert.True(RadiusPacket.TryRead(writer.FinishReply(new byte[16], Secret), out var packet, out _));
        Assert.Equal(60u, packet.Number(Ietf.SessionTimeout));
        Assert.Null(packet.Number(Ietf.IdleTimeout));
    }

    [Fact]
    public void Long_text_is_cut_at_a_characters_end()
    {
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessReject, 1);
        writer.Add(Ietf.ReplyMessage, new string('é', 200));
        writer.Add(Mikrotik.Group, new string('é', 200));
        Assert.False(writer.Overflowed);
        Assert.True(RadiusPacket.TryRead(writer.FinishReply(new byte[16], Secret), out var packet, out _));
        Assert.Equal(new string('é', 126), packet.Text(Ietf.ReplyMessage));
        Assert.Equal(new string('é', 123), packet.Text(Mikrotik.Group));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(15), InlineData(16), InlineData(17), InlineData(127), InlineData(128)]
    public void Passwords_of_every_length_survive_hiding(int length)
    {
        Span<byte> hidden = stackalloc byte[128];
        Span<byte> revealed = stackalloc byte[128];
        var password = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
        var authenticator = new byte[16];
        var written = UserPassword.Hide(password, authenticator, Secret, hidden);
        Assert.Equal(0, written % 16);
        Assert.Equal(length, UserPassword.Reveal(hidden[..written], authenticator, Secret, revealed));
        Assert.Equal(password, revealed[..length]);
        Assert.Equal(-1, UserPassword.Reveal(hidden[..(written - 1)], authenticator, Secret, revealed));
    }

    [Theory, InlineData(0UL), InlineData(4294967295UL), InlineData(4294967296UL), InlineData(123456789012345UL)]
    public void Gigawords_join_and_part(ulong count) =>
        Assert.Equal(count, Gigawords.Join(Gigawords.Octets(count), Gigawords.Words(count)));

    [Fact]
    public void No_two_attribute_rows_share_a_number_or_a_name()
    {
        Assert.Equal(AttributeTable.All.Count, AttributeTable.All.Select(a => (a.Extended, a.Vendor, a.Number)).Distinct().Count());
        Assert.Same(Ietf.UserName, AttributeTable.Find("user-name"));
        Assert.Same(Wispr.BandwidthMaxDown, AttributeTable.Find(14122, 8));
        Assert.Null(AttributeTable.Find(14122, 200));
        Assert.Null(AttributeTable.Find("No-Such"));
    }

    [Fact]
    public void A_pap_request_is_read_checked_and_answered_without_allocation()
    {
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessRequest, 1);
        writer.SetAuthenticator(new byte[16]);
        writer.AddMessageAuthenticator();
        writer.Add(Ietf.UserName, "1234567890");
        writer.AddUserPassword("1234567890"u8, Secret);
        var request = writer.Finish(Secret).ToArray();
        var buffer = new byte[4096];
        Answer(request, buffer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Answer(request, buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Answer(byte[] datagram, byte[] buffer)
    {
        if (!RadiusPacket.TryRead(datagram, out var request, out _)
            || PacketCheck.MessageAuthenticator(request, Secret) != MessageAuthenticatorState.Valid
            || !request.TryGet(Ietf.UserPassword, out var hidden))
            throw new InvalidOperationException();
        Span<byte> password = stackalloc byte[128];
        if (UserPassword.Reveal(hidden, request.Authenticator, Secret, password) != 10)
            throw new InvalidOperationException();
        var reply = new RadiusWriter(buffer, RadiusCode.AccessAccept, request.Identifier);
        reply.AddMessageAuthenticator();
        reply.Add(Ietf.SessionTimeout, 3600);
        reply.Add(Mikrotik.RateLimit, "2M/5M"u8);
        reply.FinishReply(request.Authenticator, Secret);
    }
}
