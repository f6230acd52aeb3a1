using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Core.Secrets;

/// <summary>
/// Seals and opens secrets with AES-256-GCM, and makes keyed look-up digests (HMAC-SHA256), each purpose under its own key derived by
/// HKDF-SHA256 from the data folder's <c>keys/data.key</c> (256 bit, mode 0600). Sealed shape: 1 octet version, 12 octets nonce, 16 octets tag, ciphertext.
/// </summary>
public sealed class SecretBox
{
    private const int NonceSize = 12, TagSize = 16, HeaderSize = 1 + NonceSize + TagSize;

    private readonly byte[] _master;
    private readonly ConcurrentDictionary<(SecretPurpose Purpose, string Use), byte[]> _keys = new();

    public SecretBox(byte[] master)
    {
        if (master.Length != 32) throw new ArgumentException("The data key must have 32 octets.", nameof(master));
        _master = master;
    }

    /// <summary>Reads the data key, or makes it (mode 0600) when the folder has none yet.</summary>
    /// <exception cref="InvalidDataException">The key file has the wrong length.</exception>
    public static SecretBox Open(string keyFile)
    {
        if (!File.Exists(keyFile)) Create(keyFile);
        var master = File.ReadAllBytes(keyFile);
        return master.Length == 32 ? new SecretBox(master)
            : throw new InvalidDataException($"{keyFile} is damaged: it has {master.Length} octets instead of 32. Restore it from a back-up.");
    }

    private static void Create(string keyFile)
    {
        var folder = Path.GetDirectoryName(keyFile)!;
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        try
        {
            using var stream = new FileStream(keyFile, options);
            stream.Write(RandomNumberGenerator.GetBytes(32));
            stream.Flush(flushToDisk: true);
        }
        catch (IOException) when (File.Exists(keyFile))
        {
            // Another process made it first: its key is the folder's key.
        }
    }

    /// <summary>Seals a text; two seals of one text differ.</summary>
    public byte[] Seal(SecretPurpose purpose, string text) => Seal(purpose, Encoding.UTF8.GetBytes(text));

    /// <summary>Seals octets; two seals of the same octets differ.</summary>
    public byte[] Seal(SecretPurpose purpose, ReadOnlySpan<byte> plain)
    {
        var box = new byte[HeaderSize + plain.Length];
        box[0] = 1;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceSize));
        using var aes = new AesGcm(Key(purpose, "seal"), TagSize);
        aes.Encrypt(box.AsSpan(1, NonceSize), plain, box.AsSpan(HeaderSize), box.AsSpan(1 + NonceSize, TagSize));
        return box;
    }

    /// <summary>Opens what <see cref="Seal(SecretPurpose, string)"/> sealed.</summary>
    /// <exception cref="CryptographicException">The box was made with another key or purpose, or was changed.</exception>
    public string OpenText(SecretPurpose purpose, ReadOnlySpan<byte> box) => Encoding.UTF8.GetString(Open(purpose, box));

    /// <summary>Opens sealed octets.</summary>
    /// <exception cref="CryptographicException">The box was made with another key or purpose, or was changed.</exception>
    public byte[] Open(SecretPurpose purpose, ReadOnlySpan<byte> box)
    {
        if (box.Length < HeaderSize || box[0] != 1) throw new CryptographicException("This is not a sealed secret.");
        var plain = new byte[box.Length - HeaderSize];
        using var aes = new AesGcm(Key(purpose, "seal"), TagSize);
        aes.Decrypt(box.Slice(1, NonceSize), box[HeaderSize..], box.Slice(1 + NonceSize, TagSize), plain);
        return plain;
    }

    /// <summary>A keyed digest by which a secret can be found without being readable: 32 octets as upper-case hex.</summary>
    public string LookUp(SecretPurpose purpose, string text) => Convert.ToHexString(HMACSHA256.HashData(Key(purpose, "find"), Encoding.UTF8.GetBytes(text)));

    /// <summary>A key of its own for a purpose that signs something (page state, tokens): 32 octets.</summary>
    public ReadOnlySpan<byte> SigningKey(SecretPurpose purpose) => Key(purpose, "sign");

    private byte[] Key(SecretPurpose purpose, string use) => _keys.GetOrAdd((purpose, use), static (of, master) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.ASCII.GetBytes($"hotspot/{of.Purpose}/{of.Use}")), _master);
}

/// <summary>What a secret is for; each purpose has keys of its own, so that one kind of box never opens as another.</summary>
public enum SecretPurpose
{
    NasSecret,
    GatewayKey,
    SnmpCommunity,
    SnmpKey,
    AccountPassword,
    VoucherCode,
    PhoneNumber,
    GrantPassword,
    PageState,
    ConsoleCookies,
    HomeServerSecret,
    MessageRecipient,
    MessageText,
    CourierSettings,
    OneTimeCode,
    AlertRecipient,
    AlertContact,
    CheckInKey,
    TunnelKey,
    ScannedCode,
}
