using HotspotManager.Core.Areas;
using HotspotManager.Core.People;
using HotspotManager.Core.Sessions;
using Xunit;
using static HotspotManager.Core.Sessions.AcctStatus;

namespace HotspotManager.Unit.Core;

/// <summary>Routers that lose power without a word and begin to count anew, with clocks at 1970; and those that say so.</summary>
public sealed class PowerCutTests
{
    private const string Siti = "02-00-00-00-00-01", Budi = "02-00-00-00-00-02", Ani = "02-00-00-00-00-03";

    [Fact]
    public async Task The_same_start_again_after_a_short_cut_is_no_replay_when_it_comes_from_another_sign_in()
    {
        await using var lab = await AccountingLab.CreateAsync();
        // Word for word the same, also the clock: 5 s after the router began to count from 1970.
        await lab.TellAsync(Start, 0, "81", signIn: 1001, timestamp: "1970+5");
        await lab.TellAsync(Start, 20, "81", signIn: 1002, timestamp: "1970+5");
        await lab.TellAsync(InterimUpdate, 80, "81", seconds: 60, octets: 7, signIn: 1002);
        await lab.TellAsync(Stop, 110, "81", seconds: 90, octets: 9, signIn: 1002);
        Assert.Equal(["81 0+0 0 end@0 Lost-Service", "81 20+90 9 end@110 "], await lab.SessionsAsync());
    }

