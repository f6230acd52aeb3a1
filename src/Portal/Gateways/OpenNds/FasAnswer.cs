using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>What the phone takes back to openNDS: <c>http://gateway/opennds_auth/?tok=…&amp;custom=…&amp;redir=…</c> (levels 0 to 2; 3 and 4 take it as well).</summary>
public static class FasAnswer
{
    /// <summary>openNDS 9.10 keeps <c>custom</c> in a buffer of 384 bytes in percent-encoded form; 255 unreserved characters always fit.</summary>
    public const int LongestCustom = 255;

    /// <summary>What opens the gateway: SHA-256 in lower-case hex of the hid followed at once by the faskey.</summary>
    public static string ReturnToken(string hid, string fasKey) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hid + fasKey)));

    /// <summary>The address for the phone. All three parameters are always there: openNDS 9.10 does not check that they are.</summary>
    /// <exception cref="ArgumentException"><paramref name="custom"/> is longer than the gateway holds, a mistake in the caller.</exception>
    public static string Url(FasRequest request, string fasKey, string custom, string redirect)
    {
        if (custom.Length is 0 or > LongestCustom) throw new ArgumentException("custom must have 1 to 255 characters", nameof(custom));
        return $"http://{request.GatewayAddress}/{request.AuthDir}/?tok={request.ReturnToken(fasKey)}"
            + $"&custom={Uri.EscapeDataString(custom)}&redir={Uri.EscapeDataString(redirect)}";
    }
}
