namespace HotspotManager.Core.Networks;

/// <summary>MAC addresses as routers write them (colons, dashes, dots, none, either case) in one spelling: <c>AA-BB-CC-DD-EE-FF</c> (RFC 3580 3.20).</summary>
public static class Mac
{
    /// <summary>The one spelling, or null when this is not a MAC address. A suffix after the address (<c>AA-BB-CC-DD-EE-FF:SSID</c>) is ignored.</summary>
    public static string? Normalize(ReadOnlySpan<char> text)
    {
        Span<char> digits = stackalloc char[12];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiHexDigit(c))
            {
                if (count == 12) return null;
                digits[count++] = char.ToUpperInvariant(c);
            }
            else if (c is not ('-' or ':' or '.') || count is 0)
            {
                return null;
            }
            else if (count == 12)
            {
                break;
            }
        }
        if (count != 12) return null;
        Span<char> written = stackalloc char[17];
        for (var i = 0; i < 6; i++)
        {
            written[i * 3] = digits[i * 2];
            written[i * 3 + 1] = digits[i * 2 + 1];
            if (i < 5) written[i * 3 + 2] = '-';
        }
        return new string(written);
    }
}
