namespace HotspotManager.Radius.Wire;

/// <summary>
/// Secrets hidden from everybody without the shared secret: two octets of salt, then length, secret and padding under a stream of MD5. The same for
/// Tunnel-Password (RFC 2868 section 3.5), MS-MPPE-Send-Key and MS-MPPE-Recv-Key (RFC 2548 section 2.4.2).
/// </summary>
public static class SaltedValue
{
    /// <summary>Octets of the longest secret: what a tagged attribute of 255 octets has room for.</summary>
    public const int MaxLength = 239;

    /// <summary>Octets that a secret of this length takes when hidden.</summary>
    public static int HiddenLength(int length) => 2 + ((1 + length + 15) & ~15);

    /// <summary>
    /// Hides a secret of at most 239 octets. The salt must differ from any other in the packet; its highest bit is set here. Returns the octets written.
    /// </summary>
    /// <exception cref="ArgumentException">The secret is too long, or <paramref name="hidden"/> too short.</exception>
    public static int Hide(scoped ReadOnlySpan<byte> value, ushort salt, scoped ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret, scoped Span<byte> hidden)
    {
        if (value.Length > MaxLength)
            throw new ArgumentException("A salted value has at most 239 octets.", nameof(value));
        hidden = hidden[..HiddenLength(value.Length)];
        (hidden[0], hidden[1]) = ((byte)((salt >> 8) | 0x80), (byte)salt);
        var body = hidden[2..];
        body.Clear();
        body[0] = (byte)value.Length;
        value.CopyTo(body[1..]);
        Span<byte> stream = stackalloc byte[Md5.Size];
        for (var at = 0; at < body.Length; at += 16)
        {
            Stream(hidden, at, requestAuthenticator, secret, stream);
            for (var i = 0; i < 16; i++)
                body[at + i] ^= stream[i];
        }
        return hidden.Length;
    }

    /// <summary>
    /// The secret that <see cref="Hide"/> hid, into <paramref name="value"/>; its length, or -1 when the octets have no such shape or it has no room. With another
    /// shared secret the result is -1 or garbage.
    /// </summary>
    public static int Reveal(scoped ReadOnlySpan<byte> hidden, scoped ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret, scoped Span<byte> value)
    {
        if (hidden.Length < 18 || hidden.Length > HiddenLength(MaxLength) || hidden.Length % 16 != 2)
            return -1;
        Span<byte> plain = stackalloc byte[MaxLength + 1];
        Span<byte> stream = stackalloc byte[Md5.Size];
        for (var at = 0; at < hidden.Length - 2; at += 16)
        {
            Stream(hidden, at, requestAuthenticator, secret, stream);
            for (var i = 0; i < 16; i++)
                plain[at + i] = (byte)(hidden[2 + at + i] ^ stream[i]);
        }
        int length = plain[0];
        if (length > hidden.Length - 3 || length > value.Length)
            return -1;
        plain.Slice(1, length).CopyTo(value);
        return length;
    }

    /// <summary>The next 16 octets of the stream: of the request and the salt first, then of the block that was hidden before.</summary>
    private static void Stream(scoped ReadOnlySpan<byte> hidden, int at, scoped ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret, scoped Span<byte> stream)
    {
        var md5 = new Md5();
        md5.Append(secret.Bytes);
        if (at == 0)
        {
            md5.Append(requestAuthenticator);
            md5.Append(hidden[..2]);
        }
        else
        {
            md5.Append(hidden.Slice(2 + at - 16, 16));
        }
        md5.Finish(stream);
    }
}
