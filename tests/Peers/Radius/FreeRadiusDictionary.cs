using System.Globalization;

namespace HotspotManager.Peers.Radius;

/// <summary>
/// One attribute of FreeRADIUS's dictionaries: name, vendor (0 for the IETF), its number (with dots for extended ones and parts), the kind in their words, and flags.
/// </summary>
public sealed record DictionaryAttribute(string Name, uint Vendor, string Number, string Kind, string Flags);

/// <summary>The dictionaries that the package freeradius brings, as a witness of names and numbers; nothing of them is copied.</summary>
public static class FreeRadiusDictionary
{
    private const string Folder = "/usr/share/freeradius";

    /// <summary>Reads dictionaries by their suffix (<c>rfc2865</c>, <c>mikrotik</c> …): attributes, and names of values by attribute and number.</summary>
    public static (IReadOnlyList<DictionaryAttribute> Attributes, IReadOnlyList<(string Attribute, uint Number, string Name)> Values) Read(params string[] suffixes)
    {
        if (!Directory.Exists(Folder))
            Peer.Missing("FreeRADIUS's dictionaries are not installed (tests/Peers/install.sh brings them)");
        var attributes = new List<DictionaryAttribute>();
        var values = new List<(string, uint, string)>();
        foreach (var suffix in suffixes)
        {
            uint declared = 0, vendor = 0;
            foreach (var line in File.ReadLines(Path.Combine(Folder, "dictionary." + suffix)))
            {
                var words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
                switch (words)
                {
                    case ["VENDOR", _, var number, ..]:
                        declared = uint.Parse(number, CultureInfo.InvariantCulture);
                        break;
                    case ["BEGIN-VENDOR", ..]:
                        vendor = declared;
                        break;
                    case ["END-VENDOR", ..]:
                        vendor = 0;
                        break;
                    case ["ATTRIBUTE", var name, var number, var kind, .. var flags]:
                        attributes.Add(new DictionaryAttribute(name, vendor, number, kind, string.Join(' ', flags)));
                        break;
                    case ["VALUE", var attribute, var name, var number, ..]:
                        values.Add((attribute, number.StartsWith("0x", StringComparison.Ordinal)
                            ? uint.Parse(number.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                            : uint.Parse(number, CultureInfo.InvariantCulture), name));
                        break;
                }
            }
        }
        return (attributes, values);
    }
}
