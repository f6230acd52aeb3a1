using HotspotManager.Core.Attempts;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class AccessTests
{
    private static RadiusPacket Read(byte[]? reply)
    {
        Assert.NotNull(reply);
        Assert.True(RadiusPacket.TryRead(reply, out var packet, out _));
        return packet;
    }

    private static void Accepted(byte[] request, byte[]? reply)
    {
        var packet = Read(reply);
        Assert.Equal(RadiusCode.AccessAccept, packet.Code);
        Assert.True(RadiusPacket.TryRead(request, out var asked, out _));
        Assert.Equal(ReplyState.Valid, PacketCheck.Reply(packet, asked.Identifier, asked.Authenticator, RadiusRoom.Secret));
        Assert.Equal(Ietf.MessageAuthenticator.Number, reply![20]);
    }

    private static void Rejected(byte[]? reply, Reason reason)
    {
        var packet = Read(reply);
        Assert.Equal(RadiusCode.AccessReject, packet.Code);
        Assert.Equal(Ietf.MessageAuthenticator.Number, reply![20]);
        Assert.Equal(ReasonTexts.Indonesian(reason), packet.Text(Ietf.ReplyMessage));
    }

    [Fact]
    public async Task A_voucher_code_lets_in_with_what_remains_and_the_brands_limits()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.Brand = "mikrotik");
        var code = await room.VoucherAsync();
        var request = room.Pap(code, code);
        var reply = room.Access(request);
        Accepted(request, reply);
        var packet = Read(reply);
        Assert.Equal(3600u, packet.Number(Ietf.SessionTimeout));
        Assert.NotNull(packet.Number(Ietf.IdleTimeout));
        Assert.NotNull(packet.Number(Ietf.AcctInterimInterval));
        Assert.Equal("2000k/5000k", packet.Text(Mikrotik.RateLimit));
        Assert.Equal(5_000_000_000UL, Gigawords.Join(packet.Number(Mikrotik.TotalLimit), packet.Number(Mikrotik.TotalLimitGigawords)));
        Assert.True(packet.TryGet(Ietf.Class, out var mark));
        Assert.True(SessionMark.TryParse(System.Text.Encoding.UTF8.GetString(mark), out var parsed));
        Assert.StartsWith("voucher:", parsed.PersonKey, StringComparison.Ordinal);
        var attempt = Assert.Single(await room.AttemptsAsync());
        Assert.True(attempt.Accepted);
        Assert.Equal(("radius-pap", "02-00-00-00-00-01"), (attempt.Way, attempt.Mac));
        Assert.DoesNotContain(code, attempt.UserName + attempt.Steps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_voucher_code_works_with_the_code_or_nothing_as_password_by_pap_and_by_chap()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        var spaced = code[..5] + "-" + code[5..];
        foreach (var (name, password) in new[] { (code, code), (code, ""), (spaced, code), (code, spaced) })
        {
            var request = room.Pap(name, password);
            Accepted(request, room.Access(request));
        }
        var nameOnly = room.Request((ref RadiusWriter w) => w.Add(Ietf.UserName, code));
        Accepted(nameOnly, room.Access(nameOnly));
        foreach (var password in new[] { code, "" })
        {
            foreach (var challenge in new[] { Array.Empty<byte>(), [1, 2, 3, 4, 5, 6, 7, 8] })
            {
                var chap = room.Request((ref RadiusWriter w) =>
                {
                    w.Add(Ietf.UserName, code);
                    w.AddChapPassword(7, System.Text.Encoding.UTF8.GetBytes(password), challenge);
                });
                Accepted(chap, room.Access(chap));
            }
        }
        Rejected(room.Access(room.Pap(code, "0000000000")), Reason.WrongPassword);
    }

    [Fact]
    public async Task Each_refusal_says_why()
    {
        await using var room = await RadiusRoom.OpenAsync();
        await room.AccountAsync("siti", "rahasia");
        Rejected(room.Access(room.Pap("9999999999", "9999999999")), Reason.UnknownUser);
        Rejected(room.Access(room.Pap("siti", "salah")), Reason.WrongPassword);
        Rejected(room.Access(room.Pap("siti", "")), Reason.WrongPassword);
        Rejected(room.Access(room.Request((ref RadiusWriter w) => w.Add(Ietf.UserName, "siti"))), Reason.WrongPassword);
        Rejected(room.Access(room.Request((ref RadiusWriter w) => w.Add(Ietf.NasPort, 1))), Reason.GatewayRequestInvalid);
        var elsewhere = await room.VoucherAsync(area: "35.73.05.1011/06");
        Rejected(room.Access(room.Pap(elsewhere, elsewhere)), Reason.VoucherElsewhere);
        var right = room.Pap("siti", "rahasia");
        Accepted(right, room.Access(right));
    }

    [Fact]
    public async Task A_used_up_voucher_is_refused_after_accounting_told_so()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        var request = room.Pap(code, code);
        var mark = Read(room.Access(request)).TryGet(Ietf.Class, out var value) ? value.ToArray() : null;
        await room.AccountAsync(room.Accounting(AcctStatusType.Start, "s1", code, mark: mark));
        await room.AccountAsync(room.Accounting(AcctStatusType.Stop, "s1", code, 600, 1_000_000_000, 4_000_000_001, mark));
        await room.Get<HotspotManager.Core.Sessions.JournalFollower>().CatchUpAsync(TestContext.Current.CancellationToken);
        Rejected(room.Access(room.Pap(code, code)), Reason.DataUsedUp);
    }

    [Fact]
    public async Task A_grant_works_for_its_own_phone_only_and_by_mac_alone()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var plan = room.Get<PlanTable>().Find("jam")!;
        var grant = await room.Get<GrantTable>().IssueAsync("phone:02-00-00-00-00-01", plan.Id, "02-00-00-00-00-01", 1, "click-through",
            room.Get<TimeProvider>().GetUtcNow().AddHours(1), TestContext.Current.CancellationToken);
        var own = room.Pap(grant.UserName, grant.Password);
        Accepted(own, room.Access(own));
        Rejected(room.Access(room.Pap(grant.UserName, "x")), Reason.WrongPassword);
        Rejected(room.Access(room.Pap(grant.UserName, grant.Password, "02:00:00:00:00:02")), Reason.GrantOfAnotherPhone);
        foreach (var name in new[] { "02:00:00:00:00:01", "020000000001", "02-00-00-00-00-01" })
        {
            var byMac = room.Pap(name, name);
            Accepted(byMac, room.Access(byMac));
        }
        Rejected(room.Access(room.Pap("020000000001", "020000000001", "02:00:00:00:00:02")), Reason.UnknownUser);
        Rejected(room.Access(room.Pap("020000000002", "020000000002", "02:00:00:00:00:02")), Reason.UnknownUser);
    }

    [Fact]
    public async Task A_remembered_phone_is_let_in_by_its_mac_before_it_sees_a_portal()
    {
        await using var room = await RadiusRoom.OpenAsync();
        const string mac = "02-00-00-00-00-01";
        var phones = room.Get<RememberedPhones>();
        await phones.KeepAsync(mac, "phone:" + mac, room.Get<PlanTable>().Find("jam")!.Id, "click-through", 30, "test", 1, TestContext.Current.CancellationToken);
        // MikroTik (name and password), CoovaChilli (name, and a password that may be set to anything: here the MAC), with nothing.
        foreach (var (name, password) in new[] { ("02:00:00:00:00:01", "02:00:00:00:00:01"), ("02-00-00-00-00-01", "02-00-00-00-00-01"), ("020000000001", "") })
        {
            var request = room.Pap(name, password);
            Accepted(request, room.Access(request));
        }
        Rejected(room.Access(room.Pap("020000000001", "guess")), Reason.WrongPassword);
        // Another phone saying that name.
        Rejected(room.Access(room.Pap("020000000001", "020000000001", "02:00:00:00:00:02")), Reason.UnknownUser);
        await phones.ForgetAsync(mac, "test", TestContext.Current.CancellationToken);
        Rejected(room.Access(room.Pap("020000000001", "020000000001")), Reason.UnknownUser);
    }

    [Fact]
    public async Task The_same_packet_gets_the_same_octets_and_one_attempt()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        var request = room.Pap(code, code);
        var first = room.Access(request);
        Assert.Equal(first, room.Access(request));
        Assert.Single(await room.AttemptsAsync());
        var elsewhere = new HotspotManager.Datagrams.DatagramPath(RadiusRoom.FromNas.Remote.WithPort(40001), RadiusRoom.FromNas.Local);
        Accepted(request, room.Access(request, elsewhere));
        Assert.Equal(2, (await room.AttemptsAsync()).Count);
    }

    [Fact]
    public async Task A_wrong_secret_is_silence_with_message_authenticator_and_a_refusal_without()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        var other = new SharedSecret("other");
        Assert.Null(room.Access(room.Pap(code, code, secret: other)));
        Assert.Equal(1, room.Health.Dropped(DropReason.WrongMessageAuthenticator));
        Rejected(room.Access(room.Pap(code, code, sign: false, secret: other)), Reason.WrongPassword);
        Assert.Equal(1, room.Health.UnreadablePasswords);
        Assert.Contains(AttemptSteps.In("en", (await room.AttemptsAsync()).Single().Steps), step => step.Contains("shared secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_authenticator_is_required_when_set()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.RequireMessageAuthenticator = true);
        var code = await room.VoucherAsync();
        Assert.Null(room.Access(room.Pap(code, code, sign: false)));
        Assert.Equal(1, room.Health.Dropped(DropReason.MessageAuthenticatorMissing));
        var signed = room.Pap(code, code);
        Accepted(signed, room.Access(signed));
    }

    [Fact]
    public async Task Message_authenticator_is_learned_from_a_long_streak_and_can_be_reset()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        void Ask(int times, bool sign)
        {
            for (var i = 0; i < times; i++)
                Assert.NotNull(room.Access(room.Pap(code, code, sign: sign)));
        }
        Ask(MessageAuthenticatorLearner.Enough - 1, true);
        Ask(1, false);
        Assert.Equal(0, room.Health.Streak);
        Ask(MessageAuthenticatorLearner.Enough, true);
        await Until(async () =>
        {
            await room.ReloadAsync();
            return room.Access(room.Pap(code, code, sign: false)) is null;
        });
        Assert.True(room.Health.Dropped(DropReason.MessageAuthenticatorMissing) > 0);
        await room.ChangeNasAsync(n => n.SendsMessageAuthenticator = false);
        Ask(1, false);
        Assert.Equal(0, room.Health.Streak);
    }

    [Fact]
    public async Task Status_server_is_answered_when_signed_and_not_otherwise()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var request = room.Request((ref RadiusWriter _) => { }, code: RadiusCode.StatusServer);
        Accepted(request, room.Access(request));
        Assert.Null(room.Access(room.Request((ref RadiusWriter _) => { }, sign: false, code: RadiusCode.StatusServer)));
        Assert.Empty(await room.AttemptsAsync());
    }

    [Fact]
    public async Task Several_nas_behind_one_address_are_told_by_nas_identifier_and_their_secret_checks()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.NasIdentifier = "rw05");
        var code = await room.VoucherAsync();
        await room.Writer.ChangeAsync(db =>
        {
            db.Add(new HotspotManager.Core.Networks.Nas
            {
                Name = "rw06",
                Address = "10.0.0.1",
                NasIdentifier = "rw06",
                SecretSealed = room.Get<HotspotManager.Core.Secrets.SecretBox>().Seal(HotspotManager.Core.Secrets.SecretPurpose.NasSecret, "second"),
            });
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);
        await room.ReloadAsync();
        byte[] As(string identifier, SharedSecret secret) => room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.NasIdentifier, identifier);
            w.Add(Ietf.UserName, code);
        }, secret: secret);
        Assert.NotNull(room.Access(As("rw05", RadiusRoom.Secret)));
        Assert.NotNull(room.Access(As("rw06", new SharedSecret("second"))));
        Assert.Null(room.Access(As("rw05", new SharedSecret("second"))));
        Assert.Null(room.Access(As("rw07", RadiusRoom.Secret)));
    }

    [Fact]
    public async Task Guessing_is_refused_for_a_while_and_a_grant_of_the_portal_never_waits_for_it()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        for (var i = 0; i < TryLimit.Most; i++)
            Rejected(room.Access(room.Pap($"{i:D10}", $"{i:D10}")), Reason.UnknownUser);
        Rejected(room.Access(room.Pap(code, code)), Reason.TooManyTries);
        var other = room.Pap(code, code, "02:00:00:00:00:02");
        Accepted(other, room.Access(other));
        var grant = await room.Get<GrantTable>().IssueAsync("phone:02-00-00-00-00-01", room.Get<PlanTable>().Find("jam")!.Id, "02-00-00-00-00-01", 1,
            "click-through", room.Get<TimeProvider>().GetUtcNow().AddHours(1), TestContext.Current.CancellationToken);
        var own = room.Pap(grant.UserName, grant.Password);
        Accepted(own, room.Access(own));
    }

    [Fact]
    public async Task A_malformed_password_proves_nothing()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var code = await room.VoucherAsync();
        Rejected(room.Access(room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.UserName, code);
            w.Add(Ietf.UserPassword, new byte[15]);
        })), Reason.WrongPassword);
        Rejected(room.Access(room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.UserName, code);
            w.Add(Ietf.ChapPassword, new byte[16]);
        })), Reason.WrongPassword);
    }

    [Fact]
    public async Task Panels_say_what_is_wrong_and_show_what_each_plan_gets()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.Brand = "mikrotik");
        var code = await room.VoucherAsync();
        room.Access(room.Pap(code, code, secret: new SharedSecret("other")));
        room.Access(room.Pap(code, code), new HotspotManager.Datagrams.DatagramPath(
            new HotspotManager.Datagrams.DatagramEndPoint(System.Net.IPAddress.Parse("10.7.7.7"), 5), default));
        await room.Get<HotspotManager.Radius.Server.UnknownSenders>().FlushAsync(TestContext.Current.CancellationToken);
        var panels = room.Get<IEnumerable<HotspotManager.Core.Panels.Panel>>().ToList();
        var ofPoint = panels.Single(p => p is { Place: HotspotManager.Core.Panels.PanelPlace.AccessPoint, Title: "RADIUS" }).Show(new("rw05", "id", ""))!;
        Assert.Contains("Shared secret", ofPoint.Text, StringComparison.Ordinal);
        Assert.Contains(ofPoint.Code, c => c.Text.Contains("Mikrotik-Rate-Limit = \"2000k/5000k\"", StringComparison.Ordinal));
        var settings = panels.Single(p => p is { Place: HotspotManager.Core.Panels.PanelPlace.Settings, Title: "RADIUS" }).Show(new(null, "en", ""))!;
        Assert.Equal("10.7.7.7", Assert.Single(settings.Fields).Label);
    }

    [Fact]
    public async Task Proxy_states_are_returned()
    {
        await using var room = await RadiusRoom.OpenAsync();
        var request = room.Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.UserName, "nobody");
            w.Add(Ietf.ProxyState, "hop"u8);
        });
        var reply = Read(room.Access(request));
        Assert.True(reply.TryGet(Ietf.ProxyState, out var state));
        Assert.Equal("hop"u8, state);
    }

    internal static async Task Until(Func<Task<bool>> reached)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await reached())
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.Fail("It did not come about within ten seconds.");
    }
}
