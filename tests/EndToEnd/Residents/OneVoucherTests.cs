using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using HotspotManager.EndToEnd.Serve;
using HotspotManager.Peers;
using HotspotManager.Peers.Gateways.OpenNds;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>
/// One voucher, two devices at a time, behind four gateways: real openNDS at level 1 with our script and at level 3 with its authmon, and the simulated city's CoovaChilli and
/// MikroTik; before and after the city's midnight, which the test moves: the city's time zone is one of its own.
/// </summary>
[Collection<OneAfterAnother>]
public sealed partial class OneVoucherTests
{
    private const string Script = "/etc/opennds/hotspot.sh", PortalName = "portal.lab.example";

    // A day's data of the voucher, octets, and what the last download takes at once: what can be counted only when it is told.
    private const long Quota = 4_000_000, Overrun = 1_600_000;

    [Fact]
    public async Task One_voucher_behind_four_gateways_has_one_quota_that_midnight_renews()
    {
        using var authority = new TestAuthority("Lab CA");
        using var folder = new TemporaryFolder("one-voucher");
        await using var first = await OpenNdsLab.CreateAsync(Options(1, authority));
        await using var second = await OpenNdsLab.CreateAsync(Options(3, authority) with { PortalPath = "/g/third" }, first);
        using var certificate = authority.Issue(PortalName, [PortalName]);
        folder.Write("portal.pem", certificate.ExportCertificatePem());
        folder.Write("portal.key", certificate.KeyPem());
        await using var hotspot = HotspotProcess.Prepare(first.Upstream, OpenNdsLab.PortalAddress,
            $"--Portal:Url=http://{OpenNdsLab.PortalAddress}:8080;https://{OpenNdsLab.PortalAddress}:8443", "--City:TimeZone=Lab",
            $"--Portal:Certificate={folder.At("portal.pem")}", $"--Portal:CertificateKey={folder.At("portal.key")}");
        await hotspot.CommandAsync($"ap add lab-ap --area {ServedCity.Area} --address {OpenNdsLab.RouterAddress} --secret {ServedCity.Secret} --gateway opennds --gateway-key {first.Options.FasKey}");
        await hotspot.CommandAsync($"ap add third --area {ServedCity.Area} --address {OpenNdsLab.SecondRouterAddress} --secret {ServedCity.Secret} --gateway opennds --gateway-key {second.Options.FasKey}");
        await using var city = await CityCorner.CreateAsync(first.Upstream, hotspot, "coova", "mikrotik");
        await hotspot.CommandAsync("plan add day --minutes 600 --daily-mb 4 --down-kbps 8000 --up-kbps 2000 --devices 2");
        var code = (await hotspot.CommandAsync("voucher create --plan day --count 1"))[0].GetProperty("code").GetString()!;
        var token = (await hotspot.CommandAsync("token create reader --role admin")).GetProperty("token").GetString()!;
        hotspot.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await Task.WhenAll(first.StartRouterAsync(), second.StartRouterAsync());
        var (one, two) = (await first.JoinAsync(0x21), await second.JoinAsync(0x22));

        // Half an hour before the city's midnight.
        Directory.CreateDirectory(folder.At("zones"));
        hotspot.Environment["TZDIR"] = folder.At("zones");
        var midnight = (int)DateTimeOffset.UtcNow.AddMinutes(30).UtcDateTime.TimeOfDay.TotalMinutes;
        var offset = TimeSpan.FromMinutes(midnight > 12 * 60 ? 24 * 60 - midnight : -midnight);
        await File.WriteAllBytesAsync(folder.At("zones/Lab"), ZoneFile(offset), TestContext.Current.CancellationToken);
        await hotspot.ServeAsync();
        await city.StartAsync();

        // Both phones, each behind its own openNDS.
        Assert.Contains("opennds_auth", await SignInAsync(one, code), StringComparison.Ordinal);
        await Eventually.IsAsync("the first phone online", one.ProbeAsync, status => status == 204);
        Assert.Contains("/wait?s=", await SignInAsync(two, code), StringComparison.Ordinal);
        await Eventually.IsAsync("the second phone online", two.ProbeAsync, status => status == 204, TimeSpan.FromSeconds(60));
        await DownloadAsync(one, 900_000);
        await DownloadAsync(two, 900_000);
        await ToldAsync(first, one, 900_000);
        (await first.OnRouterAsync("sh", Script, "watch", "once")).OrThrow("the script");

        // Forged: final counters by a phone behind the same router, so from its very address, and counters of our script without the key.
        var forged = Convert.ToBase64String(Encoding.ASCII.GetBytes(
            $"method=ndsctl_deauth, clientmac={two.Mac}, bytes_incoming=99, bytes_outgoing=99, session_start=1, session_end=2, token=00000000, custom=hm2.x"));
        await two.CurlAsync("-k", "--data-urlencode", "auth_get=deauthed", "--data-urlencode", $"payload={forged}", $"https://{PortalName}:8443/g/third");
        var refused = await one.CurlAsync("-o", "/dev/null", "-w", "%{http_code}", "--data-binary", $"hm2 - 1 all\nndsctl_deauth g {one.Mac} 00000000 9 9 1 2\n", $"http://{OpenNdsLab.PortalAddress}:8080/g/lab-ap/counters?s={new string('0', 64)}");
        Assert.Equal("403", refused.Output.Trim());
        Assert.Equal(2, (await SessionsAsync(hotspot)).Count(IsOpen));

        // The second phone goes; a phone at the MikroTik takes its place, then one at the CoovaChilli; a third device at once is one too many. All draw on the one quota.
        await ToldAsync(second, two, 900_000);
        await second.DeauthAsync(two);
        await Eventually.TrueAsync("the end at the second router", async () => (await SessionsAsync(hotspot)).Any(s => !IsOpen(s) && Octets(s) >= 900_000), TimeSpan.FromSeconds(60));
        foreach (var (name, other) in new[] { ("mikrotik", "coova"), ("coova", "mikrotik") })
        {
            Assert.Equal("", await city.SignInAsync(name, 0, code));
            Assert.Equal(1, city[name].Clients);
            await Eventually.TrueAsync($"the Start at {name}", async () => (await SessionsAsync(hotspot)).Count(IsOpen) == 2);
            Assert.Contains("perangkat lain", await city.SignInAsync(other, 1, code), StringComparison.Ordinal);
            await city.MovedAsync(name, 400_000);
            await city.LeaveAsync(name, 0);
            await Eventually.TrueAsync($"the record of {name}", async () => (await SessionsAsync(hotspot)).Any(s => !IsOpen(s) && At(s) == name && Octets(s) >= 400_000));
            Assert.Equal((long)(city[name].Down + city[name].Up), (await SessionsAsync(hotspot)).Where(s => At(s) == name).Sum(Octets));
        }

        // The first phone takes more than is left: the next counters show it, and the router is told to put it out.
        await DownloadAsync(one, 1_500_000);
        await ToldAsync(first, one, 2_400_000);
        await Eventually.IsAsync("the first phone out", async () =>
        {
            await first.OnRouterAsync("sh", Script, "watch", "once");
            return await one.ProbeAsync();
        }, status => status == 307, TimeSpan.FromSeconds(60));
        Assert.Contains("habis", await SignInAsync(one, code), StringComparison.OrdinalIgnoreCase);
        foreach (var name in new[] { "coova", "mikrotik" }) Assert.Contains("habis", await city.SignInAsync(name, 0, code), StringComparison.Ordinal);
        var used = await Eventually.IsAsync("every session's end", () => SessionsAsync(hotspot), all => !all.Any(IsOpen));
        Assert.InRange(used.Sum(Octets), Quota, Quota + Overrun);

        // An hour later, half an hour after midnight, the day's quota is whole again, at every gateway.
        await hotspot.StopAsync();
        await File.WriteAllBytesAsync(folder.At("zones/Lab"), ZoneFile(offset + TimeSpan.FromHours(1)), TestContext.Current.CancellationToken);
        await hotspot.ServeAsync();
        foreach (var name in new[] { "coova", "mikrotik" })
        {
            Assert.Equal("", await city.SignInAsync(name, 0, code));
            Assert.Equal(1, city[name].Clients);
            // Whole at the first; the attempt is written a moment after the answer.
            if (name == "coova") await Eventually.TrueAsync("the whole quota", async () => (await hotspot.CommandAsync("attempt list --ap coova --count 2")).ToString().Contains($"{Quota / 1_000_000} MB left", StringComparison.Ordinal));
            await city.LeaveAsync(name, 0);
        }
        Assert.Contains("opennds_auth", await SignInAsync(one, code), StringComparison.Ordinal);
        await Eventually.IsAsync("the first phone online again", one.ProbeAsync, status => status == 204);
    }

