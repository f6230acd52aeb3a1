using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// What was used at one access point in one hour, by sessions of all sources. The fold adds to it in the transaction that raises the sessions' own figures: what a record adds is in both or in neither.
/// </summary>
public sealed class PointHour
{
    /// <summary>A whole hour (UTC).</summary>
    public DateTimeOffset Start { get; set; }

    public int AccessPointId { get; set; }

    /// <summary>Sessions that began in it.</summary>
    public long Sessions { get; set; }

    /// <summary>Time online, of all together.</summary>
    public long Seconds { get; set; }

    /// <summary>From the phones.</summary>
    public long InputOctets { get; set; }

    /// <summary>To the phones.</summary>
    public long OutputOctets { get; set; }
}

internal sealed class PointHourMapping : IEntityTypeConfiguration<PointHour>
{
    public void Configure(EntityTypeBuilder<PointHour> entity)
    {
        // Hours first: a period is one stretch of the key, and so is what is deleted.
        entity.ToTable("PointHours").HasKey(p => new { p.Start, p.AccessPointId });
        entity.KeepDays(nameof(PointHour.Start), 400);
    }
}

/// <summary>What a batch of records adds to access points' hours.</summary>
internal sealed class PointHours
{
    private const long HourMilliseconds = 3_600_000;

    /// <summary>A record that tells of more is a clock that jumped.</summary>
    private const long LongestSeconds = 31 * 86_400;

    private readonly Dictionary<(long Hour, int Point), Sum> _sums = [];

    private record struct Sum(long Sessions, long Seconds, long Input, long Output);

    public void Begin(int point, DateTimeOffset at) => Add(HourOf(at), point, new Sum(1, 0, 0, 0));

    /// <summary>Spreads what one record added evenly over the time it tells of: the seconds up to when it happened. The sums stay exact.</summary>
    public void Add(int point, DateTimeOffset happenedAt, long seconds, long input, long output)
    {
        if (seconds == 0 && input == 0 && output == 0) return;
        var end = happenedAt.ToUnixTimeMilliseconds();
        var begin = end - Math.Min(seconds, LongestSeconds) * 1000;
        var (last, first) = (HourOf(happenedAt), begin / HourMilliseconds);
        // A time that ends with the hour belongs to that hour, not to the next.
        if (last > first && end == last * HourMilliseconds) last--;
        var given = default(Sum);
        for (var hour = first; hour < last; hour++)
        {
            var part = (double)(Math.Min(end, (hour + 1) * HourMilliseconds) - Math.Max(begin, hour * HourMilliseconds)) / (end - begin);
            var share = new Sum(0, (long)(seconds * part), (long)(input * part), (long)(output * part));
            Add(hour, point, share);
            given = Plus(given, share);
        }
        Add(last, point, new Sum(0, seconds - given.Seconds, input - given.Input, output - given.Output));
    }

    public Task SaveAsync(HotspotDb db, CancellationToken cancel) => BatchCommand.RunAsync(
        db, "PointHours", ["Start", "AccessPointId"], ["Sessions", "Seconds", "InputOctets", "OutputOctets"],
        _sums.Select(s => (object?[])[s.Key.Hour * HourMilliseconds, s.Key.Point, s.Value.Sessions, s.Value.Seconds, s.Value.Input, s.Value.Output]), cancel,
        adding: ["Sessions", "Seconds", "InputOctets", "OutputOctets"]);

    private static long HourOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / HourMilliseconds;

    private static Sum Plus(in Sum a, in Sum b) => new(a.Sessions + b.Sessions, a.Seconds + b.Seconds, a.Input + b.Input, a.Output + b.Output);

    private void Add(long hour, int point, in Sum sum) => _sums[(hour, point)] = Plus(_sums.GetValueOrDefault((hour, point)), sum);
}
