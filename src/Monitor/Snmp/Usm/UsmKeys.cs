using System.Collections.Concurrent;
using System.Text;

namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>Keys of a user at one engine: made of passwords, then tied to the engine (RFC 3414 section 2.6 and appendix A.2).</summary>
public sealed class UsmKeys
{
    private const int Stretched = 1_048_576;
    private const int MostRemembered = 1000;

    // A password costs a hash over a mebibyte: done once, not for every device that has it.
    private static readonly ConcurrentDictionary<(AuthProtocol, string), byte[]> Remembered = new();

    /// <param name="user">Whose.</param>
    /// <param name="engineId">snmpEngineID of the authoritative engine.</param>
    public UsmKeys(UsmUser user, ReadOnlySpan<byte> engineId)
    {
        User = user;
        EngineId = engineId.ToArray();
        Auth = user.Auth == AuthProtocol.None ? [] : Localize(user.Auth, Of(user.Auth, user.AuthPassword), EngineId);
        Priv = user.Priv == PrivProtocol.None ? [] : PrivKey(user, EngineId);
    }

    public UsmUser User { get; }

    public byte[] EngineId { get; }

    /// <summary>Empty without authentication.</summary>
    internal byte[] Auth { get; }

    /// <summary>As long as the cipher takes it; empty without privacy.</summary>
    internal byte[] Priv { get; }

    /// <summary>Ku: the hash of the password repeated up to 2^20 octets.</summary>
    public static byte[] PasswordToKey(AuthProtocol protocol, ReadOnlySpan<byte> password)
    {
        var block = new byte[(64 * 64 / password.Length + 1) * password.Length];
        for (var i = 0; i < block.Length; i++)
        {
            block[i] = password[i % password.Length];
        }

        using var hash = new UsmHash(protocol);
        for (var left = Stretched; left > 0; left -= block.Length)
        {
            hash.Append(block.AsSpan(0, Math.Min(left, block.Length)));
        }

        return hash.Finish();
    }

    /// <summary>Kul: H(Ku, engine id, Ku).</summary>
    public static byte[] Localize(AuthProtocol protocol, byte[] key, byte[] engineId) => UsmProtocols.Hash(protocol, key, engineId, key);

    private static byte[] Of(AuthProtocol protocol, string password)
    {
        if (Remembered.Count > MostRemembered)
        {
            Remembered.Clear();
        }

        return Remembered.GetOrAdd((protocol, password), static of => PasswordToKey(of.Item1, Encoding.UTF8.GetBytes(of.Item2)));
    }

    private static byte[] PrivKey(UsmUser user, byte[] engineId)
    {
        var key = Localize(user.Auth, Of(user.Auth, user.PrivPassword), engineId);
        var wanted = UsmProtocols.KeyLength(user.Priv);
        while (key.Length < wanted)
        {
            key = user.Priv is PrivProtocol.Aes192C or PrivProtocol.Aes256C
                ? [.. key, .. Localize(user.Auth, PasswordToKey(user.Auth, key), engineId)] // Reeder: the key so far as a password
                : [.. key, .. UsmProtocols.Hash(user.Auth, key)]; // Blumenthal
        }

        return key[..wanted];
    }
}
