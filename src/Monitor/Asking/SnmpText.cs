using System.Globalization;
using System.Text;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Asking;

/// <summary>Values as people read them: the type, then the value.</summary>
public static class SnmpText
{
    /// <summary><c>Counter32: 5</c>, <c>STRING: "ap-01"</c>, <c>Hex-STRING: 00 FF</c>, <c>Timeticks: (100) 0:00:01.00</c> …</summary>
    public static string Of(SnmpTag tag, ReadOnlySpan<byte> content)
    {
        var variable = new VarBind(default, tag, content);
        switch (tag)
        {
            case SnmpTag.OctetString:
                return IsText(content) ? $"STRING: \"{Encoding.UTF8.GetString(content.TrimEnd((byte)0))}\"" : "Hex-STRING: " + Hex(content);
            case SnmpTag.ObjectIdentifier:
                return "OID: " + (Oid.Decode(content)?.ToString() ?? Hex(content));
            case SnmpTag.IpAddress when content.Length == 4:
                return "IpAddress: " + new System.Net.IPAddress(content);
            case SnmpTag.TimeTicks when variable.TryGetUInt64(out var ticks):
                return string.Create(CultureInfo.InvariantCulture, $"Timeticks: ({ticks}) {TimeSpan.FromMilliseconds(ticks * 10.0):d\\.hh\\:mm\\:ss\\.ff}");
            case SnmpTag.Opaque when variable.TryGetDouble(out var real):
                return string.Create(CultureInfo.InvariantCulture, $"Opaque: Float: {real}");
            case SnmpTag.Null:
                return "NULL";
            case SnmpTag.NoSuchObject:
                return "No Such Object available on this agent at this OID";
            case SnmpTag.NoSuchInstance:
                return "No Such Instance currently exists at this OID";
            case SnmpTag.EndOfMibView:
                return "No more variables left in this MIB View";
            default:
                return $"{Name(tag)}: {Number(variable) ?? Hex(content)}";
        }
    }

    private static string Name(SnmpTag tag) => Enum.IsDefined(tag) ? tag == SnmpTag.Integer ? "INTEGER" : tag.ToString() : $"Type {(int)tag:X2}";

    private static string? Number(in VarBind variable) =>
        variable.TryGetUInt64(out var unsigned) ? unsigned.ToString(CultureInfo.InvariantCulture)
        : variable.TryGetInt64(out var signed) ? signed.ToString(CultureInfo.InvariantCulture)
        : null;

    // A text: UTF-8 without control characters but white space; one zero octet may end it.
    private static bool IsText(ReadOnlySpan<byte> content)
    {
        var text = content.TrimEnd((byte)0);
        if (content.Length - text.Length > 1 || !System.Text.Unicode.Utf8.IsValid(text))
        {
            return false;
        }

        foreach (var octet in text)
        {
            if (octet is 0x7F or (< 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n')))
            {
                return false;
            }
        }

        return true;
    }

    private static string Hex(ReadOnlySpan<byte> content) => string.Join(' ', Convert.ToHexString(content).Chunk(2).Select(pair => new string(pair)));
}
