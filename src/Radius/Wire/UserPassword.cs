using System.Security.Cryptography;

namespace HotspotManager.Radius.Wire;

/// <summary>Hiding of User-Password (RFC 2865 section 5.2).</summary>
public static class UserPassword
{
    /// <summary>Octets of the longest password.</summary>
    public const int MaxLength = 128;

    /// <summary>
    /// Hides a password of at most 128 octets; the number of octets written, a multiple of 16 and at least 16.
    /// </summary>
    /// <exception cref="ArgumentException">The password is too long, or <paramref name="hidden"/> too short.</exception>
    public static int Hide(ReadOnlySpan<byte> password, ReadOnlySpan<byte> authenticator, SharedSecret secret, Span<byte> hidden)
    {
        if (password.Length > MaxLength)
            throw new ArgumentException("A User-Password has at most 128 octets.", nameof(password));
        var length = Math.Max(16, (password.Length + 15) & ~15);
        hidden[..length].Clear();
        password.CopyTo(hidden);
        Span<byte> mask = stackalloc byte[Md5.Size];
        for (var at = 0; at < length; at += 16)
        {
            Mask(at == 0 ? authenticator : hidden.Slice(at - 16, 16), secret, mask);
            Xor(hidden.Slice(at, 16), mask);
        }
        return length;
    }

    /// <summary>
    /// Reveals a hidden password into <paramref name="password"/> (room for 128 octets); its length without the zero octets at the end, or -1
    /// when <paramref name="hidden"/> is of no valid length. With another secret the result is garbage, never an error.
    /// </summary>
    public static int Reveal(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> authenticator, SharedSecret secret, Span<byte> password)
    {
        if (hidden.Length is 0 or > MaxLength || hidden.Length % 16 != 0)
            return -1;
        Span<byte> mask = stackalloc byte[Md5.Size];
        for (var at = 0; at < hidden.Length; at += 16)
        {
            Mask(at == 0 ? authenticator : hidden.Slice(at - 16, 16), secret, mask);
            hidden.Slice(at, 16).CopyTo(password[at..]);
            Xor(password.Slice(at, 16), mask);
        }
        CryptographicOperations.ZeroMemory(mask);
        return password[..hidden.Length].LastIndexOfAnyExcept((byte)0) + 1;
    }

    private static void Mask(ReadOnlySpan<byte> previous, SharedSecret secret, Span<byte> mask)
    {
        var md5 = new Md5();
        md5.Append(secret.Bytes);
        md5.Append(previous);
        md5.Finish(mask);
    }

    private static void Xor(Span<byte> block, ReadOnlySpan<byte> mask)
    {
        for (var i = 0; i < 16; i++)
            block[i] ^= mask[i];
    }
}