    [Fact]
    public async Task Of_a_router_that_returns_no_Class_the_first_figures_tell()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "81", timestamp: "1970+5");
        await lab.TellAsync(InterimUpdate, 300, "81", seconds: 300, octets: 50);
        await lab.TellAsync(Start, 400, "81", timestamp: "1970+5");
        await lab.TellAsync(InterimUpdate, 460, "81", seconds: 60, octets: 7);
        Assert.Equal(["81 0+300 50 end@300 Lost-Service", "81 400+60 7"], await lab.SessionsAsync());
        Assert.Equal(57, lab.Get<UsageBook>().Of("voucher:1", lab.Get<CityClock>().Day(lab.T0)).Octets);
    }

    [Fact]
    public async Task Three_tries_of_a_start_are_one_record_whether_the_delay_is_told_or_not()
    {
        await using var lab = await AccountingLab.CreateAsync();
        for (var copy = 0; copy < 3; copy++) await lab.TellAsync(Start, copy, "81", signIn: 1001);
        await lab.TellAsync(Start, 400, "81", signIn: 1001, delay: 400);
        Assert.Equal(1, lab.Records);
        Assert.Equal(["81 0+0 0"], await lab.SessionsAsync());
    }

    [Fact]
    public async Task Accounting_On_ends_what_began_before_it_and_said_again_nothing_else()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "81", Siti, person: 1);
        await lab.TellAsync(InterimUpdate, 60, "81", Siti, seconds: 60, octets: 5, person: 1);
        await lab.TellAsync(Start, 10, "1", Ani, nas: 2, person: 3);
        await lab.TellAsync(AccountingOn, 200, "0", timestamp: "1970+0");
        await lab.TellAsync(Start, 201, "81", Budi, person: 2);
        // The answer was lost: once more, in a new packet.
        await lab.TellAsync(AccountingOn, 203, "0", delay: 3, timestamp: "1970+3");
        Assert.Equal(["81 0+60 5 end@60 NAS-Reboot", "1 10+0 0", "81 201+0 0"], await lab.SessionsAsync());
    }

    [Fact]
    public async Task A_second_cut_within_minutes_says_the_same_words_and_is_heard()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(AccountingOn, 0, "0", timestamp: "1970+0");
        await lab.TellAsync(Start, 60, "81");
        await lab.TellAsync(AccountingOn, 120, "0", timestamp: "1970+0");
        Assert.Equal(["81 60+0 0 end@60 NAS-Reboot"], await lab.SessionsAsync());
    }

    [Fact]
    public async Task Accounting_Off_ends_them_at_that_moment_and_a_session_that_lives_on_is_believed()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "81", Siti);
        await lab.TellAsync(Start, 1, "82", Budi, person: 2);
        await lab.TellAsync(AccountingOff, 130, "0", delay: 30);
        Assert.Equal(["81 0+0 0 end@100 NAS-Reboot", "82 1+0 0 end@100 NAS-Reboot"], await lab.SessionsAsync());
        await lab.TellAsync(InterimUpdate, 200, "81", Siti, seconds: 200, octets: 9);
        // Another's Stop, long under way, ends when it says.
        await lab.TellAsync(Stop, 210, "82", Budi, seconds: 90, octets: 4, delay: 119, person: 2);
        Assert.Equal(["81 0+200 9", "82 1+90 4 end@91 "], await lab.SessionsAsync());
    }

    [Fact]
    public async Task An_id_in_use_by_another_phone_shows_that_the_router_counts_anew()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "81", Siti, person: 1);
        await lab.TellAsync(InterimUpdate, 100, "81", Siti, seconds: 100, octets: 5, person: 1);
        await lab.TellAsync(Start, 50, "82", Ani, person: 3);
        await lab.TellAsync(Start, 0, "81", Siti, nas: 2, person: 4);
        await lab.TellAsync(Start, 300, "81", Budi, person: 2);
        // Siti and Ani block their vouchers no longer; the other router's sessions are no concern of this one.
        Assert.Equal(["81 0+100 5 end@100 NAS-Reboot", "81 0+0 0", "82 50+0 0 end@50 NAS-Reboot", "81 300+0 0"], await lab.SessionsAsync());
        Assert.Empty(lab.Open.OfPerson("voucher:1"));
        Assert.Empty(lab.Open.OfPerson("voucher:3"));
        // Was it only a router that gives one id twice? Whoever is heard of again goes on.
        await lab.TellAsync(InterimUpdate, 400, "81", Siti, seconds: 400, octets: 20, person: 1);
        Assert.Contains("81 0+400 20", await lab.SessionsAsync());
    }

    [Fact]
    public async Task A_phone_that_signs_in_again_under_another_id_has_left_its_former_session()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "8a", Siti);
        await lab.TellAsync(InterimUpdate, 100, "8a", Siti, seconds: 100, octets: 5);
        await lab.TellAsync(Start, 0, "8b", Budi);
        await lab.TellAsync(Start, 400, "9a", Siti);
        Assert.Equal(["8a 0+100 5 end@100 Lost-Service", "8b 0+0 0", "9a 400+0 0"], await lab.SessionsAsync());
        // Its last words, late: they count, and do not bring it back.
        await lab.TellAsync(Stop, 401, "8a", Siti, seconds: 200, octets: 8, delay: 201);
        Assert.Equal(["8a 0+200 8 end@200 ", "8b 0+0 0", "9a 400+0 0"], await lab.SessionsAsync());
    }

    [Fact]
    public async Task What_comes_late_of_a_session_whose_id_is_in_use_again_does_not_bring_it_back()
    {
        await using var lab = await AccountingLab.CreateAsync();
        await lab.TellAsync(Start, 0, "81", signIn: 1);
        await lab.TellAsync(Start, 400, "81", signIn: 2);
        await lab.TellAsync(InterimUpdate, 401, "81", seconds: 300, octets: 9, delay: 101, signIn: 1);
        Assert.Equal(["81 0+300 9 end@300 Lost-Service", "81 400+0 0"], await lab.SessionsAsync());
        Assert.Single(lab.Open.All);
    }

    [Fact]
    public async Task Yesterdays_record_that_comes_today_counts_for_yesterday()
    {
        await using var lab = await AccountingLab.CreateAsync();
        var clock = lab.Get<CityClock>();
        var today = clock.Day(lab.T0);
        await lab.TellAsync(Stop, 0, "81", seconds: 600, octets: 9, delay: 86_400);
        var used = lab.Get<UsageBook>().Of("voucher:1", today);
        Assert.Equal((600, 9, 0, 0), (used.Seconds, used.Octets, used.DaySeconds, used.DayOctets));
    }
}
