using System.Net;
using System.Text;
using HotspotManager.Core.Networks;
using HotspotManager.Monitor.Asking;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Topology;

/// <summary>Whom a device sees on one of its ports, as it says itself; each identity null when it is not told.</summary>
public sealed record Neighbour(string Source, string? Name, string? Mac, IPAddress? Address, string? Port);

/// <summary>A device that is likely another one's uplink.</summary>
public sealed record LikelyUplink(int DeviceId, int UplinkId, string Source, string? Port);

/// <summary>
/// Reads neighbour tables: LLDP-MIB lldpRemTable (IEEE 802.1AB-2005, 1.0.8802.1.1.2.1.4.1, indexed by time mark, local port and remote index) and MikroTik's mtxrNeighbor
/// (MIKROTIK-MIB, 1.3.6.1.4.1.14988.1.1.11); and tells what follows from them. Pure.
/// </summary>
public static class Neighbours
{
    /// <summary>lldpRemEntry.</summary>
    public static readonly Oid Lldp = Oid.Parse("1.0.8802.1.1.2.1.4.1.1");

    /// <summary>mtxrNeighborTableEntry.</summary>
    public static readonly Oid MikroTik = Oid.Parse("1.3.6.1.4.1.14988.1.1.11.1.1");

    private const int MacAddress = 4;
    private static readonly string[] NearTheCore = ["ap", "link", "ont", "switch", "router"];

    /// <summary>The rows of lldpRemTable: chassis subtype 4, chassis id 5, port description 8, system name 9.</summary>
    public static List<Neighbour> OfLldp(IEnumerable<SnmpVariable> variables)
    {
        var rows = Rows(variables, Lldp);
        return [.. rows.Select(r => new Neighbour("lldp", Text(r.Value, 9),
            Number(r.Value, 4) == MacAddress && r.Value.TryGetValue(5, out var id) && id.Length == 6 ? Mac.Normalize(Convert.ToHexString(id)) : null, null,
            r.Key.Split('.') is { Length: 3 } index ? index[1] : null))];
    }

    /// <summary>The rows of mtxrNeighborTable: address 2, MAC 3, identity 6, interface 8.</summary>
    public static List<Neighbour> OfMikroTik(IEnumerable<SnmpVariable> variables) =>
        [.. Rows(variables, MikroTik).Select(r => new Neighbour("mikrotik", Text(r.Value, 6),
            r.Value.TryGetValue(3, out var mac) && mac.Length == 6 ? Mac.Normalize(Convert.ToHexString(mac)) : null,
            r.Value.TryGetValue(2, out var address) && address.Length == 4 ? new IPAddress(address) : null,
            Number(r.Value, 8) is { } port ? port.ToString(System.Globalization.CultureInfo.InvariantCulture) : null))];

    /// <summary>
    /// Which of the two is likely the other's uplink: the one nearer the core by its kind. Two of a kind say nothing, nor does what is set up already, directly or over others.
    /// </summary>
    public static IEnumerable<LikelyUplink> Suggest(DeviceEntry seenBy, IEnumerable<Neighbour> neighbours, NetworkSnapshot network)
    {
        foreach (var neighbour in neighbours)
        {
            if (Find(neighbour, network) is not { } other || other.Id == seenBy.Id || Rank(other) == Rank(seenBy))
            {
                continue;
            }

            var (child, uplink) = Rank(other) > Rank(seenBy) ? (seenBy, other) : (other, seenBy);
            if (!HangsOn(child, uplink.Id, network) && !HangsOn(uplink, child.Id, network))
            {
                yield return new LikelyUplink(child.Id, uplink.Id, neighbour.Source, neighbour.Port);
            }
        }
    }

    private static DeviceEntry? Find(Neighbour neighbour, NetworkSnapshot network) =>
        network.Devices.FirstOrDefault(d => neighbour.Address is not null && d.Address.Equals(neighbour.Address))
        ?? network.Devices.FirstOrDefault(d => neighbour.Mac is not null && d.AccessPoint?.Mac == neighbour.Mac)
        ?? network.Devices.FirstOrDefault(d => neighbour.Name is not null && string.Equals(d.Name, neighbour.Name, StringComparison.OrdinalIgnoreCase));

    private static bool HangsOn(DeviceEntry device, int uplink, NetworkSnapshot network)
    {
        var at = device;
        for (var i = 0; i < 32 && at?.Row.UplinkId is { } next; i++, at = network.FindDevice(next))
        {
            if (next == uplink)
            {
                return true;
            }
        }

        return false;
    }

    private static int Rank(DeviceEntry device) => Array.IndexOf(NearTheCore, device.Row.Kind);

    private static Dictionary<string, Dictionary<uint, byte[]>> Rows(IEnumerable<SnmpVariable> variables, Oid entry)
    {
        var rows = new Dictionary<string, Dictionary<uint, byte[]>>(StringComparer.Ordinal);
        var prefix = entry + ".";
        foreach (var variable in variables)
        {
            var name = variable.Name.ToString();
            var column = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..].Split('.', 2) : [];
            if (column.Length == 2 && uint.TryParse(column[0], System.Globalization.CultureInfo.InvariantCulture, out var number))
            {
                rows.TryAdd(column[1], []);
                rows[column[1]][number] = variable.Content;
            }
        }

        return rows;
    }

    private static string? Text(Dictionary<uint, byte[]> row, uint column) =>
        row.TryGetValue(column, out var bytes) && Encoding.UTF8.GetString(bytes).Trim('\0', ' ') is { Length: > 0 } text ? text : null;

    private static int? Number(Dictionary<uint, byte[]> row, uint column) =>
        row.TryGetValue(column, out var bytes) && bytes.Length is > 0 and <= 4 ? bytes.Aggregate(0, (n, b) => (n << 8) | b) : null;
}
