using System.Globalization;
using System.Text;
using HotspotManager.Core.Conditions;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Profiles;

/// <summary>How a value's bits are to be taken, where the agent's own type is wrong or says too little.</summary>
public enum ReadAs
{
    /// <summary>As the agent says.</summary>
    Given,

    /// <summary>The low 32 bits with a sign: negative numbers sent as Gauge32.</summary>
    Int32,

    /// <summary>The low 8 bits with a sign: -95 dBm sent as 161.</summary>
    Int8,

    /// <summary>The low 8 bits.</summary>
    UInt8,

    /// <summary>The digits a text begins with: "36E" is 36, "41 C" is 41.</summary>
    Leading,

    /// <summary>Octets as hexadecimal digits with colons: a MAC address.</summary>
    Mac,
}

/// <summary>One value to ask for, and what it means: where it is, and how the number there becomes one of the role's unit: bits as <see cref="As"/>, then × scale + offset.</summary>
/// <param name="Role">What it means.</param>
/// <param name="Oid">The instance (a reading of its own) or the column (a reading of a table).</param>
/// <param name="Scale">Factor.</param>
/// <param name="Offset">Added after the factor.</param>
/// <param name="As">How its bits are taken.</param>
/// <param name="Words">For enumerations: number or text to text. What is not among them is no value.</param>
/// <param name="Of">The instance of a whole that this is a part of: the value is 100 × this ÷ whole, before scale and offset.</param>
/// <param name="CountsRows">The value is how many rows the column has.</param>
/// <param name="Least">Below this (after scale and offset) it is no value: agents give 0 or -1 for what they have not.</param>
/// <param name="Most">Above this it is none.</param>
/// <param name="Part">Of a reading of its own: the radio or network it belongs to.</param>
public sealed record Reading(
    ConditionRole Role, Oid Oid, double Scale = 1, double Offset = 0, ReadAs As = ReadAs.Given, IReadOnlyDictionary<string, string>? Words = null, Oid? Of = null,
    bool CountsRows = false, double Least = double.NegativeInfinity, double Most = double.PositiveInfinity, string Part = "")
{
    /// <summary>The value's meaning; null when it is none.</summary>
    public ConditionValue? Value(string part, in RawValue raw, in RawValue? whole = null)
    {
        if (raw.Text is null && raw.Number is null)
        {
            return null;
        }

        if (As == ReadAs.Mac)
        {
            return raw.Octets is { Length: 6 } octets ? new ConditionValue(part, Role, null, Convert.ToHexString(octets)) : null;
        }

        var number = Number(raw);
        if (Words is not null)
        {
            return Words.TryGetValue(raw.Text?.Trim() ?? Text(raw) ?? "", out var word) ? new ConditionValue(part, Role, null, word) : null;
        }

        if (ConditionRoles.IsText(Role))
        {
            return Text(raw) is { Length: > 0 } text ? new ConditionValue(part, Role, null, text) : null;
        }

        if (number is not { } given)
        {
            return null;
        }

        if (Of is not null)
        {
            if (whole is not { } all || Number(all) is not > 0)
            {
                return null;
            }

            given = 100 * given / Number(all)!.Value;
        }

        var value = Math.Round((given * Scale) + Offset, 2);
        return value >= Least && value <= Most && double.IsFinite(value) ? new ConditionValue(part, Role, value, null) : null;
    }

    private double? Number(in RawValue raw) => As switch
    {
        ReadAs.Int32 => raw.Number is { } n ? unchecked((int)(long)n) : null,
        ReadAs.Int8 => raw.Number is { } n ? unchecked((sbyte)(long)n) : null,
        ReadAs.UInt8 => raw.Number is { } n ? unchecked((byte)(long)n) : null,
        ReadAs.Leading => Digits(raw),
        _ => raw.Number,
    };

    private static double? Digits(in RawValue raw)
    {
        if (raw.Text is not { } text)
        {
            return raw.Number;
        }

        var end = 0;
        text = text.Trim();
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.' || (end == 0 && text[end] == '-')))
        {
            end++;
        }

        return double.TryParse(text.AsSpan(0, end), CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Numbers as text: a serial number may be sent as one.
    private static string? Text(in RawValue raw)
    {
        var text = raw.Text ?? raw.Number?.ToString(CultureInfo.InvariantCulture);
        text = text is null ? null : new string([.. text.Where(c => !char.IsControl(c))]).Trim();
        return text is { Length: > MostText } ? text[..MostText] : text;
    }

    private const int MostText = 64;
}

/// <summary>A value as it came: the number where there is one (texts such as "12" are numbers too), the text, the octets.</summary>
public readonly record struct RawValue(double? Number, string? Text, byte[]? Octets)
{
    /// <summary>A counter's exact value; null for everything else.</summary>
    public ulong? Counter { get; init; }

    /// <summary>The counter is a Counter64.</summary>
    public bool Is64 { get; init; }

    /// <summary>Keeps what a message says of a variable beyond the message's life.</summary>
    public static RawValue From(scoped in VarBind variable)
    {
        double? number = variable.TryGetDouble(out var value) && double.IsFinite(value) ? value : null;
        if (variable.Tag == SnmpTag.OctetString)
        {
            return new RawValue(number, Encoding.UTF8.GetString(variable.Content).TrimEnd('\0', ' ', '\r', '\n'), variable.Content.ToArray());
        }

        return variable.Tag switch
        {
            SnmpTag.IpAddress when variable.Content.Length is 4 or 16 => new RawValue(null, new System.Net.IPAddress(variable.Content).ToString(), null),
            SnmpTag.ObjectIdentifier => new RawValue(null, Oid.Decode(variable.Content)?.ToString(), null),
            SnmpTag.Counter32 or SnmpTag.Counter64 when variable.TryGetUInt64(out var counter) =>
                new RawValue(number, null, null) { Counter = counter, Is64 = variable.Tag == SnmpTag.Counter64 },
            _ => new RawValue(number, null, null),
        };
    }
}
