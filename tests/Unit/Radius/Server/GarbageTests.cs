using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Wire;
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
            var bytes = FuzzTests.Mutate(seeds, random);
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
        Assert.False(await db.Set<AccountingRecord>().AnyAsync(TestContext.Current.CancellationToken));
        Assert.False(await db.Set<Session>().AnyAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await room.AttemptsAsync());
        Assert.NotNull(room.Access(room.Pap(code, code)));
    }
}
