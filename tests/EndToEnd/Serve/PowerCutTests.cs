using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using HotspotManager.City.Plan;
using HotspotManager.City.PowerCuts;
using HotspotManager.Core.Areas;
using HotspotManager.Datagrams;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>
/// A power cut over the whole city, without goodbye: 551 routers, most of which number their sessions from the beginning again, clocks at 1970, datagrams lost,
/// tries 300 ms apart. The server's sessions must equal the simulator's own ledger.
/// </summary>
[Collection<OneAfterAnother>]
public sealed class PowerCutTests(ITestOutputHelper output)
{
    private const int Routers = 551;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_cut_over_551_routers_every_session_is_there_once_and_no_ghost_blocks_a_voucher()
    {
        var phones = Peer.Long ? 60 : 4;
        var within = TimeSpan.FromSeconds(Peer.Long ? 30 : 3);
        using var folder = new TemporaryFolder("cut");
        await using var hotspot = HotspotProcess.Prepare(settings: "--Roles=radius");
        var plan = CityPlan.Make(AreaList.KotaMalang(), Routers, 3573);
        var sheet = new StringBuilder("name,area,address,secret,nas-id,brand\n");
        foreach (var point in plan.AccessPoints) sheet.AppendLine(CultureInfo.InvariantCulture, $"{point.Name},{point.Area},{point.Address},{point.Secret},{point.Name},mikrotik");
        await hotspot.CommandAsync(["ap", "import", folder.Write("ap.csv", sheet.ToString())]);
        await hotspot.CommandAsync("plan add shared --minutes 600 --devices 1 --down-kbps 4000 --up-kbps 1000");
        var codes = (await hotspot.CommandAsync($"voucher create --plan shared --count {Routers * phones}")).EnumerateArray().Select(v => v.GetProperty("code").GetString()!).ToArray();
        await hotspot.ServeAsync();
        using var city = new CutCity(plan, new CutOptions
        {
            RadiusAuth = new IPEndPoint(IPAddress.Loopback, hotspot.AuthPort),
            RadiusAcct = new IPEndPoint(IPAddress.Loopback, hotspot.AcctPort),
            Phones = phones,
            Loss = 0.05,
            Seed = 20261122,
        }, codes, new UdpDatagrams(), TimeProvider.System);

        // An evening. Some routers' line has been down: what they tell now is two minutes old, and they say so.
        city.FallBehind(TimeSpan.FromMinutes(2));
        await OnlineAsync(city, within);
        await city.MoveAsync(within / 2, Cancel);
        await city.MoveAsync(within / 2, Cancel);

        // Dark in the middle of it, and back.
        city.Cut();
        city.Return();
        await OnlineAsync(city, within);
        await city.MoveAsync(within / 2, Cancel);
        await city.LeaveAsync(within / 2, Cancel);
        await SilentAsync(city);
        await Eventually.TrueAsync("nobody is online", async () => (await hotspot.CommandAsync("session list")).GetArrayLength() == 0, TimeSpan.FromSeconds(60));

        // Each voucher is for one device: another phone takes it.
        var rejected = city.Rejected;
        city.PassOn();
        await OnlineAsync(city, within);
        Assert.Equal(rejected, city.Rejected);
        await city.LeaveAsync(within / 2, Cancel);
        await SilentAsync(city);

        var ledger = city.Ledger;
        output.WriteLine($"{Routers} routers, {city.Phones} phones, {ledger.Count} sessions, {city.AccessLatencies.Count + city.AccountingLatencies.Count} answers, {city.Trouble.Repeated} copies, "
            + $"{city.Trouble.GivenUp} given up; p99 of sign-in {Percentile(city.AccessLatencies):F0} ms, of accounting {Percentile(city.AccountingLatencies):F0} ms");
        var expected = ledger.GroupBy(l => $"{l.AccessPoint} {l.Mac}").ToDictionary(g => g.Key, g => g.OrderBy(l => l.Life).ToList());
        var stored = await Eventually.IsAsync("all is folded", async () => (await hotspot.CommandAsync("session list --all")).EnumerateArray().ToList(),
            list => list.All(s => s.GetProperty("endedAt").ValueKind == JsonValueKind.String), TimeSpan.FromSeconds(60));
        var wrong = new List<string>();
        foreach (var group in stored.GroupBy(s => $"{s.GetProperty("accessPoint").GetString()} {s.GetProperty("mac").GetString()}"))
        {
            if (!expected.Remove(group.Key, out var lives)) wrong.Add($"{group.Key}: nobody in the ledger");
            else if (Difference([.. group.OrderBy(s => s.GetProperty("startedAt").GetDateTimeOffset())], lives) is { } difference) wrong.Add($"{group.Key}: {difference}");
        }
        wrong.AddRange(expected.Where(e => e.Value.Any(l => l.Answered is not null)).Select(e => $"{e.Key}: nothing stored"));
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {ledger.Count}:\n" + string.Join('\n', wrong.Take(20)));
    }

    /// <summary>Until everybody is online and every Start is answered: whom the losses drove off tries again, as people do.</summary>
    private static async Task OnlineAsync(CutCity city, TimeSpan within)
    {
        await city.SignInAsync(within, Cancel);
        for (var i = 0; i < 20; i++)
        {
            await SilentAsync(city);
            await city.SignInAsync(TimeSpan.Zero, Cancel);
            if (city.Waiting == 0) return;
        }
        Assert.Fail("somebody cannot sign in");
    }

    private static Task SilentAsync(CutCity city) => Eventually.IsAsync("no request waits", () => Task.FromResult(city.Waiting), waiting => waiting == 0, TimeSpan.FromSeconds(60));

    /// <summary>What a phone's sessions have other than its lives; null: nothing. A record whose answer was lost may be stored or not.</summary>
    private static string? Difference(JsonElement[] sessions, List<LedgerEntry> lives)
    {
        var next = 0;
        foreach (var life in lives)
        {
            var has = next < sessions.Length ? FiguresOf(sessions[next]) : default(Figures?);
            if (has is { } figures && life.Fits(figures)) next++;
            else if (life.Answered is not null) return $"life {life.Life} was answered {life.Answered}, last sent {life.Sent[^1]}; stored: {Show(sessions)}";
        }
        return next == sessions.Length ? null : $"{lives.Count} lives; stored: {Show(sessions)}";
    }

    private static Figures FiguresOf(JsonElement s) => new(s.GetProperty("seconds").GetInt64(), s.GetProperty("inputOctets").GetInt64(), s.GetProperty("outputOctets").GetInt64());

    private static string Show(IEnumerable<JsonElement> sessions) => string.Join(" | ", sessions.Select(s => $"{s.GetProperty("startedAt").GetDateTimeOffset():HH:mm:ss} {FiguresOf(s)}"));

    private static double Percentile(List<double> of)
    {
        of.Sort();
        return of.Count == 0 ? 0 : of[(int)((of.Count - 1) * 0.99)];
    }
}
