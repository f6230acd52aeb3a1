using HotspotManager.Core.Grants;
using HotspotManager.Core.People;
using HotspotManager.Unit.Portal;
using Xunit;

namespace HotspotManager.Unit.Core;

public class GrantWriterTests
{
    [Fact]
    public async Task Phones_that_come_at_once_each_get_a_grant_of_their_own_with_its_consent()
    {
        await using var portal = await TestPortal.StartAsync();
        var table = portal.Get<GrantTable>();
        var grants = await Task.WhenAll(Enumerable.Range(0, 450).Select(i => Task.Run(() => table.IssueAsync(
            $"phone:{i}", 1, $"02-00-00-00-{i >> 8:X2}-{i & 255:X2}", 1, "click-through", DateTimeOffset.UtcNow.AddHours(1),
            new Consent { At = DateTimeOffset.UtcNow, PersonKey = $"phone:{i}", Purpose = "terms", Wording = "w" }, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken)));
        Assert.Equal(450, grants.Select(g => g.Id).Distinct().Count());
        Assert.All(grants, g => Assert.Equal((g.Id, g.Mac), (table.Find(g.UserName)!.Id, table.Find(g.UserName)!.Mac)));
        Assert.Equal(grants.Select(g => g.UserName).Order(), (await portal.RowsAsync<Grant>()).Select(g => g.UserName).Order());
        Assert.Equal(450, (await portal.RowsAsync<Consent>()).Count);
    }

    [Fact]
    public async Task A_grant_that_cannot_be_stored_is_not_given_and_holds_nobody_up()
    {
        await using var portal = await TestPortal.StartAsync();
        var table = portal.Get<GrantTable>();
        var unusable = new Consent { At = DateTimeOffset.UtcNow, PersonKey = null!, Purpose = "terms", Wording = "w" };
        await Assert.ThrowsAnyAsync<Exception>(() => table.IssueAsync("phone:1", 1, "02-00-00-00-00-01", 1, "click-through", DateTimeOffset.UtcNow.AddHours(1), unusable, TestContext.Current.CancellationToken));
        Assert.Null(table.OfPhone("02-00-00-00-00-01"));
        Assert.Empty(await portal.RowsAsync<Grant>());
        Assert.NotNull(await table.IssueAsync("phone:2", 1, "02-00-00-00-00-02", 1, "click-through", DateTimeOffset.UtcNow.AddHours(1), cancel: TestContext.Current.CancellationToken));
    }
}