    private static OpenNdsOptions Options(int level, TestAuthority authority) => new()
    {
        FasLevel = level,
        Files = new Dictionary<string, string> { [Script] = File.ReadAllText(Path.Combine(HotspotProgram.Root, "src", "Portal", "Gateways", "OpenNds", "binauth.sh")) },
        Lines = [$"binauth {(level == 3 ? "/usr/lib/opennds/binauth_log.sh" : Script)}", "checkinterval 2"],
        PortalName = level == 3 ? PortalName : null,
        PortalPort = level == 3 ? 8443 : 8080,
        Authority = authority.Pem,
    };

    /// <summary>A time zone file (RFC 9636) with one offset from UTC.</summary>
    private static byte[] ZoneFile(TimeSpan offset)
    {
        var file = new byte[44 + 6 + 4];
        "TZif"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(36), 1);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(40), 4);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(44), (int)offset.TotalSeconds);
        "LAB\0"u8.CopyTo(file.AsSpan(50));
        return file;
    }

    /// <summary>Fills in the sign-in page as a browser does, by curl; gives the address the phone is sent to and follows it, or the page when it stays.</summary>
    private static async Task<string> SignInAsync(Phone phone, string code)
    {
        // A router that is just starting again lets a phone through for a moment: the page is there when it asks once more.
        var page = await Eventually.IsAsync("the sign-in page", async () => (await phone.CurlAsync("-kL", "-w", "##%{url_effective}", "http://berita.example/kota")).Output,
            text => text.Contains("name=\"q\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        var action = new Uri(new Uri(page[(page.LastIndexOf("##", StringComparison.Ordinal) + 2)..].Trim()), WebUtility.HtmlDecode(Action().Match(page).Groups[1].Value));
        var query = WebUtility.HtmlDecode(Hidden().Match(page).Groups[1].Value);
        var answer = (await phone.CurlAsync("-k", "-w", "##%{redirect_url}", "--data-urlencode", $"q={query}", "--data-urlencode", $"code={code}", "-d", "lang=id", action.AbsoluteUri)).OrThrow("curl");
        var go = answer[(answer.LastIndexOf("##", StringComparison.Ordinal) + 2)..].Trim();
        if (go.Length == 0) return answer;
        await phone.CurlAsync("-k", "-o", "/dev/null", go);
        return go;
    }

    private static async Task DownloadAsync(Phone phone, int octets) => (await phone.CurlAsync("-o", "/dev/null", $"http://files.example/bytes/{octets}")).OrThrow("curl");

    private static Task ToldAsync(OpenNdsLab lab, Phone phone, long octets) => Eventually.TrueAsync(
        "openNDS's next look at its counters",
        async () => long.Parse((await lab.ClientsAsync()).GetProperty(phone.Mac).GetProperty("download_this_session").GetString()!, CultureInfo.InvariantCulture) >= octets / 1024, TimeSpan.FromSeconds(60));

    private static async Task<JsonElement[]> SessionsAsync(HotspotProcess hotspot)
    {
        using var document = JsonDocument.Parse(await hotspot.Http.GetStringAsync(new Uri(hotspot.Console, "api/v1/sessions?all=true")));
        return [.. document.RootElement.Clone().EnumerateArray()];
    }

    private static bool IsOpen(JsonElement session) => session.GetProperty("endedAt").ValueKind != JsonValueKind.String;

    private static string? At(JsonElement session) => session.GetProperty("accessPoint").GetString();

    private static long Octets(JsonElement session) => session.GetProperty("inputOctets").GetInt64() + session.GetProperty("outputOctets").GetInt64();

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"q\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
