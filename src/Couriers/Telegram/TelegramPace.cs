namespace HotspotManager.Couriers.Telegram;

/// <summary>
/// Keeps to what Telegram allows a bot (Bots FAQ, "My bot is hitting limits"): one message a second to one chat, 20 a minute to one group, about 30 a second in all; and to the
/// pauses it asks for with 429.
/// </summary>
internal sealed class TelegramPace(TimeProvider time)
{
    private const int PerGroupMinute = 20, PerSecond = 25;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Bot, string Chat), Queue<DateTimeOffset>> _sent = [];
    private readonly Dictionary<(string Bot, string Chat), DateTimeOffset> _blocked = [];

    /// <summary>Takes the right to ask now; else says how long to wait.</summary>
    public TimeSpan? Take(string bot, string chat)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var until = _blocked.GetValueOrDefault((bot, chat));
            if (until <= now) _blocked.Remove((bot, chat));
            var own = Queue((bot, chat), now - Minute);
            var all = Queue((bot, ""), now - Second);
            if (own.Count > 0) until = Later(until, own.Last() + Second);
            // Groups have negative numbers.
            if (chat.StartsWith('-') && own.Count >= PerGroupMinute) until = Later(until, own.Peek() + Minute);
            if (all.Count >= PerSecond) until = Later(until, all.Peek() + Second);
            if (until > now) return until - now;
            own.Enqueue(now);
            all.Enqueue(now);
            return null;
        }
    }

    /// <summary>It said 429.</summary>
    public void Block(string bot, string chat, TimeSpan pause)
    {
        lock (_gate) _blocked[(bot, chat)] = time.GetUtcNow() + pause;
    }

    private Queue<DateTimeOffset> Queue((string, string) key, DateTimeOffset since)
    {
        if (!_sent.TryGetValue(key, out var queue)) _sent[key] = queue = new Queue<DateTimeOffset>();
        while (queue.Count > 0 && queue.Peek() <= since) queue.Dequeue();
        return queue;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
