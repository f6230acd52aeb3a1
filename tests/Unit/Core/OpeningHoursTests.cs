using HotspotManager.Core.Hours;
using HotspotManager.Core.Store;
using Xunit;

namespace HotspotManager.Unit.Core;

public class OpeningHoursTests
{
    private static readonly TimeZoneInfo Wib = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");

    /// <summary>Monday 23 November 2026 and the days after it, in the city's time.</summary>
    private static DateTimeOffset At(int day, int hour, int minute = 0) => new(2026, 11, day, hour, minute, 0, TimeSpan.FromHours(7));

    private static HoursRule Rule(string from, string until, string days = "all", bool open = false, string? name = null, int? first = null, int? last = null) => new()
    {
        AreaCode = "",
        From = Minutes(from),
        Until = Minutes(until),
        Days = HoursDays.Read(days),
        Open = open,
        Name = name,
        FirstDay = first,
        LastDay = last,
    };

    private static int Minutes(string text) => int.Parse(text[..2]) * 60 + int.Parse(text[3..]);

    private static HoursVerdict Of(DateTimeOffset at, params HoursRule[] rules) => OpeningHours.At([rules], _ => false, at, Wib);

    [Fact]
    public void Without_rules_it_is_always_open() => Assert.Equal(HoursVerdict.Always, OpeningHours.At([], _ => false, At(23, 19), Wib));

    [Fact]
    public void A_closed_window_begins_and_ends_on_the_minute()
    {
        var study = Rule("18:00", "21:00", "mon-fri", name: "jam belajar");
        Assert.Equal(new HoursVerdict(true, At(23, 18), null), Of(At(23, 17, 59), study));
        Assert.Equal(new HoursVerdict(false, At(23, 21), "jam belajar"), Of(At(23, 18), study));
        Assert.Equal(new HoursVerdict(false, At(23, 21), "jam belajar"), Of(At(23, 20, 59), study));
        Assert.Equal(new HoursVerdict(true, At(24, 18), null), Of(At(23, 21), study));
        // From Friday evening the next is Monday's: 23 + 7 = 30.
        Assert.Equal(new HoursVerdict(true, At(30, 18), null), Of(At(27, 21), study));
    }

    [Fact]
    public void A_window_over_midnight_belongs_to_the_day_it_begins_on()
    {
        var night = Rule("22:00", "04:00", "fri");
        Assert.Equal(new HoursVerdict(false, At(28, 4), null), Of(At(27, 23), night));
        Assert.Equal(new HoursVerdict(false, At(28, 4), null), Of(At(28, 3, 59), night));
        Assert.True(Of(At(28, 4), night).IsOpen);
        Assert.True(Of(At(28, 23), night).IsOpen);
        Assert.True(Of(At(27, 3), night).IsOpen);
    }

    [Fact]
    public void Windows_that_touch_or_overlap_are_one_to_those_who_wait()
    {
        Assert.Equal(At(23, 21), Of(At(23, 18), Rule("17:00", "19:00"), Rule("19:00", "21:00")).Until);
        Assert.Equal(At(23, 21), Of(At(23, 18), Rule("17:00", "20:00"), Rule("18:30", "21:00")).Until);
        Assert.Equal(At(23, 14), Of(At(23, 13), Rule("12:00", "14:00"), Rule("18:00", "21:00")).Until);
        Assert.Equal(At(23, 18), Of(At(23, 14), Rule("12:00", "14:00"), Rule("18:00", "21:00")).Until);
    }

    [Fact]
    public void Open_windows_close_the_rest_of_the_week()
    {
        var office = Rule("07:00", "17:00", "mon-fri", open: true);
        Assert.Equal(new HoursVerdict(true, At(23, 17), null), Of(At(23, 7), office));
        Assert.Equal(new HoursVerdict(false, At(24, 7), null), Of(At(23, 17), office));
        Assert.Equal(new HoursVerdict(false, At(30, 7), null), Of(At(28, 12), office));
        // A closed window within it still closes.
        Assert.Equal(new HoursVerdict(false, At(23, 13), "salat"), Of(At(23, 12, 30), office, Rule("12:00", "13:00", name: "salat")));
    }

