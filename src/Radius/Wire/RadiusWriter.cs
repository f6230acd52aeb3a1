using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>
/// Writes a packet into the caller's span. Call <see cref="AddMessageAuthenticator"/> before any other attribute, then the attributes, then one of
/// the two finishing methods, which work out the authenticators. What does not fit sets <see cref="Overflowed"/> and is left out whole.
/// </summary>
public ref partial struct RadiusWriter
{
    private const int MaxValue = 253;
    private const int MaxVendorValue = 247;

    private readonly Span<byte> _buffer;
    private int _length;
    private int _messageAuthenticator;

    /// <summary>Begins a packet; <paramref name="buffer"/> holds at least the 20 octets of the header, and more than 4,096 are of no use.</summary>
    public RadiusWriter(Span<byte> buffer, RadiusCode code, byte identifier)
    {
        _buffer = buffer[..Math.Min(buffer.Length, RadiusPacket.MaxLength)];
        _length = RadiusPacket.HeaderLength;
        _buffer[.._length].Clear();
        _buffer[0] = (byte)code;
        _buffer[1] = identifier;
    }

    /// <summary>Whether an attribute did not fit.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>
    /// Reserves the Message-Authenticator; first of all attributes, because otherwise a chosen prefix can be forged around it (CVE-2024-3596).
    /// </summary>
    public void AddMessageAuthenticator()
    {
        if (TryReserve(Ietf.MessageAuthenticator, 16, out var value))
        {
            value.Clear();
            _messageAuthenticator = _length - 16;
        }
    }

    /// <summary>Sets the random Request Authenticator of an Access-Request or Status-Server, 16 unpredictable octets.</summary>
    public readonly void SetAuthenticator(scoped ReadOnlySpan<byte> authenticator) => authenticator[..16].CopyTo(_buffer[4..]);

    /// <summary>Text as UTF-8; what is longer than an attribute holds is cut at a character's end. Empty text adds nothing (RFC 2865 section 5).</summary>
    public void Add(TextAttribute attribute, scoped ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[MaxValue];
        if (!Encoding.UTF8.TryGetBytes(text, utf8[..Max(attribute)], out var length))
            Encoding.UTF8.GetEncoder().Convert(text, utf8[..Max(attribute)], true, out _, out length, out _);
        AddOctets(attribute, utf8[..length]);
    }

    /// <summary>Text that is UTF-8 already.</summary>
    public void Add(TextAttribute attribute, scoped ReadOnlySpan<byte> utf8) => AddOctets(attribute, utf8);

    /// <summary>Octets; empty ones add nothing.</summary>
    public void Add(OctetsAttribute attribute, scoped ReadOnlySpan<byte> octets) => AddOctets(attribute, octets);

    /// <summary>A 32-bit number.</summary>
    public void Add(IntegerAttribute attribute, uint number)
    {
        if (TryReserve(attribute, 4, out var value))
            BinaryPrimitives.WriteUInt32BigEndian(value, number);
    }

    /// <summary>A 64-bit number.</summary>
    public void Add(Integer64Attribute attribute, ulong number)
    {
        if (TryReserve(attribute, 8, out var value))
            BinaryPrimitives.WriteUInt64BigEndian(value, number);
    }

    /// <summary>A time, in whole seconds since 1970.</summary>
    public void Add(TimeAttribute attribute, DateTimeOffset time)
    {
        if (TryReserve(attribute, 4, out var value))
            BinaryPrimitives.WriteUInt32BigEndian(value, (uint)Math.Clamp(time.ToUnixTimeSeconds(), 0, uint.MaxValue));
    }

    /// <summary>An address of the attribute's family; one of the other family adds nothing.</summary>
    public void Add(AddressAttribute attribute, IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (address.TryWriteBytes(octets, out var length) && length == attribute.Length)
            AddOctets(attribute, octets[..length]);
    }

    /// <summary>A User-Password hidden under the authenticator set before (RFC 2865 section 5.2).</summary>
    public void AddUserPassword(scoped ReadOnlySpan<byte> password, SharedSecret secret)
    {
        Span<byte> hidden = stackalloc byte[UserPassword.MaxLength];
        AddOctets(Ietf.UserPassword, hidden[..UserPassword.Hide(password, _buffer.Slice(4, 16), secret, hidden)]);
    }

    /// <summary>A CHAP-Password that answers <paramref name="challenge"/>; empty: the authenticator set before is the challenge (RFC 2865 section 5.3).</summary>
    public void AddChapPassword(byte identifier, scoped ReadOnlySpan<byte> password, scoped ReadOnlySpan<byte> challenge)
    {
        Span<byte> octets = stackalloc byte[Chap.Length];
        Chap.Compute(identifier, password, challenge.IsEmpty ? _buffer.Slice(4, 16) : challenge, octets);
        AddOctets(Ietf.ChapPassword, octets);
        if (!challenge.IsEmpty)
            AddOctets(Ietf.ChapChallenge, challenge);
    }

    /// <summary>Copies every Proxy-State of a request, in order, as a reply must (RFC 2865 section 5.33).</summary>
    public void AddProxyStates(in RadiusPacket request)
    {
        foreach (var attribute in request.Attributes)
        {
            if (attribute.Vendor == 0 && attribute.Number == Ietf.ProxyState.Number)
                AddOctets(Ietf.ProxyState, attribute.Value);
        }
    }

    /// <summary>Ends a request; the packet's octets. Access-Request and Status-Server keep their random authenticator, the others get theirs computed.</summary>
    public readonly ReadOnlySpan<byte> Finish(SharedSecret secret)
    {
        WriteLength();
        var code = (RadiusCode)_buffer[0];
        var packet = _buffer[.._length];
        if (_messageAuthenticator != 0)
            PacketCheck.MessageAuthenticator(packet, _messageAuthenticator, packet.Slice(4, 16), secret, packet.Slice(_messageAuthenticator, 16));
        if (code is not (RadiusCode.AccessRequest or RadiusCode.StatusServer))
            PacketCheck.Authenticator(packet, packet.Slice(4, 16), secret, packet.Slice(4, 16));
        return packet;
    }

    /// <summary>Ends a reply to the request with this authenticator; the packet's octets (RFC 2865 section 3, RFC 3579 section 3.2).</summary>
    public readonly ReadOnlySpan<byte> FinishReply(scoped ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret)
    {
        WriteLength();
        var packet = _buffer[.._length];
        if (_messageAuthenticator != 0)
            PacketCheck.MessageAuthenticator(packet, _messageAuthenticator, requestAuthenticator, secret, packet.Slice(_messageAuthenticator, 16));
        PacketCheck.Authenticator(packet, requestAuthenticator, secret, packet.Slice(4, 16));
        return packet;
    }

    private readonly void WriteLength() => BinaryPrimitives.WriteUInt16BigEndian(_buffer[2..], (ushort)_length);

    private static int Max(RadiusAttribute attribute) => attribute.Extended != 0 ? MaxExtended(attribute) : attribute.Vendor == 0 ? MaxValue : MaxVendorValue;

    private void AddOctets(RadiusAttribute attribute, scoped ReadOnlySpan<byte> octets)
    {
        if (attribute.IsLong && octets.Length > Max(attribute))
            AddFragments(attribute, octets);
        else if (!octets.IsEmpty && TryReserve(attribute, octets.Length, out var value))
            octets.CopyTo(value);
    }

    private bool TryReserve(RadiusAttribute attribute, int length, out Span<byte> value)
    {
        if (attribute.Extended != 0)
            return TryReserveExtended(attribute, length, out value);
        var overhead = attribute.Vendor == 0 ? 2 : 8;
        value = default;
        if (length > Max(attribute) || _length + overhead + length > _buffer.Length)
        {
            Overflowed = true;
            return false;
        }
        var at = _buffer[_length..];
        if (attribute.Vendor == 0)
        {
            at[0] = attribute.Number;
        }
        else
        {
            at[0] = Ietf.VendorSpecificNumber;
            BinaryPrimitives.WriteUInt32BigEndian(at[2..], attribute.Vendor);
            at[6] = attribute.Number;
            at[7] = (byte)(length + 2);
        }
        at[1] = (byte)(overhead + length);
        value = at.Slice(overhead, length);
        _length += overhead + length;
        return true;
    }
}
