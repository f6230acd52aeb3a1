using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

/// <summary>A file under Vectors/Radius: "name: value" lines, and indented hex below a name without a value.</summary>
public sealed class Vector
{
    private readonly Dictionary<string, string> _fields = [];

    private Vector(string file)
    {
        var name = "";
        foreach (var line in File.ReadLines(file).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == ' ')
            {
                _fields[name] += line.Replace(" ", "", StringComparison.Ordinal);
                continue;
            }
            name = line[..line.IndexOf(':', StringComparison.Ordinal)];
            _fields[name] = line[(name.Length + 1)..].Trim();
        }
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Vectors", "Radius");

    public static Vector Read(string name) => new(Path.Combine(Folder, name + ".txt"));

    public static IEnumerable<string[]> Lines(string name) =>
        File.ReadLines(Path.Combine(Folder, name + ".txt")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split(['\t', ' ']));

    /// <summary>Names of the files that hold a request.</summary>
    public static TheoryData<string> Packets =>
        [.. Directory.GetFiles(Folder, "*.txt").Where(f => File.ReadAllText(f).Contains("request:", StringComparison.Ordinal))
            .Select(f => Path.GetFileNameWithoutExtension(f)).Order()];

    /// <summary>Request and reply, as far as the file has them.</summary>
    public IEnumerable<byte[]> Datagrams() => new[] { "request", "reply" }.Where(Has).Select(Bytes);

    public bool Has(string field) => _fields.ContainsKey(field);

    public string Text(string field) => _fields[field];

    public byte[] Bytes(string field) => Convert.FromHexString(_fields[field]);
}
