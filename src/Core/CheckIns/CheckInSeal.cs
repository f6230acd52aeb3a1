using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Core.CheckIns;

/// <summary>
/// A device's own key and what it proves: HMAC-SHA-256 (RFC 2104) over a report, or, from devices that cannot compute one, the key itself within TLS. The key is 64 hex digits,
/// used as these characters: exactly SHA-256's block, so that a shell with <c>sha256sum</c> and <c>tr</c> can make the seal.
/// </summary>
public static class CheckInSeal
{
    public const int KeyLength = 64;

    public static string NewKey() => RandomNumberGenerator.GetHexString(KeyLength, lowercase: true);

    /// <summary>64 lower-case hex digits.</summary>
    public static string Of(ReadOnlySpan<byte> text, string key) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(key), text));

    public static bool Holds(ReadOnlySpan<byte> text, string key, string seal) => seal.Length == 64 && Same(Of(text, key), seal);

    /// <summary>Whether what was shown is the key, in a time that tells nothing.</summary>
    public static bool IsKey(string shown, string key) => shown.Length == key.Length && Same(key, shown);

    private static bool Same(string ours, string theirs) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(ours), Encoding.UTF8.GetBytes(theirs));
}
