namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>msgFlags (RFC 3412 section 6.4).</summary>
[Flags]
public enum UsmFlags : byte
{
    None = 0,
    Auth = 1,
    Priv = 2,
    Reportable = 4,
}

/// <summary>The header of an SNMPv3 message with the User-based Security Model, seen in place (RFC 3412 section 6, RFC 3414 section 2.4).</summary>
public readonly ref struct UsmMessage
{
    /// <summary>What we take: the largest UDP payload.</summary>
    public const int MaxSize = 65_507;

    private const int SecurityModel = 3;

    private UsmMessage(int id, UsmFlags flags, ReadOnlySpan<byte> engineId, int boots, int time, ReadOnlySpan<byte> user, ReadOnlySpan<byte> signature,
        int signatureOffset, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> data, ReadOnlySpan<byte> whole)
    {
        Id = id;
        Flags = flags;
        EngineId = engineId;
        Boots = boots;
        Time = time;
        User = user;
        Signature = signature;
        SignatureOffset = signatureOffset;
        Salt = salt;
        Data = data;
        Whole = whole;
    }

    /// <summary>msgID: an answer has the one of what it answers.</summary>
    public int Id { get; }

    public UsmFlags Flags { get; }

    /// <summary>msgAuthoritativeEngineID.</summary>
    public ReadOnlySpan<byte> EngineId { get; }

    /// <summary>msgAuthoritativeEngineBoots.</summary>
    public int Boots { get; }

    /// <summary>msgAuthoritativeEngineTime, seconds.</summary>
    public int Time { get; }

    /// <summary>msgUserName.</summary>
    public ReadOnlySpan<byte> User { get; }

    /// <summary>msgAuthenticationParameters.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    /// <summary>Where they stand in <see cref="Whole"/>.</summary>
    public int SignatureOffset { get; }

    /// <summary>msgPrivacyParameters.</summary>
    public ReadOnlySpan<byte> Salt { get; }

    /// <summary>The content of the scoped PDU's sequence, or of the octet string that hides it when <see cref="Flags"/> say so.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The message without what may stand behind it.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Reads the header.</summary>
    public static DecodeReason TryRead(ReadOnlySpan<byte> datagram, out UsmMessage message)
    {
        message = default;
        var outer = new BerReader(datagram);
        if (!outer.TryRead(0x30, out var body))
        {
            return outer.Reason;
        }

        var whole = datagram[..^outer.Rest.Length];
        var reader = new BerReader(body);
        if (!reader.TryReadInt32(out var version))
        {
            return reader.Reason;
        }

        if (version != (int)SnmpVersion.V3)
        {
            return DecodeReason.UnknownVersion;
        }

        if (!reader.TryRead(0x30, out var header) || !reader.TryRead((byte)SnmpTag.OctetString, out var parameters))
        {
            return reader.Reason;
        }

        var head = new BerReader(header);
        if (!head.TryReadInt32(out var id) || !head.TryReadInt32(out _) || !head.TryRead((byte)SnmpTag.OctetString, out var flagOctets) || !head.TryReadInt32(out var model))
        {
            return head.Reason;
        }

        var flags = flagOctets.Length == 1 ? (UsmFlags)(flagOctets[0] & 7) : UsmFlags.Priv;
        if (model != SecurityModel || (flags & (UsmFlags.Auth | UsmFlags.Priv)) == UsmFlags.Priv)
        {
            return DecodeReason.UnknownVersion; // another security model, or hidden without being signed (RFC 3412 section 7.2 5d)
        }

        var outerSecurity = new BerReader(parameters);
        if (!outerSecurity.TryRead(0x30, out var security))
        {
            return outerSecurity.Reason;
        }

        var fields = new BerReader(security);
        if (!fields.TryRead((byte)SnmpTag.OctetString, out var engineId) || !fields.TryReadInt32(out var boots) || !fields.TryReadInt32(out var time)
            || !fields.TryRead((byte)SnmpTag.OctetString, out var user) || !fields.TryRead((byte)SnmpTag.OctetString, out var signature)
            || !fields.TryRead((byte)SnmpTag.OctetString, out var salt))
        {
            return fields.Reason;
        }

        var hidden = flags.HasFlag(UsmFlags.Priv);
        if (!reader.TryRead(hidden ? (byte)SnmpTag.OctetString : (byte)0x30, out var data))
        {
            return reader.Reason;
        }

        if (boots < 0 || time < 0 || engineId.Length > 32 || user.Length > 32)
        {
            return DecodeReason.BadInteger;
        }

        whole.Overlaps(signature, out var offset);
        message = new UsmMessage(id, flags, engineId, boots, time, user, signature, offset, salt, data, whole);
        return DecodeReason.None;
    }

    /// <summary>
    /// Writes a message, signed and hidden as <paramref name="flags"/> say; its length, 0 when it does not fit.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="id">msgID.</param>
    /// <param name="flags">What to do with it.</param>
    /// <param name="keys">User and engine; its keys are used as far as the flags say.</param>
    /// <param name="boots">The authoritative engine's.</param>
    /// <param name="time">The authoritative engine's.</param>
    /// <param name="pdu">The PDU with its tag.</param>
    public static int Write(Span<byte> target, int id, UsmFlags flags, UsmKeys keys, int boots, int time, ReadOnlySpan<byte> pdu) =>
        Write(target, id, flags, keys, boots, time, pdu, keys.EngineId, default);

    /// <summary>The same within a context: an answer has the one of its question (RFC 3412 section 7.1).</summary>
    internal static int Write(Span<byte> target, int id, UsmFlags flags, UsmKeys keys, int boots, int time, ReadOnlySpan<byte> pdu,
        ReadOnlySpan<byte> contextEngineId, ReadOnlySpan<byte> contextName)
    {
        Span<byte> salt = stackalloc byte[UsmPrivacy.SaltLength];
        var scoped = Scoped(contextEngineId, contextName, pdu);
        var hidden = flags.HasFlag(UsmFlags.Priv);
        if (hidden)
        {
            scoped = UsmPrivacy.Encrypt(keys, boots, time, scoped, salt);
        }

        Span<byte> signature = stackalloc byte[flags.HasFlag(UsmFlags.Auth) ? UsmProtocols.SignatureLength(keys.User.Auth) : 0];
        signature.Clear();
        var writer = new BerWriter(target);
        var written = writer.TryOpen(0x30, out var message)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, (int)SnmpVersion.V3)
            && writer.TryOpen(0x30, out var header)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, id)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, MaxSize)
            && writer.TryWrite((byte)SnmpTag.OctetString, [(byte)flags])
            && writer.TryWriteInteger((byte)SnmpTag.Integer, SecurityModel)
            && writer.TryClose(header)
            && writer.TryOpen((byte)SnmpTag.OctetString, out var octets)
            && writer.TryOpen(0x30, out var security)
            && writer.TryWrite((byte)SnmpTag.OctetString, keys.EngineId)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, boots)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, time)
            && writer.TryWrite((byte)SnmpTag.OctetString, System.Text.Encoding.UTF8.GetBytes(keys.User.Name))
            && writer.TryWrite((byte)SnmpTag.OctetString, signature)
            && writer.TryWrite((byte)SnmpTag.OctetString, hidden ? salt : default)
            && writer.TryClose(security)
            && writer.TryClose(octets)
            && (hidden ? writer.TryWrite((byte)SnmpTag.OctetString, scoped) : writer.TryCopy(scoped))
            && writer.TryClose(message);
        if (!written)
        {
            return 0;
        }

        var whole = target[..writer.Position];
        if (signature.Length > 0 && TryRead(whole, out var read) == DecodeReason.None)
        {
            UsmProtocols.Hmac(keys.User.Auth, keys.Auth, whole).AsSpan(0, signature.Length).CopyTo(whole[read.SignatureOffset..]);
        }

        return whole.Length;
    }

    /// <summary>Whether the message was signed with these keys.</summary>
    public bool IsSignedBy(UsmKeys keys)
    {
        var length = UsmProtocols.SignatureLength(keys.User.Auth);
        if (length == 0 || Signature.Length != length)
        {
            return false;
        }

        var copy = Whole.ToArray();
        copy.AsSpan(SignatureOffset, length).Clear();
        return System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Signature, UsmProtocols.Hmac(keys.User.Auth, keys.Auth, copy).AsSpan(0, length));
    }

    /// <summary>The PDU within; <paramref name="plain"/> holds its octets when they were hidden. <see cref="DecodeReason.None"/> on success.</summary>
    public DecodeReason TryOpen(UsmKeys? keys, out byte[]? plain, out MessageReader message)
    {
        plain = null;
        message = default;
        var scoped = Data;
        if (Flags.HasFlag(UsmFlags.Priv))
        {
            plain = keys is { Priv.Length: > 0 } ? UsmPrivacy.Decrypt(keys, Boots, Time, Data, Salt) : null;
            var outer = new BerReader(plain);
            if (plain is null || !outer.TryRead(0x30, out scoped))
            {
                return DecodeReason.Undecipherable;
            }
        }

        var reason = MessageReader.TryReadScoped(scoped, out message);
        return reason == DecodeReason.None || plain is null ? reason : DecodeReason.Undecipherable;
    }

    private static byte[] Scoped(ReadOnlySpan<byte> engineId, ReadOnlySpan<byte> name, ReadOnlySpan<byte> pdu)
    {
        var buffer = new byte[engineId.Length + name.Length + pdu.Length + 16];
        var writer = new BerWriter(buffer);
        writer.TryOpen(0x30, out var mark);
        writer.TryWrite((byte)SnmpTag.OctetString, engineId);
        writer.TryWrite((byte)SnmpTag.OctetString, name);
        writer.TryCopy(pdu);
        writer.TryClose(mark);
        return buffer[..writer.Position];
    }
}
