using HotspotManager.Console.Words;

namespace HotspotManager.Console.Pages;

/// <summary>Causes of outages in the page's language. They come as short English keys, some with a name in them (<c>uplink NAME</c>).</summary>
internal static class Causes
{
    private static readonly string[] Named = ["uplink", "parent"];

    public static string Say(WordTable words, string? cause)
    {
        if (string.IsNullOrEmpty(cause)) return "";
        var space = cause.IndexOf(' ', StringComparison.Ordinal);
        if (space > 0 && Named.Contains(cause[..space]))
        {
            var name = cause[(space + 1)..];
            if (name.EndsWith(" down", StringComparison.Ordinal)) name = name[..^5];
            return words.Say("cause.uplink", name);
        }

        return words.Or("cause." + cause, cause);
    }
}
