using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>Attributes as people read them: <c>Session-Timeout = 3600</c>. Passwords and their like are never shown.</summary>
public static class AttributeText
{
    /// <summary>One attribute in one line.</summary>
    public static string Line(in AttributeView attribute)
    {
        var row = AttributeTable.Find(attribute.Vendor, attribute.Number);
        var name = row?.Name ?? string.Create(CultureInfo.InvariantCulture, $"{attribute.Vendor}.{attribute.Number}");
        return $"{name} = {Value(row, attribute.Value)}";
    }

    private static string Value(RadiusAttribute? row, ReadOnlySpan<byte> value) => row switch
    {
        _ when row == Ietf.UserPassword || row == Ietf.ChapPassword || row == Ietf.TunnelPassword => "(hidden)",
        TextAttribute => $"\"{Encoding.UTF8.GetString(value)}\"",
        IntegerAttribute when value.Length == 4 => BinaryPrimitives.ReadUInt32BigEndian(value).ToString(CultureInfo.InvariantCulture),
        Integer64Attribute when value.Length == 8 => BinaryPrimitives.ReadUInt64BigEndian(value).ToString(CultureInfo.InvariantCulture),
        TimeAttribute when value.Length == 4 =>
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(value)).ToString("u", CultureInfo.InvariantCulture),
        AddressAttribute address when value.Length == address.Length => new IPAddress(value).ToString(),
        _ => "0x" + Convert.ToHexStringLower(value),
    };
}
