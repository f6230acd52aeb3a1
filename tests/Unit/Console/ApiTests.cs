using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class ApiTests(ApiTests.Shared shared) : IClassFixture<ApiTests.Shared>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public sealed class Shared : IAsyncLifetime
    {
        public ConsoleRig Rig { get; private set; } = null!;

        public Dictionary<string, CookieContainer> Cookies { get; } = [];

        public async ValueTask InitializeAsync() => Rig = await ConsoleRig.StartAsync(rig => rig.ChangeAsync(async (db, _) =>
        {
            await db.SaveChangesAsync();
            db.Add(new Session
            {
                Source = RecordSource.Radius,
                NasId = 1,
                AccessPointId = 1,
                AcctSessionId = "s1",
                UserName = "1234567890",
                Mac = "AA-BB-CC-DD-EE-01",
                StartedAt = DateTimeOffset.UnixEpoch,
                UpdatedAt = DateTimeOffset.UnixEpoch,
                Seconds = 60,
                InputOctets = 5_000_000_000,
                OutputOctets = 7,
            });
        }));

        public ValueTask DisposeAsync() => Rig.DisposeAsync();
    }

    [Fact]
    public async Task Without_a_token_the_api_answers_401_and_a_page_leads_to_the_sign_in()
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = shared.Rig.Address };

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/access-points", Cancel)).StatusCode);
        var page = await client.GetAsync("/aps", Cancel);
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.StartsWith("/login?ReturnUrl=", page.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_token_is_refused_and_one_in_the_query_is_taken_only_by_the_hub()
    {
        using var client = new HttpClient { BaseAddress = shared.Rig.Address };
        var token = await shared.Rig.TokenAsync(Roles.Viewer);

        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/api/v1/plans");
        wrong.Headers.Authorization = new("Bearer", token + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(wrong, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync($"/api/v1/plans?access_token={token}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/hubs/live/negotiate?negotiateVersion=1&access_token={token}", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null, Cancel)).StatusCode);
    }

    [Fact]
    public async Task An_access_point_has_the_field_names_that_commands_print()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Operator);
        using var json = JsonDocument.Parse(await client.GetStringAsync("/api/v1/access-points", Cancel));

        Assert.Equal(2, json.RootElement.GetArrayLength());
        foreach (var field in new[] { "name", "area", "nas", "state", "since", "clients", "inBps", "outBps" })
            Assert.True(json.RootElement[0].TryGetProperty(field, out _), field);
    }

    [Fact]
    public async Task Octets_above_four_gibioctets_come_out_whole()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Operator);
        using var json = JsonDocument.Parse(await client.GetStringAsync("/api/v1/sessions", Cancel));

        Assert.Equal(5_000_000_000, json.RootElement[0].GetProperty("inputOctets").GetInt64());
        Assert.Equal("AA-BB-CC-DD-EE-01", json.RootElement[0].GetProperty("mac").GetString());
    }

    [Fact]
    public async Task A_coordinator_sees_the_own_area_only_and_no_addresses_of_phones()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Coordinator, "35.73.05.1011/05");

        using var points = JsonDocument.Parse(await client.GetStringAsync("/api/v1/access-points", Cancel));
        var point = Assert.Single(points.RootElement.EnumerateArray());
        Assert.Equal("LW-RW05-01", point.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/access-points/KL-RW01-01", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/outages?area=35.73.02", Cancel)).StatusCode);
        using var sessions = JsonDocument.Parse(await client.GetStringAsync("/api/v1/sessions", Cancel));
        Assert.All(sessions.RootElement.EnumerateArray(), s => Assert.Equal("", s.GetProperty("mac").GetString()));
    }

    [Fact]
    public async Task Only_operators_end_sessions_and_only_those_who_may_make_vouchers_see_codes()
    {
        using var viewer = await shared.Rig.ClientAsync(Roles.Viewer);
        using var coordinator = await shared.Rig.ClientAsync(Roles.Coordinator, "35.73.05.1011/05");

        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync("/api/v1/sessions/1/disconnect", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await coordinator.PostAsync("/api/v1/sessions/1/disconnect", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.GetAsync("/api/v1/vouchers", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await coordinator.GetAsync("/api/v1/vouchers", Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_coordinators_vouchers_are_for_the_own_area_whatever_is_asked()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Coordinator, "35.73.05.1011/05");

        var own = await client.PostAsJsonAsync("/api/v1/vouchers", new { plan = "sekali-ketuk", count = 2, days = 30 }, Cancel);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using var made = JsonDocument.Parse(await own.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(2, made.RootElement.GetArrayLength());
        Assert.Equal("35.73.05.1011/05", made.RootElement[0].GetProperty("area").GetString());
        Assert.Equal(10, made.RootElement[0].GetProperty("code").GetString()!.Length);
        var other = await client.PostAsJsonAsync("/api/v1/vouchers", new { plan = "sekali-ketuk", count = 1, area = "35.73.02.1001" }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
    }

    [Fact]
    public async Task A_verb_that_refuses_answers_400_with_one_line()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Admin);
        var answer = await client.PostAsJsonAsync("/api/v1/vouchers", new { plan = "none", count = 1 }, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("There is no plan", json.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_has_columns_of_one_length_with_gaps()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Viewer);
        using var json = JsonDocument.Parse(await client.GetStringAsync("/api/v1/series?accessPoint=LW-RW05-01&hours=24", Cancel));

        var at = json.RootElement.GetProperty("at").GetArrayLength();
        Assert.InRange(at, 288, 290);
        Assert.Equal(at, json.RootElement.GetProperty("inMean").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("inMean")[0].ValueKind);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    [InlineData("/openapi/v1.json")]
    public async Task Machines_need_no_token_for(string path)
    {
        using var client = new HttpClient { BaseAddress = shared.Rig.Address };
        var answer = await client.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    [Fact]
    public async Task A_token_that_was_removed_is_refused_at_the_next_request()
    {
        using var client = await shared.Rig.ClientAsync(Roles.Operator);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/vouchers", Cancel)).StatusCode);

        await shared.Rig.Services.GetRequiredService<StoreWriter>().ChangeAsync(db =>
        {
            foreach (var token in db.Set<ApiToken>().Where(t => t.Role == Roles.Operator)) db.Remove(token);
            return Task.CompletedTask;
        }, Cancel);
        await shared.Rig.LookAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/vouchers", Cancel)).StatusCode);
    }
}
