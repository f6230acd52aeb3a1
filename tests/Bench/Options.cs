using System.Globalization;

namespace HotspotManager.Bench;

/// <summary>What the command line asks for: <c>--rounds 3 --requests 100000 --only access --keep</c>.</summary>
internal sealed record Options(int Rounds, int Requests, string Only, bool Keep)
{
    /// <summary>Of the benches that poll a fleet; 0: their own number.</summary>
    public int Devices { get; init; }

    /// <summary>How long those measure; 0: their own time.</summary>
    public int Minutes { get; init; }

    /// <exception cref="ArgumentException">Something is not known; the message says what is.</exception>
    public static Options Read(IReadOnlyList<string> arguments)
    {
        var options = new Options(3, 0, "", false);
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--keep" => options with { Keep = true },
                "--rounds" when i + 1 < arguments.Count => options with { Rounds = Number(arguments[++i]) },
                "--requests" when i + 1 < arguments.Count => options with { Requests = Number(arguments[++i]) },
                "--devices" when i + 1 < arguments.Count => options with { Devices = Number(arguments[++i]) },
                "--minutes" when i + 1 < arguments.Count => options with { Minutes = Number(arguments[++i]) },
                "--only" when i + 1 < arguments.Count => options with { Only = arguments[++i] },
                _ => throw new ArgumentException($"'{arguments[i]}' is not known; use --rounds N, --requests N, --devices N, --minutes N, --only PART, --keep"),
            };
        }
        return options;
    }

    public bool Wants(string part) => Only.Length == 0 || Only == part;

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new ArgumentException($"'{text}' is not a whole number above 0");
}
