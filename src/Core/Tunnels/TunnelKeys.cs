using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HotspotManager.Core.Tunnels;

/// <summary>WireGuard's keys: X25519 (RFC 7748), 32 octets each, as base64. By OpenSSL's libcrypto, which .NET itself uses on Linux; .NET 10 has no X25519 of its own.</summary>
public static unsafe partial class TunnelKeys
{
    // NID_X25519 of obj_mac.h.
    private const int X25519 = 1034;
    private const int Length = 32;

    /// <summary>A new private key.</summary>
    public static string NewPrivate()
    {
        var key = RandomNumberGenerator.GetBytes(Length);
        // Clamped, as WireGuard's own tool writes it (RFC 7748 section 5).
        key[0] &= 248;
        key[31] = (byte)((key[31] & 127) | 64);
        return Convert.ToBase64String(key);
    }

    /// <summary>The public key of a private one.</summary>
    /// <exception cref="FormatException">It is not 32 octets of base64.</exception>
    /// <exception cref="CryptographicException">libcrypto cannot be used here.</exception>
    public static string PublicOf(string privateKey)
    {
        Span<byte> key = stackalloc byte[Length], result = stackalloc byte[Length];
        if (!Convert.TryFromBase64String(privateKey, key, out var read) || read != Length) throw new FormatException("A key has 32 octets, as base64.");
        try
        {
            fixed (byte* from = key, to = result)
            {
                var pair = EVP_PKEY_new_raw_private_key(X25519, 0, from, Length);
                if (pair == 0) throw new CryptographicException("libcrypto has no X25519.");
                nuint length = Length;
                var done = EVP_PKEY_get_raw_public_key(pair, to, &length);
                EVP_PKEY_free(pair);
                if (done != 1 || length != Length) throw new CryptographicException("libcrypto gave no public key.");
            }
        }
        catch (DllNotFoundException error)
        {
            throw new CryptographicException("libcrypto of OpenSSL 3 is not here, tunnels need it.", error);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
        return Convert.ToBase64String(result);
    }

    [LibraryImport("libcrypto.so.3")] private static partial nint EVP_PKEY_new_raw_private_key(int type, nint engine, byte* key, nuint length);
    [LibraryImport("libcrypto.so.3")] private static partial int EVP_PKEY_get_raw_public_key(nint pair, byte* key, nuint* length);
    [LibraryImport("libcrypto.so.3")] private static partial void EVP_PKEY_free(nint pair);
}
