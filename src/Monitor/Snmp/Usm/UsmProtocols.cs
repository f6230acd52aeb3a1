using System.Security.Cryptography;

namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>How messages are signed: HMAC, cut short (RFC 3414 sections 6 and 7, RFC 7860 section 4).</summary>
public enum AuthProtocol
{
    None,
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// <summary>
/// How messages are hidden: DES (RFC 3414 section 8), AES-128 in CFB (RFC 3826), and AES-192 and AES-256, for which no RFC says how a key is made that is longer than the
/// digest. Two ways are in use: Blumenthal's draft, and Reeder's, which Cisco and most vendors took (here with a C).
/// </summary>
public enum PrivProtocol
{
    None,
    Des,
    Aes128,
    Aes192,
    Aes256,
    Aes192C,
    Aes256C,
}

/// <summary>Names and sizes of the protocols.</summary>
public static class UsmProtocols
{
    private static readonly (string Name, AuthProtocol Protocol)[] AuthNames =
    [
        ("MD5", AuthProtocol.Md5), ("SHA", AuthProtocol.Sha1), ("SHA-224", AuthProtocol.Sha224), ("SHA-256", AuthProtocol.Sha256), ("SHA-384", AuthProtocol.Sha384),
        ("SHA-512", AuthProtocol.Sha512), ("SHA-1", AuthProtocol.Sha1),
    ];

    private static readonly (string Name, PrivProtocol Protocol)[] PrivNames =
    [
        ("DES", PrivProtocol.Des), ("AES-128", PrivProtocol.Aes128), ("AES-192", PrivProtocol.Aes192), ("AES-256", PrivProtocol.Aes256), ("AES-192-C", PrivProtocol.Aes192C),
        ("AES-256-C", PrivProtocol.Aes256C), ("AES", PrivProtocol.Aes128),
    ];

    /// <summary>What <c>--snmp-auth</c> takes.</summary>
    public static string AuthList => string.Join(", ", AuthNames.SkipLast(1).Select(n => n.Name));

    /// <summary>What <c>--snmp-priv</c> takes.</summary>
    public static string PrivList => string.Join(", ", PrivNames.SkipLast(1).Select(n => n.Name));

    /// <summary>By name; dashes and case do not matter.</summary>
    public static bool TryParse(string name, out AuthProtocol protocol) => TryFind(AuthNames, name, out protocol);

    /// <summary>By name; dashes and case do not matter.</summary>
    public static bool TryParse(string name, out PrivProtocol protocol) => TryFind(PrivNames, name, out protocol);

    /// <summary>Octets of msgAuthenticationParameters.</summary>
    public static int SignatureLength(AuthProtocol protocol) => protocol switch
    {
        AuthProtocol.None => 0,
        AuthProtocol.Md5 or AuthProtocol.Sha1 => 12,
        AuthProtocol.Sha224 => 16,
        AuthProtocol.Sha256 => 24,
        AuthProtocol.Sha384 => 32,
        _ => 48,
    };

    /// <summary>Octets of the key that the cipher takes (with DES the last 8 are its pre-IV).</summary>
    public static int KeyLength(PrivProtocol protocol) => protocol switch
    {
        PrivProtocol.None => 0,
        PrivProtocol.Des or PrivProtocol.Aes128 => 16,
        PrivProtocol.Aes192 or PrivProtocol.Aes192C => 24,
        _ => 32,
    };

    /// <summary>The protocol's hash over parts one after another.</summary>
    internal static byte[] Hash(AuthProtocol protocol, params ReadOnlySpan<byte[]> parts)
    {
        using var hash = new UsmHash(protocol);
        foreach (var part in parts)
        {
            hash.Append(part);
        }

        return hash.Finish();
    }

    /// <summary>HMAC (RFC 2104) of a whole message, at its full length.</summary>
    internal static byte[] Hmac(AuthProtocol protocol, byte[] key, ReadOnlySpan<byte> message) => protocol switch
    {
#pragma warning disable CA5350, CA5351 // what the agents speak
        AuthProtocol.Md5 => HMACMD5.HashData(key, message),
        AuthProtocol.Sha1 => HMACSHA1.HashData(key, message),
#pragma warning restore CA5350, CA5351
        AuthProtocol.Sha224 => Sha224.Hmac(key, message),
        AuthProtocol.Sha256 => HMACSHA256.HashData(key, message),
        AuthProtocol.Sha384 => HMACSHA384.HashData(key, message),
        AuthProtocol.Sha512 => HMACSHA512.HashData(key, message),
        _ => [],
    };

    private static bool TryFind<T>((string Name, T Protocol)[] names, string name, out T protocol)
        where T : struct
    {
        var bare = name.Replace("-", "", StringComparison.Ordinal);
        foreach (var known in names)
        {
            if (string.Equals(known.Name.Replace("-", "", StringComparison.Ordinal), bare, StringComparison.OrdinalIgnoreCase))
            {
                protocol = known.Protocol;
                return true;
            }
        }

        protocol = default;
        return false;
    }
}
