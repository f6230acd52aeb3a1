using System.Net;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class DuplicateTests
{
    private sealed class HandClock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private static RequestKey Key(byte identifier, byte authenticator = 1, int port = 1000)
    {
        var bytes = new byte[20];
        (bytes[0], bytes[1], bytes[3], bytes[19]) = (1, identifier, 20, authenticator);
        Assert.True(RadiusPacket.TryRead(bytes, out var packet, out _));
        return new RequestKey(new DatagramEndPoint(IPAddress.Loopback, port), packet);
    }

    [Fact]
    public void A_request_is_new_then_in_progress_then_answered_until_it_expires()
    {
        var clock = new HandClock();
        var cache = new DuplicateCache(clock);
        var buffer = new byte[100];
        Assert.Equal(RequestState.New, cache.Begin(Key(1), buffer, out _));
        Assert.Equal(RequestState.InProgress, cache.Begin(Key(1), buffer, out _));
        Assert.Equal(RequestState.New, cache.Begin(Key(2), buffer, out _));
        Assert.Equal(RequestState.New, cache.Begin(Key(1, authenticator: 2), buffer, out _));
        Assert.Equal(RequestState.New, cache.Begin(Key(1, port: 1001), buffer, out _));
        cache.Complete(Key(1), [1, 2, 3]);
        Assert.Equal(RequestState.Answered, cache.Begin(Key(1), buffer, out var length));
        Assert.Equal([1, 2, 3], buffer[..length]);
        clock.Seconds = 11;
        Assert.Equal(RequestState.New, cache.Begin(Key(1), buffer, out _));
    }

    [Fact]
    public void A_forgotten_request_is_new_again_and_outlives_its_first_slot()
    {
        var clock = new HandClock();
        var cache = new DuplicateCache(clock);
        var buffer = new byte[100];
        cache.Begin(Key(1), buffer, out _);
        cache.Forget(Key(1));
        clock.Seconds = 6;
        Assert.Equal(RequestState.New, cache.Begin(Key(1), buffer, out _));
        clock.Seconds = 12;
        Assert.Equal(RequestState.InProgress, cache.Begin(Key(1), buffer, out _));
    }

    [Fact]
    public void A_flood_pushes_out_the_oldest_and_never_grows()
    {
        var cache = new DuplicateCache(new HandClock(), capacity: 64);
        var buffer = new byte[100];
        for (var port = 1; port <= 10_000; port++)
        {
            Assert.Equal(RequestState.New, cache.Begin(Key(1, port: port), buffer, out _));
            cache.Complete(Key(1, port: port), [9]);
        }
        Assert.Equal(RequestState.Answered, cache.Begin(Key(1, port: 10_000), buffer, out _));
        Assert.Equal(RequestState.New, cache.Begin(Key(1, port: 1), buffer, out _));
    }
}
