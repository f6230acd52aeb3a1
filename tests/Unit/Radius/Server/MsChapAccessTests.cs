using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class MsChapAccessTests
{
    private static readonly byte[] Challenge = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static byte[] Second(RadiusRoom room, string name, string password, int length = 50) => room.Request((ref RadiusWriter w) =>
    {
        Span<byte> value = stackalloc byte[50];
        Span<byte> hash = stackalloc byte[16];
        Span<byte> challenge = stackalloc byte[8];
        value.Clear();
        value[0] = 9;
        value.Slice(2, 16).Fill(0x55);
        MsChap.PasswordHash(password, hash);
        MsChap.ChallengeHash(value.Slice(2, 16), Challenge, Encoding.UTF8.GetBytes(name), challenge);
        MsChap.Response(challenge, hash, value[26..]);
        w.Add(Ietf.UserName, name);
        w.Add(HotspotManager.Radius.Wire.Microsoft.ChapChallenge, Challenge);
        w.Add(HotspotManager.Radius.Wire.Microsoft.Chap2Response, value[..length]);
    });

    private static byte[] First(RadiusRoom room, string name, string password, byte flags = 1) => room.Request((ref RadiusWriter w) =>
    {
        Span<byte> value = stackalloc byte[50];
        Span<byte> hash = stackalloc byte[16];
        value.Clear();
        value[1] = flags;
        MsChap.PasswordHash(password, hash);
        MsChap.Response(Challenge.AsSpan(0, 8), hash, value[26..]);
        w.Add(Ietf.UserName, name);
        w.Add(HotspotManager.Radius.Wire.Microsoft.ChapChallenge, Challenge.AsSpan(0, 8));
        w.Add(HotspotManager.Radius.Wire.Microsoft.ChapResponse, value);
    });

    private static RadiusPacket Read(byte[]? reply)
    {
        Assert.True(RadiusPacket.TryRead(reply, out var packet, out _));
        return packet;
    }

    [Fact]
    public async Task Ms_chapv2_proves_both_sides_and_gives_two_keys()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        var code = await room.VoucherAsync();
        foreach (var (name, password) in new[] { ("siti", "rahasia"), (code, code), (code, "") })
        {
            var reply = Read(room.Access(Second(room, name, password)));
            Assert.Equal(RadiusCode.AccessAccept, reply.Code);
            Assert.True(reply.TryGet(HotspotManager.Radius.Wire.Microsoft.Chap2Success, out var success));
            Assert.Equal((43, 9), (success.Length, (int)success[0]));
            Assert.True(reply.TryGet(HotspotManager.Radius.Wire.Microsoft.MppeSendKey, out var send) && send.Length == 34);
            Assert.True(reply.TryGet(HotspotManager.Radius.Wire.Microsoft.MppeRecvKey, out var receive) && receive.Length == 34);
        }
    }

    [Fact]
    public async Task Ms_chap_gives_its_keys_and_a_wrong_password_says_so_in_its_own_words()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        var reply = Read(room.Access(First(room, "siti", "rahasia")));
        Assert.Equal(RadiusCode.AccessAccept, reply.Code);
        Assert.True(reply.TryGet(HotspotManager.Radius.Wire.Microsoft.ChapMppeKeys, out var keys) && keys.Length == 32);

        foreach (var wrong in new[] { First(room, "siti", "salah"), First(room, "siti", "rahasia", flags: 0), Second(room, "siti", "salah"), Second(room, "siti", "rahasia", 49) })
        {
            var reject = Read(room.Access(wrong));
            Assert.Equal(RadiusCode.AccessReject, reject.Code);
            Assert.StartsWith("E=691 R=0", reject.Text(HotspotManager.Radius.Wire.Microsoft.ChapError)[1..], StringComparison.Ordinal);
            Assert.Equal(ReasonTexts.Indonesian(Reason.WrongPassword), reject.Text(Ietf.ReplyMessage));
        }
        Assert.Contains(await room.AttemptsAsync(), a => a.Way == "radius-mschapv2");
    }
}
