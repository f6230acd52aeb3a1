using System.Net;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class StrangerTests
{
    private static readonly DatagramPath Stranger = new(new DatagramEndPoint(IPAddress.Parse("10.9.9.9"), 5000), default);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static byte[] Named(RadiusRoom room, string name) => room.Request((ref RadiusWriter w) =>
    {
        w.Add(Ietf.UserName, "siti");
        w.Add(Ietf.NasIdentifier, name);
    });

    private static byte[] Told(RadiusRoom room) => room.Request((ref RadiusWriter w) =>
    {
        w.Add(Ietf.AcctStatusType, 7);
        w.Add(Ietf.NasIdentifier, "rw05");
    }, sign: false, code: RadiusCode.AccountingRequest);

    private static async Task<UnknownNasView[]> ListAsync(RadiusRoom room)
    {
        await room.Get<UnknownSenders>().FlushAsync(Cancel);
        await using var db = room.Open();
        return await UnknownNasList.ListAsync(db, Cancel);
    }

    [Fact]
    public async Task An_unknown_router_is_listed_with_the_command_that_adopts_it_and_never_answered()
    {
        await using var room = await RadiusRoom.OpenAsync();
        for (var i = 0; i < 3; i++) Assert.Null(room.Access(Named(room, "rw07"), Stranger));
        await ListAsync(room);
        Assert.Null(await room.AccountAsync(Named(room, "rw07"), Stranger));
        var only = Assert.Single(await ListAsync(room));
        Assert.Equal(("10.9.9.9", "rw07", 4L), (only.Address, only.NasId, only.Packets));
        Assert.True(only.FirstAt <= only.LastAt);
        Assert.Equal("hotspot ap add rw07 --area CODE --address 10.9.9.9 --secret SECRET --nas-id rw07", only.Adopt);
        Assert.Equal(only, Assert.Single(room.Get<UnknownSenders>().List));
    }

    [Fact]
    public async Task Another_router_behind_a_known_address_is_listed_and_the_known_ones_secret_is_not_blamed()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.NasIdentifier = "rw05");
        var other = new SharedSecret("its own");
        Assert.Null(await room.AccountAsync(room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.AcctStatusType, 1);
            w.Add(Ietf.NasIdentifier, "rw06");
        }, sign: false, other, RadiusCode.AccountingRequest)));
        Assert.Equal("rw06", Assert.Single(await ListAsync(room)).NasId);
        Assert.Equal(0, room.Health.Dropped(DropReason.WrongRequestAuthenticator));
        await room.Writer.ChangeAsync(async db => db.Add(new Nas { Name = "rw06", Address = "10.0.0.1", NasIdentifier = "rw06", SecretSealed = (await db.Set<Nas>().FirstAsync(Cancel)).SecretSealed }), Cancel);
        Assert.Empty(await ListAsync(room));
    }

    [Fact]
    public async Task A_router_is_known_where_it_reported_itself_from_and_signs_its_requests_there()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.NasIdentifier = "rw05");
        Assert.Null(await room.AccountAsync(Told(room), Stranger));
        await room.ChangeNasAsync(n => n.SeenAddress = "10.9.9.9");
        Assert.NotNull(await room.AccountAsync(Told(room), Stranger));
        Assert.NotNull(await room.AccountAsync(Told(room)));
        Assert.NotNull(room.Access(room.Pap("siti", "x"), Stranger));
        Assert.Null(room.Access(room.Pap("siti", "x", sign: false), Stranger));
        Assert.NotNull(room.Access(room.Pap("siti", "x", sign: false)));
        await room.ChangeNasAsync(n => n.SeenAddress = "10.9.9.10");
        Assert.Null(await room.AccountAsync(Told(room), Stranger));
    }

    [Fact]
    public async Task One_that_was_added_is_listed_no_longer()
    {
        await using var room = await RadiusRoom.OpenAsync();
        room.Access(Named(room, "rw07"), Stranger);
        Assert.Single(await ListAsync(room));
        await room.ChangeNasAsync(n => n.Address = "10.9.9.9");
        Assert.Empty(await ListAsync(room));
    }

    [Fact]
    public async Task A_flood_of_invented_names_addresses_and_noise_stays_bounded()
    {
        await using var room = await RadiusRoom.OpenAsync();
        room.Access(new byte[100], Stranger);
        for (var i = 0; i < 100; i++) room.Access(Named(room, $"n{i}"), Stranger);
        Assert.InRange((await ListAsync(room)).Length, 1, 16);
        for (var i = 0; i < 600; i++)
        {
            room.Access(Named(room, ""), new DatagramPath(new DatagramEndPoint(IPAddress.Parse($"10.8.{i / 250}.{i % 250}"), 5000), default));
            if (i % 150 == 0) await ListAsync(room);
        }
        Assert.InRange((await ListAsync(room)).Length, 100, UnknownNasList.Most);
    }

    [Fact]
    public async Task A_wrong_secret_is_told_in_words_once_not_with_every_packet()
    {
        await using var room = await RadiusRoom.OpenAsync();
        for (var i = 0; i < 5; i++) Assert.Null(room.Access(room.Pap("siti", "x", secret: new SharedSecret("other"))));
        FeedEvent[] notices = [];
        await AccessTests.Until(async () =>
        {
            await using var db = room.Open();
            notices = await db.Set<FeedEvent>().Where(e => e.Kind == FeedKind.Notice).ToArrayAsync(Cancel);
            return notices.Length > 0;
        });
        var notice = Assert.Single(notices);
        Assert.Contains("secret of rw05 does not match", notice.Data, StringComparison.Ordinal);
        Assert.Equal(("rw05", SecretNotices.State), (notice.AccessPoint, notice.State));
        await using var read = room.Open();
        Assert.NotNull(await SecretNotices.LastAsync(read, "rw05", Cancel));
        Assert.DoesNotContain("other", notice.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_Message_Authenticator_three_unreadable_passwords_in_a_row_tell()
    {
        await using var room = await RadiusRoom.OpenAsync();
        for (var i = 0; i < 8; i++) room.Access(room.Pap("siti", "rahasia sekali", sign: false, secret: new SharedSecret("other")));
        await AccessTests.Until(async () =>
        {
            await using var db = room.Open();
            return await SecretNotices.LastAsync(db, "rw05", Cancel) is not null;
        });
    }
}
