using HotspotManager.Core.Areas;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Outages;

/// <summary>
/// A time in which somebody works on a device, on everything in an area, or on everything with a tag: once (<see cref="Days"/> null) from <see cref="Starts"/> to
/// <see cref="Ends"/>, or on days of the week between two times of the day, from <see cref="Starts"/> on until <see cref="Ends"/> (null: for good).
/// </summary>
public sealed class MaintenanceWindow
{
    public int Id { get; set; }

    /// <summary>The one device; null: by area or tag.</summary>
    public int? DeviceId { get; set; }

    /// <summary>The area and all in it.</summary>
    public string? AreaCode { get; set; }

    /// <summary>A label of access points.</summary>
    public string? Tag { get; set; }

    public DateTimeOffset Starts { get; set; }

    public DateTimeOffset? Ends { get; set; }

    /// <summary>Bit 0 Monday … bit 6 Sunday (<see cref="HoursDays"/>), the days it begins on; null: once.</summary>
    public int? Days { get; set; }

    /// <summary>Minutes after the city's midnight; only with <see cref="Days"/>.</summary>
    public int From { get; set; }

    /// <summary>Minutes after midnight, at most 1,440; at or before <see cref="From"/>: of the next day.</summary>
    public int Until { get; set; }

    public string? Reason { get; set; }

    /// <summary>Who set it.</summary>
    public required string Who { get; set; }

    /// <summary>Whether it is on at that moment, by the city's clock.</summary>
    public bool IsOn(DateTimeOffset at, TimeZoneInfo zone)
    {
        if (at < Starts || at >= Ends) return false;
        if (Days is not { } days) return true;
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var today = DateOnly.FromDateTime(local);
        var minute = local.TimeOfDay.TotalMinutes;
        var overnight = Until <= From;
        var begunToday = (days & HoursDays.Of(today.DayOfWeek)) != 0 && minute >= From && (overnight || minute < Until);
        return begunToday || overnight && (days & HoursDays.Of(today.AddDays(-1).DayOfWeek)) != 0 && minute < Until;
    }

    /// <summary>Whether it is for such a device.</summary>
    /// <param name="deviceId">Its number.</param>
    /// <param name="areaCode">Where it stands; "" when that is not known.</param>
    /// <param name="tags">Labels with commas between; null: none.</param>
    public bool IsFor(int deviceId, string areaCode, string? tags) =>
        DeviceId is { } own ? own == deviceId
        : AreaCode is { } area ? areaCode.Length > 0 && Areas.AreaCode.Contains(area, areaCode)
        : tags is not null && Array.Exists(tags.Split(',', StringSplitOptions.TrimEntries), t => string.Equals(t, Tag, StringComparison.OrdinalIgnoreCase));
}

internal sealed class MaintenanceWindowMapping : IEntityTypeConfiguration<MaintenanceWindow>
{
    // Windows that are over stay as long as the outages they explain.
    public void Configure(EntityTypeBuilder<MaintenanceWindow> entity)
    {
        entity.ToTable("MaintenanceWindows").KeepDays(nameof(MaintenanceWindow.Ends), 800);
        entity.HasIndex(w => w.Ends);
    }
}
