using System.Collections.Concurrent;
using System.Text.Json;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Messages;

/// <summary>A courier that does not take messages over, as the feed last said.</summary>
public sealed record FailingCourier(string Name, string Answer, DateTimeOffset At);

/// <summary>
/// Notices a courier that fails again and again: three times in a row, nothing taken over in between, is told in the feed, once an hour while it lasts, and so is the end of it. Those who
/// look read it from the feed, so it does not matter which process sends.
/// </summary>
public sealed class CourierAlarm(StoreWriter writer, FeedTail feed, TimeProvider time)
{
    public const int InARow = 3;

    /// <summary>States of the notices.</summary>
    public const string Failing = "courier-failing", Recovered = "courier-recovered";

    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly record struct Run(int Length, DateTimeOffset? ToldAt);

    private readonly ConcurrentDictionary<string, Run> _runs = new(StringComparer.Ordinal);

    /// <summary>Counts what came of one hand-over.</summary>
    public async Task NoteAsync(string courier, HandOver outcome, CancellationToken cancel)
    {
        var (now, tell) = (time.GetUtcNow(), (string?)null);
        _runs.AddOrUpdate(courier, _ => Next(default), (_, had) => Next(had));
        if (tell is null) return;
        await writer.WriteAsync(db => FeedLog.AppendAsync(db, [new FeedEvent
        {
            At = now, Kind = FeedKind.Notice, State = tell, Device = courier,
            Data = JsonSerializer.Serialize(new { text = tell == Failing ? $"Courier {courier} did not take over {InARow} messages in a row: {outcome.Answer}" : $"Courier {courier} takes messages again.", courier, answer = outcome.Answer }),
        }], cancel), cancel);
        feed.Nudge();

        Run Next(Run had)
        {
            tell = null;
            if (outcome.Result == HandOverResult.Taken)
            {
                if (had.ToldAt is not null) tell = Recovered;
                return default;
            }
            if (had.Length + 1 < InARow || now - had.ToldAt < Again) return had with { Length = Math.Min(had.Length + 1, InARow) };
            tell = Failing;
            return new Run(InARow, now);
        }
    }

    /// <summary>Couriers that fail now, by what the feed keeps (a day).</summary>
    public static async Task<IReadOnlyList<FailingCourier>> FailingAsync(HotspotDb db, DateTimeOffset now, CancellationToken cancel = default)
    {
        var since = now.AddDays(-1);
        var told = await db.Set<FeedEvent>().AsNoTracking().Where(e => e.Kind == FeedKind.Notice && e.At >= since && (e.State == Failing || e.State == Recovered))
            .OrderBy(e => e.Seq).ToListAsync(cancel);
        return [.. told.GroupBy(e => e.Device ?? "", StringComparer.Ordinal).Select(g => g.Last()).Where(e => e.State == Failing)
            .Select(e => new FailingCourier(e.Device ?? "", Answer(e.Data), e.At))];
    }

    private static string Answer(string? data)
    {
        using var json = JsonDocument.Parse(data ?? "{}");
        return json.RootElement.TryGetProperty("answer", out var answer) ? answer.GetString() ?? "" : "";
    }
}
