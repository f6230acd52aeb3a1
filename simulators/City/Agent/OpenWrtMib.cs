using System.Globalization;
using System.Text;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.City.Agent;

/// <summary>OpenWrt with net-snmp's agent: UCD-SNMP-MIB's load and memory, and the number of clients by an extend line (NET-SNMP-EXTEND-MIB), as a number in text.</summary>
internal static class OpenWrtMib
{
    public static readonly Oid ObjectId = Oid.Parse("1.3.6.1.4.1.8072.3.2.10");

    private static readonly Oid LaLoadInt = Oid.Parse("1.3.6.1.4.1.2021.10.1.5"), Memory = Oid.Parse("1.3.6.1.4.1.2021.4"), Extend = Oid.Parse("1.3.6.1.4.1.8072.1.3.2");
    private static readonly string[] Lines = ["clients-wlan", "clients-wlan0"];

    public static Mib Of(Machine machine) => new(StandardMib.Rows(machine, $"Linux {machine.Name} 5.15.167 #0 SMP Tue Sep 24 2024 mips", ObjectId)
        .Concat(new uint[] { 1, 2, 3 }.Select(i => MibRow.Integer(LaLoadInt.Child(i), () => 8 + machine.Clients() * 3 / (int)i)))
        .Append(MibRow.Integer(Memory.Child(5, 0), () => 125_312))
        .Append(MibRow.Integer(Memory.Child(6, 0), () => 71_840 - machine.Clients() * 120))
        .Append(MibRow.Integer(Memory.Child(11, 0), () => 71_840 - machine.Clients() * 120))
        .Append(MibRow.Integer(Memory.Child(14, 0), () => 2_112))
        .Append(MibRow.Integer(Memory.Child(15, 0), () => 18_904))
        .Append(MibRow.Integer(Extend.Child(1, 0), () => Lines.Length))
        .Concat(Lines.SelectMany(line => Line(line, () => machine.Clients().ToString(CultureInfo.InvariantCulture)))));

    /// <summary>nsExtendOutput1Line, nsExtendOutputFull, nsExtendOutNumLines and nsExtendResult, indexed by the line's name with its length.</summary>
    private static IEnumerable<MibRow> Line(string name, Func<string> output)
    {
        uint[] index = [(uint)name.Length, .. Encoding.ASCII.GetBytes(name).Select(b => (uint)b)];
        yield return MibRow.Text(Extend.Child([3, 1, 1, .. index]), output);
        yield return MibRow.Text(Extend.Child([3, 1, 2, .. index]), output);
        yield return MibRow.Integer(Extend.Child([3, 1, 3, .. index]), () => 1);
        yield return MibRow.Integer(Extend.Child([3, 1, 4, .. index]), () => 0);
    }
}
