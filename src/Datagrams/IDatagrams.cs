namespace HotspotManager.Datagrams;

/// <summary>
/// A network one can open datagram sockets on: the machine's own (<see cref="UdpDatagrams"/>) or one in memory under a given clock
/// (<see cref="MemoryDatagrams"/>).
/// </summary>
public interface IDatagrams
{
    /// <summary>
    /// Binds <paramref name="local"/> (port 0 takes a free one) and calls <paramref name="handler"/> for every datagram until the socket is disposed.
    /// </summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is taken, not ours, or forbidden.</exception>
    DatagramSocket Open(System.Net.IPEndPoint local, DatagramHandler handler, DatagramOptions? options = null);
}

/// <summary>
/// Takes one datagram. Runs on the socket's receiving thread (on several at once when <see cref="DatagramOptions.Threads"/> is above one); the
/// bytes are only valid during the call. It must not throw: what it throws ends the process, as any bug on a thread does.
/// </summary>
public delegate void DatagramHandler(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path);

/// <summary>How a socket is opened; the defaults suit RADIUS and SNMP.</summary>
public sealed record DatagramOptions
{
    /// <summary>
    /// Receiving threads of the socket. 0: none; its owner takes what has come by <see cref="DatagramSocket.Receive"/>, when it has time. That
    /// costs no wake-up for each datagram.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>Whether a socket bound to all addresses tells which of them a datagram was sent to; asking costs the kernel's time for each one.</summary>
    public bool TellsLocal { get; init; } = true;

    /// <summary>
    /// ICMP echo (RFC 792, RFC 4443) in place of UDP: datagrams are ICMP messages from their type on, ports do not count. Linux lets whoever is in
    /// <c>net.ipv4.ping_group_range</c> have one, and sets identifier and checksum itself; else the right to raw sockets is needed.
    /// </summary>
    public bool Echo { get; init; }

    /// <summary>Longest datagram in octets; what is longer arrives cut. 4,096 is RADIUS' own limit (RFC 2865 section 3).</summary>
    public int MaxDatagram { get; init; } = 4096;

    /// <summary>Datagrams taken from and given to the kernel in one call.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Octets the kernel may hold for us while we are busy (it may grant less).</summary>
    public int ReceiveBuffer { get; init; } = 4 << 20;

    /// <summary>Name of the receiving threads, for debuggers.</summary>
    public string Name { get; init; } = "datagrams";
}
