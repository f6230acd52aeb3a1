using HotspotManager.Console;
using HotspotManager.Console.Api;
using HotspotManager.Console.Drawings;
using HotspotManager.Console.Pages;
using HotspotManager.Console.Words;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Series;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class DrawingsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_is_broken_where_nothing_was_measured() =>
        Assert.Equal("M0 20L35.5 2M106.5 11L142 20", Sparkline.Path([0, 10, null, 5, 0]));

    [Fact]
    public void A_line_of_nothing_is_empty() => Assert.Equal("", Sparkline.Path([null, null]));

    [Fact]
    public void Every_point_has_its_place_in_its_own_district_and_the_worst_is_drawn_last()
    {
        var points = new[] { new MapPoint("A", "35.73.05.1011/05", "down"), new MapPoint("B", "35.73.05.1011/05", "up"), new MapPoint("C", "35.73.02.1001", "up") };
        var districts = CityMap.Draw(points, c => c, s => s == "down" ? 0 : 5);

        Assert.Equal(5, districts.Count);
        var lowokwaru = districts.Single(d => d.Code == "35.73.05");
        Assert.Equal(["B", "A"], lowokwaru.Dots.Select(d => d.Name));
        Assert.All(districts, d => Assert.All(d.Dots, dot =>
            Assert.True(Math.Pow((dot.X - d.X) / d.RadiusX, 2) + Math.Pow((dot.Y - d.Y) / d.RadiusY, 2) <= 1, dot.Name)));
        Assert.Equal(lowokwaru.Dots, CityMap.Draw(points, c => c, s => s == "down" ? 0 : 5).Single(d => d.Code == "35.73.05").Dots);
    }

    [Fact]
    public void Another_citys_districts_are_laid_out_side_by_side()
    {
        var districts = CityMap.Draw([new MapPoint("A", "33.74.01.1001", "up"), new MapPoint("B", "33.74.02.1001", "up")], c => c, _ => 0);
        Assert.Equal(2, districts.Count);
        Assert.NotEqual(districts[0].X, districts[1].X);
    }

    [Fact]
    public void A_gap_in_a_series_stays_a_gap()
    {
        var rows = new[] { Row(Noon, 8), Row(Noon.AddMinutes(10), 16) };
        var series = new SeriesReader(new SampleRing(), new ConsoleOptions(), new CityClock(new CityOptions(), new SteppedTime()), new SteppedTime()).Columns("A", rows, 300, Noon, Noon.AddMinutes(14), []);

        Assert.Equal([8, null, 16], series.InMean);
        Assert.Equal(300, series.At[1] - series.At[0]);
    }

    [Fact]
    public void Figures_are_written_as_people_here_write_them()
    {
        var figures = new Figures(WordTable.For("id"), TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"), "WIB");
        Assert.Equal("4.812", figures.Whole(4812));
        Assert.Equal("97,6 %", figures.Percent(0.976));
        Assert.Equal("1,84 Gb/s", figures.Rate(1.84e9));
        Assert.Equal("18,4", figures.Megabits(18.4e6));
        Assert.Equal("1,1 GB", figures.Octets(1_100_000_000));
        Assert.Equal("41 j 06 m", figures.Span(new TimeSpan(41, 6, 30)));
        Assert.Equal("00.02.14", figures.Age(new TimeSpan(0, 2, 14)));
        Assert.Equal("12.00", figures.Clock(Noon));
        Assert.Equal("Minggu 22 Nov 12.00 WIB", figures.WallClock(Noon));
    }

    private static RollUp Row(DateTimeOffset start, double value) =>
        new() { DeviceId = 1, Resolution = 300, Start = start, Count = 1, InMean = value };
}
