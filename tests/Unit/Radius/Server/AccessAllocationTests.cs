using System.Net;
using System.Text;
using HotspotManager.Console.Measures;
using HotspotManager.Core.Attempts;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

/// <summary>What one Access-Request costs the garbage collector once the server runs: the budget of the whole flow, from the datagram to the answer.</summary>
public sealed class AccessAllocationTests
{
    /// <summary>In octets: the user name (up to 15 characters here) and the phone's MAC as strings, and who it turned out to be; nothing else.</summary>
    private const int NameMacAndCandidate = 56 + 56 + 56;

    private const int Warm = 20_000, Measured = 500;

    [Theory]
    [InlineData("PAP")]
    [InlineData("CHAP")]
    public async Task An_accept_allocates_a_name_a_MAC_and_a_candidate(string method)
    {
        var clock = new HandClock();
        using var collector = new MeterCollector(); // as in a process whose /metrics somebody may read
        await using var room = await RadiusRoom.OpenAsync(clock);
        await room.AccountAsync("warga-000001", "kata sandi");
        var flow = room.Get<AccessFlow>();
        var sink = new Sink();
        var packets = Enumerable.Range(0, Measured).Select(_ => Packet(room, method)).ToArray();

        for (var i = 0; i < Warm; i++)
            Handle(i);
        var accepted = sink.Accepted;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Measured; i++)
            Handle(i);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Measured;

        Assert.Equal(Measured, sink.Accepted - accepted);
        Assert.InRange(each, 0, NameMacAndCandidate);

        void Handle(int i)
        {
            if (i % Measured == 0)
            {
                clock.Turn(DuplicateCache.Life + TimeSpan.FromMilliseconds(1)); // the same packets are new requests again
                while (room.Get<AttemptLog>().Takes(accepted: true)) { } // as in a flood: an attempt that is kept costs its own words
            }
            flow.Handle(sink, packets[i % Measured], RadiusRoom.FromNas);
        }
    }

    private static byte[] Packet(RadiusRoom room, string method) => method == "PAP"
        ? room.Pap("warga-000001", "kata sandi")
        : room.Request((ref RadiusWriter w) =>
        {
            Span<byte> challenge = stackalloc byte[16];
            Random.Shared.NextBytes(challenge);
            w.Add(Ietf.UserName, "warga-000001");
            w.Add(Ietf.ChapChallenge, challenge);
            w.AddChapPassword(7, Encoding.UTF8.GetBytes("kata sandi"), challenge);
            w.Add(Ietf.CallingStationId, "02:00:00:00:00:01");
        });

    /// <summary>Only its monotonic clock moves.</summary>
    private sealed class HandClock : TimeProvider
    {
        private readonly DateTimeOffset _now = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);
        private long _ticks;

        public void Turn(TimeSpan by) => _ticks += by.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override DateTimeOffset GetUtcNow() => _now;
    }

    private sealed class Sink : DatagramSocket
    {
        public int Accepted { get; private set; }

        public override IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 1812);

        public override bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path)
        {
            Accepted += datagram[0] == (byte)RadiusCode.AccessAccept ? 1 : 0;
            return true;
        }

        public override DatagramBatch OpenBatch(int capacity) => throw new NotSupportedException();

        public override void Dispose() { }
    }
}
