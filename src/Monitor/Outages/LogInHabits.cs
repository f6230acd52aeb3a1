namespace HotspotManager.Monitor.Outages;

/// <summary>A try to get online. <paramref name="Phone"/> tells phones apart, no more.</summary>
public readonly record struct LogIn(int AccessPoint, DateTimeOffset At, bool Accepted, int Phone);

/// <summary>An access point at the moment it is judged: since when it answers polls, and whether somebody online there was heard of lately.</summary>
public readonly record struct PointFacts(int AccessPoint, DateTimeOffset UpSince, bool HasLivingSession);

/// <summary>
/// Whether people can log in at an access point, by its own habit of the last fourteen days. Pure, of one thread.
/// <para><b>Silent</b>: nobody got in since so long that by the usual numbers of these hours (the median over the days) fourteen would have. Where people come
/// independently of each other that happens by chance after one log-in in a million (e⁻¹⁴): in a city of 500 points with a hundred log-ins a day once in three weeks.
/// <b>Log-ins fail</b>: in the last hour at least eight phones tried, and the share that got in at all is less than half the usual share of tries,
/// so few as come by chance once in ten million times; one phone that guesses counts once. Both end by themselves: with the first success, and when the share is back at three quarters of
/// the usual.</para>
/// </summary>
public sealed class LogInHabits(TimeZoneInfo zone)
{
    /// <summary>Days that make a habit.</summary>
    public const int Days = 14;

    private const int Hours = Days * 24;
    private const int FewestDays = 7;
    private const double Expected = 14;
    private const int FewestPhones = 8;
    private const int FewestUsual = 50;
    private const double Chance = 1e-7;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestLookBack = TimeSpan.FromHours(12);

    private readonly Dictionary<int, Habit> habits = [];
    private readonly Queue<LogIn> recent = new();

    private sealed class Habit
    {
        public byte[] Tries { get; } = new byte[Hours];
        public byte[] Accepted { get; } = new byte[Hours];
        public int FirstDay { get; set; }
        public int Day { get; set; }
        public DateTimeOffset LastSuccess { get; set; }
        public OutageCause? Fault { get; set; }
        public DateTimeOffset Since { get; set; }
        public HashSet<int> Tried { get; } = [];
        public HashSet<int> GotIn { get; } = [];
    }

    /// <summary>Takes a try, in the order of time.</summary>
    public void Take(in LogIn one)
    {
        var local = TimeZoneInfo.ConvertTime(one.At, zone);
        var day = DayOf(local);
        if (!habits.TryGetValue(one.AccessPoint, out var habit))
        {
            habits.Add(one.AccessPoint, habit = new Habit { FirstDay = day, Day = day });
        }

        Turn(habit, day);
        var slot = ((day % Days) * 24) + local.Hour;
        habit.Tries[slot] = (byte)Math.Min(byte.MaxValue, habit.Tries[slot] + 1);
        if (one.Accepted)
        {
            habit.Accepted[slot] = (byte)Math.Min(byte.MaxValue, habit.Accepted[slot] + 1);
            habit.LastSuccess = one.At > habit.LastSuccess ? one.At : habit.LastSuccess;
        }

        recent.Enqueue(one);
    }

    /// <summary>What is wrong at each of these access points now: those where something is or just was wrong, and since when.</summary>
    public List<(int AccessPoint, OutageCause? Fault, DateTimeOffset Since)> Judge(IEnumerable<PointFacts> points, DateTimeOffset now)
    {
        CountRecent(now);
        var found = new List<(int, OutageCause?, DateTimeOffset)>();
        var local = TimeZoneInfo.ConvertTime(now, zone);
        foreach (var point in points)
        {
            if (!habits.TryGetValue(point.AccessPoint, out var habit))
            {
                continue;
            }

            Turn(habit, DayOf(local));
            var fault = Fault(habit, point, now, local, out var since);
            if (fault is null && habit.Fault is null)
            {
                continue;
            }

            if (fault != habit.Fault)
            {
                habit.Since = since;
            }

            habit.Fault = fault;
            found.Add((point.AccessPoint, fault, habit.Since));
        }

        return found;
    }

