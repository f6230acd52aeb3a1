using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Peers.Networks;

/// <summary>Ports that nobody uses on loopback just now, for UDP and for TCP alike; never given twice by one process.</summary>
public static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    /// <summary>One free port.</summary>
    public static int Next()
    {
        while (true)
        {
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (SocketException)
            {
                continue;
            }

            lock (Given)
            {
                if (Given.Add(port))
                {
                    return port;
                }
            }
        }
    }
}
