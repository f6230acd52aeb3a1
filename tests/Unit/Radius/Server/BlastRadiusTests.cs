using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

/// <summary>
/// CVE-2024-3596: a man in the middle adds a Proxy-State of his own to an Access-Request, which comes back in the Access-Reject, and makes an Access-Accept
/// with the same MD5 out of it. He needs a request without Message-Authenticator and a reply without one.
/// </summary>
public sealed class BlastRadiusTests
{
    /// <summary>The attack's precondition: 100 octets of Proxy-State behind what the NAS wrote.</summary>
    private static byte[] Tamper(byte[] request)
    {
        byte[] tampered = [.. request, Ietf.ProxyState.Number, 102, .. Enumerable.Repeat((byte)0x42, 100)];
        (tampered[2], tampered[3]) = ((byte)(tampered.Length >> 8), (byte)tampered.Length);
        return tampered;
    }

    /// <summary>What the man in the middle can do with an MD5 collision at best: another code and other attributes under a Response Authenticator that holds.</summary>
    private static byte[] Forge(byte[] reply, byte[] request, bool keepMessageAuthenticator)
    {
        Assert.True(RadiusPacket.TryRead(reply, out var packet, out _));
        var forged = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, packet.Identifier);
        if (keepMessageAuthenticator && packet.TryGet(Ietf.MessageAuthenticator, out var kept)) forged.Add(Ietf.MessageAuthenticator, kept);
        forged.AddProxyStates(packet);
        return forged.FinishReply(request.AsSpan(4, 16), RadiusRoom.Secret).ToArray();
    }

    [Fact]
    public async Task The_reply_begins_with_a_Message_Authenticator_so_the_forged_Accept_is_refused()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var request = room.Pap("nobody", "wrong", sign: false);
        var reply = room.Access(Tamper(request));
        Assert.NotNull(reply);
        Assert.Equal((byte)RadiusCode.AccessReject, reply[0]);
        Assert.Equal(80, reply[20]);
        var forged = Forge(reply, request, keepMessageAuthenticator: true);
        Assert.True(RadiusPacket.TryRead(forged, out var accept, out _));
        Assert.Equal(ReplyState.WrongMessageAuthenticator, PacketCheck.Reply(accept, request[1], request.AsSpan(4, 16), RadiusRoom.Secret));
        // Without it the Response Authenticator alone would hold: that is the hole, closed on a NAS that wants the attribute.
        forged = Forge(reply, request, keepMessageAuthenticator: false);
        Assert.True(RadiusPacket.TryRead(forged, out accept, out _));
        Assert.False(accept.HasMessageAuthenticator);
    }

    [Fact]
    public async Task An_Accept_begins_with_a_Message_Authenticator_too()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        var reply = room.Access(Tamper(room.Pap(code, code, sign: false)));
        Assert.Equal(((byte)RadiusCode.AccessAccept, (byte)80), (reply![0], reply[20]));
    }

    [Fact]
    public async Task What_a_NAS_signed_cannot_be_tampered_with()
    {
        await using var room = await RadiusRoom.OpenAsync();
        Assert.Null(room.Access(Tamper(room.Pap("nobody", "wrong"))));
        Assert.Equal(1, room.Health.Dropped(DropReason.WrongMessageAuthenticator));
    }

    [Fact]
    public async Task A_NAS_that_always_signs_gets_no_answer_to_a_request_without()
    {
        await using var room = await RadiusRoom.OpenAsync();
        for (var i = 0; i < MessageAuthenticatorLearner.Enough; i++) Assert.NotNull(room.Access(room.Pap("nobody", "wrong")));
        await AccessTests.Until(async () =>
        {
            await room.ReloadAsync();
            return room.Access(Tamper(room.Pap("nobody", "wrong", sign: false))) is null;
        });
        Assert.True(room.Health.Dropped(DropReason.MessageAuthenticatorMissing) > 0);
    }

    [Fact]
    public async Task A_NAS_that_signs_with_EAP_only_is_not_locked_out()
    {
        await using var room = await RadiusRoom.OpenAsync();
        for (var i = 0; i < MessageAuthenticatorLearner.Enough + 5; i++)
        {
            room.Access(room.Request((ref RadiusWriter w) =>
            {
                w.Add(Ietf.UserName, "siti");
                w.Add(Ietf.EapMessage, [2, 1, 0, 9, 1, (byte)'s', (byte)'i', (byte)'t', (byte)'i']);
            }));
        }
        await Task.Delay(200, TestContext.Current.CancellationToken);
        await room.ReloadAsync();
        Assert.NotNull(room.Access(room.Pap("nobody", "wrong", sign: false)));
    }
}
