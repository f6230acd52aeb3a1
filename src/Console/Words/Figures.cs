using System.Globalization;

namespace HotspotManager.Console.Words;

/// <summary>Figures as people here write them: 4.812; 97,6 %; 1,84 Gb/s; 11.42 WIB; "41 j 06 m". The script has the same forms.</summary>
public sealed class Figures(WordTable words, TimeZoneInfo zone, string zoneName)
{
    /// <summary>4812 → "4.812".</summary>
    public string Whole(long value) => value.ToString("N0", words.Culture);

    /// <summary>0.976 → "97,6 %"; nothing to count → "–".</summary>
    public string Percent(double? share, int digits = 1) =>
        share is { } s ? (s * 100).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), words.Culture) + " %" : "–";

    /// <summary>Bits per second with the unit: "1,84 Gb/s".</summary>
    public string Rate(double? bps) => bps switch
    {
        null => "–",
        >= 1e9 => (bps.Value / 1e9).ToString("N2", words.Culture) + " Gb/s",
        >= 1e8 => (bps.Value / 1e6).ToString("N0", words.Culture) + " Mb/s",
        >= 1e6 => (bps.Value / 1e6).ToString("N1", words.Culture) + " Mb/s",
        _ => (bps.Value / 1e3).ToString("N0", words.Culture) + " kb/s",
    };

    /// <summary>Bits per second for a column headed Mb/s.</summary>
    public string Megabits(double? bps) => bps is { } b ? (b / 1e6).ToString("N1", words.Culture) : "–";

    /// <summary>Octets: "182 MB", "1,1 GB" (decimal, as plans count).</summary>
    public string Octets(long? octets) => octets switch
    {
        null => "–",
        >= 1_000_000_000 => (octets.Value / 1e9).ToString("N1", words.Culture) + " GB",
        >= 1_000_000 => (octets.Value / 1e6).ToString("N0", words.Culture) + " MB",
        _ => (octets.Value / 1e3).ToString("N0", words.Culture) + " kB",
    };

    /// <summary>12.5 → "12,5": as many digits behind the comma as it needs for three that say something.</summary>
    public string Number(double? value) => value switch
    {
        null => "–",
        >= 100 or 0 => value.Value.ToString("N0", words.Culture),
        >= 10 => value.Value.ToString("N1", words.Culture),
        _ => value.Value.ToString("N2", words.Culture),
    };

    /// <summary>Gigaoctets: "12,5 GB", "463 TB".</summary>
    public string Gigaoctets(double gb) => gb >= 10_000 ? Number(gb / 1000) + "\u00A0TB" : Number(gb) + "\u00A0GB";

    /// <summary>"Rp 1.250".</summary>
    public string Rupiah(double? value) => value is { } v ? "Rp " + v.ToString(v is > 0 and < 10 ? "N1" : "N0", words.Culture) : "–";

    /// <summary>19 → "19–20", the hour of a day.</summary>
    public string Hour(int? hour) => hour is { } h ? $"{h:00}–{(h + 1) % 24:00}" : "–";

    /// <summary>How much more or less: "+12 %", "−4 %"; nothing to compare with → "".</summary>
    public string Change(double now, double before) =>
        before <= 0 ? "" : (now >= before ? "+" : "−") + (Math.Abs(now / before - 1) * 100).ToString("N0", words.Culture) + " %";

    /// <summary>"November 2026", or "9–15 November 2026" for a week.</summary>
    public string Period(DateOnly first, DateOnly next)
    {
        var last = next.AddDays(-1);
        if (first.Day == 1 && next.Day == 1) return first.ToString("MMMM yyyy", words.Culture);
        return first.Month == last.Month ? $"{first.Day}–{last.ToString("d MMMM yyyy", words.Culture)}" : $"{first.ToString("d MMM", words.Culture)} – {last.ToString("d MMM yyyy", words.Culture)}";
    }

    /// <summary>How long: "41 j 06 m", "31 m", "14 dtk", "12 h 19 j".</summary>
    public string Span(TimeSpan span)
    {
        var s = Math.Max(0, (long)span.TotalSeconds);
        return s switch
        {
            < 60 => $"{s} {words["unit.s"]}",
            < 3600 => $"{s / 60} {words["unit.m"]}",
            < 3 * 86400 => $"{s / 3600} {words["unit.h"]} {s % 3600 / 60:00} {words["unit.m"]}",
            _ => $"{s / 86400} {words["unit.d"]} {s % 86400 / 3600:00} {words["unit.h"]}",
        };
    }

    /// <summary>A running age: "00.02.14".</summary>
    public string Age(TimeSpan span)
    {
        var s = Math.Max(0, (long)span.TotalSeconds);
        return s >= 100 * 3600 ? Span(span) : $"{s / 3600:00}.{s % 3600 / 60:00}.{s % 60:00}";
    }

    /// <summary>"11.42".</summary>
    public string Clock(DateTimeOffset at) => Local(at).ToString("HH.mm", CultureInfo.InvariantCulture);

    /// <summary>"11.42" today, "20 Nov 18.36" on another day.</summary>
    public string When(DateTimeOffset at, DateTimeOffset now) =>
        Local(at).Date == Local(now).Date ? Clock(at) : Local(at).ToString("d MMM ", words.Culture) + Clock(at);

    /// <summary>"22 Nov 2026 11.42 WIB".</summary>
    public string Full(DateTimeOffset at) => Local(at).ToString("d MMM yyyy ", words.Culture) + Clock(at) + " " + zoneName;

    /// <summary>"22 Nov 2026".</summary>
    public string Day(DateTimeOffset at) => Local(at).ToString("d MMM yyyy", words.Culture);

    /// <summary>"Sabtu 22 Nov 11.42 WIB".</summary>
    public string WallClock(DateTimeOffset at) => Local(at).ToString("dddd d MMM ", words.Culture) + Clock(at) + " " + zoneName;

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);
}
