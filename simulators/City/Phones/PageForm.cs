using System.Net;
using System.Text.RegularExpressions;

namespace HotspotManager.City.Phones;

/// <summary>A form of a page, as far as a person without script can use it.</summary>
/// <param name="Fields">Names and values as the page gives them, the first button's among them.</param>
/// <param name="HasText">Whether there is something to type.</param>
internal sealed partial record PageForm(string Action, bool IsPost, Dictionary<string, string> Fields, bool HasText)
{
    /// <summary>All forms of a page, in order.</summary>
    public static List<PageForm> Read(string html)
    {
        var forms = new List<PageForm>();
        foreach (Match form in Forms().Matches(html))
        {
            var head = Attributes(form.Groups["head"].Value);
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            var (text, button) = (false, false);
            foreach (Match control in Controls().Matches(form.Groups["body"].Value))
            {
                var given = Attributes(control.Groups["head"].Value);
                var type = given.GetValueOrDefault("type", control.Groups["kind"].Value == "button" ? "submit" : "text");
                // A box to tick is left alone: nobody has to agree to be remembered.
                if (type == "checkbox") continue;
                text |= type is not ("hidden" or "submit");
                if (!given.TryGetValue("name", out var name) || type == "submit" && button) continue;
                button |= type == "submit";
                fields[name] = given.GetValueOrDefault("value", "");
            }
            forms.Add(new PageForm(head.GetValueOrDefault("action", ""), head.GetValueOrDefault("method", "get").Equals("post", StringComparison.OrdinalIgnoreCase), fields, text));
        }
        return forms;
    }

    /// <summary>Where the page goes on to by itself, as a router's login page does; null: it stays.</summary>
    public static string? Refresh(string html) => RefreshTag().Match(html) is { Success: true } match ? WebUtility.HtmlDecode(match.Groups["url"].Value) : null;

    private static Dictionary<string, string> Attributes(string head) => Pairs().Matches(head)
        .GroupBy(m => m.Groups["name"].Value.ToLowerInvariant(), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups["value"].Value), StringComparer.Ordinal);

    [GeneratedRegex("<form(?<head>[^>]*)>(?<body>.*?)</form>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Forms();

    [GeneratedRegex("<meta\\s+http-equiv=\"refresh\"\\s+content=\"\\d+;\\s*url=(?<url>[^\"]*)\"", RegexOptions.IgnoreCase)]
    private static partial Regex RefreshTag();

    [GeneratedRegex("<(?<kind>input|button)(?<head>[^>]*)>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Controls();

    [GeneratedRegex("(?<name>[a-zA-Z-]+)\\s*=\\s*\"(?<value>[^\"]*)\"")]
    private static partial Regex Pairs();
}
