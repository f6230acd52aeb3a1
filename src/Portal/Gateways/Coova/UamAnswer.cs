using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.Coova;

/// <summary>What the phone takes back to CoovaChilli: <c>http://uamip:uamport/logon?username=…&amp;response=…&amp;userurl=…</c>, the password as a CHAP response wherever there is a challenge.</summary>
public static class UamAnswer
{
    /// <summary>The challenge CoovaChilli itself will use towards RADIUS: MD5 of its challenge and the uamsecret, or the challenge alone where no secret is set.</summary>
    public static byte[] SharedChallenge(ReadOnlySpan<byte> challenge, string? uamSecret)
    {
        if (string.IsNullOrEmpty(uamSecret)) return challenge.ToArray();
        byte[] text = [.. challenge, .. Encoding.UTF8.GetBytes(uamSecret)];
        return MD5.HashData(text);
    }

    /// <summary>CHAP (RFC 1994) with identifier 0: lower-case hex of MD5 of the identifier, the password and the shared challenge.</summary>
    public static string ChapResponse(ReadOnlySpan<byte> challenge, string? uamSecret, string password)
    {
        byte[] text = [0, .. Encoding.UTF8.GetBytes(password), .. SharedChallenge(challenge, uamSecret)];
        return Convert.ToHexStringLower(MD5.HashData(text));
    }

    /// <summary>The address for the phone. Without a challenge the password goes as it is (PAP): it is a grant's, good for this phone and this grant only.</summary>
    public static string Url(UamRequest request, string? uamSecret, string userName, string password, string userUrl)
    {
        var proof = request.Challenge is { } challenge ? $"response={ChapResponse(challenge, uamSecret, password)}" : $"password={Uri.EscapeDataString(password)}";
        return $"http://{request.Gateway}/logon?username={Uri.EscapeDataString(userName)}&{proof}&userurl={Uri.EscapeDataString(userUrl)}";
    }
}
