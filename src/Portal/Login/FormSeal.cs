using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Secrets;

namespace HotspotManager.Portal.Login;

/// <summary>
/// What a form of ours carries instead of a cookie: the time it was shown, signed for this phone at this access point. Another site's page cannot read ours, so it has none.
/// </summary>
public sealed class FormSeal(SecretBox secrets, TimeProvider time)
{
    // A page may lie open over night; the gateway's own challenge is over long before.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    public string Of(Visit visit) => Make(visit, time.GetUtcNow().ToUnixTimeSeconds());

    public bool Holds(string? text, Visit visit)
    {
        if (text is null || text.Length > 64 || text.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot)) return false;
        if (!long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var at)) return false;
        if (Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - at) > Longest.TotalSeconds) return false;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Make(visit, at)), Encoding.UTF8.GetBytes(text));
    }

    private string Make(Visit visit, long at)
    {
        var signed = string.Create(CultureInfo.InvariantCulture, $"form:{at}:{visit.Point.Id}:{visit.Mac}");
        var digest = HMACSHA256.HashData(secrets.SigningKey(SecretPurpose.PageState), Encoding.ASCII.GetBytes(signed));
        return string.Create(CultureInfo.InvariantCulture, $"{at}.{Base64Url.EncodeToString(digest.AsSpan(0, 16))}");
    }
}
