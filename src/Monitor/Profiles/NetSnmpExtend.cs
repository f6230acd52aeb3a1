using System.Text;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Profiles;

/// <summary>NET-SNMP-EXTEND-MIB: what a script of <c>snmpd.conf</c>'s <c>extend</c> printed.</summary>
public static class NetSnmpExtend
{
    // nsExtendOutput1Line, indexed by the extend's name.
    private static readonly Oid OneLine = Oid.Parse("1.3.6.1.4.1.8072.1.3.2.3.1.1");

    /// <summary>The first line that the script of this name printed.</summary>
    public static Oid Line(string name) => OneLine.Child([(uint)name.Length, .. Encoding.ASCII.GetBytes(name).Select(b => (uint)b)]);
}
