using HotspotManager.Core.Store;

namespace HotspotManager.Core.Hours;

/// <summary>Sets of days as commands and pages write them: <c>mon-fri</c>, <c>sat,sun,holidays</c>, <c>all</c> (every day, holidays too).</summary>
public static class HoursDays
{
    public const int Holiday = 1 << 7, All = (1 << 8) - 1;

    private static readonly string[] Words = ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "holidays"];

    public static int Of(DayOfWeek day) => 1 << (((int)day + 6) % 7);

    /// <exception cref="RefusedException">A word is no day.</exception>
    public static int Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return All;
        var days = 0;
        foreach (var word in text.ToLowerInvariant().Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "all")
            {
                days = All;
                continue;
            }
            var ends = word.Split('-');
            var (from, to) = (Array.IndexOf(Words, ends[0]), Array.IndexOf(Words, ends[^1]));
            if (ends.Length > 2 || from < 0 || to < 0 || ends.Length == 2 && (from == 7 || to == 7))
                throw new RefusedException($"'{word}' is not a day: write {string.Join(", ", Words)}, a span such as mon-fri, or all.");
            for (var i = from; ; i = (i + 1) % 7)
            {
                days |= 1 << i;
                if (i == to) break;
            }
        }
        return days;
    }

    public static string Text(int days) => days == All ? "all" : string.Join(',', Words.Where((_, i) => (days & 1 << i) != 0));
}
