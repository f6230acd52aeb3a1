using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace HotspotManager.Datagrams;

/// <summary>
/// The machine's UDP. On 64-bit Linux datagrams pass in batches (recvmmsg and sendmmsg); elsewhere one by one through the framework's socket.
/// Either way a dedicated thread blocks in the kernel: measured, that costs half of what an asynchronous socket does.
/// </summary>
public sealed class UdpDatagrams(bool batched = true) : IDatagrams
{
    /// <summary>Whether this machine has batched system calls whose structures we know.</summary>
    public static bool BatchingAvailable { get; } =
        OperatingSystem.IsLinux() && BitConverter.IsLittleEndian && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <inheritdoc/>
    public DatagramSocket Open(IPEndPoint local, DatagramHandler handler, DatagramOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        options ??= new DatagramOptions();
        var socket = options.Echo ? EchoSocket(local.AddressFamily) : new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6 && !options.Echo)
                socket.DualMode = true;
            if (OperatingSystem.IsWindows())
                socket.IOControl(unchecked((int)0x9800000C), [0, 0, 0, 0], null); // SIO_UDP_CONNRESET off: an ICMP error is no reason to stop receiving
            socket.ReceiveBufferSize = options.ReceiveBuffer;
            socket.SendBufferSize = options.ReceiveBuffer;
            socket.Bind(local);
            return batched && BatchingAvailable
                ? new BatchedUdpSocket(socket, handler, options)
                : new PlainUdpSocket(socket, handler, options);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // icmp(7): a datagram socket when the user's group may ping, else a raw one.
    private static Socket EchoSocket(AddressFamily family)
    {
        var protocol = family == AddressFamily.InterNetworkV6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp;
        try
        {
            return new Socket(family, SocketType.Dgram, protocol);
        }
        catch (SocketException)
        {
            return new Socket(family, SocketType.Raw, protocol);
        }
    }
}
