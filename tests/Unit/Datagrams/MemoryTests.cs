using System.Net;
using HotspotManager.Datagrams;
using Xunit;

namespace HotspotManager.Unit.Datagrams;

public sealed class MemoryTests
{
    /// <summary>A clock that stands still until told to move; its timers fire in order.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly List<HandTimer> _timers = [];
        private long _now;

        public override long GetTimestamp() => _now;

        public override long TimestampFrequency => 1000;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new HandTimer(this, callback, state);
            _timers.Add(timer);
            timer.Change(dueTime, period);
            return timer;
        }

        public void Advance(int milliseconds)
        {
            var until = _now + milliseconds;
            while (_timers.Where(t => t.Due <= until).MinBy(t => t.Due) is { } next)
            {
                _now = Math.Max(_now, next.Due);
                next.Due = long.MaxValue;
                next.Callback(next.State);
            }
            _now = until;
        }

        private sealed class HandTimer(HandClock clock, TimerCallback callback, object? state) : ITimer
        {
            public long Due { get; set; } = long.MaxValue;

            public TimerCallback Callback => callback;

            public object? State => state;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock._now + (long)dueTime.TotalMilliseconds;
                return true;
            }

            public void Dispose() => Due = long.MaxValue;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }

    [Fact]
    public void Datagrams_arrive_when_the_clock_says_so_in_order_of_their_due_time()
    {
        var clock = new HandClock();
        var delays = new Queue<int>([30, 10, 20]);
        using var network = new MemoryDatagrams(clock, (in DatagramEndPoint _, in DatagramEndPoint _) => TimeSpan.FromMilliseconds(delays.Dequeue()));
        var got = new List<byte>();
        using var server = network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 1812),
            (DatagramSocket _, ReadOnlySpan<byte> bytes, in DatagramPath _) => got.Add(bytes[0]));
        using var client = network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 0), (DatagramSocket _, ReadOnlySpan<byte> _, in DatagramPath _) => { });
        foreach (var i in (byte[])[1, 2, 3])
            Assert.True(client.Send([i], new DatagramEndPoint(server.LocalEndPoint)));
        clock.Advance(15);
        Assert.Equal<byte>([2], got);
        clock.Advance(100);
        Assert.Equal<byte>([2, 3, 1], got);
    }

    [Fact]
    public void One_socket_on_all_addresses_can_be_a_thousand_devices()
    {
        var clock = new HandClock();
        using var network = new MemoryDatagrams(clock);
        using var devices = network.Open(new IPEndPoint(IPAddress.Any, 161),
            (DatagramSocket socket, ReadOnlySpan<byte> bytes, in DatagramPath path) => socket.Send(bytes, path));
        var from = new List<string>();
        using var poller = network.Open(new IPEndPoint(IPAddress.Parse("10.0.0.2"), 0),
            (DatagramSocket _, ReadOnlySpan<byte> _, in DatagramPath path) => from.Add(path.Remote.ToString()));
        poller.Send([1], new DatagramEndPoint(IPAddress.Parse("10.1.0.7"), 161));
        poller.Send([1], new DatagramEndPoint(IPAddress.Parse("10.1.0.8"), 161));
        clock.Advance(10);
        Assert.Equal(["10.1.0.7:161", "10.1.0.8:161"], from);
    }

    [Fact]
    public void What_is_lost_or_sent_to_nobody_never_arrives()
    {
        var clock = new HandClock();
        using var network = new MemoryDatagrams(clock, (in DatagramEndPoint _, in DatagramEndPoint _) => null);
        var got = 0;
        using var server = network.Open(new IPEndPoint(IPAddress.Loopback, 0), (DatagramSocket _, ReadOnlySpan<byte> _, in DatagramPath _) => got++);
        Assert.True(server.Send([1], new DatagramEndPoint(server.LocalEndPoint)));
        Assert.True(server.Send([1], new DatagramEndPoint(IPAddress.Loopback, 9)));
        clock.Advance(1000);
        Assert.Equal(0, got);
    }
}
