using System.Security.Cryptography;

namespace HotspotManager.Radius.Wire;

/// <summary>Keys made of an MS-CHAPv2 exchange (RFC 3079 section 3), and how RADIUS hides keys from everybody without the secret (RFC 2548 section 2.4).</summary>
public static class Mppe
{
    /// <summary>Octets of a session key of 128 bits.</summary>
    public const int KeyLength = 16;

    /// <summary>Most octets that a hidden key takes: salt, and whole blocks of length and key, for keys of up to 32 octets.</summary>
    public const int MaxHidden = 2 + 48;

    /// <summary>GetMasterKey (RFC 3079 section 3.4), from the NT hash's own hash and the NT-Response.</summary>
    public static void MasterKey(ReadOnlySpan<byte> passwordHash, ReadOnlySpan<byte> response, Span<byte> key)
    {
        Span<byte> input = stackalloc byte[MsChap.HashLength + MsChap.ResponseLength + 27];
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        Md4.Hash(passwordHash, input);
        response.CopyTo(input[16..]);
        "This is the MPPE Master Key"u8.CopyTo(input[40..]);
        SHA1.HashData(input, digest);
        digest[..KeyLength].CopyTo(key);
        CryptographicOperations.ZeroMemory(input);
    }

    /// <summary>GetAsymmetricStartKey (RFC 3079 section 3.4) of 128 bits; sending and receiving are the server's.</summary>
    public static void StartKey(ReadOnlySpan<byte> masterKey, bool sending, Span<byte> key)
    {
        // Magic 2 and 3 of the RFC, by who sends: what the server sends the client receives.
        var magic = sending
            ? "On the client side, this is the receive key; on the server side, it is the send key."u8
            : "On the client side, this is the send key; on the server side, it is the receive key."u8;
        Span<byte> input = stackalloc byte[16 + 40 + 84 + 40];
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        masterKey[..16].CopyTo(input);
        input.Slice(16, 40).Clear();
        magic.CopyTo(input[56..]);
        input[140..].Fill(0xf2);
        SHA1.HashData(input, digest);
        digest[..KeyLength].CopyTo(key);
        CryptographicOperations.ZeroMemory(input);
    }

    /// <summary>The value of MS-MPPE-Send-Key or -Recv-Key (RFC 2548 section 2.4.2) for a key of up to 32 octets: see <see cref="SaltedValue.Hide"/>.</summary>
    public static int Hide(ReadOnlySpan<byte> key, ushort salt, ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret, Span<byte> hidden) =>
        SaltedValue.Hide(key, salt, requestAuthenticator, secret, hidden);

    /// <summary>The key that <see cref="Hide"/> hid; -1 when the value has no such shape.</summary>
    public static int Reveal(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret, Span<byte> key) =>
        hidden.Length > MaxHidden ? -1 : SaltedValue.Reveal(hidden, requestAuthenticator, secret, key);
}
