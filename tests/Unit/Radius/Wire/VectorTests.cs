using System.Net;
using System.Text;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public sealed class VectorTests
{
    public static TheoryData<string> Packets => Vector.Packets;

    [Theory, MemberData(nameof(Packets))]
    public void Request_and_reply_belong_together(string name)
    {
        var vector = Vector.Read(name);
        var secret = new SharedSecret(vector.Text("secret"));
        Assert.True(RadiusPacket.TryRead(vector.Bytes("request"), out var request, out _));
        if (!vector.Has("reply"))
            return;
        Assert.True(RadiusPacket.TryRead(vector.Bytes("reply"), out var reply, out _));
        Assert.Equal(ReplyState.Valid, PacketCheck.Reply(reply, request.Identifier, request.Authenticator, secret));
        Assert.Equal(ReplyState.WrongAuthenticator, PacketCheck.Reply(reply, request.Identifier, request.Authenticator, new SharedSecret("other")));
        Assert.NotEqual(MessageAuthenticatorState.Wrong, PacketCheck.MessageAuthenticator(request, secret));
        if (vector.Has("password"))
        {
            Assert.True(request.TryGet(Ietf.UserPassword, out var hidden));
            Span<byte> password = stackalloc byte[UserPassword.MaxLength];
            var length = UserPassword.Reveal(hidden, request.Authenticator, secret, password);
            Assert.Equal(vector.Text("password"), Encoding.UTF8.GetString(password[..length]));
            Span<byte> again = stackalloc byte[UserPassword.MaxLength];
            Assert.Equal(hidden.Length, UserPassword.Hide(password[..length], request.Authenticator, secret, again));
            Assert.Equal(hidden, again[..hidden.Length]);
        }
        if (vector.Has("chap"))
        {
            Assert.True(request.TryGet(Ietf.ChapPassword, out var answer));
            Assert.True(Chap.Verify(answer, Encoding.UTF8.GetBytes(vector.Text("chap")), Chap.Challenge(request)));
            Assert.False(Chap.Verify(answer, "arctangens"u8, Chap.Challenge(request)));
            Assert.False(Chap.Verify(answer[1..], Encoding.UTF8.GetBytes(vector.Text("chap")), Chap.Challenge(request)));
        }
    }

    [Theory, MemberData(nameof(Packets))]
    public void Every_truncation_fails_cleanly(string name)
    {
        foreach (var bytes in Vector.Read(name).Datagrams())
        {
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.False(RadiusPacket.TryRead(bytes.AsSpan(0, length), out _, out var fault));
                Assert.Equal(length < 20 ? PacketFault.TooShort : PacketFault.LengthBeyondDatagram, fault);
                if (length < 20)
                    continue;
                var adjusted = bytes.AsSpan(0, length).ToArray();
                (adjusted[2], adjusted[3]) = ((byte)(length >> 8), (byte)length);
                if (RadiusPacket.TryRead(adjusted, out var packet, out fault))
                    Assert.All(PacketText.Lines(packet), line => Assert.Contains(" = ", line, StringComparison.Ordinal));
                else
                    Assert.True(fault is PacketFault.AttributeBeyondPacket or PacketFault.AttributeCutShort);
            }
        }
    }

    [Theory, MemberData(nameof(Packets))]
    public void Every_truncation_of_every_attribute_is_told_or_said_to_be_malformed(string name)
    {
        foreach (var bytes in Vector.Read(name).Datagrams())
        {
            for (var at = RadiusPacket.HeaderLength; at < bytes.Length; at += bytes[at + 1])
            {
                for (var size = 2; size < bytes[at + 1]; size++)
                {
                    byte[] cut = [.. bytes.AsSpan(0, at + size), .. bytes.AsSpan(at + bytes[at + 1])];
                    (cut[at + 1], cut[2], cut[3]) = ((byte)size, (byte)(cut.Length >> 8), (byte)cut.Length);
                    if (RadiusPacket.TryRead(cut, out var packet, out var fault))
                        Assert.All(PacketText.Lines(packet), line => Assert.Contains(" = ", line, StringComparison.Ordinal));
                    else
                        Assert.Equal(PacketFault.MessageAuthenticatorLength, fault);
                }
            }
        }
    }

    [Fact]
    public void Rfc2865_7_1_user_telnets_to_host()
    {
        var vector = Vector.Read("rfc2865-7.1");
        Assert.True(RadiusPacket.TryRead(vector.Bytes("request"), out var request, out _));
        Assert.Equal(RadiusCode.AccessRequest, request.Code);
        Assert.Equal("nemo", request.Text(Ietf.UserName));
        Assert.Equal(IPAddress.Parse("192.168.1.16"), request.Address(Ietf.NasIPAddress));
        Assert.Equal(3u, request.Number(Ietf.NasPort));
        Assert.Null(request.Number(Ietf.SessionTimeout));

        var secret = new SharedSecret(vector.Text("secret"));
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, request.Identifier);
        writer.Add(Ietf.ServiceType, 1);
        writer.Add(Ietf.LoginService, 0);
        writer.Add(Ietf.LoginIPHost, IPAddress.Parse("192.168.1.3"));
        Assert.Equal(vector.Bytes("reply"), writer.FinishReply(request.Authenticator, secret));

        writer = new RadiusWriter(new byte[4096], RadiusCode.AccessRequest, 0);
        writer.SetAuthenticator(request.Authenticator);
        writer.Add(Ietf.UserName, "nemo");
        writer.AddUserPassword("arctangent"u8, secret);
        writer.Add(Ietf.NasIPAddress, IPAddress.Parse("192.168.1.16"));
        writer.Add(Ietf.NasPort, 3);
        Assert.Equal(vector.Bytes("request"), writer.Finish(secret));
    }

    [Fact]
    public void Rfc2865_7_2_user_starts_framed_session_with_chap()
    {
        var vector = Vector.Read("rfc2865-7.2");
        Assert.True(RadiusPacket.TryRead(vector.Bytes("request"), out var request, out _));
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessRequest, 1);
        writer.SetAuthenticator(request.Authenticator);
        writer.Add(Ietf.UserName, "flopsy");
        writer.AddChapPassword(0x16, "arctangent"u8, default);
        writer.Add(Ietf.NasIPAddress, IPAddress.Parse("192.168.1.16"));
        writer.Add(Ietf.NasPort, 20);
        writer.Add(Ietf.ServiceType, 2);
        writer.Add(Ietf.FramedProtocol, 1);
        Assert.Equal(vector.Bytes("request"), writer.Finish(new SharedSecret(vector.Text("secret"))));
    }

    [Theory, InlineData("rfc5997-6.1"), InlineData("rfc5997-6.2")]
    public void Rfc5997_6_status_server_is_signed_with_its_own_authenticator(string name)
    {
        var vector = Vector.Read(name);
        var secret = new SharedSecret(vector.Text("secret"));
        var bytes = vector.Bytes("request");
        Assert.True(RadiusPacket.TryRead(bytes, out var request, out _));
        Assert.Equal(MessageAuthenticatorState.Valid, PacketCheck.MessageAuthenticator(request, secret));
        Assert.Equal(MessageAuthenticatorState.Wrong, PacketCheck.MessageAuthenticator(request, new SharedSecret("wrong")));

        var writer = new RadiusWriter(new byte[64], RadiusCode.StatusServer, request.Identifier);
        writer.SetAuthenticator(request.Authenticator);
        writer.AddMessageAuthenticator();
        Assert.Equal(bytes, writer.Finish(secret));
    }
}
