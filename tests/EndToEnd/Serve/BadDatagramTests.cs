using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>Random and mutated datagrams at every UDP port: nothing changes but counters, and the server goes on answering.</summary>
[Collection<OneAfterAnother>]
public sealed class BadDatagramTests(ServedCity city) : IClassFixture<ServedCity>
{
    private const int Datagrams = 100_000;

    [Fact]
    public async Task A_hundred_thousand_bad_datagrams_change_nothing()
    {
        await city.Hotspot.CommandAsync($"ap add strict --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --nas-id strict --require-message-authenticator");
        var code = await city.VoucherAsync("hour");
        var seeds = await SeedsAsync(code);
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        var before = await StateAsync(code);

        var random = new Random(20260807);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int[] ports = [city.Hotspot.AuthPort, city.Hotspot.AcctPort, city.Hotspot.TrapPort];
        var targets = ports.Select(port => new IPEndPoint(IPAddress.Loopback, port)).ToArray();
        for (var i = 0; i < Datagrams; i++)
        {
            var datagram = random.Next(3) == 0 ? Noise(random) : Mutate(seeds[random.Next(seeds.Count)], random);
            socket.SendTo(datagram, targets[random.Next(targets.Length)]);
            if (i % 200 == 199)
            {
                // The server shall read them all, not the kernel drop them.
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }

            if (i % 20_000 == 19_999)
            {
                Assert.Equal("Access-Accept", (await StatusAsync()).Reply?.Code);
            }
        }

        await Eventually.IsAsync("an answer after it all", StatusAsync, run => run.Reply?.Code == "Access-Accept");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        Assert.Equal(before, await StateAsync(code));
        Assert.Equal(HttpStatusCode.OK, (await city.Hotspot.Http.GetAsync(new Uri(city.Hotspot.Portal, "healthz"), TestContext.Current.CancellationToken)).StatusCode);
    }

    private Task<RadclientResult> StatusAsync() => Radclient.SendAsync(
        "Message-Authenticator=0x00,NAS-Identifier=plain", "127.0.0.1", city.Hotspot.AuthPort, "status", ServedCity.Secret, tries: 3, seconds: 1);

    /// <summary>Whole packets as radclient and net-snmp make them. The Access-Request is of a router that must always sign: without that a mutation may be a valid request.</summary>
    private async Task<List<byte[]>> SeedsAsync(string code)
    {
        var seeds = new List<byte[]>();
        using (var tap = new DatagramTap(city.Hotspot.AuthPort))
        {
            await Eventually.IsAsync(
                "the new router", () => city.AuthAsync($"User-Name={code},User-Password={code}", "strict", port: tap.Port), run => run.Reply?.Code == "Access-Accept");
            seeds.AddRange(tap.Requests);
        }

        using (var tap = new DatagramTap(city.Hotspot.AcctPort))
        {
            await Radclient.SendAsync(ServedCity.Record("Start", "seed", code, "02-00-00-03-00-01"), "127.0.0.1", tap.Port, "acct", ServedCity.Secret);
            await Radclient.SendAsync(ServedCity.Record("Stop", "seed", code, "02-00-00-03-00-01", 9, 9, 9), "127.0.0.1", tap.Port, "acct", ServedCity.Secret);
            seeds.AddRange(tap.Requests);
        }

        using (var tap = new DatagramTap(city.Hotspot.TrapPort))
        {
            await HotspotManager.Peers.Snmp.Snmpd.ToolAsync(
                "snmptrap", "-v2c", "-c", "public", $"127.0.0.1:{tap.Port}", "", "1.3.6.1.6.3.1.1.5.3", "1.3.6.1.2.1.2.2.1.1", "i", "1");
            await Eventually.TrueAsync("the trap", () => Task.FromResult(!tap.Requests.IsEmpty));
            seeds.AddRange(tap.Requests);
        }

        return seeds;
    }

    private async Task<string> StateAsync(string code) => string.Join('\n',
        JsonSerializer.Serialize(await city.SessionsAsync()),
        JsonSerializer.Serialize(await city.Hotspot.CommandAsync(["voucher", "show", code])),
        JsonSerializer.Serialize((await city.Hotspot.CommandAsync("ap list")).EnumerateArray().Select(ap => ap.GetProperty("name").GetString())));

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(0, 300)];
        random.NextBytes(noise);
        if (noise.Length >= 4 && random.Next(2) == 0)
        {
            // Looks like RADIUS at least.
            (noise[0], noise[2], noise[3]) = ((byte)random.Next(1, 46), (byte)(noise.Length >> 8), (byte)noise.Length);
        }

        return noise;
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var mutated = (byte[])seed.Clone();
        switch (random.Next(4))
        {
            case 0:
                return mutated[..random.Next(mutated.Length)];
            case 1:
                // Octets moved inside: the length stays, the sense goes.
                var from = random.Next(mutated.Length - 1);
                (mutated[from], mutated[from + 1]) = ((byte)(mutated[from + 1] ^ 0x55), mutated[from]);
                return mutated;
            default:
                for (var flips = random.Next(1, 8); flips > 0; flips--)
                {
                    mutated[random.Next(mutated.Length)] ^= (byte)(1 << random.Next(8));
                }

                // Two flips of one bit undo each other.
                return mutated.AsSpan().SequenceEqual(seed) ? mutated[..^1] : mutated;
        }
    }
}
