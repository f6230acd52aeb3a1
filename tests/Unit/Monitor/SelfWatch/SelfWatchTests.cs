using System.Net;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using HotspotManager.Datagrams;
using HotspotManager.Monitor;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.SelfWatch;
using HotspotManager.Unit.Core;
using HotspotManager.Unit.Monitor.Polling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HotspotManager.Unit.Monitor.SelfWatch;

public sealed class SelfWatchTests
{
    [Fact]
    public async Task Our_own_lost_way_makes_states_unknown_and_not_a_hundred_outages()
    {
        using var world = new PollWorld();
        var outside = true;
        var agents = Enumerable.Range(1, 100).Select(i => world.Add(i).Interface(2, "eth0", 1, 1)).ToList();
        world.Configure();
        world.Network.AnswersPing = a => outside && a.ToAddress().ToString() == "192.0.2.1";
        using var sentinels = new Sentinels(
            world.Network, world.Detector, null, [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.99")], world.Metrics, world.Time, NullLogger<Sentinels>.Instance);
        await sentinels.StartAsync(TestContext.Current.CancellationToken);
        world.Run(200);
        Assert.False(sentinels.IsSilent);
        world.Told();
        outside = false;
        agents.ForEach(a => a.IsDead = true);
        world.Run(300);
        Assert.True(sentinels.IsSilent && world.Detector.IsIsolated);
        Assert.Equal(100, world.Flow.CountStates().GetValueOrDefault(DeviceState.Unknown));
        outside = true;
        agents.ForEach(a => a.IsDead = false);
        world.Run(80);
        Assert.False(sentinels.IsSilent || world.Detector.IsIsolated);
        Assert.Equal(100, world.Flow.CountStates().GetValueOrDefault(DeviceState.Up));
    }

    [Fact]
    public async Task A_sentinel_that_never_answered_says_nothing()
    {
        using var world = new PollWorld();
        world.Add(1).Interface(2, "eth0", 1, 1).IsDead = true;
        world.Configure();
        using var sentinels = new Sentinels(
            world.Network, world.Detector, IPAddress.Parse("192.0.2.7"), [], world.Metrics, world.Time, NullLogger<Sentinels>.Instance);
        await sentinels.StartAsync(TestContext.Current.CancellationToken);
        world.Run(200);
        Assert.False(sentinels.IsSilent);
        Assert.Equal(DeviceState.Down, world.StateOf(1));
    }

    [Fact]
    public void The_default_gateway_is_read_as_the_kernel_writes_it()
    {
        string[] routes =
        [
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
            "eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0",
            "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
        ];
        Assert.Equal("192.168.1.1", Sentinels.DefaultGateway(routes)?.ToString());
        Assert.Null(Sentinels.DefaultGateway(routes[..2]));
        Assert.Null(Sentinels.DefaultGateway([]));
    }

    [Fact]
    public async Task The_heart_beats_only_while_all_is_well_and_a_deaf_listener_costs_nothing()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync();
        using var metrics = new MonitorMetrics();
        List<string> problems = [];
        using var outside = new Outside();
        using var heart = new Heartbeat(() => problems, store.Get<IDbContextFactory<HotspotDb>>(), "https://watch.example/ping/7", metrics, TimeProvider.System, NullLogger<Heartbeat>.Instance, outside);
        Assert.True(await heart.BeatAsync(cancel));
        Assert.Equal("https://watch.example/ping/7", outside.Asked.Single());
        problems.Add("Polling stands still.");
        Assert.False(await heart.BeatAsync(cancel));
        Assert.Single(outside.Asked);
        problems.Clear();
        outside.Answer = HttpStatusCode.BadGateway;
        Assert.False(await heart.BeatAsync(cancel));
        outside.Answer = null;
        Assert.False(await heart.BeatAsync(cancel));
        outside.Answer = HttpStatusCode.OK;
        Assert.True(await heart.BeatAsync(cancel));
        Assert.Equal(4, outside.Asked.Count);
    }

    [Theory]
    [InlineData("1.1.1.1, 2606:4700:4700::1111;9.9.9.9", 3)]
    [InlineData("", 0)]
    [InlineData("1.1.1.1,gateway", null)]
    public void Sentinels_are_addresses(string text, int? count) => Assert.Equal(count, MonitorOptions.Addresses(text)?.Count);

    private sealed class Outside : HttpMessageHandler
    {
        public HttpStatusCode? Answer { get; set; } = HttpStatusCode.OK;

        public List<string> Asked { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add(request.RequestUri!.ToString());
            return Answer is { } status ? Task.FromResult(new HttpResponseMessage(status)) : Task.FromException<HttpResponseMessage>(new HttpRequestException("no way out"));
        }
    }
}
