namespace HotspotManager.Core.Areas;

/// <summary><c>City:…</c> settings.</summary>
public sealed record CityOptions
{
    /// <summary>Whose service this is, as residents read it.</summary>
    public string Name { get; set; } = "Kota Malang";

    /// <summary>IANA name; days (daily limits, reports) begin at its midnight. Default: Kota Malang's.</summary>
    public string TimeZone { get; set; } = "Asia/Jakarta";
}

/// <summary>The city's wall clock: which day it is there and when the next one begins.</summary>
public sealed class CityClock
{
    private readonly TimeProvider _time;
    private readonly TimeZoneInfo _zone;
    private CityDay? _today;

    /// <exception cref="TimeZoneNotFoundException">The settings name no known time zone.</exception>
    public CityClock(CityOptions options, TimeProvider time)
    {
        _time = time;
        _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
    }

    public TimeZoneInfo Zone => _zone;

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The day at that instant, as a number such as 20261122.</summary>
    public int Day(DateTimeOffset at) => DayOf(at).Number;

    /// <summary>When the day after <paramref name="at"/> begins.</summary>
    public DateTimeOffset NextMidnight(DateTimeOffset at) => DayOf(at).End;

    /// <summary>Begin and end of the day in which <paramref name="at"/> lies.</summary>
    public (DateTimeOffset Begin, DateTimeOffset End) DayAround(DateTimeOffset at)
    {
        var day = DayOf(at);
        return (day.Begin, day.End);
    }

    /// <summary>When a date begins here.</summary>
    public DateTimeOffset Midnight(DateOnly date) => Begin(date.ToDateTime(TimeOnly.MinValue));

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);

    /// <summary>Nearly every question is about one day: the last answer is kept, since a time zone's rules cost more than a decision.</summary>
    private CityDay DayOf(DateTimeOffset at)
    {
        if (Volatile.Read(ref _today) is { } known && at >= known.Begin && at < known.End) return known;
        var local = Local(at).Date;
        var day = new CityDay(local.Year * 10000 + local.Month * 100 + local.Day, Begin(local), Begin(local.AddDays(1)));
        Volatile.Write(ref _today, day);
        return day;
    }

    private DateTimeOffset Begin(DateTime midnight)
    {
        // A zone that skips midnight (a daylight-saving change) begins its day at the first instant that exists.
        while (_zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        return new DateTimeOffset(midnight, _zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private sealed record CityDay(int Number, DateTimeOffset Begin, DateTimeOffset End);
}
