using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.CheckIns;

/// <summary>A village behind carrier NAT: 20 routers behind one address that changes, each running the script for OpenWrt under busybox.</summary>
[Collection<OneAfterAnother>]
public sealed partial class VillageTests
{
    private const int Routers = 20, Unknown = Routers - 1;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Name(int router) => $"rw{router + 1:00}";

    [Fact]
    public async Task Accounting_adoption_and_check_in_go_on_when_the_address_changes_and_it_is_no_outage()
    {
        Peer.Find("radclient");
        var shell = Peer.Find("busybox");
        await using var village = await Village.CreateAsync(Routers);
        await using var hotspot = HotspotProcess.Prepare(village.City, Village.ServerAddress, "--Monitor:CheckInSeconds=6");
        using var folder = new TemporaryFolder("village");

        // All but one are known beforehand, without any address.
        await File.WriteAllLinesAsync(folder.At("aps.csv"),
            Enumerable.Range(0, Routers).Where(i => i != Unknown).Select(i => $"{Name(i)};35.73.05.1011/05;yes;secret-{Name(i)};{Name(i)}").Prepend("name;area;check-in;secret;nas-id"), Cancel);
        await hotspot.CommandAsync(["ap", "import", folder.At("aps.csv")]);
        var portal = hotspot.Portal.GetLeftPart(UriPartial.Authority);
        var scripts = (await hotspot.CommandAsync(["checkin", "script", .. Enumerable.Range(0, Unknown).Select(Name), "--portal", portal])).EnumerateArray().ToList();
        var token = (await hotspot.CommandAsync("token create reader --role admin")).GetProperty("token").GetString()!;
        hotspot.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await hotspot.ServeAsync();
        var routers = new List<ChildProcess>();
        try
        {
            var script = (await village.Routers[0].RunAsync("curl", ["-fsS", "-m", "20", $"{portal}/checkin/openwrt.sh"])).OrThrow("fetching the script");
            for (var i = 0; i < Routers; i++)
            {
                var home = Directory.CreateDirectory(folder.At(Name(i))).FullName;
                await File.WriteAllTextAsync($"{home}/checkin.conf", Configuration(Name(i), i == Unknown ? new string('a', 64) : Key(scripts[i]), portal), Cancel);
                await File.WriteAllTextAsync($"{home}/checkin.sh", script, Cancel);
                // As cron would, in a shorter minute.
                routers.Add(village.Routers[i].Start(shell, ["sh", "-c", $"sleep 0.{i % 10}; while :; do HOTSPOT_SPOOL={home}/spool {shell} sh {home}/checkin.sh now; sleep 4.5; done"]));
            }

            await AllUpAsync(hotspot, village.PublicAddress);
            await AccountAsync(village, Enumerable.Range(0, Unknown), "Start", 0);

            // Who is not known is listed both ways, although others are known at the same address.
            Assert.NotEqual(0, (await SendAsync(village, Unknown, "Start", 0, tries: 1)).ExitCode);
            await Task.WhenAll(ListedAsync(hotspot, "checkin unknown", "name", village.PublicAddress), ListedAsync(hotspot, "nas unknown", "nasId", village.PublicAddress));

            // The carrier gives another address; the routers repeat what is not answered, as routers do.
            await village.RenumberAsync("203.0.113.99");
            await AccountAsync(village, Enumerable.Range(0, Unknown), "Interim-Update", 5_000_000);

            // Adoption, and one that loses its power: that is an outage, and the only one.
            await routers[0].EndAsync(Signal.Kill);
            await hotspot.CommandAsync($"ap add {Name(Unknown)} --area 35.73.05.1011/05 --check-in --secret secret-{Name(Unknown)} --nas-id {Name(Unknown)}");
            var its = Key(await hotspot.CommandAsync($"checkin script {Name(Unknown)} --portal {portal}"));
            await File.WriteAllTextAsync(folder.At($"{Name(Unknown)}/checkin.conf"), Configuration(Name(Unknown), its, portal), Cancel);
            await AccountAsync(village, [Unknown], "Start", 0);
            await AccountAsync(village, Enumerable.Range(1, Unknown), "Stop", 6_000_000);
            var points = await Eventually.IsAsync("the outage of the one without power, everybody else at the new address", () => AskAsync(hotspot, "access-points"),
                all => all.Count == Routers && all.All(p => Text(p, "name") == Name(0) ? Text(p, "state") == "down" : Text(p, "address") == village.PublicAddress && Text(p, "state") != "unknown"), Long);
            Assert.All(points.Where(p => Text(p, "name") != Name(0)), p => Assert.Equal("up", Text(p, "state")));
            Assert.Equal(Name(0), Assert.Single((await AskAsync(hotspot, "outages")).Select(o => Text(o, "accessPoint")).Distinct()));

            var sessions = await Eventually.IsAsync("all sessions", () => AskAsync(hotspot, "sessions?all=true"),
                all => all.Count == Routers && all.Count(s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String) == Unknown, Long);
            Assert.All(sessions.Where(s => s.GetProperty("accessPoint").GetString() != Name(0)), s =>
            {
                Assert.Equal(JsonValueKind.String, s.GetProperty("endedAt").ValueKind);
                Assert.Equal(6_000_000, s.GetProperty("inputOctets").GetInt64());
            });
        }
        finally
        {
            foreach (var router in routers) await router.DisposeAsync();
        }
    }

    private static string Configuration(string name, string key, string portal) => $"device={name}\nkey={key}\nportal={portal}\n";

    private static string Key(JsonElement script) => KeyIn().Match(script.GetProperty("text").GetString()!).Groups[1].Value;

    private static string Text(JsonElement row, string field) => row.GetProperty(field).GetString() ?? "";

    private static async Task<List<JsonElement>> AskAsync(HotspotProcess hotspot, string what) =>
        [.. (await hotspot.Http.GetFromJsonAsync<JsonElement>(new Uri(hotspot.Console, "api/v1/" + what), Cancel)).EnumerateArray()];

    private static Task AllUpAsync(HotspotProcess hotspot, string address) => Eventually.IsAsync("everybody's report", () => AskAsync(hotspot, "access-points"),
        all => all.Count == Unknown && all.All(p => Text(p, "state") == "up" && Text(p, "address") == address), Long);

    private static Task ListedAsync(HotspotProcess hotspot, string command, string field, string address) => Eventually.IsAsync(command, () => hotspot.CommandAsync(command),
        all => all.EnumerateArray().Any(u => u.GetProperty(field).GetString() == Name(Unknown) && u.GetProperty("address").GetString() == address), Long);

    private static async Task AccountAsync(Village village, IEnumerable<int> routers, string status, long octets) =>
        await Task.WhenAll(routers.Select(async i => (await SendAsync(village, i, status, octets, tries: 40)).OrThrow($"{status} of {Name(i)}")));

    private static Task<Finished> SendAsync(Village village, int router, string status, long octets, int tries) => village.Routers[router].RunAsync(
        "radclient", ["-r", $"{tries}", "-t", "1", $"{Village.ServerAddress}:1813", "acct", $"secret-{Name(router)}"],
        $"Acct-Status-Type={status},NAS-Identifier={Name(router)},Acct-Session-Id=s{router},User-Name=warga{router},Calling-Station-Id=02-00-00-00-00-{router:X2},Acct-Input-Octets={octets}\n",
        TimeSpan.FromMinutes(2));

    [GeneratedRegex("key=([0-9a-f]{64})")]
    private static partial Regex KeyIn();
}
