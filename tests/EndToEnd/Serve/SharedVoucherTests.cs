using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using HotspotManager.Datagrams;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>
/// One voucher, two phones, two routers: each router counts down alone from what it was told. The greatest overrun of docs/limits.md is asserted, with routers
/// that CoA and Disconnect reach and with routers that they do not.
/// </summary>
[Collection<OneAfterAnother>]
public sealed class SharedVoucherTests
{
    private const long Mb = 1_000_000, Quota = 100 * Mb, Step = 10 * Mb;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_phones_share_what_is_left_within_one_report_of_the_limit()
    {
        Peer.Find("radclient");
        await using var city = await SharedCity.StartAsync(reachable: true);
        var (first, second) = (await city.SignInAsync(1), await city.SignInAsync(2));
        Assert.Equal((Quota, Quota), (first.Limit, second.Limit));

        // Both move the same again and again, and report each time; a report is the step here, and nothing moves before the server has looked at it.
        for (var report = 1; report < 60 && (first.IsOn || second.IsOn); report++)
        {
            foreach (var phone in (Phone[])[first, second])
            {
                phone.Move(Step);
                await city.ReportAsync(phone, report);
            }
            if (first.Moved + second.Moved < Quota) await city.SettleAsync(first, second);
            else await Eventually.IsAsync("both are off", () => Task.FromResult($"{first} {second} {city.Log}"), _ => !first.IsOn && !second.IsOn, TimeSpan.FromSeconds(30));
        }

        // Told anew at half, a quarter, an eighth …: a few times, not with every report.
        Assert.InRange(first.Told, 1, 8);
        var moved = first.Moved + second.Moved;
        Assert.InRange(moved, Quota, Quota + Step);
        Assert.Equal("Access-Reject", (await city.AskAsync(1)).Reply?.Code);
    }

    [Fact]
    public async Task Where_nothing_reaches_the_routers_the_overrun_is_what_was_left_when_the_second_signed_in()
    {
        Peer.Find("radclient");
        await using var city = await SharedCity.StartAsync(reachable: false);
        var first = await city.SignInAsync(1);
        first.Move(60 * Mb);
        await city.ReportAsync(first, 1);
        var second = await Eventually.IsAsync("the second is told what is left", () => city.SignInAsync(2), p => p.Limit < Quota);
        Assert.Equal((Quota, 40 * Mb), (first.Limit, second.Limit));
        for (var report = 2; report < 30 && (first.IsOn || second.IsOn); report++)
        {
            foreach (var phone in (Phone[])[first, second])
            {
                phone.Move(Step);
                await city.ReportAsync(phone, report);
            }
        }

        // 100 MB, and the 40 MB once more.
        Assert.Equal(Quota + 40 * Mb, first.Moved + second.Moved);
        await Eventually.TrueAsync("the voucher is used up", async () => (await city.AskAsync(1)).Reply?.Code == "Access-Reject");
    }

    /// <summary>A phone as its router keeps it: what it moved, and how much it may.</summary>
    private sealed class Phone(int number, long limit, string? mark)
    {
        public int Number => number;
        public string? Mark => mark;
        public string Mac => string.Create(CultureInfo.InvariantCulture, $"02-00-00-00-00-0{number}");
        public long Limit { get; set; } = limit;
        public long Moved { get; private set; }
        public int Told { get; set; }
        public bool Disconnected { get; set; }
        public bool IsOn => !Disconnected && Moved < Limit;

        public override string ToString() => $"{Number}: {Moved} of {Limit}, told {Told} times{(Disconnected ? ", disconnected" : "")}";

        public void Move(long octets) => Moved = IsOn ? Math.Min(Limit, Moved + octets) : Moved;
    }

    private sealed class SharedCity(HotspotProcess hotspot, string code) : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, Phone> _phones = new();
        private readonly List<DatagramSocket> _routers = [];

        public string Log => hotspot.Log;

