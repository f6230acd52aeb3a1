using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.City.Gateways;

/// <summary>The seal between the router's script and the portal: SHA-256 nested under the shared faskey, lower-case hex.</summary>
internal static class RouterSeal
{
    public static string Of(string text, string key) => Hash(key + Hash(key + text));

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
