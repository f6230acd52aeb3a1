using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// HMAC-SHA-256 (RFC 2104) between the portal and the script on a router. Its key is the faskey's SHA-256 in hex: always 64 characters, which is SHA-256's block, so that a
/// shell with <c>sha256sum</c> and <c>tr</c> can make it.
/// </summary>
public static class RouterSeal
{
    /// <summary>64 lower-case hex digits.</summary>
    public static string Of(string text, string fasKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Hash(fasKey)), Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether this is the seal, or the beginning of it that a ticket carries.</summary>
    public static bool Holds(string text, string fasKey, string seal) =>
        seal.Length is 32 or 64 && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(text, fasKey)[..seal.Length]), Encoding.UTF8.GetBytes(seal));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
