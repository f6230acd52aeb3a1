using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies;

/// <summary>One row of a brand's table: writes what it has to say of the limits, or nothing.</summary>
public delegate void ReplyRow(ref RadiusWriter reply, in Limits limits);

/// <summary>A number made of the limits; null: nothing to say.</summary>
public delegate uint? LimitNumber(in Limits limits);

/// <summary>A text made of the limits, written into the span; the number of characters, 0: nothing to say.</summary>
public delegate int LimitText(in Limits limits, Span<char> text);

/// <summary>How one brand of router or controller is told a plan's limits in an Access-Accept, besides what all of them understand.</summary>
/// <param name="Key">What <c>--brand</c> takes.</param>
/// <param name="Source">Where the meaning of its attributes is written.</param>
/// <param name="KnowsOctets">Whether it ends the session by itself when the octets are used up.</param>
/// <param name="MacSeparator">How it writes MAC addresses: session identification in a Disconnect-Request must match (RFC 5176 section 3).</param>
/// <param name="Rows">Its rows, in the order they are written.</param>
public sealed record ReplyBrand(string Key, string Source, bool KnowsOctets, char MacSeparator, params ReplyRow[] Rows)
{
    /// <summary>
    /// Whether limits given in mid-session (CoA) are held against the session as a whole. False: what remains is sent as it is, which a NAS that
    /// does count from the start takes for less than there is, never for more.
    /// </summary>
    public bool CountsFromStart { get; init; }

    /// <summary>Writes every row.</summary>
    public void Write(ref RadiusWriter reply, in Limits limits)
    {
        foreach (var row in Rows)
            row(ref reply, limits);
    }
}

/// <summary>The kinds of rows.</summary>
public static class Row
{
    /// <summary>A 32-bit number.</summary>
    public static ReplyRow Number(IntegerAttribute attribute, LimitNumber number) => (ref RadiusWriter reply, in Limits limits) =>
    {
        if (number(limits) is { } value)
            reply.Add(attribute, value);
    };

    /// <summary>A text of at most 64 characters.</summary>
    public static ReplyRow Text(TextAttribute attribute, LimitText text) => (ref RadiusWriter reply, in Limits limits) =>
    {
        Span<char> buffer = stackalloc char[64];
        Span<byte> utf8 = stackalloc byte[64];
        var length = text(limits, buffer);
        if (length > 0)
            reply.Add(attribute, utf8[..Encoding.ASCII.GetBytes(buffer[..length], utf8)]);
    };

    /// <summary>The remaining octets, up and down together, in two attributes (RFC 2869 section 5.1 has the split).</summary>
    public static ReplyRow Octets(IntegerAttribute octets, IntegerAttribute gigawords) => (ref RadiusWriter reply, in Limits limits) =>
    {
        if (limits.GatewayOctets is not { } remaining)
            return;
        var count = (ulong)Math.Max(1, remaining); // 0 means "no limit" to many
        reply.Add(octets, Gigawords.Octets(count));
        if (Gigawords.Words(count) != 0)
            reply.Add(gigawords, Gigawords.Words(count));
    };

    /// <summary>WISPr's rates in bit/s (WISPr 1.0 annex C), which most hotspot gateways know.</summary>
    public static ReplyRow[] Wispr { get; } =
    [
        Number(Wire.Wispr.BandwidthMaxUp, (in Limits limits) => BitsPerSecond(limits.UpKbps)),
        Number(Wire.Wispr.BandwidthMaxDown, (in Limits limits) => BitsPerSecond(limits.DownKbps)),
    ];

    /// <summary>kbit/s to bit/s, as far as 32 bits reach.</summary>
    public static uint BitsPerSecond(int kbps) => (uint)Math.Min(kbps * 1000L, uint.MaxValue);
}
