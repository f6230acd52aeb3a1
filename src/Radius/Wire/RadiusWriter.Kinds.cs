using System.Buffers.Binary;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>The kinds of attributes that came after RFC 2865: tagged and salted (RFC 2868), extended (RFC 6929), prefixes (RFC 8044).</summary>
public ref partial struct RadiusWriter
{
    private const byte MoreFollows = 0x80;

    /// <summary>A number of 1 or 2 octets; what is too large for them is cut to the largest.</summary>
    public void Add(SmallAttribute attribute, uint number)
    {
        if (!TryReserve(attribute, attribute.Length, out var value))
            return;
        if (attribute.Length == 1)
            value[0] = (byte)Math.Min(number, byte.MaxValue);
        else
            BinaryPrimitives.WriteUInt16BigEndian(value, (ushort)Math.Min(number, ushort.MaxValue));
    }

    /// <summary>A number of up to 24 bits with a tag of 0 to 31, 0 for none (RFC 2868 section 3.1).</summary>
    public void Add(TaggedIntegerAttribute attribute, byte tag, uint number)
    {
        if (TryReserve(attribute, 4, out var value))
            BinaryPrimitives.WriteUInt32BigEndian(value, ((uint)tag << 24) | (number & 0xffffff));
    }

    /// <summary>Text with a tag of 0 to 31, 0 for none (RFC 2868 section 3.3). What is longer than an attribute holds is left out whole.</summary>
    public void Add(TaggedTextAttribute attribute, byte tag, scoped ReadOnlySpan<char> text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        if (length == 0 || !TryReserve(attribute, 1 + length, out var value))
            return;
        value[0] = tag;
        Encoding.UTF8.GetBytes(text, value[1..]);
    }

    /// <summary>A secret of at most 239 octets hidden under a salt that no other in the packet has, with a tag where the attribute takes one.</summary>
    public void AddSalted(SaltedAttribute attribute, byte tag, ushort salt, scoped ReadOnlySpan<byte> plain, scoped ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret)
    {
        var at = attribute.IsTagged ? 1 : 0;
        if (plain.Length > SaltedValue.MaxLength || !TryReserve(attribute, at + SaltedValue.HiddenLength(plain.Length), out var value))
        {
            Overflowed = true;
            return;
        }
        if (attribute.IsTagged)
            value[0] = tag;
        SaltedValue.Hide(plain, salt, requestAuthenticator, secret, value[at..]);
    }

    /// <summary>A secret that is hidden already.</summary>
    public void Add(SaltedAttribute attribute, scoped ReadOnlySpan<byte> hidden) => AddOctets(attribute, hidden);

    /// <summary>A prefix; octets behind its bits are left out (IPv6) or zero (IPv4), as RFC 8044 sections 3.10 and 3.11 have it.</summary>
    public void Add(PrefixAttribute attribute, scoped ReadOnlySpan<byte> address, int bits)
    {
        var octets = (bits + 7) / 8;
        if (!TryReserve(attribute, 2 + (attribute.Length == 4 ? 4 : octets), out var value))
            return;
        value.Clear();
        value[1] = (byte)bits;
        address[..octets].CopyTo(value[2..]);
        if (bits % 8 != 0)
            value[1 + octets] &= (byte)~(0xff >> (bits % 8));
    }

    /// <summary>The 8 octets of an interface identifier.</summary>
    public void Add(InterfaceIdAttribute attribute, ulong identifier)
    {
        if (TryReserve(attribute, 8, out var value))
            BinaryPrimitives.WriteUInt64BigEndian(value, identifier);
    }

    /// <summary>The octets of TLVs, which <see cref="WriteTlv"/> writes one behind the other.</summary>
    public void Add(TlvAttribute attribute, scoped ReadOnlySpan<byte> parts) => AddOctets(attribute, parts);

    /// <summary>Writes one TLV (RFC 6929 section 2.3) into a value under construction; the octets it took, 0 when it does not fit or is empty.</summary>
    public static int WriteTlv(byte number, scoped ReadOnlySpan<byte> value, scoped Span<byte> into)
    {
        if (value.IsEmpty || value.Length > 253 || into.Length < 2 + value.Length)
            return 0;
        (into[0], into[1]) = (number, (byte)(2 + value.Length));
        value.CopyTo(into[2..]);
        return 2 + value.Length;
    }

    /// <summary>The octets of a value of any kind, as they are to stand on the wire; long ones are fragmented where the attribute may be.</summary>
    public void AddValue(RadiusAttribute attribute, scoped ReadOnlySpan<byte> value) => AddOctets(attribute, value);

    /// <summary>Takes every value of an attribute out again that was written so far, but never the Message-Authenticator; whether there was one.</summary>
    public bool Remove(RadiusAttribute attribute)
    {
        var removed = false;
        for (var at = RadiusPacket.HeaderLength; at < _length;)
        {
            int size = _buffer[at + 1];
            if (at + 2 == _messageAuthenticator || !Is(attribute, _buffer.Slice(at, size)))
            {
                at += size;
                continue;
            }
            _buffer[(at + size).._length].CopyTo(_buffer[at..]);
            _length -= size;
            removed = true;
        }
        return removed;
    }

    /// <summary>Whether octets that this writer wrote are this attribute: a vendor's has a Vendor-Specific one to itself here. Fragments are told by their first only.</summary>
    private static bool Is(RadiusAttribute attribute, ReadOnlySpan<byte> written) => (attribute.Extended, attribute.Vendor) switch
    {
        (0, 0) => written[0] == attribute.Number,
        (0, _) => written[0] == Ietf.VendorSpecificNumber && written.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(written[2..]) == attribute.Vendor
            && written[6] == attribute.Number,
        (_, 0) => written[0] == attribute.Extended && written[2] == attribute.Number,
        _ => written[0] == attribute.Extended && written[2] == ExtendedReader.VendorSpecific && written.Length > Overhead(attribute)
            && BinaryPrimitives.ReadUInt32BigEndian(written[(Overhead(attribute) - 5)..]) == attribute.Vendor && written[Overhead(attribute) - 1] == attribute.Number,
    };

    private static int Overhead(RadiusAttribute attribute) => 3 + (attribute.IsLong ? 1 : 0) + (attribute.Vendor != 0 ? 5 : 0);

    private static int MaxExtended(RadiusAttribute attribute) => 255 - Overhead(attribute);

    private bool TryReserveExtended(RadiusAttribute attribute, int length, out Span<byte> value)
    {
        var overhead = Overhead(attribute);
        value = default;
        if (overhead + length > 255 || _length + overhead + length > _buffer.Length)
        {
            Overflowed = true;
            return false;
        }
        var at = _buffer[_length..];
        (at[0], at[1], at[2]) = (attribute.Extended, (byte)(overhead + length), attribute.Vendor != 0 ? ExtendedReader.VendorSpecific : attribute.Number);
        if (attribute.IsLong)
            at[3] = 0;
        if (attribute.Vendor != 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(at[(overhead - 5)..], attribute.Vendor);
            at[overhead - 1] = attribute.Number;
        }
        value = at.Slice(overhead, length);
        _length += overhead + length;
        return true;
    }

    /// <summary>Full attributes with the More flag, then the rest; the vendor stands in the first alone. All of it or nothing.</summary>
    private void AddFragments(RadiusAttribute attribute, scoped ReadOnlySpan<byte> octets)
    {
        const int Header = 4, Whole = 255;
        var head = Overhead(attribute) - Header;
        var all = head + octets.Length;
        var fragments = (all + Whole - Header - 1) / (Whole - Header);
        if (_length + all + (fragments * Header) > _buffer.Length)
        {
            Overflowed = true;
            return;
        }
        var written = 0;
        for (var fragment = 0; fragment < fragments; fragment++)
        {
            var skip = fragment == 0 ? head : 0;
            var part = Math.Min(octets.Length - written, Whole - Header - skip);
            var at = _buffer[_length..];
            (at[0], at[1], at[2]) = (attribute.Extended, (byte)(Header + skip + part), attribute.Vendor != 0 ? ExtendedReader.VendorSpecific : attribute.Number);
            at[3] = fragment == fragments - 1 ? (byte)0 : MoreFollows;
            if (skip > 0)
            {
                BinaryPrimitives.WriteUInt32BigEndian(at[Header..], attribute.Vendor);
                at[Header + 4] = attribute.Number;
            }
            octets.Slice(written, part).CopyTo(at[(Header + skip)..]);
            written += part;
            _length += Header + skip + part;
        }
    }
}
