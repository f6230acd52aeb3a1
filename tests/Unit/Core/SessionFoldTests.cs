using System.Globalization;
using HotspotManager.Core.Sessions;
using Xunit;

namespace HotspotManager.Unit.Core;

/// <summary>
/// Records of one session id of one phone, in the order they arrive, and the sessions they make. A record: Start, Update or stoP (X), <c>@</c> the second it
/// arrives, its session time, octets in/out, <c>~</c> Acct-Delay-Time. A session: the second it began, its seconds, octets in/out, and <c>end@</c> when it is over.
/// </summary>
public class SessionFoldTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    // A whole session; figures above 32 bits (RFC 2869 5.1 and 5.2).
    [InlineData("S@0 U@300 300s 1000/50 X@400 400s 1500/60", "0+400 1500/60 end@400")]
    [InlineData("S@0 U@300 300s 5000000000/13000000456 X@400 400s 5000000123/14000000000", "0+400 5000000123/14000000000 end@400")]
    // Acct-Delay-Time is how long the gateway tried (RFC 2866 5.2): it began and ended that much earlier.
    [InlineData("S@45 ~45 U@300 300s 7/7 X@500 400s 9/9 ~100", "0+400 9/9 end@400")]
    [InlineData("S@0 X@90000 100s 9/9 ~89900", "0+100 9/9 end@100")]
    // A delay of half a century is a clock that was set: none.
    [InlineData("S@0 X@100 100s 9/9 ~1795000000", "0+100 9/9 end@100")]
    // So is such a session time: it says nothing.
    [InlineData("S@0 U@60 1795000000s 5/5 X@120 120s 9/9", "0+120 9/9 end@120")]
    // Twice, out of order, and after the end.
    [InlineData("S@0 S@1 U@60 60s 5/5 U@61 60s 5/5 X@90 90s 7/7 X@91 90s 7/7 X@900 90s 7/7", "0+90 7/7 end@90")]
    [InlineData("U@5 5s 1/1 S@6 ~6 X@20 20s 3/3", "0+20 3/3 end@20")]
    [InlineData("X@20 20s 3/3 U@21 10s 2/2 ~11 S@22 ~22", "0+20 3/3 end@20")]
    [InlineData("S@0 U@120 120s 9/9 U@121 60s 4/4 ~61", "0+120 9/9")]
    [InlineData("S@0 X@100 100s 9/9 U@101 90s 8/8 ~11", "0+100 9/9 end@100")]
    // The Stop overtook the last update: what was moved counts.
    [InlineData("S@0 X@100 100s 9/9 U@101 101s 10/10", "0+101 10/10 end@100")]
    // Late by less than half a minute without saying so.
    [InlineData("S@0 U@25 5s 1/1 X@30 28s 3/3", "0+28 3/3 end@30")]
    // The Start was late without saying so: the first update tells when it really began.
    [InlineData("S@100 U@301 300s 9/9", "1+300 9/9")]
    // An update never heard of a Start.
    [InlineData("U@600 300s 9/9 X@700 400s 11/12", "300+400 11/12 end@700")]
    // Without a session time: by the id alone.
    [InlineData("S@0 X@1000 0s 9/9", "0+0 9/9 end@1000")]
    // Power cuts. The same id again: another session, nothing is mixed.
    [InlineData("S@0 U@300 300s 10/10 S@900 U@960 60s 7/7", "0+300 10/10|900+60 7/7")]
    [InlineData("S@0 U@300 300s 10/10 S@400 U@460 60s 7/7 X@500 100s 8/8", "0+300 10/10|400+100 8/8 end@500")]
    // … its Start lost, and more used than before the cut.
    [InlineData("S@0 U@60 60s 10/10 U@700 300s 99/99", "0+60 10/10|400+300 99/99")]
    // … and even when nothing but two Starts was heard: the update tells that there were two.
    [InlineData("S@0 S@200 U@500 300s 9/9", "0+0 0/0|200+300 9/9")]
    // A Start again within ten minutes, with nothing in between: a copy. After that: another.
    [InlineData("S@0 S@599", "0+0 0/0")]
    [InlineData("S@0 S@631", "0+0 0/0|631+0 0/0")]
    [InlineData("S@0 X@100 100s 9/9 S@131 X@140 9s 1/1", "0+100 9/9 end@100|131+9 1/1 end@140")]
    [InlineData("S@0 X@100 100s 9/9 X@340 200s 8/8", "0+100 9/9 end@100|140+200 8/8 end@340")]
    // Three lives, of which the middle one's records come last, with their delay told.
    [InlineData("S@0 U@60 60s 5/5 S@600 U@660 60s 6/6 S@661 ~361 X@662 100s 9/9 ~262", "0+60 5/5|300+100 9/9 end@400|600+60 6/6")]
    // The first life's last words after the second began.
    [InlineData("S@0 U@300 300s 10/10 S@500 X@501 400s 12/12 ~101", "0+400 12/12 end@400|500+0 0/0")]
    // A counter of 32 bits without Gigawords passes 4 GiB: 4,294,967,296 more.
    [InlineData("S@0 U@300 300s 4000000000/10 U@600 600s 5000000/20 X@700 700s 6000000/30", "0+700 4300967296/30 end@700")]
    // A counter set to nothing in mid-session: what was counted stays counted.
    [InlineData("S@0 U@300 300s 1000/800 U@600 600s 400/300 X@700 700s 500/450", "0+700 1500/1250 end@700")]
    // One that falls a little is a gateway that cannot count: nobody pays twice.
    [InlineData("S@0 U@300 300s 1000/800 X@310 310s 990/800", "0+310 1000/800 end@310")]
    [InlineData("S@0 U@300 300s 1000/800 X@310 310s 0/0", "0+310 1000/800 end@310")]
    public void Records_make_sessions(string records, string sessions)
    {
        var known = new List<SessionFacts>();
        foreach (var record in Read(records)) Add(known, record);
        Assert.Equal(sessions, Show(known));
    }

    [Fact]
    public void The_figures_that_are_added_sum_up_to_the_total()
    {
        var known = new List<SessionFacts>();
        long seconds = 0, octets = 0;
        foreach (var record in Read("S@0 U@60 60s 1000/0 U@61 60s 1000/0 U@62 30s 500/0 U@90 90s 200/0 X@150 150s 2500/0 X@151 150s 2500/0 S@900 X@910 10s 5/0"))
        {
            var result = Add(known, record);
            (seconds, octets) = (seconds + result.AddedSeconds, octets + result.AddedInputOctets);
        }
        // 1,000 and, after the counter began anew, 2,500; then 5 of a second session.
        Assert.Equal((160, 3505), (seconds, octets));
    }

    [Fact]
    public void One_given_up_for_lost_goes_on_when_it_is_heard_of_again_and_not_by_what_is_older()
    {
        var lost = new SessionFacts(T0, T0.AddSeconds(300), T0.AddSeconds(300), 300, 9, 9, EndIsAssumed: true);
        Assert.Equal(FoldKind.Updated, SessionFold.Fold(lost, Read("U@3600 3600s 20/20")[0]).Kind);
        Assert.Null(SessionFold.Fold(lost, Read("U@3600 3600s 20/20")[0]).After.EndedAt);
        Assert.Equal(FoldKind.Late, SessionFold.Fold(lost, Read("U@3600 240s 8/8 ~3360")[0]).Kind);
        var stopped = SessionFold.Fold(lost, Read("X@3600 350s 10/10 ~3250")[0]);
        Assert.Equal((FoldKind.Closed, T0.AddSeconds(350), false), (stopped.Kind, stopped.After.EndedAt, stopped.After.EndIsAssumed));
    }

    /// <summary>
    /// Thousands of random lives of one id, their records with delays told, shuffled and doubled at will: every order makes the same sessions with the same
    /// figures. A failing seed is in the message.
    /// </summary>
    [Fact]
    public void Any_order_and_any_copies_of_the_records_give_the_same_sessions()
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            var random = new Random(seed);
            var told = Lives(random, random.Next(1, 4));
            var expected = Fold(told);
            for (var round = 0; round < 5; round++)
            {
                var copies = told.Concat(told.Where(_ => random.Next(3) == 0)).ToArray();
                random.Shuffle(copies);
                // Whenever it arrives, the gateway says how long it tried.
                var last = told.Max(r => r.ReceivedAt);
                var arrived = copies.Select((r, i) => r with { ReceivedAt = last.AddSeconds(i), DelaySeconds = (long)(last.AddSeconds(i) - r.ReceivedAt).TotalSeconds });
                Assert.Equal($"seed {seed}: {expected}", $"seed {seed}: {Fold(arrived)}");
            }
        }
    }

    private static RecordFacts[] Lives(Random random, int lives)
    {
        var records = new List<RecordFacts>();
        var at = T0;
        for (var life = 0; life < lives; life++)
        {
            records.Add(new RecordFacts(AcctStatus.Start, at, 0, 0, 0, 0));
            long seconds = 0, input = 0, output = 0;
            for (var n = random.Next(0, 6); n >= 0; n--)
            {
                seconds += random.Next(40, 400);
                input += random.NextInt64(1, 3_000_000_000);
                output += random.Next(1, 1000);
                // The last life may go on, every other ends with a Stop or without a word.
                var status = n == 0 && random.Next(2) == 0 ? AcctStatus.Stop : AcctStatus.InterimUpdate;
                records.Add(new RecordFacts(status, at.AddSeconds(seconds), 0, seconds, input, output));
            }
            at = at.AddSeconds(seconds + random.Next(61, 2000));
        }
        return [.. records];
    }

    private static string Fold(IEnumerable<RecordFacts> records)
    {
        var known = new List<SessionFacts>();
        foreach (var record in records) Add(known, record);
        return Show(known);
    }

    private static FoldResult Add(List<SessionFacts> known, in RecordFacts record)
    {
        var index = SessionFold.Match(known.ToArray(), record);
        var result = SessionFold.Fold(index < 0 ? null : known[index], record);
        if (index < 0) known.Add(result.After);
        else known[index] = result.After;
        return result;
    }

    private static string Show(IEnumerable<SessionFacts> sessions) => string.Join('|', sessions.OrderBy(s => s.StartedAt).Select(s => string.Create(
        CultureInfo.InvariantCulture, $"{At(s.StartedAt)}+{s.Seconds} {s.InputOctets}/{s.OutputOctets}{(s.EndedAt is { } end ? $" end@{At(end)}" : "")}")));

    private static long At(DateTimeOffset instant) => (long)(instant - T0).TotalSeconds;

    private static List<RecordFacts> Read(string text)
    {
        var records = new List<RecordFacts>();
        foreach (var word in text.Split(' '))
        {
            if (word[0] is 'S' or 'U' or 'X')
            {
                var status = word[0] switch { 'S' => AcctStatus.Start, 'U' => AcctStatus.InterimUpdate, _ => AcctStatus.Stop };
                records.Add(new RecordFacts(status, T0.AddSeconds(Number(word[2..])), 0, 0, 0, 0));
            }
            else if (word[0] == '~') records[^1] = records[^1] with { DelaySeconds = Number(word[1..]) };
            else if (word[^1] == 's') records[^1] = records[^1] with { SessionSeconds = Number(word[..^1]) };
            else records[^1] = records[^1] with { InputOctets = Number(word.Split('/')[0]), OutputOctets = Number(word.Split('/')[1]) };
        }
        return records;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
