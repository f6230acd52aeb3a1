using System.Collections.Concurrent;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Hours;

/// <summary>All hours in memory. A verdict is worked out once and holds until it changes: a decision costs a look-up.</summary>
public sealed class HoursTable(CityClock clock) : ISnapshot
{
    private sealed record Snapshot(ILookup<string, HoursRule> ByArea, HashSet<int> Holidays, ConcurrentDictionary<(string Area, int Plan), Known> Verdicts);

    private readonly record struct Known(HoursVerdict Verdict, DateTimeOffset From, DateTimeOffset Until);

    // A verdict without an end is looked at again, because it saw eight days only.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private Snapshot _current = new(Enumerable.Empty<HoursRule>().ToLookup(r => r.AreaCode), [], new());

    /// <summary>Whether an area is open for a plan, and until when that stays so.</summary>
    /// <param name="areaCode">Of the access point; null: the whole city's hours.</param>
    /// <param name="planId">Null: only what holds for every plan.</param>
    /// <param name="now">The instant in question.</param>
    public HoursVerdict Of(string? areaCode, int? planId, DateTimeOffset now)
    {
        var current = Volatile.Read(ref _current);
        if (current.ByArea.Count == 0) return HoursVerdict.Always;
        var key = (areaCode ?? "", planId ?? 0);
        if (current.Verdicts.TryGetValue(key, out var known) && now >= known.From && now < known.Until) return known.Verdict;
        return WorkOut(current, key, planId, now);
    }

    private HoursVerdict WorkOut(Snapshot current, (string Area, int Plan) key, int? planId, DateTimeOffset now)
    {
        var verdict = OpeningHours.At(Groups(current, key.Area, planId), day => current.Holidays.Contains(HoursRule.Number(day)), now, clock.Zone);
        var until = verdict.Until is { } change && change < now + Longest ? change : now + Longest;
        current.Verdicts[key] = new Known(verdict, now, until);
        return verdict;
    }

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var rules = await db.Set<HoursRule>().AsNoTracking().OrderBy(r => r.From).ThenBy(r => r.Id).ToListAsync(cancel);
        var holidays = await db.Set<Holiday>().AsNoTracking().Select(h => h.Day).ToListAsync(cancel);
        Volatile.Write(ref _current, new Snapshot(rules.ToLookup(r => r.AreaCode, StringComparer.Ordinal), [.. holidays], new()));
    }

    private static List<IReadOnlyList<HoursRule>> Groups(Snapshot current, string areaCode, int? planId)
    {
        var groups = new List<IReadOnlyList<HoursRule>>();
        foreach (var area in areaCode.Length == 0 ? [""] : AreaCode.SelfAndParents(areaCode).Append(""))
        {
            var here = current.ByArea[area];
            foreach (var group in new[] { here.Where(r => r.PlanId is not null && r.PlanId == planId).ToList(), here.Where(r => r.PlanId is null).ToList() })
                if (group.Count > 0) groups.Add(group);
        }
        return groups;
    }
}
