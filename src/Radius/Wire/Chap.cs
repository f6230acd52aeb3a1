using System.Security.Cryptography;

namespace HotspotManager.Radius.Wire;

/// <summary>CHAP as RADIUS carries it (RFC 2865 section 5.3): one octet of identifier, then MD5 of identifier, password and challenge.</summary>
public static class Chap
{
    /// <summary>Octets of a CHAP-Password.</summary>
    public const int Length = 17;

    /// <summary>Writes the 17 octets of a CHAP-Password.</summary>
    public static void Compute(byte identifier, ReadOnlySpan<byte> password, ReadOnlySpan<byte> challenge, Span<byte> chapPassword)
    {
        chapPassword[0] = identifier;
        var md5 = new Md5();
        md5.Append(chapPassword[..1]);
        md5.Append(password);
        md5.Append(challenge);
        md5.Finish(chapPassword[1..]);
    }

    /// <summary>Whether a CHAP-Password answers the challenge with this password; false also when it is not of 17 octets.</summary>
    public static bool Verify(ReadOnlySpan<byte> chapPassword, ReadOnlySpan<byte> password, ReadOnlySpan<byte> challenge)
    {
        if (chapPassword.Length != Length)
            return false;
        Span<byte> expected = stackalloc byte[Length];
        Compute(chapPassword[0], password, challenge, expected);
        return CryptographicOperations.FixedTimeEquals(chapPassword, expected);
    }

    /// <summary>The challenge of a request: CHAP-Challenge where it is present, the Request Authenticator otherwise.</summary>
    public static ReadOnlySpan<byte> Challenge(in RadiusPacket request) =>
        request.TryGet(Ietf.ChapChallenge, out var challenge) ? challenge : request.Authenticator;
}
