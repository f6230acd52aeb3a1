using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>How openNDS packs what it tells of a phone: levels 0; 1 and 4; 2 and 3.</summary>
public enum FasPacking { Clear, Packed, Encrypted }

/// <summary>
/// The text in <c>fas</c>: <c>name=value</c> pairs between ", ", each value percent-encoded; tokens without "=" are skipped. Packed: base64. Encrypted: what PHP's
/// <c>openssl_encrypt(text, "aes-256-cbc", faskey, 0, iv)</c> gives, in base64 once more; the key is the faskey's own characters, filled with zeros or cut to 32 octets, the
/// IV the 16 characters of <c>iv</c>, padding PKCS#7. There is no signature: a text that does not begin with <c>hid=</c> was made with another key.
/// </summary>
internal static class FasText
{
    private static readonly byte[] Beginning = "hid="u8.ToArray();

    public static Dictionary<string, string>? Unpack(string packed) => Base64(packed) is { } bytes ? Fields(bytes) : null;

    /// <summary>Whether it has the shape of a ciphertext: with no key at hand this is all that can be said.</summary>
    public static bool IsCipher(string packed, string iv) => Cipher(packed) is not null && IsIv(iv);

    /// <summary>The pairs, or null when this key does not open it.</summary>
    public static Dictionary<string, string>? Decrypt(string packed, string iv, string key)
    {
        if (!IsIv(iv) || Cipher(packed) is not { } cipher) return null;
        using var aes = Aes.Create();
        var secret = new byte[32];
        var characters = Encoding.UTF8.GetBytes(key);
        characters.AsSpan(0, Math.Min(32, characters.Length)).CopyTo(secret);
        aes.Key = secret;
        // The padding is looked at here: a wrong key is the ordinary case of a search, not an exception.
        var plain = aes.DecryptCbc(cipher, Encoding.ASCII.GetBytes(iv), PaddingMode.None);
        var padding = plain[^1];
        if (padding is 0 or > 16 || plain.AsSpan(^padding).ContainsAnyExcept(padding)) return null;
        return plain.AsSpan().StartsWith(Beginning) ? Fields(plain.AsSpan(0, plain.Length - padding)) : null;
    }

    private static byte[]? Cipher(string packed) => Base64(packed) is { } inner && Base64(Encoding.Latin1.GetString(inner)) is { Length: > 0 } cipher && cipher.Length % 16 == 0 ? cipher : null;

    private static bool IsIv(string iv) => iv.Length == 16 && iv.All(char.IsAscii);

    private static byte[]? Base64(string text)
    {
        // A form decoder has turned "+" into a space; senders differ in padding and alphabet.
        text = text.Replace(' ', '+').Replace('-', '+').Replace('_', '/').TrimEnd('=');
        if (text.Length % 4 == 1) return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : null;
    }

    private static Dictionary<string, string> Fields(ReadOnlySpan<byte> text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in Encoding.UTF8.GetString(text).Split(", "))
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0 || fields.Count == PortalQuery.MostValues) continue;
            fields.TryAdd(pair[..equals], pair[(equals + 1)..]);
        }
        return fields;
    }
}