    private static OutageCause? Fault(Habit habit, in PointFacts point, DateTimeOffset now, DateTimeOffset local, out DateTimeOffset since)
    {
        var quietSince = habit.LastSuccess > point.UpSince ? habit.LastSuccess : point.UpSince;
        since = quietSince;
        if (DayOf(local) - habit.FirstDay < FewestDays)
        {
            return null;
        }

        if (Fails(habit))
        {
            since = now - Window > quietSince ? now - Window : quietSince;
            return OutageCause.LogInsFail;
        }

        return !point.HasLivingSession && now - quietSince >= Shortest && Usual(habit, quietSince, now, local) >= Expected ? OutageCause.Silent : null;
    }

    private static bool Fails(Habit habit)
    {
        int tries = 0, accepted = 0;
        for (var i = 0; i < Hours; i++)
        {
            tries += habit.Tries[i];
            accepted += habit.Accepted[i];
        }

        // Today's are among the usual ones: with a fault of hours they would make it the usual. They are few beside two weeks.
        if (tries < FewestUsual || habit.Tried.Count < FewestPhones)
        {
            return false;
        }

        var usual = Math.Clamp((double)accepted / tries, 0.05, 0.98);
        var share = (double)habit.GotIn.Count / habit.Tried.Count;
        return habit.Fault == OutageCause.LogInsFail
            ? share < 0.75 * usual
            : share < 0.5 * usual && AtMost(habit.GotIn.Count, habit.Tried.Count, usual) < Chance;
    }

    // The chance of so few or fewer of n when each has the share p: the binomial distribution's lower tail.
    private static double AtMost(int few, int n, double p)
    {
        var term = Math.Pow(1 - p, n);
        var sum = term;
        for (var k = 1; k <= few; k++)
        {
            term *= (n - k + 1) / (double)k * (p / (1 - p));
            sum += term;
        }

        return sum;
    }

    // How many the hours since then usually bring online, each hour by the median over the days before today.
    private static double Usual(Habit habit, DateTimeOffset from, DateTimeOffset now, DateTimeOffset local)
    {
        var begin = now - from > LongestLookBack ? now - LongestLookBack : from;
        var sum = 0.0;
        var today = DayOf(local);
        for (var end = now; end > begin;)
        {
            var hourEnd = local - (now - end);
            var left = TimeSpan.FromMinutes(hourEnd.Minute) + TimeSpan.FromSeconds(hourEnd.Second);
            var step = left <= TimeSpan.Zero ? TimeSpan.FromHours(1) : left;
            var hour = left <= TimeSpan.Zero ? (hourEnd.Hour + 23) % 24 : hourEnd.Hour;
            var start = end - step < begin ? begin : end - step;
            sum += Median(habit, hour, today) * ((end - start) / TimeSpan.FromHours(1));
            end = start;
        }

        return sum;
    }

    private static double Median(Habit habit, int hour, int today)
    {
        Span<byte> counts = stackalloc byte[Days];
        var n = 0;
        for (var day = Math.Max(habit.FirstDay, today - Days + 1); day < today; day++)
        {
            counts[n++] = habit.Accepted[((day % Days) * 24) + hour];
        }

        if (n == 0)
        {
            return 0;
        }

        counts = counts[..n];
        counts.Sort();
        return (counts[(n - 1) / 2] + counts[n / 2]) / 2.0;
    }

    private void CountRecent(DateTimeOffset now)
    {
        while (recent.TryPeek(out var old) && now - old.At > Window)
        {
            recent.Dequeue();
        }

        foreach (var habit in habits.Values)
        {
            habit.Tried.Clear();
            habit.GotIn.Clear();
        }

        foreach (var one in recent)
        {
            var habit = habits[one.AccessPoint];
            habit.Tried.Add(one.Phone);
            if (one.Accepted)
            {
                habit.GotIn.Add(one.Phone);
            }
        }
    }

    // Days that came since begin empty.
    private static void Turn(Habit habit, int day)
    {
        for (var next = Math.Max(habit.Day + 1, day - Days + 1); next <= day; next++)
        {
            habit.Tries.AsSpan((next % Days) * 24, 24).Clear();
            habit.Accepted.AsSpan((next % Days) * 24, 24).Clear();
        }

        habit.Day = Math.Max(habit.Day, day);
    }

    private static int DayOf(DateTimeOffset local) => (int)(local.DateTime.Ticks / TimeSpan.TicksPerDay);
}
