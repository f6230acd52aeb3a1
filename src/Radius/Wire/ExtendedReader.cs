using System.Buffers.Binary;

namespace HotspotManager.Radius.Wire;

/// <summary>One extended attribute (RFC 6929), its fragments joined.</summary>
public readonly ref struct ExtendedView(byte container, uint vendor, byte number, ReadOnlySpan<byte> value, AttributeFault fault, int fragments = 1)
{
    /// <summary>How many attributes of the packet it takes.</summary>
    public int Fragments { get; } = fragments;

    /// <summary>241 to 246.</summary>
    public byte Container { get; } = container;

    /// <summary>The vendor of an Extended-Vendor-Specific attribute, 0 for the IETF's own.</summary>
    public uint Vendor { get; } = vendor;

    /// <summary>The Extended-Type, or the vendor's type.</summary>
    public byte Number { get; } = number;

    /// <summary>The value; of a malformed attribute the octets behind type and length as they stand.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;

    /// <summary>What is wrong with it.</summary>
    public AttributeFault Fault { get; } = fault;
}

/// <summary>
/// Walks the extended attributes of a well-formed packet in order (RFC 6929 section 2), joining fragments into the room given. The plain
/// <see cref="AttributeReader"/> shows the same ones as they stand, as attributes 241 to 246.
/// </summary>
public ref struct ExtendedReader
{
    /// <summary>Type of the first extended attribute.</summary>
    public const byte First = 241;

    /// <summary>Type of the first of the two that may be fragmented.</summary>
    public const byte FirstLong = 245;

    /// <summary>Type of the last.</summary>
    public const byte Last = 246;

    /// <summary>The Extended-Type that is the vendors' (RFC 6929 section 2.4).</summary>
    public const byte VendorSpecific = 26;

    private const byte More = 0x80;

    private readonly Span<byte> _room;
    private ReadOnlySpan<byte> _rest;

    /// <param name="packet">The packet.</param>
    /// <param name="room">Where fragments are joined: a value that comes in one piece needs none, others at most the packet's length.</param>
    public ExtendedReader(scoped in RadiusPacket packet, Span<byte> room)
    {
        _rest = packet.Bytes[RadiusPacket.HeaderLength..];
        _room = room;
        Current = default;
    }

    /// <summary>The attribute reached.</summary>
    public ExtendedView Current { get; private set; }

    /// <summary>For foreach.</summary>
    public readonly ExtendedReader GetEnumerator() => this;

    /// <summary>Whether this type is one of the containers.</summary>
    public static bool IsContainer(byte number) => number is >= First and <= Last;

    /// <summary>Goes on to the next; false at the end.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var number = _rest[0];
            var body = Take();
            if (!IsContainer(number))
                continue;
            Current = number < FirstLong ? Whole(number, body) : Long(number, body);
            return true;
        }
        return false;
    }

    private ReadOnlySpan<byte> Take()
    {
        var body = _rest[2.._rest[1]];
        _rest = _rest[_rest[1]..];
        return body;
    }

    private static ExtendedView Whole(byte container, ReadOnlySpan<byte> body) =>
        body.Length < 2 ? new ExtendedView(container, 0, 0, body, AttributeFault.ExtendedTooShort) : Of(container, body[0], body[1..]);

    private ExtendedView Long(byte container, ReadOnlySpan<byte> body)
    {
        if (body.Length < 3)
            return new ExtendedView(container, 0, 0, body, AttributeFault.ExtendedTooShort);
        var type = body[0];
        if ((body[1] & More) == 0)
            return Of(container, type, body[2..]);
        var length = 0;
        var part = body;
        for (var fragments = 1; ; fragments++, part = Take())
        {
            var more = (part[1] & More) != 0;
            if (more && part.Length != 253)
                return new ExtendedView(container, 0, type, body, AttributeFault.MoreButShort, fragments);
            if (length + part.Length - 2 <= _room.Length)
                part[2..].CopyTo(_room[length..]);
            length += part.Length - 2;
            if (!more)
            {
                return length <= _room.Length
                    ? Of(container, type, _room[..length], fragments)
                    : new ExtendedView(container, 0, type, body, AttributeFault.TooLong, fragments);
            }
            if (_rest.Length < 5 || _rest[0] != container || _rest[1] < 5 || _rest[2] != type)
                return new ExtendedView(container, 0, type, body, AttributeFault.FragmentMissing, fragments);
        }
    }

    private static ExtendedView Of(byte container, byte type, ReadOnlySpan<byte> value, int fragments = 1)
    {
        if (type != VendorSpecific)
            return new ExtendedView(container, 0, type, value, AttributeFault.None, fragments);
        return value.Length < 6
            ? new ExtendedView(container, 0, type, value, AttributeFault.VendorTooShort, fragments)
            : new ExtendedView(container, BinaryPrimitives.ReadUInt32BigEndian(value), value[4], value[5..], AttributeFault.None, fragments);
    }
}

/// <summary>Walks the TLVs of a value (RFC 6929 section 2.3): <c>while (reader.MoveNext())</c>, then <see cref="Fault"/> says whether the end was the end.</summary>
public ref struct TlvReader(ReadOnlySpan<byte> value)
{
    private ReadOnlySpan<byte> _rest = value;

    /// <summary>The part's type.</summary>
    public byte Number { get; private set; }

    /// <summary>The part's value, at least one octet.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Why the walk ended before the value did.</summary>
    public AttributeFault Fault { get; private set; }

    /// <summary>What was not walked over.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Goes on to the next; false at the end or at a fault.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        Fault = _rest.Length < 2 ? AttributeFault.TlvCutShort
            : _rest[1] < 3 ? AttributeFault.TlvLengthTooSmall
            : _rest[1] > _rest.Length ? AttributeFault.TlvBeyondValue
            : AttributeFault.None;
        if (Fault != AttributeFault.None)
            return false;
        Number = _rest[0];
        Value = _rest[2.._rest[1]];
        _rest = _rest[_rest[1]..];
        return true;
    }
}
