using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// A seal that a small router can make and check with <c>sha256sum</c> alone: <c>hex(SHA-256(key ‖ hex(SHA-256(key ‖ text))))</c>. Nested, as HMAC is, so that nobody can
/// lengthen a sealed text; HMAC itself needs byte arithmetic that a POSIX shell does not have. Key: the faskey.
/// </summary>
public static class RouterSeal
{
    /// <summary>64 lower-case hex digits.</summary>
    public static string Of(string text, string fasKey) => Hash(fasKey + Hash(fasKey + text));

    public static bool Holds(string text, string fasKey, string seal) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(text, fasKey)), Encoding.ASCII.GetBytes(seal));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
