using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace HotspotManager.Console.Words;

/// <summary>
/// The console's words in one language: Indonesian first, English for operators who ask for it. The pages' script reads the same files,
/// <c>Texts/id.json</c> and <c>Texts/en.json</c>. A key that is in no table is a bug and throws; a test compares the tables and the pages.
/// </summary>
public sealed class WordTable
{
    private static readonly FrozenDictionary<string, WordTable> Tables =
        new[] { Load("id", "id-ID"), Load("en", "en-GB") }.ToFrozenDictionary(t => t.Language, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> texts;

    private WordTable(string language, CultureInfo culture, FrozenDictionary<string, string> texts) =>
        (Language, Culture, this.texts) = (language, culture, texts);

    /// <summary><c>id</c> or <c>en</c>.</summary>
    public string Language { get; }

    /// <summary>How figures and dates are written.</summary>
    public CultureInfo Culture { get; }

    /// <summary>All keys of the table.</summary>
    public IEnumerable<string> Keys => texts.Keys;

    /// <summary>The table of a language; Indonesian for one that we do not have.</summary>
    public static WordTable For(string? language) => Tables.GetValueOrDefault(language ?? "id") ?? Tables["id"];

    /// <summary>The text of a key.</summary>
    public string this[string key] => texts.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"No text for '{key}' in {Language}.json.");

    /// <summary>The text of a key with {0}, {1}… filled in.</summary>
    public string Say(string key, params object?[] args) => string.Format(Culture, this[key], args);

    /// <summary>The text of a key, or the given words where the table has none: for reasons that come from elsewhere.</summary>
    public string Or(string key, string otherwise) => texts.GetValueOrDefault(key, otherwise);

    private static WordTable Load(string language, string culture)
    {
        using var stream = typeof(WordTable).Assembly.GetManifestResourceStream($"texts/{language}.json")
            ?? throw new InvalidOperationException($"texts/{language}.json is not in the assembly.");
        var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
        return new WordTable(language, CultureInfo.GetCultureInfo(culture), texts.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
