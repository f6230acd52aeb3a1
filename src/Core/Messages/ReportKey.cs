using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Secrets;

namespace HotspotManager.Core.Messages;

/// <summary>What a delivery report must bring to be believed: it goes out with the message and comes back with the report.</summary>
public static class ReportKey
{
    public static string Of(SecretBox secrets, long message) => Convert.ToHexStringLower(HMACSHA256.HashData(
        secrets.SigningKey(SecretPurpose.PageState), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"report:{message}"))).AsSpan(0, 12));

    public static bool Holds(SecretBox secrets, long message, string? key) =>
        key is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(Of(secrets, message)));
}
