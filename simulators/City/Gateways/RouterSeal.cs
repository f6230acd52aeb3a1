using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.City.Gateways;

/// <summary>The seal between the router's script and the portal: HMAC-SHA-256 under the SHA-256 of the shared faskey, lower-case hex.</summary>
internal static class RouterSeal
{
    public static string Of(string text, string key) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Hash(key)), Encoding.UTF8.GetBytes(text)));

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
