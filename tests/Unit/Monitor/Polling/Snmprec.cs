using System.Globalization;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>
/// Recordings in the form of snmpsim, <c>OID|TAG|VALUE</c>; of its variations <c>:numeric</c> with rate (a second) and initial. snmpsimd answers from the same files.
/// </summary>
internal static class Snmprec
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Vectors", "Snmprec");

    /// <summary>The recordings there are.</summary>
    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.snmprec").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    public static void Load(SimulatedAgent agent, string name, TimeProvider time)
    {
        var born = time.GetUtcNow();
        foreach (var line in File.ReadLines(Path.Combine(Folder, name + ".snmprec")))
        {
            var parts = line.Split('|', 3);
            var (kind, variation) = parts[1].Split(':') is [var k, var v] ? (k, v) : (parts[1], "");
            var tag = (SnmpTag)byte.Parse(kind.TrimEnd('x'), CultureInfo.InvariantCulture);
            if (variation == "numeric")
            {
                var settings = parts[2].Split(',').Select(s => s.Split('=')).ToDictionary(s => s[0], s => double.Parse(s[1], CultureInfo.InvariantCulture));
                var (initial, rate) = ((ulong)settings["initial"], settings["rate"]);
                agent.Number(parts[0], tag, () => initial + (ulong)((time.GetUtcNow() - born).TotalSeconds * rate));
            }
            else if (tag == SnmpTag.OctetString)
            {
                agent.Octets(parts[0], tag, kind.EndsWith('x') ? Convert.FromHexString(parts[2]) : System.Text.Encoding.UTF8.GetBytes(parts[2]));
            }
            else if (tag == SnmpTag.ObjectIdentifier)
            {
                agent.ObjectId(parts[0], parts[2]);
            }
            else if (tag == SnmpTag.IpAddress)
            {
                agent.Octets(parts[0], tag, System.Net.IPAddress.Parse(parts[2]).GetAddressBytes());
            }
            else
            {
                var number = unchecked((ulong)long.Parse(parts[2], CultureInfo.InvariantCulture));
                agent.Number(parts[0], tag, () => number);
            }
        }
    }
}