    [Fact]
    public void Two_open_windows_a_day_leave_a_break_between_them()
    {
        HoursRule[] rules = [Rule("06:00", "12:00", open: true), Rule("13:00", "24:00", open: true)];
        Assert.Equal(new HoursVerdict(false, At(23, 13), null), Of(At(23, 12), rules));
        Assert.Equal(new HoursVerdict(true, At(24, 0), null), Of(At(23, 20), rules));
        Assert.Equal(new HoursVerdict(false, At(24, 6), null), Of(At(24, 0), rules));
    }

    [Fact]
    public void A_holiday_is_not_its_day_of_the_week()
    {
        var study = Rule("18:00", "21:00", "mon-fri");
        HoursVerdict Wednesday(params HoursRule[] rules) => OpeningHours.At([rules], d => d.Day == 25, At(25, 19), Wib);
        Assert.True(Wednesday(study).IsOpen);
        Assert.False(Wednesday(study, Rule("18:00", "20:00", "holidays")).IsOpen);
        Assert.False(Wednesday(Rule("18:00", "21:00")).IsOpen);
        // The evening before is ordinary; its window reaches into the holiday.
        Assert.False(OpeningHours.At([[Rule("22:00", "04:00", "tue")]], d => d.Day == 25, At(25, 3), Wib).IsOpen);
    }

    [Fact]
    public void Rules_with_dates_stand_in_for_those_without()
    {
        var study = Rule("18:00", "21:00");
        var ramadan = Rule("17:00", "20:00", first: 20261124, last: 20261126, name: "Ramadan");
        Assert.False(Of(At(23, 20, 30), study, ramadan).IsOpen);
        Assert.True(Of(At(24, 20, 30), study, ramadan).IsOpen);
        Assert.Equal(new HoursVerdict(false, At(26, 20), "Ramadan"), Of(At(26, 17), study, ramadan));
        Assert.False(Of(At(27, 20, 30), study, ramadan).IsOpen);
    }

    [Fact]
    public void The_nearest_group_of_rules_counts_alone()
    {
        HoursRule[] near = [Rule("19:00", "20:00", "mon")], wide = [Rule("18:00", "21:00")];
        Assert.True(OpeningHours.At([near, wide], _ => false, At(23, 18, 30), Wib).IsOpen);
        Assert.False(OpeningHours.At([near, wide], _ => false, At(23, 19, 30), Wib).IsOpen);
        // Tuesday too: who has hours of their own has left the city's.
        Assert.True(OpeningHours.At([near, wide], _ => false, At(24, 19, 30), Wib).IsOpen);
    }

    [Fact]
    public void All_day_every_day_has_no_end_in_sight()
    {
        Assert.Equal(new HoursVerdict(false, null, null), Of(At(23, 9), Rule("00:00", "24:00")));
        Assert.Equal(new HoursVerdict(true, null, null), Of(At(23, 9), Rule("00:00", "24:00", open: true)));
    }

    [Fact]
    public void Midnight_is_the_citys_not_greenwichs()
    {
        var dawn = Rule("00:00", "04:00", "tue");
        Assert.Equal(new HoursVerdict(false, new DateTimeOffset(2026, 11, 23, 21, 0, 0, TimeSpan.Zero), null), Of(new DateTimeOffset(2026, 11, 23, 17, 0, 0, TimeSpan.Zero), dawn));
        Assert.True(Of(new DateTimeOffset(2026, 11, 23, 16, 59, 0, TimeSpan.Zero), dawn).IsOpen);
    }

    [Fact]
    public void Where_clocks_are_changed_a_window_still_ends()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        // 28 March 2027: 02:30 does not exist there.
        var verdict = OpeningHours.At([[Rule("00:00", "02:30")]], _ => false, new DateTimeOffset(2027, 3, 28, 0, 30, 0, TimeSpan.FromHours(1)), berlin);
        Assert.Equal(new HoursVerdict(false, new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero), null), verdict);
    }

    [Theory]
    [InlineData("mon-fri", "mon,tue,wed,thu,fri")]
    [InlineData("fri-mon", "mon,fri,sat,sun")]
    [InlineData("Sat, SUN holidays", "sat,sun,holidays")]
    [InlineData(null, "all")]
    [InlineData("mon-sun,holidays", "all")]
    public void Days_are_read_as_people_write_them(string? text, string days) => Assert.Equal(days, HoursDays.Text(HoursDays.Read(text)));

    [Theory]
    [InlineData("senin")]
    [InlineData("mon-holidays")]
    [InlineData("mon-tue-wed")]
    public void What_is_no_day_is_refused(string text) => Assert.Throws<RefusedException>(() => HoursDays.Read(text));
}
