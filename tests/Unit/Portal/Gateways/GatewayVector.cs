namespace HotspotManager.Unit.Portal.Gateways;

/// <summary>A file of <c>name: value</c> lines under Vectors/Gateways; lines with # are remarks.</summary>
internal sealed class GatewayVector
{
    private readonly Dictionary<string, string> _lines;

    private GatewayVector(Dictionary<string, string> lines) => _lines = lines;

    public string this[string name] => _lines[name];

    public static GatewayVector Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Vectors", "Gateways", name + ".txt");
        var lines = File.ReadAllLines(path)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(": ", 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return new GatewayVector(lines);
    }
}
