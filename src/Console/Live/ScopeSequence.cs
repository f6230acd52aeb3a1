using HotspotManager.Core.Feed;

namespace HotspotManager.Console.Live;

/// <summary>A batch of one scope, ready to be sent: the scope's previous number, the newest in the batch, and the items.</summary>
public sealed record ScopeBatch(Scope Scope, long Prev, long Seq, IReadOnlyList<FeedEvent> Items);

/// <summary>
/// Turns the feed's numbered rows into one batch for each scope, with the number that scope had before: a client whose own last number is lower has missed
/// something. Events are never merged or reordered.
/// </summary>
/// <param name="start">The feed's newest number when this process began to follow it: what came before it is not known here.</param>
public sealed class ScopeSequence(long start)
{
    private readonly Dictionary<Scope, long> last = [];

    /// <summary>The batches of rows that came together, in the order of their numbers.</summary>
    public IReadOnlyList<ScopeBatch> Take(IReadOnlyList<FeedEvent> rows)
    {
        var byScope = new Dictionary<Scope, List<FeedEvent>>();
        foreach (var row in rows)
        {
            foreach (var scope in Scope.Of(row))
            {
                if (!byScope.TryGetValue(scope, out var items)) byScope[scope] = items = [];
                items.Add(row);
            }
        }

        var batches = new List<ScopeBatch>(byScope.Count);
        foreach (var (scope, items) in byScope)
        {
            var prev = last.GetValueOrDefault(scope, start);
            var seq = items[^1].Seq;
            last[scope] = seq;
            batches.Add(new ScopeBatch(scope, prev, seq, items));
        }

        return batches;
    }
}
