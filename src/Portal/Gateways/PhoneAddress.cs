using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Portal.Gateways;

/// <summary>A phone's addresses as a gateway writes them: hardware address in any of the field's spellings, and an IPv4 or IPv6 address.</summary>
public static class PhoneAddress
{
    /// <summary>Reads six octets written with colons, hyphens, dots or nothing between them; gives <c>02-AA-BB-CC-DD-EE</c> (RFC 3580 section 3.21).
    /// Group addresses and all-zero are no phone's.</summary>
    public static bool TryReadMac(string? text, [NotNullWhen(true)] out string? mac)
    {
        mac = null;
        if (text is null || text.Length is < 12 or > 17) return false;
        Span<char> hex = stackalloc char[12];
        var n = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiHexDigit(c))
            {
                if (n == 12) return false;
                hex[n++] = char.ToUpperInvariant(c);
            }
            else if (c is not (':' or '-' or '.')) return false;
        }
        if (n != 12) return false;
        var octets = Convert.FromHexString(hex);
        if ((octets[0] & 1) != 0 || octets.AsSpan().IndexOfAnyExcept((byte)0) < 0) return false;
        mac = string.Create(17, octets, static (to, from) =>
        {
            for (var i = 0; i < 6; i++)
            {
                from[i].TryFormat(to[(i * 3)..], out _, "X2");
                if (i < 5) to[i * 3 + 2] = '-';
            }
        });
        return true;
    }

    /// <summary>Twelve lower-case hex digits, as our messages to a router carry it.</summary>
    public static string Bare(string mac) => mac.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    public static bool TryReadIp(string? text, [NotNullWhen(true)] out IPAddress? ip)
    {
        ip = null;
        if (text is null || text.Length is < 2 or > 45 || !IPAddress.TryParse(text, out var read)) return false;
        // IPAddress reads "10.1" as 10.0.0.1; a gateway never writes that.
        if (read.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') != 3) return false;
        ip = read;
        return true;
    }
}
