using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Datagrams;

/// <summary>
/// An IP address and UDP port as one plain value: cheap to compare, to hash and to keep. An IPv4 address equals its IPv4-mapped IPv6 form.
/// The default value is no address.
/// </summary>
public readonly record struct DatagramEndPoint
{
    private const ulong MappedPrefix = 0x0000_0000_0000_ffff;

    internal readonly ulong High;
    internal readonly ulong Low;
    internal readonly uint Scope;
    private readonly ushort _port;

    internal DatagramEndPoint(ulong high, ulong low, uint scope, ushort port) => (High, Low, Scope, _port) = (high, low, scope, port);

    /// <summary>From the framework's type.</summary>
    public DatagramEndPoint(IPAddress address, int port)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            address.TryWriteBytes(bytes, out _);
            Low = (MappedPrefix << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
            High = BinaryPrimitives.ReadUInt64BigEndian(bytes);
            Low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
            Scope = (uint)address.ScopeId;
        }
        _port = checked((ushort)port);
    }

    /// <summary>From the framework's type.</summary>
    public DatagramEndPoint(IPEndPoint endPoint) : this(endPoint.Address, endPoint.Port) { }

    /// <summary>An IPv4 endpoint from the address as a number, most significant octet first.</summary>
    public static DatagramEndPoint FromIPv4(uint address, int port) => new(0, (MappedPrefix << 32) | address, 0, checked((ushort)port));

    /// <summary>The UDP port.</summary>
    public int Port => _port;

    /// <summary>Whether this is an IPv4 address (plain or IPv4-mapped).</summary>
    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix;

    /// <summary>Whether this is an address of this machine's own loopback: 127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => IsIPv4 ? (byte)(IPv4 >> 24) == 127 : High == 0 && Low == 1;

    /// <summary>Whether this is the default value.</summary>
    public bool IsNone => High == 0 && Low == 0 && _port == 0;

    internal uint IPv4 => (uint)Low;

    /// <summary>The same address with another port.</summary>
    public DatagramEndPoint WithPort(int port) => new(High, Low, Scope, checked((ushort)port));

    /// <summary>The address in the framework's type (allocates); IPv4 comes plain, never mapped.</summary>
    public IPAddress ToAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (IsIPv4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, IPv4);
            return new IPAddress(bytes[..4]);
        }
        WriteIPv6(bytes);
        return new IPAddress(bytes, Scope);
    }

    /// <summary>In the framework's type (allocates).</summary>
    public IPEndPoint ToIPEndPoint() => new(ToAddress(), Port);

    /// <inheritdoc/>
    public override string ToString() => ToIPEndPoint().ToString();

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(High, Low, _port);

    internal void WriteIPv6(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt64BigEndian(to, High);
        BinaryPrimitives.WriteUInt64BigEndian(to[8..], Low);
    }

    internal static DatagramEndPoint ReadIPv6(ReadOnlySpan<byte> from, uint scope, ushort port) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(from), BinaryPrimitives.ReadUInt64BigEndian(from[8..]), scope, port);
}

/// <summary>
/// Where a datagram came from and which of our addresses it was sent to. Sending with the same path answers from that very address, as RADIUS and
/// SNMP clients expect also of a host with several addresses. <see cref="Local"/> may be none: then the socket's own address is used.
/// </summary>
public readonly record struct DatagramPath(DatagramEndPoint Remote, DatagramEndPoint Local);
