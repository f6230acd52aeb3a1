using System.Text.RegularExpressions;

namespace HotspotManager.Core.Store;

/// <summary>What operators call things: <c>[A-Za-z0-9._-]{1,63}</c>, so that a name is safe in paths, logs, RADIUS attributes and URLs.</summary>
public static partial class Names
{
    public static bool IsName(string? text) => text is not null && Shape().IsMatch(text);

    /// <exception cref="RefusedException">It is not a name.</exception>
    public static string Check(string? text, string what) => IsName(text) ? text!
        : throw new RefusedException($"'{text}' cannot be the name of a {what}: use 1 to 63 letters, digits, dots, dashes or underscores.");

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,63}\z")]
    private static partial Regex Shape();
}
