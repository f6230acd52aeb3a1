using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Peers.Networks;

/// <summary>A loopback TCP port here whose connections go on to a loopback port inside a namespace (a browser's debugging port, say).</summary>
public sealed class Relay : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly NetworkNamespace _space;
    private readonly int _port;

    /// <summary>Starts relaying to that port of 127.0.0.1 in the namespace.</summary>
    public Relay(NetworkNamespace space, int port)
    {
        (_space, _port) = (space, port);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
        _ = AcceptAsync();
    }

    /// <summary>The port here.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket here;
            try
            {
                here = await _listener.AcceptAsync();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = RelayAsync(here);
        }
    }

    private async Task RelayAsync(Socket here)
    {
        using var there = _space.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        try
        {
            await there.ConnectAsync(IPAddress.Loopback, _port);
            using var one = new NetworkStream(here, ownsSocket: true);
            using var other = new NetworkStream(there);
            await Task.WhenAny(one.CopyToAsync(other), other.CopyToAsync(one));
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            // The other side went away: so does this one.
            here.Dispose();
        }
    }
}
