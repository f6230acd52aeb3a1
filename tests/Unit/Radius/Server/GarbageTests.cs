using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Wire;
using HotspotManager.Unit.Core;
using Microsoft.EntityFrameworkCore;
using System.Net;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class GarbageTests
{
    [Fact]
    public async Task Random_and_mutated_datagrams_change_nothing_but_counters()
    {
        // Signed requests, as routers of today send them: a mutation that strips the signature of an unsigned one would be a request of its own.
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.RequireMessageAuthenticator = true);
        var code = await room.VoucherAsync();
        var random = new Random(20260103);
        byte[][] seeds =
        [
            room.Pap(code, code), room.Accounting(AcctStatusType.Start, "1", code), room.Request((ref RadiusWriter _) => { }, code: RadiusCode.StatusServer),
            .. Vector.Packets.Select(row => Vector.Read(row.Data).Bytes("request")),
        ];
        var stranger = new DatagramPath(new DatagramEndPoint(IPAddress.Parse("10.9.9.9"), 1), default);
        for (var i = 0; i < 10_000; i++)
        {
            var bytes = Fuzzer.Mutate(seeds, random);
            if (i % 3 == 0)
                random.NextBytes(bytes);
            var path = i % 10 == 0 ? stranger : RadiusRoom.FromNas;
            // A mutation behind the length field, or none at all, leaves a genuine packet: that one may be answered.
            if (seeds.Any(seed => bytes.Length >= seed.Length && bytes.AsSpan(0, seed.Length).SequenceEqual(seed)))
                continue;
            room.Access(bytes, path);
            Assert.Null(await room.AccountAsync(bytes, path));
        }
        await using var db = room.Open();
        Assert.Empty(JournalRecords.Of(room.Get<HotspotManager.Core.Store.DataFolder>()));
        Assert.False(await db.Set<Session>().AnyAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await room.AttemptsAsync());
        Assert.NotNull(room.Access(room.Pap(code, code)));
    }

    /// <summary>A router gone mad, or taken over: what it sends is signed with its secret, so it is believed to be from it, whatever stands in it.</summary>
    [Fact]
    public async Task Signed_nonsense_never_throws_and_others_are_still_served()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        var code = await room.VoucherAsync();
        byte[][] seeds =
        [
            room.Pap(code, code), room.Accounting(AcctStatusType.Start, "1", code), room.Accounting(AcctStatusType.Stop, "1", code, 60, 1 << 20, 1UL << 40),
            room.Request((ref RadiusWriter w) =>
            {
                w.Add(Ietf.UserName, "siti");
                w.Add(Ietf.EapMessage, [2, 1, 0, 9, 1, .. "siti"u8]);
            }),
            room.Request((ref RadiusWriter w) =>
            {
                w.Add(Ietf.UserName, "siti");
                w.Add(HotspotManager.Radius.Wire.Microsoft.ChapChallenge, new byte[16]);
                w.Add(HotspotManager.Radius.Wire.Microsoft.Chap2Response, new byte[50]);
            }),
            .. Vector.Packets.Select(row => Vector.Read(row.Data).Bytes("request")), .. Fuzzer.Found("signed"),
        ];
        var access = room.Get<AccessFlow>();
        var accounting = room.Get<AccountingFlow>();
        var state = Array.Empty<byte>();
        await Fuzzer.RunAsync("signed", seeds, octets =>
        {
            if (Sign(octets, state) is not { } datagram) return;
            room.Sent.Clear();
            access.Handle(room.Sent, datagram, RadiusRoom.FromNas);
            accounting.Handle(room.Sent, datagram, RadiusRoom.FromNas).GetAwaiter().GetResult();
            if (room.Sent.Last is not { } answer) return;
            Assert.True(RadiusPacket.TryRead(answer, out var reply, out _));
            if (reply.TryGet(Ietf.State, out var next)) state = next.ToArray(); // the conversation goes on
        });
        Assert.Equal(0, room.Health.Dropped(DropReason.InternalError));
        Assert.NotNull(room.Access(room.Pap(code, code)));
    }

    /// <summary>The datagram with the State asked for and with authenticators that hold; null when it is no packet.</summary>
    private static byte[]? Sign(ReadOnlySpan<byte> octets, byte[] state)
    {
        if (!RadiusPacket.TryRead(octets, out var packet, out _)) return null;
        var writer = new RadiusWriter(new byte[RadiusPacket.MaxLength], packet.Code, packet.Identifier);
        writer.SetAuthenticator(packet.Authenticator);
        writer.AddMessageAuthenticator();
        if (packet.HasEapMessage && state.Length > 0) writer.Add(Ietf.State, state);
        for (var rest = packet.Bytes[RadiusPacket.HeaderLength..]; !rest.IsEmpty; rest = rest[rest[1]..])
        {
            if (rest[0] != Ietf.MessageAuthenticator.Number && rest[0] != Ietf.State.Number)
                writer.AddValue(new OctetsAttribute("raw", 0, rest[0]), rest[2..rest[1]]);
        }
        return writer.Finish(RadiusRoom.Secret).ToArray();
    }
}
