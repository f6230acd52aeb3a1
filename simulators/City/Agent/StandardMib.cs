using HotspotManager.Monitor.Snmp;

namespace HotspotManager.City.Agent;

/// <summary>What every agent knows: SNMPv2-MIB, IF-MIB with 64-bit counters, the host's up time and processor.</summary>
internal static class StandardMib
{
    private static readonly Oid System = Oid.Parse("1.3.6.1.2.1.1"), IfNumber = Oid.Parse("1.3.6.1.2.1.2.1.0"), IfEntry = Oid.Parse("1.3.6.1.2.1.2.2.1");
    private static readonly Oid IfXEntry = Oid.Parse("1.3.6.1.2.1.31.1.1.1"), IfTableLastChange = Oid.Parse("1.3.6.1.2.1.31.1.5.0");
    private static readonly Oid HrSystemUptime = Oid.Parse("1.3.6.1.2.1.25.1.1.0"), HrProcessorLoad = Oid.Parse("1.3.6.1.2.1.25.3.3.1.2.1");

    public static IEnumerable<MibRow> Rows(Machine machine, string description, Oid objectId)
    {
        yield return MibRow.Text(System.Child(1, 0), () => description);
        yield return MibRow.Object(System.Child(2, 0), objectId);
        yield return MibRow.Unsigned(System.Child(3, 0), SnmpTag.TimeTicks, machine.Ticks);
        yield return MibRow.Text(System.Child(4, 0), () => "Diskominfo Kota Malang");
        yield return MibRow.Text(System.Child(5, 0), () => machine.Name);
        yield return MibRow.Text(System.Child(6, 0), () => machine.Location);
        yield return MibRow.Integer(System.Child(7, 0), () => 78);
        yield return MibRow.Unsigned(HrSystemUptime, SnmpTag.TimeTicks, machine.Ticks);
        yield return MibRow.Integer(HrProcessorLoad, () => Math.Min(98, 4 + machine.Clients() * 2));
        yield return MibRow.Integer(IfNumber, () => machine.Ports.Count);
        yield return MibRow.Unsigned(IfTableLastChange, SnmpTag.TimeTicks, () => 0);
        foreach (var row in machine.Ports.SelectMany(p => Interface(machine, p))) yield return row;
    }

    private static IEnumerable<MibRow> Interface(Machine machine, Port port)
    {
        var i = (uint)port.Index;
        yield return MibRow.Integer(IfEntry.Child(1, i), () => port.Index);
        yield return MibRow.Text(IfEntry.Child(2, i), () => port.Name);
        yield return MibRow.Integer(IfEntry.Child(3, i), () => port.Type);
        yield return MibRow.Integer(IfEntry.Child(4, i), () => 1500);
        yield return MibRow.Unsigned(IfEntry.Child(5, i), SnmpTag.Gauge32, () => (ulong)port.Mbps * 1_000_000);
        yield return MibRow.Octets(IfEntry.Child(6, i), machine.MacOf(port));
        yield return MibRow.Integer(IfEntry.Child(7, i), () => 1);
        yield return MibRow.Integer(IfEntry.Child(8, i), () => 1);
        yield return MibRow.Unsigned(IfEntry.Child(9, i), SnmpTag.TimeTicks, () => 0);
        yield return MibRow.Unsigned(IfEntry.Child(10, i), SnmpTag.Counter32, port.In);
        yield return MibRow.Unsigned(IfEntry.Child(16, i), SnmpTag.Counter32, port.Out);
        foreach (var column in new uint[] { 13, 14, 19, 20 }) yield return MibRow.Unsigned(IfEntry.Child(column, i), SnmpTag.Counter32, () => 0);
        yield return MibRow.Text(IfXEntry.Child(1, i), () => port.Name);
        yield return MibRow.Unsigned(IfXEntry.Child(6, i), SnmpTag.Counter64, port.In);
        yield return MibRow.Unsigned(IfXEntry.Child(10, i), SnmpTag.Counter64, port.Out);
        yield return MibRow.Unsigned(IfXEntry.Child(15, i), SnmpTag.Gauge32, () => (ulong)port.Mbps);
        yield return MibRow.Text(IfXEntry.Child(18, i), () => "");
        yield return MibRow.Unsigned(IfXEntry.Child(19, i), SnmpTag.TimeTicks, () => 0);
    }
}
