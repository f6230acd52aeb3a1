namespace HotspotManager.City.Plan;

/// <summary>Two letters for each name, no two alike: the first letter, then the first consonant behind it that is still free (Lowokwaru: LW).</summary>
public static class Abbreviation
{
    private const string Vowels = "AEIOU";

    /// <exception cref="ArgumentException">More names begin with one letter than there are letters.</exception>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<string> names)
    {
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var letters = name.ToUpperInvariant().Where(char.IsAsciiLetter).ToArray();
            var first = letters.Length > 0 ? letters[0] : 'X';
            var seconds = letters.Skip(1).OrderBy(c => Vowels.Contains(c, StringComparison.Ordinal)).Concat(Enumerable.Range('A', 26).Select(c => (char)c));
            made[name] = seconds.Select(second => new string([first, second])).FirstOrDefault(taken.Add)
                ?? throw new ArgumentException($"no two letters are left for {name}", nameof(names));
        }
        return made;
    }
}
