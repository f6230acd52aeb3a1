using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core;

public class MaintenanceTests
{
    private static readonly TimeZoneInfo Jakarta = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2025-06-02T01:30", true)] // a Monday
    [InlineData("2025-06-02T00:59", false)]
    [InlineData("2025-06-02T03:00", false)]
    [InlineData("2025-06-07T02:00", false)] // a Saturday
    public void A_window_recurs_on_its_days_by_the_citys_clock(string local, bool on) =>
        Assert.Equal(on, Recurring(0b0011111, 60, 180).IsOn(At(local), Jakarta));

    [Theory]
    [InlineData("2025-06-06T22:30", true)] // the Friday it begins on
    [InlineData("2025-06-07T03:59", true)] // over midnight
    [InlineData("2025-06-07T04:00", false)]
    [InlineData("2025-06-06T03:00", false)] // Thursday is not its day
    public void A_window_may_reach_over_midnight(string local, bool on) => Assert.Equal(on, Recurring(0b0010000, 22 * 60, 4 * 60).IsOn(At(local), Jakarta));

    [Fact]
    public void A_window_is_for_a_device_or_an_area_or_a_label()
    {
        var area = new MaintenanceWindow { Who = "x", AreaCode = "35.73.05.1011" };
        Assert.True(area.IsFor(1, "35.73.05.1011/05", null));
        Assert.False(area.IsFor(1, "35.73.05.1012", null));
        Assert.False(area.IsFor(1, "", null));
        var tag = new MaintenanceWindow { Who = "x", Tag = "pilot" };
        Assert.True(tag.IsFor(1, "35.73.05.1011/05", "school, Pilot"));
        Assert.False(tag.IsFor(1, "35.73.05.1011/05", "pilots"));
        Assert.True(new MaintenanceWindow { Who = "x", DeviceId = 4 }.IsFor(4, "", null));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_what_can_is_found_again()
    {
        await using var store = await TestStore.CreateAsync();
        await store.Writer.ChangeAsync(db => NetworkList.AddAccessPointAsync(db, store.Get<SecretBox>(), "ap-1", new NetworkInput
        {
            Area = "35.73.05.1011/05",
            Address = "10.0.0.1",
            Secret = "0123456789abcdef",
            SnmpCommunity = "public",
            Tag = "pilot",
        }, Cancel), Cancel);
        var clock = store.Get<CityClock>();
        foreach (var bad in new[]
        {
            new MaintenanceInput(For: "2h"),
            new MaintenanceInput("ap-1", "35.73.05.1011", For: "2h"),
            new MaintenanceInput("nobody", For: "2h"),
            new MaintenanceInput("ap-1"),
            new MaintenanceInput("ap-1", For: "2 fortnights"),
            new MaintenanceInput("ap-1", For: "40d"),
            new MaintenanceInput("ap-1", Until: "2020-01-01 00:00"),
            new MaintenanceInput("ap-1", Until: "2h", For: "2h"),
            new MaintenanceInput(Tag: "a,b", For: "2h"),
            new MaintenanceInput("ap-1", Every: "holidays", From: "01:00", Until: "02:00"),
            new MaintenanceInput("ap-1", Every: "mon-fri", From: "25:00", Until: "02:00"),
            new MaintenanceInput("ap-1", Every: "mon", From: "01:00", Until: "02:00", LastDay: "2020-01-01"),
        })
        {
            await Assert.ThrowsAsync<RefusedException>(() => store.Writer.ChangeAsync(db => MaintenanceList.AddAsync(db, bad, "siti", clock, Cancel), Cancel));
        }

        var window = await store.Writer.ChangeAsync(db => MaintenanceList.AddAsync(db, new MaintenanceInput(Tag: "PILOT", For: "90m", Reason: "new roof"), "siti", clock, Cancel), Cancel);
        Assert.Equal(TimeSpan.FromMinutes(90), window.Ends - window.Starts);
        await using var db = store.Open();
        await store.Get<NetworkTable>().ReloadAsync(db, Cancel);
        var table = new MaintenanceTable(clock);
        await table.ReloadAsync(db, Cancel);
        var network = store.Get<NetworkTable>().Current;
        Assert.Equal([network.Devices.Single().Id], table.DevicesIn(network, clock.Now.AddSeconds(1)));
        Assert.Empty(table.DevicesIn(network, clock.Now.AddMinutes(91)));
        Assert.Equal(("on", "PILOT", "siti"), (await MaintenanceList.ListAsync(db, clock, cancel: Cancel)).Select(w => (w.State, w.Tag, w.Who)).Single());

        await store.Writer.ChangeAsync(w => MaintenanceList.RemoveAsync(w, window.Id, clock.Now.AddMinutes(5), Cancel), Cancel);
        await using var later = store.Open();
        var cut = await later.Set<MaintenanceWindow>().SingleAsync(Cancel);
        Assert.InRange(cut.Ends!.Value - cut.Starts, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(89));
    }

    private static MaintenanceWindow Recurring(int days, int from, int until) => new() { Who = "x", Days = days, From = from, Until = until };

    private static DateTimeOffset At(string local)
    {
        var time = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, Jakarta.GetUtcOffset(time));
    }
}
