using HotspotManager.City.Faults;
using HotspotManager.City.Network;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.City;

public sealed class FaultTests
{
    private const string UpTime = "1.3.6.1.2.1.1.3.0";

    [Fact]
    public void A_power_cut_silences_an_rw_without_goodbye_and_it_comes_back_new()
    {
        using var lab = new Laboratory();
        var point = lab.Point("mikrotik");
        var session = Online(point, 1);
        lab.Run(5);
        Assert.True(lab.Number(point, UpTime) > 100_000);

        lab.City.Fault(FaultKind.Power, point.Plan.Area, TimeSpan.FromSeconds(30));
        lab.Run(2);
        Assert.Null(lab.Number(point, UpTime));
        Assert.Equal(0, point.Clients);
        Assert.DoesNotContain(lab.Ledger, t => t.Status is AcctStatusType.Stop or AcctStatusType.AccountingOff);

        lab.Run(30);
        Assert.InRange(lab.Number(point, UpTime)!.Value, 0ul, 500ul);
        Assert.Equal(0ul, point.Down);
        var on = Assert.Single(lab.Ledger, t => t.Status == AcctStatusType.AccountingOn);
        Assert.Equal(1970, on.At!.Value.Year);
        // The router counts its sessions from the beginning again.
        Assert.Equal(session.Id, Online(point, 1).Id);
    }

    [Fact]
    public void An_uplink_cut_takes_all_behind_it_and_the_uplink_and_nobody_else()
    {
        using var lab = new Laboratory();
        var point = lab.Point("coova");
        var session = Online(point, 1);
        var devices = lab.City.Fault(FaultKind.Uplink, point.Plan.Uplink);
        lab.Run(3);
        Assert.Equal(lab.Plan.AccessPoints.Where(p => p.Uplink == point.Plan.Uplink).Select(p => p.Name).Append(point.Plan.Uplink).Order(), devices.Order());
        foreach (var other in lab.City.AccessPoints) Assert.Equal(other.Plan.Uplink != point.Plan.Uplink, lab.Number(other, UpTime) is not null);
        var uplink = lab.City.Uplinks.Single(u => u.Plan.Name == point.Plan.Uplink);
        Assert.Null(lab.Ask(uplink.Plan.Address, uplink.Plan.Community, PduType.Get, 0, UpTime));

        var moved = session.Down;
        lab.Run(10);
        Assert.Equal(moved, session.Down);
        lab.City.Fault(FaultKind.Restore, point.Plan.Uplink);
        lab.Run(2);
        // It ran on all the time: same session, no restart.
        Assert.True(lab.Number(point, UpTime) > 100_000);
        Assert.True(point.IsOnline(session.Phone));
    }

    [Fact]
    public void A_flapping_line_comes_and_goes_and_ends_in_time()
    {
        using var lab = new Laboratory();
        var point = lab.Point("opennds");
        lab.City.Fault(FaultKind.Flap, point.Plan.Name, TimeSpan.FromSeconds(120));
        var seen = new List<bool>();
        for (var i = 0; i < 119; i++)
        {
            lab.Run(1);
            seen.Add(point.IsReachable);
        }
        Assert.InRange(seen.Zip(seen.Skip(1)).Count(p => p.First != p.Second), 4, 16);
        lab.Run(2);
        Assert.True(point.IsReachable);
        Assert.True(lab.City.AccessPoints.All(p => p.IsReachable));
    }

    [Fact]
    public void Loss_takes_some_answers_and_a_slow_agent_is_late()
    {
        using var lab = new Laboratory();
        var point = lab.Point("mikrotik");
        lab.City.Fault(FaultKind.Loss, point.Plan.Name);
        Assert.InRange(Enumerable.Range(0, 200).Count(_ => lab.Number(point, UpTime) is not null), 60, 140);
        lab.City.Fault(FaultKind.Restore, "all");
        lab.City.Fault(FaultKind.Slow, point.Plan.Name);
        Assert.Null(lab.Number(point, UpTime));
        lab.City.Fault(FaultKind.Restore, point.Plan.Area);
        Assert.NotNull(lab.Number(point, UpTime));
    }

    [Fact]
    public void What_nobody_is_called_is_refused_in_a_sentence()
    {
        using var lab = new Laboratory();
        Assert.Contains("'Jakarta'", Assert.Throws<ArgumentException>(() => lab.City.Fault(FaultKind.Down, "Jakarta")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => lab.City.Fault(FaultKind.Power, ""));
        Assert.Throws<ArgumentException>(() => lab.City.Fault(FaultKind.Power, "35.7"));
    }

    internal static PhoneSession Online(SimulatedAccessPoint point, int resident, Terms? terms = null) =>
        point.Open(Phone.Of(point.Plan.Index, resident), $"user-{resident}", terms ?? new Terms { SessionSeconds = 3600, InterimSeconds = 60, DownRate = 8e6, UpRate = 2e6 });
}
