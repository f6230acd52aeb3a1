using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.Mikrotik;

/// <summary>
/// What the phone takes back to a MikroTik hotspot: <c>link-login-only?username=…&amp;password=…&amp;dst=…&amp;popup=false</c>. The CHAP response is worked out here, so the page needs no
/// script; a GET rather than a form, because a browser warns of a form that leaves https for http.
/// </summary>
public static class HotspotAnswer
{
    /// <summary>Lower-case hex of MD5 of the chap-id, the password and the challenge.</summary>
    public static string ChapPassword(byte id, ReadOnlySpan<byte> challenge, string password)
    {
        byte[] text = [id, .. Encoding.UTF8.GetBytes(password), .. challenge];
        return Convert.ToHexStringLower(MD5.HashData(text));
    }

    /// <summary>The address for the phone. Without a challenge the password goes as it is: it is a grant's, good for this phone and this grant only.</summary>
    public static string Url(HotspotRequest request, string userName, string password, string destination)
    {
        var sent = request is { ChapId: { } id, ChapChallenge: { } challenge } ? ChapPassword(id, challenge, password) : password;
        return $"{request.LoginUrl.GetLeftPart(UriPartial.Path)}?username={Uri.EscapeDataString(userName)}"
            + $"&password={Uri.EscapeDataString(sent)}&dst={Uri.EscapeDataString(destination)}&popup=false";
    }
}
