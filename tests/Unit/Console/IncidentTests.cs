using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotspotManager.Unit.Console;

/// <summary>Incidents and maintenance windows over the API and as pages.</summary>
public sealed class IncidentTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_is_acknowledged_owned_and_written_about_by_those_who_may()
    {
        await using var rig = await ConsoleRig.StartAsync();
        var points = await PointsAsync(rig);
        var id = await rig.Services.GetRequiredService<StoreWriter>().WriteAsync(async db =>
        {
            var incident = new Incident { AreaCode = points[0].Area, Cause = OutageCauses.PowerOrBackhaul, StartedAt = TimeProvider.System.GetUtcNow(), Points = 3, People = 12 };
            db.Add(incident);
            await db.SaveChangesAsync(Cancel);
            return incident.Id;
        }, Cancel);
        using var client = await rig.ClientAsync(Roles.Operator);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync($"/api/v1/incidents/{id}/acknowledge", new { comment = "PLN", minutes = 60 }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync($"/api/v1/incidents/{id}/owner", new { owner = "budi" }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsJsonAsync($"/api/v1/incidents/{id}/note", new { text = "<script>" }, Cancel)).StatusCode);
        var found = await client.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}", Cancel);
        Assert.Equal("budi", found.GetProperty("incident").GetProperty("owner").GetString());
        Assert.StartsWith("t", found.GetProperty("incident").GetProperty("acknowledgedBy").GetString(), StringComparison.Ordinal);
        Assert.Equal(["acknowledged", "owner", "note"], found.GetProperty("notes").EnumerateArray().Select(n => n.GetProperty("kind").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"/api/v1/incidents/{id}/unacknowledge", null, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync($"/api/v1/incidents/{id}/note", new { text = " " }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync($"/api/v1/incidents/{id + 1}/owner", new { owner = "x" }, Cancel)).StatusCode);

        using var viewer = await rig.ClientAsync(Roles.Viewer);
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsJsonAsync($"/api/v1/incidents/{id}/note", new { text = "x" }, Cancel)).StatusCode);
        using var elsewhere = await rig.ClientAsync(Roles.Operator, points[1].Area);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/api/v1/incidents/{id}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await elsewhere.PostAsJsonAsync($"/api/v1/incidents/{id}/note", new { text = "x" }, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_maintenance_window_is_set_for_ones_own_area_only()
    {
        await using var rig = await ConsoleRig.StartAsync();
        var points = await PointsAsync(rig);
        using var client = await rig.ClientAsync(Roles.Operator, points[0].Area);
        var made = await client.PostAsJsonAsync("/api/v1/maintenance", new { accessPoint = points[0].Name, @for = "2h", reason = "roof" }, Cancel);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        var window = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(("on", points[0].Name), (window.GetProperty("state").GetString(), window.GetProperty("accessPoint").GetString()));
        foreach (var bad in new object[] { new { accessPoint = points[1].Name, @for = "2h" }, new { area = points[1].Area, @for = "2h" }, new { tag = "pilot", @for = "2h" }, new { accessPoint = points[0].Name, @for = "long" } })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsJsonAsync("/api/v1/maintenance", bad, Cancel)).StatusCode);
        }

        using var other = await rig.ClientAsync(Roles.Operator, points[1].Area);
        Assert.Empty((await other.GetFromJsonAsync<JsonElement>("/api/v1/maintenance", Cancel)).EnumerateArray());
        var path = $"/api/v1/maintenance/{window.GetProperty("id").GetInt32()}";
        Assert.Equal(HttpStatusCode.BadRequest, (await other.DeleteAsync(path, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync(path, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.DeleteAsync(path, Cancel)).StatusCode);
    }

    private static async Task<List<(string Name, string Area)>> PointsAsync(ConsoleRig rig)
    {
        await using var db = await rig.Services.GetRequiredService<IDbContextFactory<HotspotDb>>().CreateDbContextAsync(Cancel);
        return (await db.Set<HotspotManager.Core.Networks.AccessPoint>().OrderBy(a => a.Id).Select(a => new { a.Name, a.AreaCode }).ToListAsync(Cancel)).ConvertAll(a => (a.Name, a.AreaCode));
    }
}
