using HotspotManager.Core.Sessions;
using Xunit;

namespace HotspotManager.Unit.Core;

public class SessionFoldTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    private static RecordFacts Start(int after = 0, int delay = 0) => new(AcctStatus.Start, T0.AddSeconds(after), delay, 0, 0, 0);
    private static RecordFacts Interim(int seconds, long octets, int after) => new(AcctStatus.InterimUpdate, T0.AddSeconds(after), 0, seconds, octets, octets);
    private static RecordFacts Stop(int seconds, long octets, int after) => new(AcctStatus.Stop, T0.AddSeconds(after), 0, seconds, octets, octets);

    private static SessionFacts FoldAll(params RecordFacts[] records)
    {
        SessionFacts? facts = null;
        foreach (var record in records) facts = SessionFold.Fold(facts, record).After;
        return facts!.Value;
    }

    [Fact]
    public void Any_order_of_one_sessions_records_gives_the_same_figures()
    {
        RecordFacts[] records = [Start(), Interim(60, 1000, 60), Interim(120, 2000, 120), Stop(150, 2500, 150)];
        var expected = FoldAll(records);
        foreach (var order in (int[][])[[1, 0, 2, 3], [0, 2, 1, 3], [3, 2, 1, 0], [2, 3, 0, 1]])
        {
            var facts = FoldAll([.. order.Select(i => records[i])]);
            Assert.Equal((expected.StartedAt, expected.Seconds, expected.InputOctets, expected.OutputOctets), (facts.StartedAt, facts.Seconds, facts.InputOctets, facts.OutputOctets));
            Assert.NotNull(facts.EndedAt);
        }
    }

    [Fact]
    public void The_figures_that_are_added_sum_up_to_the_total()
    {
        SessionFacts? facts = null;
        long seconds = 0, octets = 0;
        foreach (var record in (RecordFacts[])[Start(), Interim(60, 1000, 60), Interim(60, 1000, 61), Interim(30, 500, 62), Stop(150, 2500, 150), Stop(150, 2500, 151)])
        {
            var result = SessionFold.Fold(facts, record);
            (facts, seconds, octets) = (result.After, seconds + result.AddedSeconds, octets + result.AddedInputOctets);
        }
        Assert.Equal((150, 2500), (seconds, octets));
    }

    [Fact]
    public void A_late_update_does_not_open_an_ended_session() =>
        Assert.Equal(FoldKind.Late, SessionFold.Fold(FoldAll(Start(), Stop(100, 10, 100)), Interim(90, 9, 101)).Kind);

    [Fact]
    public void Acct_Delay_Time_moves_the_start_back() => Assert.Equal(T0, FoldAll(Start(after: 45, delay: 45)).StartedAt);

    [Fact]
    public void An_update_that_starts_counting_anew_is_another_session() =>
        Assert.Equal(FoldKind.Opened, SessionFold.Fold(FoldAll(Start(), Interim(600, 10, 600)), Interim(60, 5, 1200)).Kind);

    [Fact]
    public void A_start_eleven_minutes_later_is_another_session() => Assert.Equal(FoldKind.Opened, SessionFold.Fold(FoldAll(Start()), Start(660)).Kind);

    [Fact]
    public void A_start_that_comes_after_its_first_update_joins_it() => Assert.Equal(FoldKind.Updated, SessionFold.Fold(FoldAll(Interim(5, 1, 5)), Start(6, 6)).Kind);
}
