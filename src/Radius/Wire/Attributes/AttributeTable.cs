using System.Collections.Frozen;
using System.Reflection;

namespace HotspotManager.Radius.Wire;

/// <summary>Every attribute row by number and by name, for showing packets to people; flows use the rows themselves.</summary>
public static class AttributeTable
{
    private static readonly Type[] Vendors =
    [
        typeof(Ietf), typeof(Wispr), typeof(Mikrotik), typeof(Chillispot), typeof(Microsoft), typeof(Cisco), typeof(Airespace), typeof(Aruba),
        typeof(Ruckus), typeof(Huawei), typeof(Cambium), typeof(Ubiquiti), typeof(TpLink),
    ];

    /// <summary>All rows, in the order of their vendors and numbers.</summary>
    public static IReadOnlyList<RadiusAttribute> All { get; } =
        [.. Vendors.SelectMany(v => v.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(f => f.GetValue(null)).OfType<RadiusAttribute>()];

    private static readonly FrozenDictionary<(byte, uint, byte), RadiusAttribute> ByNumber =
        All.ToFrozenDictionary(a => (a.Extended, a.Vendor, a.Number));

    private static readonly FrozenDictionary<string, RadiusAttribute> ByName = All.ToFrozenDictionary(a => a.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The row of a vendor's number; null when the table has none.</summary>
    public static RadiusAttribute? Find(uint vendor, byte number, byte extended = 0) => ByNumber.GetValueOrDefault((extended, vendor, number));

    /// <summary>The row of a name, in any case; null when the table has none.</summary>
    public static RadiusAttribute? Find(string name) => ByName.GetValueOrDefault(name);
}
