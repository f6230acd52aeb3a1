using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>MS-CHAP version 1 (RFC 2433) and version 2 (RFC 2759), NT hashes only: the older LAN Manager ones give a password away.</summary>
public static class MsChap
{
    /// <summary>Octets of an NT-Response.</summary>
    public const int ResponseLength = 24;

    /// <summary>Octets of an NT hash.</summary>
    public const int HashLength = Md4.Size;

    /// <summary>Octets of version 1's challenge, and of the one that version 2 makes of its two.</summary>
    public const int ChallengeLength = 8;

    /// <summary>Octets of the authenticator response as text: <c>S=</c> and 40 hexadecimal digits.</summary>
    public const int AuthenticatorLength = 42;

    /// <summary>NtPasswordHash (RFC 2759 section 8.3): MD4 of the password in UTF-16.</summary>
    public static void PasswordHash(ReadOnlySpan<char> password, Span<byte> hash)
    {
        if (BitConverter.IsLittleEndian)
            Md4.Hash(MemoryMarshal.AsBytes(password), hash);
        else
            Md4.Hash(Encoding.Unicode.GetBytes(password.ToString()), hash);
    }

    /// <summary>ChallengeHash (RFC 2759 section 8.2): the 8 octets that version 2's response answers. A domain before the name does not count.</summary>
    public static void ChallengeHash(ReadOnlySpan<byte> peerChallenge, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> userName, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[32 + 253];
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        var name = userName[(userName.LastIndexOf((byte)'\\') + 1)..];
        name = name[..Math.Min(name.Length, 253)];
        peerChallenge[..16].CopyTo(input);
        challenge[..16].CopyTo(input[16..]);
        name.CopyTo(input[32..]);
        SHA1.HashData(input[..(32 + name.Length)], digest);
        digest[..ChallengeLength].CopyTo(hash);
    }

    /// <summary>ChallengeResponse (RFC 2759 section 8.5): the 8 octets encrypted three times under thirds of the hash.</summary>
    public static void Response(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> passwordHash, Span<byte> response)
    {
        Span<byte> key = stackalloc byte[21];
        key.Clear();
        passwordHash[..HashLength].CopyTo(key);
        for (var i = 0; i < 3; i++)
            Des.Encrypt(key.Slice(7 * i, 7), challenge, response[(8 * i)..]);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Whether an NT-Response answers the 8 octets with this password.</summary>
    public static bool Verify(ReadOnlySpan<byte> response, ReadOnlySpan<byte> challenge, ReadOnlySpan<char> password)
    {
        if (response.Length != ResponseLength || challenge.Length != ChallengeLength)
            return false;
        Span<byte> hash = stackalloc byte[HashLength];
        Span<byte> expected = stackalloc byte[ResponseLength];
        PasswordHash(password, hash);
        Response(challenge, hash, expected);
        CryptographicOperations.ZeroMemory(hash);
        return CryptographicOperations.FixedTimeEquals(response, expected);
    }

    /// <summary>GenerateAuthenticatorResponse (RFC 2759 section 8.7): by it the phone knows that we know the password too. 42 octets of text.</summary>
    public static void AuthenticatorResponse(ReadOnlySpan<byte> passwordHash, ReadOnlySpan<byte> response, ReadOnlySpan<byte> challengeHash, Span<byte> text)
    {
        Span<byte> hashHash = stackalloc byte[HashLength];
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        Md4.Hash(passwordHash, hashHash);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        sha.AppendData(hashHash);
        sha.AppendData(response);
        sha.AppendData("Magic server to client signing constant"u8);
        sha.GetHashAndReset(digest);
        sha.AppendData(digest);
        sha.AppendData(challengeHash);
        sha.AppendData("Pad to make it do more than one iteration"u8);
        sha.GetHashAndReset(digest);
        "S="u8.CopyTo(text);
        Convert.TryToHexString(digest, text[2..], out _);
        CryptographicOperations.ZeroMemory(hashHash);
    }
}
