using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HotspotManager.Datagrams;
using Xunit;

namespace HotspotManager.Unit.Datagrams;

public sealed class UdpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static void Echo(DatagramSocket socket, ReadOnlySpan<byte> bytes, in DatagramPath path) => socket.Send(bytes, path);

    private static (DatagramSocket Socket, BlockingCollection<(byte[] Bytes, DatagramPath Path)> Got) Collect(IDatagrams network, string address)
    {
        var got = new BlockingCollection<(byte[], DatagramPath)>();
        var socket = network.Open(new IPEndPoint(IPAddress.Parse(address), 0),
            (DatagramSocket _, ReadOnlySpan<byte> bytes, in DatagramPath path) => got.Add((bytes.ToArray(), path)));
        return (socket, got);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_thousand_datagrams_come_back_whole(bool batched)
    {
        var network = new UdpDatagrams(batched);
        using var server = network.Open(new IPEndPoint(IPAddress.Loopback, 0), Echo);
        var (client, got) = Collect(network, "127.0.0.1");
        using (client)
        {
            var to = new DatagramPath(new DatagramEndPoint(server.LocalEndPoint), default);
            using var batch = client.OpenBatch(16);
            for (var i = 0; i < 1000; i++)
            {
                batch.Add([(byte)i, (byte)(i >> 8), 7], to);
                if (i % 100 == 99)
                {
                    Assert.Equal(0, batch.Flush());
                    for (var k = 0; k < 100; k++)
                    {
                        Assert.True(got.TryTake(out var one, Patience));
                        Assert.Equal(3, one.Bytes.Length);
                        Assert.Equal(to.Remote, one.Path.Remote);
                    }
                }
            }
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_socket_without_threads_hands_over_what_has_come_when_it_is_asked(bool batched)
    {
        var network = new UdpDatagrams(batched);
        var got = new List<byte>();
        using var server = network.Open(new IPEndPoint(IPAddress.Loopback, 0), Echo);
        using var client = network.Open(new IPEndPoint(IPAddress.Loopback, 0), (_, bytes, in _) => got.Add(bytes[0]), new DatagramOptions { Threads = 0, Batch = 4, TellsLocal = false });
        client.Receive();
        Assert.Empty(got);
        for (var i = 0; i < 10; i++)
            Assert.True(client.Send([(byte)i], new DatagramEndPoint(server.LocalEndPoint)));
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); got.Count < 10 && waited.Elapsed < Patience; Thread.Yield())
            client.Receive();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (byte)i), got);
        Assert.Throws<NotSupportedException>(() => new MemoryDatagrams(TimeProvider.System).Open(new IPEndPoint(IPAddress.Loopback, 0), Echo).Receive());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_batch_tells_which_of_its_datagrams_could_not_leave(bool batched)
    {
        using var client = new UdpDatagrams(batched).Open(new IPEndPoint(IPAddress.Loopback, 0), (_, _, in _) => { });
        using var batch = client.OpenBatch(8);
        var good = new DatagramPath(new DatagramEndPoint(client.LocalEndPoint), default);
        var bad = new DatagramPath(new DatagramEndPoint(IPAddress.IPv6Loopback, 9), default);
        batch.Add([1], good);
        batch.Add([2], bad);
        batch.Add([3], good);
        batch.Add([4], bad);
        var failed = new List<int>();
        Assert.Equal(2, batch.Flush(failed.Add));
        Assert.Equal([1, 3], failed);
        Assert.Equal(0, batch.Flush(failed.Add));
    }

    [Fact]
    public async Task A_batch_that_is_kept_does_not_keep_its_socket_from_closing()
    {
        var socket = new UdpDatagrams().Open(new IPEndPoint(IPAddress.Loopback, 0), (_, _, in _) => { }, new DatagramOptions());
        using var batch = socket.OpenBatch(4);
        var to = new DatagramPath(new DatagramEndPoint(socket.LocalEndPoint), default);
        await Task.Run(socket.Dispose, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        batch.Add([1], to);
        Assert.Equal(1, batch.Flush());
    }

    [Fact]
    public void A_socket_on_all_addresses_answers_from_the_address_that_was_asked()
    {
        if (!UdpDatagrams.BatchingAvailable)
            Assert.Skip("Only Linux lets a socket choose its source address");
        var network = new UdpDatagrams();
        using var server = network.Open(new IPEndPoint(IPAddress.Any, 0), Echo);
        var (client, got) = Collect(network, "127.0.0.1");
        using (client)
        {
            foreach (var address in (string[])["127.1.2.3", "127.0.0.1", "127.200.0.9"])
            {
                var asked = new DatagramEndPoint(IPAddress.Parse(address), server.LocalEndPoint.Port);
                Assert.True(client.Send([1], asked));
                Assert.True(got.TryTake(out var one, Patience));
                Assert.Equal(asked, one.Path.Remote);
            }
        }
    }

    [Fact]
    public void A_handler_elsewhere_can_answer_later_from_the_address_that_was_asked()
    {
        var network = new UdpDatagrams();
        var asks = new BlockingCollection<DatagramPath>();
        using var server = network.Open(new IPEndPoint(IPAddress.Loopback, 0), (DatagramSocket _, ReadOnlySpan<byte> _, in DatagramPath path) => asks.Add(path));
        var (client, got) = Collect(network, "127.9.9.9");
        using (client)
        {
            client.Send([1], new DatagramEndPoint(server.LocalEndPoint));
            Assert.True(asks.TryTake(out var path, Patience));
            Assert.Equal("127.9.9.9", path.Remote.ToAddress().ToString());
            Assert.True(server.Send([2], path));
            Assert.True(got.TryTake(out var one, Patience));
            Assert.Equal([2], one.Bytes);
        }
    }

    [Fact]
    public void An_ipv6_socket_serves_both_families()
    {
        if (!Socket.OSSupportsIPv6)
            Assert.Skip("This machine has no IPv6");
        var network = new UdpDatagrams();
        using var server = network.Open(new IPEndPoint(IPAddress.IPv6Any, 0), Echo);
        foreach (var address in (string[])["127.0.0.3", "::1"])
        {
            var (client, got) = Collect(network, address == "::1" ? "::1" : "127.0.0.1");
            using (client)
            {
                Assert.True(client.Send([5], new DatagramEndPoint(IPAddress.Parse(address), server.LocalEndPoint.Port)));
                Assert.True(got.TryTake(out var one, Patience));
                Assert.Equal(address, one.Path.Remote.ToAddress().ToString());
            }
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_disposed_socket_frees_its_port_and_sends_nothing(bool batched)
    {
        var network = new UdpDatagrams(batched);
        var server = network.Open(new IPEndPoint(IPAddress.Loopback, 0), Echo, new DatagramOptions { Threads = 3 });
        server.Dispose();
        Assert.False(server.Send([1], new DatagramEndPoint(IPAddress.Loopback, 9)));
        using var again = network.Open(server.LocalEndPoint, Echo);
        Assert.Equal(server.LocalEndPoint, again.LocalEndPoint);
        Assert.Throws<SocketException>(() => network.Open(server.LocalEndPoint, Echo));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_longer_datagram_arrives_cut(bool batched)
    {
        var network = new UdpDatagrams(batched);
        var lengths = new BlockingCollection<int>();
        using var server = network.Open(new IPEndPoint(IPAddress.Loopback, 0),
            (DatagramSocket _, ReadOnlySpan<byte> bytes, in DatagramPath _) => lengths.Add(bytes.Length), new DatagramOptions { MaxDatagram = 100 });
        var (client, _) = Collect(network, "127.0.0.1");
        using (client)
        {
            client.Send(new byte[500], new DatagramEndPoint(server.LocalEndPoint));
            Assert.True(lengths.TryTake(out var length, Patience));
            if (batched || !OperatingSystem.IsWindows())
                Assert.Equal(100, length);
        }
    }
}
