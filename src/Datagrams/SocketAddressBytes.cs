using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Datagrams;

/// <summary>The operating system's sockaddr_in and sockaddr_in6 (POSIX netinet/in.h): family 2, port 2, then 4, or 4 + 16 + 4 octets.</summary>
internal static class SocketAddressBytes
{
    public const int Length4 = 16;
    public const int Length6 = 28;

    private static readonly int Family6 = new SocketAddress(AddressFamily.InterNetworkV6).Buffer.Span[0];
    private static readonly int Family4 = new SocketAddress(AddressFamily.InterNetwork).Buffer.Span[0];

    public static DatagramEndPoint Read(ReadOnlySpan<byte> from)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(from[2..]);
        return from[0] == Family6
            ? DatagramEndPoint.ReadIPv6(from[8..], BitConverter.ToUInt32(from[24..]), port)
            : DatagramEndPoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(from[4..]), port);
    }

    /// <summary>False when an IPv6 address is to leave an IPv4 socket.</summary>
    public static bool Write(Span<byte> to, in DatagramEndPoint endPoint, bool ipv6)
    {
        to.Clear();
        to[0] = (byte)(ipv6 ? Family6 : Family4);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)endPoint.Port);
        if (ipv6)
        {
            endPoint.WriteIPv6(to[8..]);
            BitConverter.TryWriteBytes(to[24..], endPoint.Scope);
            return true;
        }
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], endPoint.IPv4);
        return endPoint.IsIPv4;
    }
}
