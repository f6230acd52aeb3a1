using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace HotspotManager.Portal.Gateways;

/// <summary>
/// What a gateway wrote behind the <c>?</c>: the raw text, as a signature over it needs, and each value decoded once (application/x-www-form-urlencoded).
/// Everything in it comes from a stranger. Text longer than <see cref="LongestQuery"/> or with more than <see cref="MostValues"/> values is not read at all;
/// a value that holds a control character or half a character counts as absent.
/// </summary>
public sealed class PortalQuery
{
    /// <summary>Characters; openNDS builds its queries in a buffer of this size (9.10, QUERYMAXLEN).</summary>
    public const int LongestQuery = 4096;

    /// <summary>MikroTik sends about 25, CoovaChilli about 20.</summary>
    public const int MostValues = 64;

    private readonly Dictionary<string, string> _values;

    private PortalQuery(string raw, Dictionary<string, string> values, string? language, bool tooLong)
    {
        Raw = raw;
        _values = values;
        Language = language;
        TooLong = tooLong;
    }

    /// <summary>The text behind the <c>?</c> as it came, without our own <c>lang</c>.</summary>
    public string Raw { get; }

    /// <summary>Our own <c>lang</c>, when it was there.</summary>
    public string? Language { get; }

    /// <summary>True when it was over the limits and nothing was read.</summary>
    public bool TooLong { get; }

    public bool IsEmpty => _values.Count == 0;

    /// <summary>The value's text, or null when it is absent, empty or not clean. The first of several counts.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public bool Has(string name) => _values.ContainsKey(name);

    public bool TryGet(string name, [NotNullWhen(true)] out string? value) => (value = this[name]) is not null;

    /// <summary>Reads the text of a query, with or without the leading question mark. Never throws.</summary>
    public static PortalQuery Read(string? text)
    {
        var raw = text ?? "";
        if (raw.StartsWith('?')) raw = raw[1..];
        if (raw.Length > LongestQuery) return new PortalQuery("", [], null, tooLong: true);

        var values = new Dictionary<string, string>(16, StringComparer.Ordinal);
        string? language = null;
        StringBuilder? kept = null; // only when something is left out, which is seldom
        for (var start = 0; start <= raw.Length;)
        {
            var length = raw.AsSpan(start).IndexOf('&') is >= 0 and var and ? and : raw.Length - start;
            var part = raw.AsSpan(start, length);
            var equals = part.IndexOf('=');
            var name = Decode(equals < 0 ? part : part[..equals]);
            if (part.Length == 0 || name == "lang")
            {
                if (part.Length > 0) language ??= equals < 0 ? "" : Decode(part[(equals + 1)..]);
                kept ??= new StringBuilder(raw.Length).Append(raw, 0, Math.Max(0, start - 1));
            }
            else
            {
                if (kept is not null) (kept.Length > 0 ? kept.Append('&') : kept).Append(part);
                if (values.Count == MostValues) return new PortalQuery("", [], null, tooLong: true);
                var value = equals < 0 ? "" : Decode(part[(equals + 1)..]);
                values.TryAdd(name, IsClean(value) ? value : "");
            }
            start += length + 1;
        }
        return new PortalQuery(kept?.ToString() ?? raw, values, language, tooLong: false);
    }

    /// <summary>The same reading for a gateway whose login page posts a form to us (MikroTik's does).</summary>
    public static PortalQuery FromForm(IEnumerable<KeyValuePair<string, string>> form) =>
        Read(string.Join('&', form.Select(field => Uri.EscapeDataString(field.Key) + "=" + Uri.EscapeDataString(field.Value))));

    private static string Decode(ReadOnlySpan<char> text)
    {
        var plain = text.ToString();
        return text.IndexOfAny('+', '%') < 0 ? plain : Uri.UnescapeDataString(plain.Replace('+', ' '));
    }

    private static bool IsClean(string value)
    {
        // Mostly it is plain ASCII, which is told at once.
        if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return true;
        foreach (var c in value)
            if (char.IsControl(c)) return false;
        return IsPaired(value);
    }

    private static bool IsPaired(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])) i++;
            else if (char.IsSurrogate(value[i])) return false;
        }
        return true;
    }
}
