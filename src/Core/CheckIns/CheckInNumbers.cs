using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Secrets;

namespace HotspotManager.Core.CheckIns;

/// <summary>
/// Numbers that reports must carry, each good once and for ten minutes, so that a report which was recorded is worth nothing. They come from our clock, not from the router's,
/// which may stand in 1970; they rise for each device, and the greatest used one is kept with its row: that is all there is to remember, also over a restart.
/// </summary>
public sealed class CheckInNumbers(SecretBox secrets, TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The next number for this device, greater than <paramref name="used"/>.</summary>
    public string Next(int deviceId, long used)
    {
        var number = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), used + 1);
        return string.Create(CultureInfo.InvariantCulture, $"{number}.{Sign(deviceId, number)}");
    }

    /// <summary>Whether it is one of ours for this device and not too old; whether it was used its row tells.</summary>
    public bool TryRead(int deviceId, string text, out long number)
    {
        number = 0;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text[(dot + 1)..]), Encoding.ASCII.GetBytes(Sign(deviceId, number)))
            && time.GetUtcNow().ToUnixTimeMilliseconds() - number <= (long)Life.TotalMilliseconds;
    }

    private string Sign(int deviceId, long number) => Convert.ToHexStringLower(HMACSHA256.HashData(
        secrets.SigningKey(SecretPurpose.CheckInKey), Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{deviceId} {number}"))))[..16];
}
