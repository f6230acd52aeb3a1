using System.Collections.Concurrent;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.People;

/// <summary>What one person used on one day (of the city's time zone), over all access points, brands and sign-ins.</summary>
public sealed class PersonUsage
{
    public required string PersonKey { get; set; }

    /// <summary>For example 20261122.</summary>
    public int Day { get; set; }

    public DateTimeOffset FirstAt { get; set; }
    public long Seconds { get; set; }

    /// <summary>Up and down together.</summary>
    public long Octets { get; set; }
}

internal sealed class PersonUsageMapping : IEntityTypeConfiguration<PersonUsage>
{
    public void Configure(EntityTypeBuilder<PersonUsage> entity)
    {
        entity.ToTable("PersonUsage").HasKey(u => new { u.PersonKey, u.Day });
        // Longer than any voucher may live without an end of its own.
        entity.KeepDays(nameof(PersonUsage.FirstAt), 400);
        entity.HasIndex(u => u.FirstAt);
    }
}

/// <summary>What somebody used: in all, and on the day asked about.</summary>
public readonly record struct Usage(long Seconds, long Octets, long DaySeconds, long DayOctets);

/// <summary>Everybody's usage in memory: admission asks it without a query. The journal's fold keeps it; the rows are the truth.</summary>
public sealed class UsageBook
{
    private sealed class Totals
    {
        public long Seconds, Octets, DaySeconds, DayOctets;
        public int Day;
    }

    private readonly ConcurrentDictionary<string, Totals> _totals = new(StringComparer.Ordinal);

    public Usage Of(string personKey, int day)
    {
        if (!_totals.TryGetValue(personKey, out var totals)) return default;
        lock (totals)
        {
            return new Usage(totals.Seconds, totals.Octets, totals.Day == day ? totals.DaySeconds : 0, totals.Day == day ? totals.DayOctets : 0);
        }
    }

    public void Add(string personKey, int day, long seconds, long octets)
    {
        var totals = _totals.GetOrAdd(personKey, _ => new Totals());
        lock (totals)
        {
            if (totals.Day < day)
            {
                totals.Day = day;
                totals.DaySeconds = totals.DayOctets = 0;
            }
            totals.Seconds += seconds;
            totals.Octets += octets;
            if (totals.Day != day) return;
            totals.DaySeconds += seconds;
            totals.DayOctets += octets;
        }
    }

    public async Task LoadAsync(HotspotDb db, CancellationToken cancel)
    {
        _totals.Clear();
        await foreach (var row in db.Set<PersonUsage>().AsNoTracking().OrderBy(u => u.Day).AsAsyncEnumerable().WithCancellation(cancel))
            Add(row.PersonKey, row.Day, row.Seconds, row.Octets);
    }
}
