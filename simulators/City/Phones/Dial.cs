using System.Net;
using System.Net.Sockets;

namespace HotspotManager.City.Phones;

/// <summary>Connects from an address of its own, as every phone and router of the city has one.</summary>
internal static class Dial
{
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static async ValueTask<Stream> FromAsync(IPAddress source, DnsEndPoint to, CancellationToken cancel)
    {
        if (IPAddress.TryParse(to.Host, out var address)) return await FromAsync(source, new IPEndPoint(address, to.Port), cancel);
        var found = await Dns.GetHostAddressesAsync(to.Host, AddressFamily.InterNetwork, cancel);
        return await FromAsync(source, new IPEndPoint(found[0], to.Port), cancel);
    }

    /// <inheritdoc cref="FromAsync(IPAddress, DnsEndPoint, CancellationToken)"/>
    public static async ValueTask<Stream> FromAsync(IPAddress source, IPEndPoint to, CancellationToken cancel)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Only the loopback net has addresses for everyone; a portal elsewhere sees this machine.
            if (IPAddress.IsLoopback(to.Address) && to.AddressFamily == source.AddressFamily) socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(to, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
