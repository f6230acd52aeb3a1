namespace HotspotManager.Unit.Monitor.Snmp;

/// <summary>The messages under Vectors/Snmp: each a name, octets, and what they must be read as.</summary>
internal sealed record SnmpVector(string Name, byte[] Octets, IReadOnlyDictionary<string, string> Facts, IReadOnlyList<string> Binds);

internal static class SnmpVectors
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Vectors", "Snmp");

    public static IReadOnlyList<SnmpVector> Messages { get; } = ReadMessages();

    public static IReadOnlyList<string[]> Malformed { get; } = ReadLines("malformed.txt");

    public static IReadOnlyList<string[]> Traps { get; } = ReadLines("traps.txt");

    /// <summary>Every octet string of the folder: what the fuzz loop starts from.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
        [.. Messages.Select(m => m.Octets), .. Malformed.Select(l => Octets(l[^1])), .. Traps.Select(l => Octets(l[^1]))];

    public static byte[] Octets(string hex) => hex == "-" ? [] : Convert.FromHexString(hex.Replace(" ", ""));

    private static List<string[]> ReadLines(string file) =>
        [.. File.ReadLines(Path.Combine(Folder, file)).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(' '))];

    private static List<SnmpVector> ReadMessages()
    {
        var found = new List<SnmpVector>();
        string? name = null;
        var hex = "";
        var facts = new Dictionary<string, string>();
        var binds = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, "messages.txt")).Append("[end]"))
        {
            if (line.StartsWith('['))
            {
                if (name is not null)
                {
                    found.Add(new SnmpVector(name, Octets(hex), facts, binds));
                }

                (name, hex, facts, binds) = (line.Trim('[', ']'), "", [], []);
                continue;
            }

            var space = line.IndexOf(' ');
            if (space < 0 || line[0] == '#')
            {
                continue;
            }

            switch (line[..space])
            {
                case "hex":
                    hex += line[(space + 1)..];
                    break;
                case "bind":
                    binds.Add(line[(space + 1)..]);
                    break;
                default:
                    facts.Add(line[..space], line[(space + 1)..]);
                    break;
            }
        }

        return found;
    }
}
