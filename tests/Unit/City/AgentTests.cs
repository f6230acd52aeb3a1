using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.City;

public sealed class AgentTests
{
    [Theory]
    [InlineData("mikrotik")]
    [InlineData("opennds")]
    public void A_walk_by_getnext_and_by_getbulk_sees_the_same_variables_in_order(string gateway)
    {
        using var lab = new Laboratory();
        var point = lab.Point(gateway);
        for (var i = 0; i < 3; i++) FaultTests.Online(point, i);
        var single = Walk(1);
        Assert.True(single.Count > 80);
        Assert.Equal(single.Select(Oid.Parse).Order().Select(o => o.ToString()), single);
        Assert.Equal(single, Walk(25));
        if (gateway == "mikrotik") Assert.Equal(3, single.Count(n => n.StartsWith("1.3.6.1.4.1.14988.1.1.5.1.1.3.", StringComparison.Ordinal)));

        List<string> Walk(int repetitions)
        {
            var (seen, at) = (new List<string>(), "1.3");
            while (true)
            {
                var answer = lab.Ask(point.Plan.Address, point.Plan.Community, repetitions == 1 ? PduType.GetNext : PduType.GetBulk, repetitions == 1 ? 0 : repetitions, at)!;
                foreach (var variable in answer)
                {
                    if (variable.Tag == SnmpTag.EndOfMibView) return seen;
                    seen.Add(at = variable.Name);
                }
            }
        }
    }

    [Theory]
    [InlineData("mikrotik", "1.3.6.1.4.1.14988.1", "1.3.6.1.4.1.14988.1.1.1.3.1.6.2", "1.3.6.1.4.1.14988.1.1.1.4.0")]
    [InlineData("coova", "1.3.6.1.4.1.8072.3.2.10", "1.3.6.1.4.1.8072.1.3.2.3.1.1.12.99.108.105.101.110.116.115.45.119.108.97.110")]
    public void Clients_are_told_as_the_vendor_s_agents_do(string gateway, string objectId, params string[] names)
    {
        using var lab = new Laboratory();
        var point = lab.Point(gateway);
        for (var i = 0; i < 5; i++) FaultTests.Online(point, i);
        foreach (var variable in lab.Ask(point.Plan.Address, point.Plan.Community, PduType.Get, 0, names)!)
            Assert.Equal(5ul, variable.Number ?? ulong.Parse(variable.Text, null));
        var known = lab.Ask(point.Plan.Address, point.Plan.Community, PduType.Get, 0, "1.3.6.1.2.1.1.2.0", "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.2.2.1.10.99", "1.3.6.1.2.1.4.1.0")!;
        Assert.Equal(Oid.Parse(objectId).Encoded.ToArray().Length, known[0].Text.Length);
        Assert.Equal(point.Plan.Name, known[1].Text);
        Assert.Equal([SnmpTag.NoSuchInstance, SnmpTag.NoSuchObject], known.Skip(2).Select(v => v.Tag));
    }

    [Fact]
    public void Another_community_gets_silence()
    {
        using var lab = new Laboratory();
        Assert.Null(lab.Ask(lab.Plan.AccessPoints[0].Address, "public", PduType.Get, 0, "1.3.6.1.2.1.1.3.0"));
    }
}
