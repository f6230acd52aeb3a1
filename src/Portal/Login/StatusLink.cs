using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Secrets;

namespace HotspotManager.Portal.Login;

/// <summary>The text by which <c>/status?s=…</c> knows a grant: its number, signed, because the page has no cookie and a number alone could be counted up.</summary>
public sealed class StatusLink(SecretBox secrets)
{
    public string Of(long grant) => string.Create(CultureInfo.InvariantCulture, $"{grant}.{Sign(grant)}");

    public long? Read(string? text)
    {
        if (text is null || text.Length > 64 || text.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot)) return null;
        if (!long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var grant)) return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(grant)), Encoding.UTF8.GetBytes(text[(dot + 1)..])) ? grant : null;
    }

    private string Sign(long grant) => Base64Url.EncodeToString(
        HMACSHA256.HashData(secrets.SigningKey(SecretPurpose.PageState), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"status:{grant}"))).AsSpan(0, 16));
}
