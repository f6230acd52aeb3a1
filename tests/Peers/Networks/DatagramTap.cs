using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace HotspotManager.Peers.Networks;

/// <summary>
/// Stands between a UDP client and a server on loopback and keeps the datagrams of both ways. One socket of its own faces the server, so that the same
/// request can be sent again from the same port.
/// </summary>
public sealed class DatagramTap : IDisposable
{
    private readonly UdpClient _here = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly UdpClient _there = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly BlockingCollection<byte[]> _replies = [];
    private IPEndPoint? _client;

    /// <summary>Starts standing before that server port of 127.0.0.1.</summary>
    public DatagramTap(int serverPort)
    {
        _there.Connect(IPAddress.Loopback, serverPort);
        _ = ForwardAsync();
        _ = ReturnAsync();
    }

    /// <summary>The port clients send to.</summary>
    public int Port => ((IPEndPoint)_here.Client.LocalEndPoint!).Port;

    /// <summary>The requests so far.</summary>
    public ConcurrentQueue<byte[]> Requests { get; } = [];

    /// <summary>Takes the next reply; throws <see cref="TimeoutException"/> when none comes in 5 s.</summary>
    public byte[] NextReply() =>
        _replies.TryTake(out var reply, TimeSpan.FromSeconds(5)) ? reply : throw new TimeoutException("The server did not answer.");

    /// <summary>Sends a datagram to the server, from the same port as the client's.</summary>
    public void Send(byte[] datagram) => _there.Send(datagram, datagram.Length);

    /// <inheritdoc />
    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    private async Task ForwardAsync()
    {
        try
        {
            while (true)
            {
                var received = await _here.ReceiveAsync();
                _client = received.RemoteEndPoint;
                Requests.Enqueue(received.Buffer);
                await _there.SendAsync(received.Buffer);
            }
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            // The tap was closed.
        }
    }

    private async Task ReturnAsync()
    {
        try
        {
            while (true)
            {
                var received = await _there.ReceiveAsync();
                _replies.Add(received.Buffer);
                if (_client is { } client)
                {
                    await _here.SendAsync(received.Buffer, client);
                }
            }
        }
        catch (Exception error) when (error is ObjectDisposedException or SocketException)
        {
            // The tap was closed.
        }
    }
}
