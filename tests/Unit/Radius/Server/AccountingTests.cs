using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Core;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class AccountingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static List<AccountingRecord> Records(RadiusRoom room) => JournalRecords.Of(room.Get<DataFolder>());

    private static void Answered(byte[] request, byte[]? reply)
    {
        Assert.NotNull(reply);
        Assert.True(RadiusPacket.TryRead(reply, out var packet, out _));
        Assert.True(RadiusPacket.TryRead(request, out var asked, out _));
        Assert.Equal(RadiusCode.AccountingResponse, packet.Code);
        Assert.Equal(ReplyState.Valid, PacketCheck.Reply(packet, asked.Identifier, asked.Authenticator, RadiusRoom.Secret));
    }

    [Fact]
    public async Task A_session_with_more_than_four_gibibytes_is_kept_and_joined_to_its_person()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        Assert.True(RadiusPacket.TryRead(room.Access(room.Pap(code, code))!, out var accept, out _));
        var mark = accept.TryGet(Ietf.Class, out var value) ? value.ToArray() : null;
        byte[][] packets =
        [
            room.Accounting(AcctStatusType.Start, "0001", code, mark: mark),
            room.Accounting(AcctStatusType.InterimUpdate, "0001", code, 300, 5_000_000_000, 70_000, mark),
            room.Accounting(AcctStatusType.Stop, "0001", code, 500, 6_000_000_000, 80_000_000_000, mark),
        ];
        foreach (var packet in packets)
            Answered(packet, await room.AccountAsync(packet));
        foreach (var packet in packets)
            Answered(packet, await room.AccountAsync(packet));
        await room.Get<JournalFollower>().CatchUpAsync(Cancel);
        await using var db = room.Open();
        Assert.Equal(3, Records(room).Count);
        var session = await db.Set<Session>().SingleAsync(Cancel);
        Assert.Equal((6_000_000_000, 80_000_000_000, 500), (session.InputOctets, session.OutputOctets, session.Seconds));
        Assert.StartsWith("voucher:", session.PersonKey, StringComparison.Ordinal);
        Assert.Equal(("0001", code, "02-00-00-00-00-01"), (session.AcctSessionId, session.UserName, session.Mac));
        Assert.NotNull(session.EndedAt);
    }

    [Fact]
    public async Task Without_class_the_user_name_tells_the_person()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        await room.AccountAsync(room.Accounting(AcctStatusType.Start, "1", "Siti"));
        Assert.StartsWith("account:", Assert.Single(Records(room)).PersonKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_router_that_counts_from_the_phones_side_is_swapped()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.SwapOctets = true);
        await room.AccountAsync(room.Accounting(AcctStatusType.Stop, "1", "x", 10, 111, 222));
        var record = Assert.Single(Records(room));
        Assert.Equal((222, 111), (record.InputOctets, record.OutputOctets));
    }

    [Fact]
    public async Task A_wrong_secret_is_silence_and_nothing_is_stored()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var request = room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.AcctStatusType, 1);
            w.Add(Ietf.AcctSessionId, "1");
        }, sign: false, secret: new SharedSecret("other"), code: RadiusCode.AccountingRequest);
        Assert.Null(await room.AccountAsync(request));
        Assert.Equal(1, room.Health.Dropped(DropReason.WrongRequestAuthenticator));
        Assert.Empty(Records(room));
    }

    [Fact]
    public async Task On_and_off_are_records_other_statuses_are_answered_and_incomplete_ones_are_not()
    {
        await using var room = await RadiusRoom.OpenAsync();
        foreach (var status in new[] { AcctStatusType.AccountingOn, AcctStatusType.AccountingOff })
        {
            var request = room.Accounting(status, "", "");
            Answered(request, await room.AccountAsync(request));
        }
        var tunnel = room.Accounting((AcctStatusType)9, "1", "x");
        Answered(tunnel, await room.AccountAsync(tunnel));
        Assert.Null(await room.AccountAsync(room.Accounting(AcctStatusType.Start, "", "x")));
        Assert.Null(await room.AccountAsync(room.Request((ref RadiusWriter w) => w.Add(Ietf.AcctSessionId, "1"), sign: false, code: RadiusCode.AccountingRequest)));
        Assert.Equal(2, room.Health.Dropped(DropReason.IncompleteAccounting));
        Assert.Equal([AcctStatus.AccountingOn, AcctStatus.AccountingOff],
            Records(room).Select(r => r.Status));
    }

    [Fact]
    public async Task Names_with_zero_octets_are_kept_in_a_form_every_database_takes()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var request = room.Accounting(AcctStatusType.Start, "1\0\0", "a\0b\0");
        Answered(request, await room.AccountAsync(request));
        var record = Assert.Single(Records(room));
        Assert.Equal(("1", "a\uFFFDb"), (record.AcctSessionId, record.UserName));
    }

    [Fact]
    public async Task Status_server_on_the_accounting_port_gets_an_accounting_response()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var request = room.Request((ref RadiusWriter _) => { }, code: RadiusCode.StatusServer);
        Answered(request, await room.AccountAsync(request));
    }
}
