using System.Text;
using HotspotManager.Radius.Eap;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Server;
using Xunit;

namespace HotspotManager.Unit.Radius.Eap;

public sealed class EapFlowTests
{
    private static byte[] Identity(string name, byte identifier = 1) => Response(identifier, EapType.Identity, Encoding.UTF8.GetBytes(name));

    private static byte[] Response(byte identifier, EapType type, params byte[] data)
    {
        var packet = EapPacket.Request(identifier, type, data);
        packet[0] = (byte)EapCode.Response;
        return packet;
    }

    private static byte[] Ask(RadiusRoom room, ReadOnlySpan<byte> eap, byte[]? state = null, bool sign = true)
    {
        var octets = eap.ToArray();
        return room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.UserName, "siti");
            for (var rest = octets.AsSpan(); !rest.IsEmpty; rest = rest[Math.Min(253, rest.Length)..])
                w.Add(Ietf.EapMessage, rest[..Math.Min(253, rest.Length)]);
            if (state is not null)
                w.Add(Ietf.State, state);
        }, sign);
    }

    private static RadiusPacket Read(byte[]? reply)
    {
        Assert.NotNull(reply);
        Assert.True(RadiusPacket.TryRead(reply, out var packet, out _));
        Assert.Equal(Ietf.MessageAuthenticator.Number, reply[20]);
        return packet;
    }

    private static byte[] Eap(in RadiusPacket packet)
    {
        var octets = new List<byte>();
        foreach (var attribute in packet.Attributes)
        {
            if (attribute.Vendor == 0 && attribute.Number == Ietf.EapMessage.Number)
                octets.AddRange(attribute.Value.ToArray());
        }
        return [.. octets];
    }

    private static (byte[] Eap, byte[] State) Challenge(byte[]? reply)
    {
        var packet = Read(reply);
        Assert.Equal(RadiusCode.AccessChallenge, packet.Code);
        Assert.True(packet.TryGet(Ietf.State, out var state));
        return (Eap(packet), state.ToArray());
    }

    private static void Failed(byte[]? reply)
    {
        var packet = Read(reply);
        Assert.Equal(RadiusCode.AccessReject, packet.Code);
        Assert.Equal((byte)EapCode.Failure, Eap(packet)[0]);
    }

    [Fact]
    public async Task A_name_is_answered_by_the_offer_of_PEAP_and_a_Nak_gets_what_it_asks_for()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        var (offer, state) = Challenge(room.Access(Ask(room, Identity("siti"))));
        Assert.Equal((byte)EapType.Peap, offer[4]);
        var (md5, again) = Challenge(room.Access(Ask(room, Response(offer[1], EapType.Nak, (byte)EapType.Md5), state)));
        Assert.Equal((byte)EapType.Md5, md5[4]);
        var answer = new byte[17];
        Chap.Compute(md5[1], "rahasia"u8, md5.AsSpan(6, 16), answer);
        var accept = Read(room.Access(Ask(room, Response(md5[1], EapType.Md5, [16, .. answer[1..]]), again)));
        Assert.Equal(RadiusCode.AccessAccept, accept.Code);
        Assert.Equal([(byte)EapCode.Success, md5[1], 0, 4], Eap(accept));
        Assert.Equal("siti", accept.Text(Ietf.UserName));
        Assert.NotNull(accept.Number(Ietf.SessionTimeout));
        Assert.True(accept.TryGet(Ietf.Class, out _));
        var attempt = Assert.Single(await room.AttemptsAsync());
        Assert.Equal(("radius-eap", true), (attempt.Way, attempt.Accepted));
        // The conversation is over: its State is worth nothing now.
        Failed(room.Access(Ask(room, Response(md5[1], EapType.Md5, [16, .. answer[1..]]), again)));
    }

    [Fact]
    public async Task Without_Message_Authenticator_there_is_silence()
    {
        await using var room = await RadiusRoom.OpenAsync();
        Assert.Null(room.Access(Ask(room, Identity("siti"), sign: false)));
        Assert.Equal(1, room.Health.Dropped(DropReason.MessageAuthenticatorMissing));
    }

    [Fact]
    public async Task An_empty_EAP_Message_is_asked_for_the_name()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var request = room.Request((ref RadiusWriter w) => w.Add(Ietf.EapMessage, [0xff]));
        // RFC 3579 section 2.1: EAP-Start is an EAP-Message without a value.
        var at = request.AsSpan().LastIndexOf((byte[])[Ietf.EapMessage.Number, 3, 0xff]);
        byte[] start = [.. request[..at], Ietf.EapMessage.Number, 2];
        start[3]--;
        start.AsSpan(22, 16).Clear();
        var mac = new byte[16];
        RadiusRoom.Secret.Hmac(start, mac);
        mac.CopyTo(start, 22);
        var (eap, state) = Challenge(room.Access(start));
        Assert.Equal([(byte)EapCode.Request, 0, 0, 5, (byte)EapType.Identity], eap);
        var (offer, _) = Challenge(room.Access(Ask(room, Identity("siti", 0), state)));
        Assert.Equal((byte)EapType.Peap, offer[4]);
    }

    [Fact]
    public async Task An_old_copy_gets_silence_and_an_unknown_State_a_failure_and_neither_an_attempt()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var (offer, state) = Challenge(room.Access(Ask(room, Identity("siti"))));
        Assert.Null(room.Access(Ask(room, Response((byte)(offer[1] - 1), EapType.Peap, 0), state)));
        Assert.Equal(1, room.Health.Dropped(DropReason.StaleEap));
        Failed(room.Access(Ask(room, Response(offer[1], EapType.Peap, 0), new byte[16])));
        Failed(room.Access(Ask(room, Response(offer[1], EapType.Peap, 0), [1, 2, 3])));
        Failed(room.Access(Ask(room, Response(offer[1], EapType.Peap, 0))));
        Assert.Empty(await room.AttemptsAsync());
    }

    [Fact]
    public void A_State_is_for_one_NAS_for_a_minute_and_the_oldest_make_room()
    {
        var time = new Clock();
        var table = new ConversationTable(time, capacity: 3);
        var first = table.Add(new Conversation(1, new EapVisitor(null!, ""), null, 1024, 0));
        Assert.NotNull(table.Find(first, 1));
        Assert.Null(table.Find(first, 2));
        for (var i = 0; i < 10; i++)
            table.Add(new Conversation(1, new EapVisitor(null!, ""), null, 1024, 0));
        Assert.Equal(3, table.Count);
        Assert.Null(table.Find(first, 1));
        var last = table.Add(new Conversation(1, new EapVisitor(null!, ""), null, 1024, 0));
        time.Passed += ConversationTable.Life + TimeSpan.FromSeconds(1);
        Assert.Null(table.Find(last, 1));
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long GetTimestamp() => Passed.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }

    [Fact]
    public async Task Broken_EAP_packets_never_get_in_and_never_throw()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        var random = new Random(7);
        var hello = new byte[120];
        random.NextBytes(hello);
        byte[][] first = [[22, 3, 1, 0, 115, .. hello], [0x80, 0, 0, 0, 1, 0], [0xc0, 0xff, 0xff, 0xff, 0xff, 1], [0x40], [0], [], [0x40, .. hello]];
        foreach (var type in new[] { EapType.Peap, EapType.Ttls, EapType.Tls, EapType.MsChap2, EapType.Md5, EapType.Gtc, (EapType)255 })
        {
            foreach (var data in first)
            {
                var (offer, state) = Challenge(room.Access(Ask(room, Identity("siti"))));
                if (type != EapType.Peap)
                {
                    var reply = Read(room.Access(Ask(room, Response(offer[1], EapType.Nak, (byte)type), state)));
                    if (reply.Code != RadiusCode.AccessChallenge)
                        continue;
                    offer = Eap(reply);
                }
                for (var step = 0; step < 5; step++)
                {
                    var reply = Read(room.Access(Ask(room, Response(offer[1], type, data), state)));
                    Assert.NotEqual(RadiusCode.AccessAccept, reply.Code);
                    if (reply.Code != RadiusCode.AccessChallenge)
                        break;
                    offer = Eap(reply);
                }
            }
        }
        for (var i = 0; i < 2000; i++)
        {
            var bytes = Identity("siti");
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (room.Access(Ask(room, bytes.AsSpan(0, random.Next(1, bytes.Length + 1)))) is { } reply)
                Assert.NotEqual(RadiusCode.AccessAccept, Read(reply).Code);
        }
    }

    [Fact]
    public void Attributes_within_a_tunnel_fail_cleanly_at_every_truncation()
    {
        byte[] octets = [.. TtlsAttributes.Write(1, 0, "siti"u8), .. TtlsAttributes.Write(11, 311, new byte[16]), .. TtlsAttributes.Write(25, 311, new byte[50])];
        Assert.True(TtlsAttributes.TryRead(octets, out var whole));
        Assert.Equal(("siti", 16, 50), (Encoding.UTF8.GetString(whole.UserName), whole.MsChapChallenge.Length, whole.MsChap2Response.Length));
        for (var length = 1; length < octets.Length; length++)
            _ = TtlsAttributes.TryRead(octets.AsSpan(0, length), out _);
        Assert.False(TtlsAttributes.TryRead(octets.AsSpan(0, 7), out _));
        Assert.False(TtlsAttributes.TryRead(TtlsAttributes.Write(9999, 0, "x"u8), out _));
    }
}
