using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Hours;

/// <summary>
/// One window of the day in which an area's Wi-Fi is closed ("jam belajar 18–21") or, where any such rule stands, the only time it is open. It begins on one of its days and
/// may reach over midnight into the next. Which rules count is said by <see cref="OpeningHours"/>.
/// </summary>
public sealed class HoursRule
{
    public int Id { get; set; }

    /// <summary>Official code; "" for the whole city.</summary>
    public required string AreaCode { get; set; }

    /// <summary>The one plan it is for; null: every plan.</summary>
    public int? PlanId { get; set; }

    /// <summary>Open in the window, and closed outside every such window; false: closed in the window.</summary>
    public bool Open { get; set; }

    /// <summary>Bit 0 Monday … bit 6 Sunday, bit 7 holidays (<see cref="HoursDays"/>).</summary>
    public int Days { get; set; }

    /// <summary>Minutes after the city's midnight.</summary>
    public int From { get; set; }

    /// <summary>Minutes after midnight, at most 1,440; at or before <see cref="From"/>: of the next day.</summary>
    public int Until { get; set; }

    /// <summary>First day it counts, as 20270218; null: always. Rules with dates stand in for those without on their days (Ramadan, school holidays).</summary>
    public int? FirstDay { get; set; }

    public int? LastDay { get; set; }

    /// <summary>What people call it: "jam belajar". Shown to residents.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the window that begins on this day counts.</summary>
    public bool IsOn(DateOnly day, bool holiday) => (Days & (holiday ? HoursDays.Holiday : HoursDays.Of(day.DayOfWeek))) != 0;

    public bool Covers(DateOnly day) => (FirstDay is not { } first || Number(day) >= first) && (LastDay is not { } last || Number(day) <= last);

    public static int Number(DateOnly day) => day.Year * 10_000 + day.Month * 100 + day.Day;
}

internal sealed class HoursRuleMapping : IEntityTypeConfiguration<HoursRule>
{
    public void Configure(EntityTypeBuilder<HoursRule> entity)
    {
        entity.ToTable("HoursRules");
        entity.HasIndex(r => r.AreaCode);
    }
}

/// <summary>A day that counts as a holiday, not as its day of the week.</summary>
public sealed class Holiday
{
    /// <summary>As 20270817.</summary>
    public int Day { get; set; }

    public required string Name { get; set; }
}

internal sealed class HolidayMapping : IEntityTypeConfiguration<Holiday>
{
    public void Configure(EntityTypeBuilder<Holiday> entity)
    {
        entity.ToTable("Holidays").HasKey(h => h.Day);
        entity.Property(h => h.Day).ValueGeneratedNever();
    }
}
