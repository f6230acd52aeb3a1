using HotspotManager.Core.Alerts;
using Xunit;

namespace HotspotManager.Unit.Core.Alerts;

public class AlertRulesTests
{
    [Fact]
    public void A_single_access_point_is_told_after_five_minutes_and_a_site_at_once()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1) } };
        scene.Begin(1);
        scene.Begin(2, points: 4, site: true);
        scene.Pass(10);
        Assert.Equal(["00:00 Tell 1 2", "05:00 Tell 1 1"], scene.Said);
    }

    [Fact]
    public void A_power_flicker_and_a_restart_are_never_told()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1) } };
        for (var i = 0; i < 20; i++)
        {
            scene.Begin(i);
            scene.Pass(4);
            scene.End(i);
            scene.Pass(1);
        }
        Assert.Empty(scene.Said);
    }

    [Fact]
    public void The_end_is_told_only_to_those_who_were_told()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1), AlertScene.Listener(2) with { PointMinutes = 30 }, AlertScene.Listener(3) with { Least = AlertSeverity.Site } } };
        scene.Begin(1);
        scene.Pass(10);
        scene.End(1);
        scene.Pass(60);
        Assert.Equal(["05:00 Tell 1 1", "11:00 Recover 1 1"], scene.Said);
    }

    [Fact]
    public void What_begins_again_within_the_minute_after_its_end_is_no_recovery()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1) } };
        scene.Begin(1);
        scene.Pass(6);
        for (var i = 0; i < 10; i++)
        {
            scene.End(1);
            scene.Pass(0.5);
            scene.Change(1, x => x with { EndedAt = null });
            scene.Pass(2);
        }
        Assert.Equal(["05:00 Tell 1 1"], scene.Said);
    }

    [Fact]
    public void What_begins_again_after_its_end_was_told_is_told_when_it_lasts_again()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1) } };
        scene.Begin(1);
        scene.Pass(6);
        scene.End(1);
        scene.Pass(2);
        scene.Change(1, x => x with { EndedAt = null });
        scene.Pass(4);
        scene.End(1);
        scene.Pass(1);
        scene.Change(1, x => x with { EndedAt = null });
        scene.Pass(6);
        Assert.Equal(["05:00 Tell 1 1", "07:00 Recover 1 1", "18:00 Tell 1 1"], scene.Said);
    }

    [Fact]
    public void One_incident_is_one_message_that_edits_itself()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1, AlertManner.Edits), AlertScene.Listener(2), AlertScene.Listener(3, AlertManner.Every) } };
        scene.Begin(1, points: 2, site: true);
        scene.Pass(0);
        for (var i = 3; i <= 9; i++)
        {
            scene.Change(1, x => x with { Points = i });
            scene.Pass(1 / 12.0);
        }
        scene.Pass(1);
        scene.End(1);
        scene.Pass(2);
        Assert.Equal(["00:00 Tell 1 1", "00:00 Tell 2 1", "00:00 Tell 3 1"], scene.Said.Take(3));
        // Seven changes within 35 seconds: an edit every ten seconds at most, and the last state is shown; who gets e-mail reads the first and the end.
        Assert.InRange(scene.Said.Count(s => s.EndsWith("Update 1 1", StringComparison.Ordinal)), 3, 5);
        Assert.Single(scene.Said, s => s.EndsWith("Recover 1 1", StringComparison.Ordinal));
        Assert.Equal(2, scene.Said.Count(s => s.Contains(" 2 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_point_that_turns_out_to_be_an_uplink_is_told_at_once_and_a_rise_rings_again()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1) } };
        scene.Begin(1);
        scene.Pass(0.5);
        scene.Change(1, x => x with { Points = 5, IsSite = true, Cause = "uplink MENARA-2 down" });
        scene.Pass(1);
        scene.Change(1, x => x with { Points = 6 });
        scene.Pass(1);
        scene.Change(1, x => x with { Points = 40 });
        scene.Pass(1);
        Assert.Equal(["00:30 Tell 1 1", "02:30 Update 1 1"], scene.Said);
    }

    [Fact]
    public void Nobody_is_told_of_what_is_acknowledged_muted_or_in_maintenance()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1), AlertScene.Listener(2) with { MutedUntil = DateTimeOffset.MaxValue }, AlertScene.Listener(3, AlertManner.Every) } };
        scene.Begin(1, points: 3);
        scene.Change(1, x => x with { AcknowledgedBy = "sari" });
        scene.Begin(2, points: 3);
        scene.Change(2, x => x with { InMaintenance = true });
        scene.Pass(60);
        Assert.Empty(scene.Said);
        // Not acknowledged any longer: now it is told.
        scene.Change(1, x => x with { AcknowledgedBy = null });
        scene.Change(2, x => x with { InMaintenance = false });
        scene.Pass(1);
        Assert.Equal(["01:00:00 Tell 1 1", "01:00:00 Tell 1 2", "01:00:00 Tell 3 1", "01:00:00 Tell 3 2"], scene.Said);
    }

    [Fact]
    public void A_chat_that_muted_an_incident_hears_nothing_more_of_it_until_the_hour_is_over()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1, AlertManner.Edits), AlertScene.Listener(2) } };
        scene.Begin(1, points: 3);
        scene.Pass(1);
        scene.Mute(1, 1, 60);
        scene.Mute(2, 1, 60);
        scene.Change(1, x => x with { Points = 30 });
        scene.Pass(30);
        scene.End(1);
        scene.Pass(5);
        // The message that edits itself shows the end; nothing rings.
        Assert.Equal(["00:00 Tell 1 1", "00:00 Tell 2 1", "31:00 Recover 1 1"], scene.Said);
    }

    [Fact]
    public void Without_acknowledgement_the_next_step_is_told_and_with_it_it_is_not()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1), AlertScene.Listener(2) with { AfterMinutes = 15 }, AlertScene.Listener(3) with { AfterMinutes = 30 } } };
        scene.Begin(1);
        scene.Begin(2);
        scene.Pass(10);
        scene.Change(2, x => x with { AcknowledgedBy = "sari" });
        scene.Pass(12);
        scene.Change(1, x => x with { AcknowledgedBy = "budi" });
        scene.Pass(60);
        scene.End(1);
        scene.End(2);
        scene.Pass(2);
        Assert.Equal(["05:00 Tell 1 1", "05:00 Tell 1 2", "20:00 Tell 2 1", "01:23:00 Recover 1 1", "01:23:00 Recover 1 2", "01:23:00 Recover 2 1"], scene.Said);
    }

    [Fact]
    public void The_next_step_counts_from_when_the_first_was_told_also_after_the_server_stood_still()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1), AlertScene.Listener(2) with { AfterMinutes = 10 } } };
        scene.Begin(1, points: 3);
        scene.Change(1, x => x with { StartedAt = x.StartedAt.AddHours(-2) });
        scene.Pass(15);
        Assert.Equal(["00:00 Tell 1 1", "10:00 Tell 2 1"], scene.Said);
    }

    [Fact]
    public void At_night_only_what_is_wide_rings_and_the_morning_brings_the_rest()
    {
        var scene = new AlertScene(localHour: 23) { Listeners = { AlertScene.Listener(1) with { Quiet = new QuietHours(22 * 60, 5 * 60) } } };
        scene.Begin(1);
        scene.Begin(2, points: 3);
        scene.Begin(3);
        scene.Begin(4, points: 15);
        scene.Pass(60);
        scene.End(2);
        scene.End(3);
        scene.Pass(60 * 6);
        Assert.Equal(["00:00 Tell 1 4", "06:00:00 Tell 1 1", "06:00:00 Digest 1 of 2 (0 open)"], scene.Said);
    }

    [Fact]
    public void An_end_at_night_waits_for_the_morning_where_it_would_ring()
    {
        var scene = new AlertScene(localHour: 21)
        {
            Listeners =
            {
                AlertScene.Listener(1) with { Quiet = new QuietHours(22 * 60, 5 * 60) },
                AlertScene.Listener(2, AlertManner.Edits) with { Quiet = new QuietHours(22 * 60, 5 * 60) },
            },
        };
        scene.Begin(1, points: 3);
        scene.Pass(90);
        scene.End(1);
        scene.Pass(60 * 8);
        Assert.Equal(["00:00 Tell 1 1", "00:00 Tell 2 1", "01:30:00 Recover 2 1", "08:00:00 Recover 1 1"], scene.Said);
    }

    [Fact]
    public void A_storm_is_twelve_messages_and_then_digests()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1) with { PointMinutes = 0 } } };
        for (var i = 0; i < 300; i++)
        {
            scene.Begin(i);
            scene.Pass(1 / 12.0);
        }
        scene.Begin(999, points: 50);
        scene.Pass(20);
        Assert.Equal(12, scene.Said.Count(s => s.Contains("Tell 1", StringComparison.Ordinal) && !s.EndsWith("999", StringComparison.Ordinal)));
        // The wide one gets through all the same.
        Assert.Contains(scene.Said, s => s.EndsWith("Tell 1 999", StringComparison.Ordinal));
        Assert.InRange(scene.Said.Count(s => s.Contains("Digest", StringComparison.Ordinal)), 3, 5);
        Assert.Equal(288, scene.Said.Where(s => s.Contains("Digest", StringComparison.Ordinal)).Sum(s => int.Parse(s.Split(' ')[4], System.Globalization.CultureInfo.InvariantCulture)));
        scene.Said.Clear();
        for (var i = 0; i < 300; i++) scene.End(i);
        scene.Pass(30);
        // Those told one by one hear of their end one by one, the others in one digest.
        Assert.Equal(12, scene.Said.Count(s => s.Contains("Recover", StringComparison.Ordinal)));
        Assert.EndsWith(" Digest 1 of 288 (0 open)", Assert.Single(scene.Said, s => s.Contains("Digest", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_wants_a_digest_gets_one_for_each_slot_and_nothing_else()
    {
        var scene = new AlertScene(localHour: 9) { Listeners = { AlertScene.Listener(1) with { DigestMinutes = 24 * 60 } } };
        scene.Begin(1, points: 30);
        scene.Begin(2);
        scene.Begin(3);
        scene.Pass(2);
        scene.End(3);
        scene.Pass(60 * 12);
        scene.End(1);
        scene.Pass(60 * 12);
        scene.End(2);
        scene.Pass(60 * 24);
        // At 07.00 local: incident 3 was over within the five minutes; incident 1 was over, 2 not; the next morning brings the end of 2.
        Assert.Equal(["22:00:00 Digest 1 of 2 (1 open)", "22:00:00 Digest 1 of 1 (0 open)"], scene.Said);
    }

    [Fact]
    public void Subscriptions_hear_of_their_own_area_only_and_of_nothing_older_than_they_are()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1) with { Area = "35.73.05.1011/05" }, AlertScene.Listener(2) with { Area = "35.73.02" } } };
        scene.Begin(1, points: 3);
        scene.Begin(2, points: 3, area: "35.73.05.1011/06");
        scene.Begin(3, points: 3, area: "35.73.02.1001/01");
        scene.Listeners.Add(AlertScene.Listener(3) with { Since = scene.Now.AddMinutes(1) });
        scene.Pass(5);
        Assert.Equal(["00:00 Tell 1 1", "00:00 Tell 2 3"], scene.Said);
    }

    [Fact]
    public void What_ended_because_work_began_rings_nowhere()
    {
        var scene = new AlertScene { Listeners = { AlertScene.Listener(1), AlertScene.Listener(2, AlertManner.Edits) } };
        scene.Begin(1, points: 3);
        scene.Pass(1);
        scene.Change(1, x => x with { EndedAt = scene.Now, HasRecovered = false });
        scene.Pass(5);
        Assert.Equal(["00:00 Tell 1 1", "00:00 Tell 2 1", "01:00 Recover 2 1"], scene.Said);
    }
}
