using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Realms;
using HotspotManager.Core.Secrets;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class ProxyTests
{
    private static readonly SharedSecret HomeSecret = new("homesecret");

    private delegate void Say(ref RadiusWriter reply, in RadiusPacket request);

    /// <summary>A home server on the room's network; null code: silence.</summary>
    private static DatagramSocket Home(RadiusRoom room, List<byte[]> got, RadiusCode? code, Say say) => room.Get<IDatagrams>().Open(
        new IPEndPoint(IPAddress.Loopback, 0), (DatagramSocket socket, ReadOnlySpan<byte> bytes, in DatagramPath path) =>
        {
            Assert.True(RadiusPacket.TryRead(bytes, out var request, out _));
            lock (got) got.Add(bytes.ToArray());
            if (code is not { } answer) return;
            var reply = new RadiusWriter(new byte[4096], answer, request.Identifier);
            reply.AddMessageAuthenticator();
            reply.AddProxyStates(request);
            say(ref reply, request);
            socket.Send(reply.FinishReply(request.Authenticator, HomeSecret), path);
        });

    private static async Task RealmAsync(RadiusRoom room, DatagramSocket home)
    {
        await room.Writer.ChangeAsync(db => RealmList.AddAsync(db, room.Get<SecretBox>(), "kampus.ac.id",
            new RealmInput([$"127.0.0.1:{home.LocalEndPoint.Port}"], ["homesecret"], null, true, null)));
        await room.ReloadAsync();
    }

    private static async Task<byte[]> AnswerAsync(RadiusRoom room, byte[] request)
    {
        _ = room.Access(request);
        await AccessTests.Until(() => Task.FromResult(room.Sent.Last is not null));
        return room.Sent.Last!;
    }

    [Fact]
    public async Task What_hides_under_one_secret_is_hidden_anew_under_the_other()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var got = new List<byte[]>();
        using var home = Home(room, got, RadiusCode.AccessAccept, (ref RadiusWriter reply, in RadiusPacket asked) =>
        {
            Span<byte> hidden = stackalloc byte[Mppe.MaxHidden];
            reply.Add(HotspotManager.Radius.Wire.Microsoft.MppeSendKey, hidden[..Mppe.Hide("0123456789abcdef"u8, 0x8001, asked.Authenticator, HomeSecret, hidden)]);
            reply.Add(Ietf.Class, "hs:0:1:voucher:5"u8);
            reply.Add(Ietf.Class, "theirs"u8);
            reply.Add(Mikrotik.RateLimit, "999M/999M");
            reply.Add(Ietf.FramedIPAddress, IPAddress.Parse("10.66.0.1"));
        });
        await RealmAsync(room, home);
        var request = room.Pap("alice@Kampus.ac.id", "rahasia");
        var octets = await AnswerAsync(room, request);

        Assert.True(RadiusPacket.TryRead(got[0], out var asked, out _));
        Assert.Equal(MessageAuthenticatorState.Valid, PacketCheck.MessageAuthenticator(asked, HomeSecret));
        Assert.Equal("alice", asked.Text(Ietf.UserName));
        Assert.True(asked.TryGet(Ietf.UserPassword, out var hiddenPassword));
        var password = new byte[128];
        Assert.Equal("rahasia", System.Text.Encoding.UTF8.GetString(password, 0, UserPassword.Reveal(hiddenPassword, asked.Authenticator, HomeSecret, password)));
        Assert.True(asked.TryGet(Ietf.ProxyState, out _));

        Assert.True(RadiusPacket.TryRead(octets, out var reply, out _));
        Assert.Equal(ReplyState.Valid, PacketCheck.Reply(reply, request[1], request.AsSpan(4, 16), RadiusRoom.Secret));
        Assert.Equal((RadiusCode.AccessAccept, (byte)80), (reply.Code, octets[20]));
        Assert.False(reply.TryGet(Ietf.ProxyState, out _));
        Assert.True(reply.TryGet(HotspotManager.Radius.Wire.Microsoft.MppeSendKey, out var hiddenKey));
        var key = new byte[64];
        Assert.Equal("0123456789abcdef", System.Text.Encoding.UTF8.GetString(key, 0, Mppe.Reveal(hiddenKey, request.AsSpan(4, 16), RadiusRoom.Secret, key)));
        Assert.True(reply.TryGet(Ietf.Class, out var mark));
        Assert.Equal("theirs", System.Text.Encoding.UTF8.GetString(mark));
        Assert.False(reply.TryGet(Mikrotik.RateLimit, out _));
        Assert.False(reply.TryGet(Ietf.FramedIPAddress, out _));
    }

    [Fact]
    public async Task A_request_that_comes_back_in_a_circle_is_dropped()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var got = new List<byte[]>();
        using var home = Home(room, got, RadiusCode.AccessReject, (ref RadiusWriter _, in RadiusPacket _) => { });
        await RealmAsync(room, home);
        await AnswerAsync(room, room.Pap("alice@kampus.ac.id", "rahasia"));
        Assert.True(RadiusPacket.TryRead(got[0], out var first, out _));
        Assert.True(first.TryGet(Ietf.ProxyState, out var mark));
        var ours = mark.ToArray();
        var again = room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.UserName, "alice@kampus.ac.id");
            w.Add(Ietf.ProxyState, ours);
        });
        Assert.Null(room.Access(again));
        Assert.Equal(1, room.Health.Dropped(DropReason.ProxyLoop));
        Assert.Single(got);
    }

    [Fact]
    public async Task A_realm_whose_home_server_is_silent_is_refused_and_the_server_passed_over()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var got = new List<byte[]>();
        using var home = Home(room, got, null, (ref RadiusWriter _, in RadiusPacket _) => { });
        await RealmAsync(room, home);
        var octets = await AnswerAsync(room, room.Pap("alice@kampus.ac.id", "rahasia"));
        Assert.Equal((byte)RadiusCode.AccessReject, octets[0]);
        // From now on it is passed over: the next answer comes without waiting.
        Assert.Equal((byte)RadiusCode.AccessReject, (await AnswerAsync(room, room.Pap("alice@kampus.ac.id", "rahasia")))[0]);
        Assert.Single(got, g => g[0] == (byte)RadiusCode.AccessRequest);
    }

    [Theory]
    [InlineData("siti")]
    [InlineData("siti@rw05")]
    public async Task Our_own_people_are_not_asked_about_elsewhere(string name)
    {
        await using var room = await RadiusRoom.OpenAsync();
        using var home = Home(room, [], RadiusCode.AccessAccept, (ref RadiusWriter _, in RadiusPacket _) => { });
        await RealmAsync(room, home);
        Assert.Equal((byte)RadiusCode.AccessReject, room.Access(room.Pap(name, "rahasia"))![0]);
    }

    [Fact]
    public async Task An_answer_goes_to_the_home_server_that_asked_whichever_comes_first_meanwhile()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var (atFirst, atSecond) = (new List<byte[]>(), new List<byte[]>());
        using var first = Home(room, atFirst, RadiusCode.AccessReject, (ref RadiusWriter _, in RadiusPacket _) => { });
        using var second = Home(room, atSecond, RadiusCode.AccessChallenge, (ref RadiusWriter reply, in RadiusPacket _) => reply.Add(Ietf.State, "mine"u8));
        await room.Writer.ChangeAsync(db => RealmList.AddAsync(db, room.Get<SecretBox>(), "kampus.ac.id",
            new RealmInput([$"127.0.0.1:{second.LocalEndPoint.Port}"], ["homesecret"], null, true, null)), TestContext.Current.CancellationToken);
        await room.ReloadAsync();
        await AnswerAsync(room, room.Pap("alice@kampus.ac.id", "a"));
        Assert.Single(atSecond);
        await room.Writer.ChangeAsync(async db =>
        {
            foreach (var home in db.Set<HomeServer>().ToList())
                home.Position = 2;
            var realm = db.Set<Realm>().Single();
            db.Add(new HomeServer
            {
                RealmId = realm.Id,
                Position = 1,
                Address = "127.0.0.1",
                AuthPort = first.LocalEndPoint.Port,
                AcctPort = first.LocalEndPoint.Port,
                SecretSealed = room.Get<SecretBox>().Seal(SecretPurpose.HomeServerSecret, "homesecret"),
            });
            await db.SaveChangesAsync();
        }, TestContext.Current.CancellationToken);
        await room.ReloadAsync();
        await AnswerAsync(room, room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.UserName, "alice@kampus.ac.id");
            w.Add(Ietf.State, "mine"u8);
        }));
        Assert.Equal((0, 2), (atFirst.Count, atSecond.Count));
        await AnswerAsync(room, room.Pap("alice@kampus.ac.id", "a"));
        Assert.Equal((1, 2), (atFirst.Count, atSecond.Count));
    }
}
