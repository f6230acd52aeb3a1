using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>Hides and reveals a scoped PDU with a localized key. Salts never repeat while the program runs, and begin at random.</summary>
internal static class UsmPrivacy
{
    /// <summary>Octets of msgPrivacyParameters.</summary>
    public const int SaltLength = 8;

    private const int BlockOfAes = 16;
    private static long s_salt = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>Encrypts; the result is a multiple of 8 octets long with DES (padded), else as long as <paramref name="plain"/>.</summary>
    /// <param name="keys">The user's keys at the engine.</param>
    /// <param name="boots">As in this message's header.</param>
    /// <param name="time">As in this message's header.</param>
    /// <param name="plain">The scoped PDU.</param>
    /// <param name="salt">Takes msgPrivacyParameters, 8 octets.</param>
    public static byte[] Encrypt(UsmKeys keys, int boots, int time, ReadOnlySpan<byte> plain, Span<byte> salt)
    {
        var counter = Interlocked.Increment(ref s_salt);
        if (keys.User.Priv == PrivProtocol.Des)
        {
            BinaryPrimitives.WriteInt32BigEndian(salt, boots);
            BinaryPrimitives.WriteInt32BigEndian(salt[4..], (int)counter);
            var padded = new byte[(plain.Length + 7) & ~7];
            plain.CopyTo(padded);
            using var des = Des(keys);
            return des.EncryptCbc(padded, DesVector(keys, salt), PaddingMode.None);
        }

        BinaryPrimitives.WriteInt64BigEndian(salt, counter);
        Span<byte> vector = stackalloc byte[BlockOfAes];
        AesVector(boots, time, salt, vector);
        using var aes = Aes.Create();
        aes.Key = keys.Priv;
        return aes.EncryptCfb(Whole(plain), vector, PaddingMode.None, 128)[..plain.Length];
    }

    /// <summary>Decrypts; null when the lengths cannot be right. A wrong key gives octets that are no scoped PDU.</summary>
    public static byte[]? Decrypt(UsmKeys keys, int boots, int time, ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> salt)
    {
        if (salt.Length != SaltLength)
        {
            return null;
        }

        if (keys.User.Priv == PrivProtocol.Des)
        {
            if (hidden.Length % 8 != 0)
            {
                return null;
            }

            using var des = Des(keys);
            return des.DecryptCbc(hidden, DesVector(keys, salt), PaddingMode.None);
        }

        Span<byte> vector = stackalloc byte[BlockOfAes];
        AesVector(boots, time, salt, vector);
        using var aes = Aes.Create();
        aes.Key = keys.Priv;
        return aes.DecryptCfb(Whole(hidden), vector, PaddingMode.None, 128)[..hidden.Length];
    }

    // The framework's CFB takes whole blocks only; what the last block says beyond the message is cut off again.
    private static byte[] Whole(ReadOnlySpan<byte> octets)
    {
        var whole = new byte[(octets.Length + BlockOfAes - 1) / BlockOfAes * BlockOfAes];
        octets.CopyTo(whole);
        return whole;
    }

    private static void AesVector(int boots, int time, ReadOnlySpan<byte> salt, Span<byte> vector)
    {
        BinaryPrimitives.WriteInt32BigEndian(vector, boots);
        BinaryPrimitives.WriteInt32BigEndian(vector[4..], time);
        salt.CopyTo(vector[8..]);
    }

    private static DES Des(UsmKeys keys)
    {
#pragma warning disable CA5351 // what old agents speak
        var des = DES.Create();
#pragma warning restore CA5351
        des.Key = keys.Priv[..8];
        return des;
    }

    private static byte[] DesVector(UsmKeys keys, ReadOnlySpan<byte> salt)
    {
        var vector = keys.Priv[8..16];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] ^= salt[i];
        }

        return vector;
    }
}
