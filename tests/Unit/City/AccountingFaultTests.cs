using HotspotManager.City.Faults;
using HotspotManager.City.Network;
using HotspotManager.Core.Sessions;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.City;

/// <summary>A router whose accounting goes wrong, and what the fold makes of it: what the phones moved, exactly.</summary>
public sealed class AccountingFaultTests
{
    [Theory]
    [InlineData(FaultKind.Duplicate)]
    [InlineData(FaultKind.Delayed)]
    [InlineData(FaultKind.Reordered)]
    [InlineData(FaultKind.Clock)]
    [InlineData(FaultKind.CounterReset)]
    [InlineData(FaultKind.Loss)]
    public void The_fold_has_what_the_phones_moved(FaultKind kind)
    {
        using var lab = new Laboratory();
        var point = lab.Point("mikrotik");
        lab.City.Fault(kind, point.Plan.Name);
        var sessions = Enumerable.Range(0, 12).Select(i => FaultTests.Online(point, i)).ToList();
        lab.Run(900);
        foreach (var session in sessions) Assert.True(point.End(session, EndCause.UserRequest));
        // The last copy of the last record has left by then.
        lab.Run(400);

        foreach (var session in sessions)
        {
            var known = new List<SessionFacts>();
            foreach (var told in lab.Ledger.Where(t => t.Nas == point.Plan.Name && t.Session == session.Id))
            {
                var record = new RecordFacts((AcctStatus)(int)told.Status, told.ReceivedAt, told.Delay, told.Seconds, (long)told.Input, (long)told.Output);
                var index = SessionFold.Match(known.ToArray(), record);
                var after = SessionFold.Fold(index < 0 ? null : known[index], record).After;
                if (index < 0) known.Add(after);
                else known[index] = after;
            }
            var facts = Assert.Single(known);
            Assert.Equal(((long)session.Up, (long)session.Down, true), (facts.InputOctets, facts.OutputOctets, facts.EndedAt is not null));
        }
        Assert.True(Shows(kind, lab), $"{kind} shows nowhere");
    }

    [Fact]
    public void A_lost_stop_is_never_sent()
    {
        using var lab = new Laboratory();
        var point = lab.Point("coova");
        var session = FaultTests.Online(point, 0);
        lab.City.Fault(FaultKind.LostStop, point.Plan.Name);
        lab.Run(70);
        point.End(session, EndCause.UserRequest);
        lab.Run(70);
        Assert.Contains(lab.Ledger, t => t.Status == AcctStatusType.InterimUpdate);
        Assert.DoesNotContain(lab.Ledger, t => t.Status == AcctStatusType.Stop);
    }

    /// <summary>That the fault was really played.</summary>
    private static bool Shows(FaultKind kind, Laboratory lab) => kind switch
    {
        FaultKind.Duplicate => lab.Ledger.GroupBy(t => (t.Session, t.Status, t.Seconds)).All(g => g.Count() == 2),
        FaultKind.Delayed => lab.Ledger.Any(t => t.Delay > 30),
        FaultKind.Reordered => lab.Ledger.GroupBy(t => t.Session).Any(g => !g.Select(t => t.Seconds).SequenceEqual(g.Select(t => t.Seconds).Order())),
        FaultKind.Clock => lab.Ledger.TrueForAll(t => t.At!.Value.Year < 1990),
        FaultKind.CounterReset => lab.Ledger.GroupBy(t => t.Session).Any(g => !g.Select(t => t.Output).SequenceEqual(g.Select(t => t.Output).Order())),
        _ => lab.Ledger.Count > 12 * 10,
    };
}
