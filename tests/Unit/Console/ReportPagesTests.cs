using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HotspotManager.Console.Drawings;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class ReportPagesTests(ReportPagesTests.Shared shared) : IClassFixture<ReportPagesTests.Shared>
{
    private const string Rw = "35.73.05.1011/05";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A console with the figures of last month: 40 people at one point, 3 at the other.</summary>
    public sealed class Shared : IAsyncLifetime
    {
        internal ConsoleRig Rig { get; private set; } = null!;

        internal ReportPeriod Last { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Rig = await ConsoleRig.StartAsync();
            await Rig.ChangeAsync(async (db, secrets) =>
            {
                await NetworkList.AddDeviceAsync(db, secrets, "jalur-1", new NetworkInput { Address = "10.9.0.1", Kind = "link", Provider = "Telko", ContractMbps = 50, MonthlyCost = 600_000 });
                await db.SaveChangesAsync();
                await NetworkList.SetAccessPointAsync(db, secrets, "LW-RW05-01", new NetworkInput { Uplink = "jalur-1" });
                await NetworkList.AddAccessPointAsync(db, secrets, "LW-RW05-02", ConsoleRig.Input(Rw, "10.1.0.3"));
            });
            await Rig.LookAsync();
            Last = Rig.Services.GetRequiredService<ReportBook>().ThisMonth.Previous;
            var from = Last.From(Rig.Services.GetRequiredService<HotspotManager.Core.Areas.CityClock>());
            await Rig.Services.GetRequiredService<StoreWriter>().WriteAsync(async db =>
            {
                var points = await db.Set<AccessPoint>().ToDictionaryAsync(a => a.Name);
                var (one, few) = (points["LW-RW05-01"], points["LW-RW05-02"]);
                db.Add(new HotspotManager.Core.Sessions.PointHour { Start = from.AddHours(19), AccessPointId = one.Id, Sessions = 40, Seconds = 120 * 3600, OutputOctets = 5_000_000_000 });
                db.Add(new HotspotManager.Core.Sessions.PointHour { Start = from.AddHours(8), AccessPointId = few.Id, Sessions = 3, Seconds = 3600 });
                for (var i = 0; i < 43; i++)
                    db.Add(new HotspotManager.Core.Sessions.Session
                    {
                        Id = 9000 + i,
                        Source = "radius",
                        NasId = one.NasId,
                        AccessPointId = i < 40 ? one.Id : few.Id,
                        AcctSessionId = "r" + i,
                        UserName = "u",
                        Mac = "",
                        PersonKey = "voucher:" + i,
                        StartedAt = from.AddHours(19),
                        UpdatedAt = from.AddHours(20),
                        EndedAt = from.AddHours(20),
                    });
                db.Add(new StateInterval { DeviceId = one.DeviceId!.Value, State = DeviceState.Up, From = from, To = from.AddDays(9) });
                db.Add(new StateInterval { DeviceId = one.DeviceId!.Value, State = DeviceState.Down, From = from.AddDays(9), To = from.AddDays(10) });
                db.Add(new Outage { DeviceId = one.DeviceId!.Value, AreaCode = Rw, Cause = "no answer", State = DeviceState.Down, StartedAt = from.AddDays(9), EndedAt = from.AddDays(10) });
            });
        }

        public async ValueTask DisposeAsync() => await Rig.DisposeAsync();
    }

    [Theory]
    [InlineData("/reports")]
    [InlineData("/reports?month={0}")]
    [InlineData("/reports?month={0}&order=cost")]
    [InlineData("/reports?month={0}&area=35.73.05")]
    [InlineData("/reports?month={0}&area=35.73.05.1011/05")]
    [InlineData("/reports?month={0}&area=35.73.01")]
    [InlineData("/reports/print?month={0}&area=35.73.05.1011/05")]
    [InlineData("/reports/print")]
    public async Task Every_page_is_written_in_both_languages(string path)
    {
        foreach (var language in new[] { "id", "en" })
        {
            using var client = await shared.Rig.ClientAsync(Roles.Viewer);
            client.DefaultRequestHeaders.Add("Cookie", "hotspot-lang=" + language);
            var answer = await client.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, shared.Last.Key), Cancel);
            var html = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path} {answer.StatusCode} {html}");
            Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/reports?month=2026-13")]
    [InlineData("/reports?month=2999-01")]
    [InlineData("/reports?month=2026-W10")]
    [InlineData("/reports?area=35.73.99")]
    [InlineData("/reports/print?week=nonsense")]
    public async Task What_is_no_period_or_area_is_not_found(string path)
    {
        using var client = await shared.Rig.ClientAsync(Roles.Admin);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_page_tells_people_cost_and_availability_of_the_month()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Admin);
        var html = WebUtility.HtmlDecode(await client.GetStringAsync($"/reports?month={shared.Last.Key}", Cancel));
        // 121 person-hours, 600,000 rupiah for the one point with a line.
        Assert.Contains("3 titik melayani 43 warga selama 121 jam-warga.", html, StringComparison.Ordinal);
        Assert.Contains("Rp\u00A04.959", html, StringComparison.Ordinal);
        Assert.Contains("90,00 %", html, StringComparison.Ordinal);
        Assert.Contains("Telko", html, StringComparison.Ordinal);
        Assert.Equal(24, Regex.Count(html, "<span>\\d\\d</span>"));
        Assert.Contains("paling jarang dipakai", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_has_the_own_area_only_and_no_rhythm_of_a_handful()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Coordinator, Rw);
        var html = await client.GetStringAsync($"/reports?month={shared.Last.Key}", Cancel);
        Assert.Contains("LW-RW05-02", html, StringComparison.Ordinal);
        Assert.DoesNotContain("KL-RW01-01", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Telko", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/reports?area=35.73.02", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/reports/points?area=35.73.02", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/reports/providers", Cancel)).StatusCode);
        using var json = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/reports/points?month={shared.Last.Key}", Cancel));
        var rows = json.RootElement.EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!);
        Assert.Equal(["LW-RW05-01", "LW-RW05-02"], rows.Keys);
        Assert.Equal(JsonValueKind.Array, rows["LW-RW05-01"].GetProperty("hourly").ValueKind);
        Assert.Equal(JsonValueKind.Null, rows["LW-RW05-02"].GetProperty("hourly").ValueKind);
    }

    [Fact]
    public async Task The_api_gives_the_same_figures_as_json_and_as_a_spreadsheet()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Viewer);
        using var whole = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/reports?month={shared.Last.Key}", Cancel));
        Assert.Equal((43, 121.0, 19), (whole.RootElement.GetProperty("people").GetInt32(), whole.RootElement.GetProperty("hours").GetDouble(), whole.RootElement.GetProperty("busiestHour").GetInt32()));
        using var links = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/reports/links?month={shared.Last.Key}", Cancel));
        Assert.Equal(50, links.RootElement[0].GetProperty("contractMbps").GetInt32());
        var csv = await client.GetAsync($"/api/v1/reports/points?month={shared.Last.Key}&format=csv", Cancel);
        var octets = await csv.Content.ReadAsByteArrayAsync(Cancel);
        Assert.Equal((0xEF, 0xBB, 0xBF), (octets[0], octets[1], octets[2]));
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal($"point-{shared.Last.Key}.csv", csv.Content.Headers.ContentDisposition!.FileName);
        Assert.Contains("LW-RW05-01;35.73.05.1011/05;1;40;40;120;5;19;", System.Text.Encoding.UTF8.GetString(octets), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/reports/points?format=xls", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/reports?month=2026-11&week=2026-W47", Cancel)).StatusCode);
    }

    [Fact]
    public void Bars_are_as_high_as_what_they_say_and_nothing_known_is_no_bar()
    {
        using var writer = new StringWriter();
        BarChart.Svg([new Bar("a", 10, true), new Bar("b", 5), new Bar("c", null), new Bar("d", 0), new Bar("e", 0.0001)], "x<y").WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        var svg = writer.ToString();
        Assert.Equal(["100", "50", "0", "1"], Regex.Matches(svg, "height=\"([\\d.]+)\"/>").Select(m => m.Groups[1].Value));
        Assert.Equal(1, Regex.Count(svg, "strong-bar"));
        Assert.Contains("aria-label=\"x&lt;y\"", svg, StringComparison.Ordinal);
    }
}
