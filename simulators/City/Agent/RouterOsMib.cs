using System.Globalization;
using HotspotManager.City.Network;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.City.Agent;

/// <summary>
/// A RouterOS device by MIKROTIK-MIB: the wireless table with its client counts (declared Counter32, used as gauges), the registration count, health, and the table of
/// hotspot users.
/// </summary>
internal static class RouterOsMib
{
    public static readonly Oid ObjectId = Oid.Parse("1.3.6.1.4.1.14988.1");

    private static readonly Oid Wlan = Oid.Parse("1.3.6.1.4.1.14988.1.1.1.3.1"), Registrations = Oid.Parse("1.3.6.1.4.1.14988.1.1.1.4.0");
    private static readonly Oid Health = Oid.Parse("1.3.6.1.4.1.14988.1.1.3"), Hotspot = Oid.Parse("1.3.6.1.4.1.14988.1.1.5.1.1");
    private static readonly Oid Serial = Oid.Parse("1.3.6.1.4.1.14988.1.1.7.3.0"), Firmware = Oid.Parse("1.3.6.1.4.1.14988.1.1.7.4.0");

    public static Mib Of(Machine machine, SimulatedAccessPoint? point, Func<DateTimeOffset> now)
    {
        var rows = StandardMib.Rows(machine, point is null ? "RouterOS RB760iGS" : "RouterOS RB952Ui-5ac2nD", ObjectId)
            .Append(MibRow.Text(Serial, () => "HD" + machine.Mac.Replace("-", "", StringComparison.Ordinal)[4..]))
            .Append(MibRow.Text(Firmware, () => "7.16.2"))
            .Append(MibRow.Integer(Health.Child(8, 0), () => 238))
            .Append(MibRow.Integer(Health.Child(10, 0), () => 410 + machine.Clients() * 3));
        if (point is null) return new Mib(rows);
        var radio = machine.Ports.First(p => p.Type == 71);
        return new Mib(rows.Concat(Wireless(machine, radio)).Append(MibRow.Unsigned(Registrations, SnmpTag.Gauge32, () => (ulong)machine.Clients())),
            Hotspot, () => Users(point, now()));
    }

    private static IEnumerable<MibRow> Wireless(Machine machine, Port radio)
    {
        var i = (uint)radio.Index;
        yield return MibRow.Unsigned(Wlan.Child(2, i), SnmpTag.Gauge32, () => 54_000_000);
        yield return MibRow.Unsigned(Wlan.Child(3, i), SnmpTag.Gauge32, () => 54_000_000);
        yield return MibRow.Text(Wlan.Child(4, i), () => "WiFi Kota Malang");
        yield return MibRow.Octets(Wlan.Child(5, i), machine.MacOf(radio));
        yield return MibRow.Unsigned(Wlan.Child(6, i), SnmpTag.Counter32, () => (ulong)machine.Clients());
        yield return MibRow.Integer(Wlan.Child(7, i), () => 2437);
        yield return MibRow.Text(Wlan.Child(8, i), () => "2ghz-g/n");
        yield return MibRow.Integer(Wlan.Child(9, i), () => -104);
        yield return MibRow.Unsigned(Wlan.Child(10, i), SnmpTag.Counter32, () => (ulong)Math.Max(40, 95 - machine.Clients()));
        yield return MibRow.Unsigned(Wlan.Child(11, i), SnmpTag.Counter32, () => (ulong)machine.Clients());
    }

    /// <summary>mtxrHotspotActiveUsersTable: name, address, MAC, seconds, octets in and out, by RADIUS.</summary>
    private static List<MibRow> Users(SimulatedAccessPoint point, DateTimeOffset now)
    {
        var rows = new List<MibRow>();
        lock (point.Gate)
        {
            point.Advance(now);
            foreach (var session in point.Sessions)
            {
                var i = (uint)session.Index;
                var (down, up, seconds) = (session.Down, session.Up, session.Seconds(now));
                rows.Add(MibRow.Text(Hotspot.Child(3, i), () => session.UserName));
                rows.Add(MibRow.Address(Hotspot.Child(5, i), session.Phone.LanAddress));
                rows.Add(MibRow.Octets(Hotspot.Child(6, i), Convert.FromHexString(session.Phone.Mac.Replace("-", "", StringComparison.Ordinal))));
                rows.Add(MibRow.Text(Hotspot.Child(7, i), () => seconds.ToString(CultureInfo.InvariantCulture)));
                rows.Add(MibRow.Unsigned(Hotspot.Child(12, i), SnmpTag.Counter64, () => up));
                rows.Add(MibRow.Unsigned(Hotspot.Child(13, i), SnmpTag.Counter64, () => down));
                rows.Add(MibRow.Integer(Hotspot.Child(19, i), () => 1));
            }
        }
        return rows;
    }
}
