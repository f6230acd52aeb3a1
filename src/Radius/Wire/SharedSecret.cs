using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Radius.Wire;

/// <summary>
/// The secret that a RADIUS client and server share, with the two HMAC-MD5 pads worked out once (RFC 2104 section 4 calls this out as an
/// optimisation). Immutable and safe for any number of threads.
/// </summary>
public sealed class SharedSecret
{
    private readonly byte[] _secret;
    private readonly Md5Block _inner = Md5Block.Initial;
    private readonly Md5Block _outer = Md5Block.Initial;

    /// <summary>From octets; they are copied.</summary>
    public SharedSecret(scoped ReadOnlySpan<byte> secret)
    {
        _secret = secret.ToArray();
        Span<byte> key = stackalloc byte[64];
        key.Clear();
        if (secret.Length > 64)
            Md5.Hash(secret, key);
        else
            secret.CopyTo(key);
        Span<byte> pad = stackalloc byte[64];
        for (var i = 0; i < 64; i++)
            pad[i] = (byte)(key[i] ^ 0x36);
        _inner.Mix(pad);
        for (var i = 0; i < 64; i++)
            pad[i] = (byte)(key[i] ^ 0x5c);
        _outer.Mix(pad);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(pad);
    }

    /// <summary>From text, as UTF-8.</summary>
    public SharedSecret(string secret) : this(Encoding.UTF8.GetBytes(secret)) { }

    internal ReadOnlySpan<byte> Bytes => _secret;

    internal Md5 StartHmac() => new(_inner, 64);

    internal void FinishHmac(ref Md5 inner, scoped Span<byte> digest)
    {
        Span<byte> middle = stackalloc byte[Md5.Size];
        inner.Finish(middle);
        var outer = new Md5(_outer, 64);
        outer.Append(middle);
        outer.Finish(digest);
    }

    /// <summary>HMAC-MD5 of one span under this secret (RFC 2104).</summary>
    public void Hmac(scoped ReadOnlySpan<byte> bytes, scoped Span<byte> digest)
    {
        var inner = StartHmac();
        inner.Append(bytes);
        FinishHmac(ref inner, digest);
    }

    /// <summary>Never the secret itself.</summary>
    public override string ToString() => "(secret)";
}
