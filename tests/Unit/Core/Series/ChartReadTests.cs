using HotspotManager.Core.Series;
using Xunit;

namespace HotspotManager.Unit.Core.Series;

/// <summary>A chart of any width is one look into one index: not a scan, not a sort, however many devices and years there are.</summary>
public sealed class ChartReadTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RollUps.FiveMinutes, 288)]
    [InlineData(RollUps.Hour, 720)]
    [InlineData(RollUps.Day, 366)]
    public async Task A_chart_is_one_indexed_read(int resolution, int points)
    {
        await using var store = await TestStore.CreateAsync();
        var start = new DateTimeOffset(2025, 1, 1, 17, 0, 0, TimeSpan.Zero);
        await store.Writer.WriteAsync(db => RollUps.UpsertAsync(db, Enumerable.Range(0, 3).SelectMany(device => Enumerable.Range(0, points)
            .Select(i => new RollUp { DeviceId = device, Resolution = resolution, Start = start.AddSeconds((long)i * resolution), Count = 1 })), Cancel), Cancel);
        var counter = new StatementCounter();
        await using var db = counter.Open(store);

        var rows = await RollUps.ReadAsync(db, 1, resolution, start, start.AddSeconds((long)points * resolution), Cancel);

        Assert.Equal(points, rows.Count);
        Assert.Single(counter.Statements);
        var step = Assert.Single(counter.Plans);
        Assert.StartsWith("SEARCH ", step, StringComparison.Ordinal);
        Assert.EndsWith("(DeviceId=? AND Resolution=? AND Start>? AND Start<?)", step, StringComparison.Ordinal);
    }
}
