using System.Net;
using HotspotManager.City.Network;
using HotspotManager.Datagrams;

namespace HotspotManager.City.Nas;

/// <summary>
/// The one UDP socket behind all the city's routers: bound to every address, it sends from and hears for each router's own. Faults lose datagrams here, as a line would.
/// </summary>
public sealed class NasSocket : IDisposable
{
    private readonly Dictionary<DatagramEndPoint, NasClient> _clients = [];
    private readonly DatagramSocket _socket;

    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public NasSocket(IDatagrams datagrams, int port) =>
        _socket = datagrams.Open(new IPEndPoint(IPAddress.Any, port), Receive, new DatagramOptions { Name = "city nas" });

    public int Port => _socket.LocalEndPoint.Port;

    /// <summary>Makes a router known; before the city starts.</summary>
    internal void Add(NasClient client) => _clients[Key(client.Point)] = client;

    /// <summary>Sends from a router's own address.</summary>
    internal void Send(SimulatedAccessPoint from, ReadOnlySpan<byte> packet, in DatagramEndPoint to)
    {
        if (from.Passes()) _socket.Send(packet, new DatagramPath(to, Key(from)));
    }

    public void Dispose() => _socket.Dispose();

    private void Receive(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        if (_clients.TryGetValue(path.Local.WithPort(0), out var client) && client.Point.Passes()) client.Receive(datagram, path.Remote);
    }

    private static DatagramEndPoint Key(SimulatedAccessPoint point) => new(point.Plan.Address, 0);
}
