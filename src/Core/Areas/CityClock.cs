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

    /// <exception cref="TimeZoneNotFoundException">The settings name no known time zone.</exception>
    public CityClock(CityOptions options, TimeProvider time)
    {
        _time = time;
        _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
    }

    public TimeZoneInfo Zone => _zone;

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The day at that instant, as a number such as 20261122.</summary>
    public int Day(DateTimeOffset at)
    {
        var local = Local(at);
        return local.Year * 10000 + local.Month * 100 + local.Day;
    }

    /// <summary>When the day after <paramref name="at"/> begins.</summary>
    public DateTimeOffset NextMidnight(DateTimeOffset at)
    {
        var midnight = Local(at).Date.AddDays(1);
        // A zone that skips midnight (a daylight-saving change) begins its day at the first instant that exists.
        while (_zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        return new DateTimeOffset(midnight, _zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone);
}
