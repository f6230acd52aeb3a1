using System.Net;
using HotspotManager.Console.Measures;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Series;
using HotspotManager.Datagrams;
using HotspotManager.Monitor;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Polling;
using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

public sealed class PollAllocationTests
{
    /// <summary>Answers within Send, on the same thread, from buffers of its own: all that allocates is the poller.</summary>
    private sealed class EchoNetwork : IDatagrams
    {
        private readonly byte[] reply = new byte[1500];

        public uint Ticks { get; set; }

        public DatagramSocket Open(IPEndPoint local, DatagramHandler handler, DatagramOptions? options = null) => new Echo(this, handler, local);

        private sealed class Echo(EchoNetwork network, DatagramHandler handler, IPEndPoint local) : DatagramSocket
        {
            public override IPEndPoint LocalEndPoint => local;

            public override bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path)
            {
                MessageReader.TryRead(datagram, out var request);
                var writer = new MessageWriter(network.reply, request.Version, request.Community, PduType.Response, request.RequestId);
                var asked = request.VarBinds;
                Span<byte> ticks = stackalloc byte[4];
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(ticks, network.Ticks);
                if (request.Type == PduType.Get)
                {
                    while (asked.TryRead(out var variable))
                    {
                        writer.TryOctets(variable.Name, SnmpTag.TimeTicks, ticks);
                    }
                }

                handler(this, network.reply.AsSpan(0, writer.Finish()), path);
                return true;
            }

            public override DatagramBatch OpenBatch(int capacity) => new EagerBatch(this);

            public override void Receive()
            {
                // the answer came at once
            }

            public override void Dispose()
            {
            }
        }
    }

    [Fact]
    public void A_poll_allocates_nothing()
    {
        var time = new SimulatedTime();
        var network = new EchoNetwork();
        using var collector = new MeterCollector(); // as in a process whose /metrics somebody may read
        using var metrics = new MonitorMetrics();
        var timing = PollTiming.ForInterval(TimeSpan.FromSeconds(5));
        var ring = new SampleRing();
        ring.Size(5, 50, 16);
        var results = new PollResults();
        var detector = new OutageDetector(DetectorOptions.ForInterval(timing.Interval));
        using var client = new SnmpClient(network, time, new Random(1), metrics);
        using var pinger = new Pinger(network, metrics);
        var keeper = new SampleKeeper(ring, results, timing, metrics);
        var flow = new PollFlow(timing, client, pinger, new InventoryFlow(ProfileTable.Load(null)), detector, keeper, results, time, metrics);
        var ids = Enumerable.Range(1, 50).ToList();
        flow.Configure(
            [.. ids.Select(i => new DeviceFacts(i, null, "", true))],
            ids.Select(i => new PolledDevice(i, DatagramEndPoint.FromIPv4(0x0A000000 + (uint)i, 161), "public"u8.ToArray())));
        var spare = new List<(int DeviceId, Bucket Bucket)>(1024);
        long Run(int seconds)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < seconds * 20; i++)
            {
                time.Advance(50);
                network.Ticks += 5;
                flow.Step();
                if (i % 20 == 0)
                {
                    spare = results.TakeBuckets(spare);
                    spare.Clear();
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Run(900);
        var polls = ring.Read(1, DateTimeOffset.MinValue).Length;
        Assert.True(polls > 100);

        // What the run-time puts on this thread once (a type it loads, a lock another test contends for) is none of a poll's: one window of three must be clean.
        Assert.Equal(0, Math.Min(Run(600), Math.Min(Run(600), Run(600))));
        Assert.Equal(DeviceState.Up, detector.StateOf(1));
        Assert.True(ring.Read(1, DateTimeOffset.MinValue).Length > polls + 100);
        Assert.Contains(collector.Families(), f => f.Name == "hotspot.monitor.polls" && f.Series.Any(s => s.Value > 50 * 100));
    }
}