        public static async Task<SharedCity> StartAsync(bool reachable)
        {
            var hotspot = HotspotProcess.Prepare(settings: "--Roles=radius");
            var datagrams = new UdpDatagrams();
            SharedCity? city = null;
            List<DatagramSocket> routers = [];
            for (var n = 1; n <= 2; n++)
            {
                var router = datagrams.Open(new IPEndPoint(IPAddress.Loopback, 0), (DatagramSocket socket, ReadOnlySpan<byte> request, in DatagramPath path) =>
                {
                    if (reachable && city!.Take(request) is { } answer) socket.Send(answer, path);
                });
                routers.Add(router);
                await hotspot.CommandAsync($"ap add r{n} --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --nas-id r{n} --brand mikrotik --coa-port {router.LocalEndPoint.Port}");
            }
            await hotspot.CommandAsync("plan add shared --minutes 60 --mb 100 --devices 2 --down-kbps 4000 --up-kbps 1000");
            var code = (await hotspot.CommandAsync("voucher create --plan shared --count 1"))[0].GetProperty("code").GetString()!;
            await hotspot.ServeAsync();
            city = new SharedCity(hotspot, code);
            city._routers.AddRange(routers);
            return city;
        }

        public Task<RadclientResult> AskAsync(int number) => Radclient.SendAsync(
            $"User-Name={code},User-Password={code},NAS-Identifier=r{number},Calling-Station-Id=02:00:00:00:00:0{number},Message-Authenticator=0x00",
            "127.0.0.1", hotspot.AuthPort, "auth", ServedCity.Secret);

        public async Task<Phone> SignInAsync(int number)
        {
            var reply = (await AskAsync(number)).Reply;
            Assert.Equal("Access-Accept", reply?.Code);
            var limit = long.Parse(reply!["Mikrotik-Total-Limit"]!, CultureInfo.InvariantCulture);
            var phone = _phones[$"s{number}"] = new Phone(number, limit, reply["Class"]);
            await AccountAsync(phone, "Start", 0);
            return phone;
        }

        public Task ReportAsync(Phone phone, int seconds) => AccountAsync(phone, phone.IsOn ? "Interim-Update" : "Stop", seconds);

        /// <summary>Waits until no router has been told anything new for a second: the server looks at each report within one.</summary>
        public async Task SettleAsync(Phone first, Phone second)
        {
            for (var before = -1; before != first.Told + second.Told;)
            {
                before = first.Told + second.Told;
                await Task.Delay(1000, Cancel);
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var router in _routers) router.Dispose();
            await hotspot.DisposeAsync();
        }

        private async Task AccountAsync(Phone phone, string status, int seconds)
        {
            var answer = await Radclient.SendAsync(
                $"Acct-Status-Type={status},Acct-Session-Id=s{phone.Number},User-Name={code},NAS-Identifier=r{phone.Number},Calling-Station-Id={phone.Mac},Class={phone.Mark},"
                + $"Acct-Session-Time={seconds},Acct-Output-Octets={phone.Moved}", "127.0.0.1", hotspot.AcctPort, "acct", ServedCity.Secret);
            Assert.Equal("Accounting-Response", answer.Reply?.Code);
        }

        /// <summary>What the router does with a CoA- or Disconnect-Request.</summary>
        private byte[]? Take(ReadOnlySpan<byte> datagram)
        {
            var secret = new SharedSecret(ServedCity.Secret);
            if (!RadiusPacket.TryRead(datagram, out var request, out _) || !PacketCheck.HasRequestAuthenticator(request, secret)) return null;
            var phone = _phones[request.Text(Ietf.AcctSessionId)];
            if (request.Code == RadiusCode.DisconnectRequest) phone.Disconnected = true;
            else if (request.Number(Mikrotik.TotalLimit) is { } limit) (phone.Limit, phone.Told) = (limit, phone.Told + 1);
            var reply = new RadiusWriter(new byte[4096], request.Code == RadiusCode.DisconnectRequest ? RadiusCode.DisconnectAck : RadiusCode.CoaAck, request.Identifier);
            reply.AddMessageAuthenticator();
            return reply.FinishReply(request.Authenticator, secret).ToArray();
        }
    }
}
