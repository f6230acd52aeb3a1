using System.Security.Cryptography;

namespace HotspotManager.Radius.Wire;

/// <summary>What a packet's Message-Authenticator says.</summary>
public enum MessageAuthenticatorState
{
    /// <summary>There is none.</summary>
    Absent,
    /// <summary>It is the one the secret makes.</summary>
    Valid,
    /// <summary>It is another: a wrong secret or a changed packet. Such a packet is silently discarded (RFC 3579 section 3.2).</summary>
    Wrong,
}

/// <summary>What a reply turns out to be.</summary>
public enum ReplyState
{
    /// <summary>From somebody with the secret, for this request.</summary>
    Valid,
    /// <summary>The Identifier is another request's.</summary>
    OtherIdentifier,
    /// <summary>The Response Authenticator is wrong (RFC 2865 section 3).</summary>
    WrongAuthenticator,
    /// <summary>The Message-Authenticator is wrong.</summary>
    WrongMessageAuthenticator,
}

/// <summary>Who made a packet: Request and Response Authenticator, Message-Authenticator. Comparisons take the same time whatever the octets.</summary>
public static class PacketCheck
{
    private static ReadOnlySpan<byte> Zeros => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>
    /// The Request Authenticator of an Accounting-Request (RFC 2866 section 3), Disconnect- or CoA-Request (RFC 5176 section 2.3): MD5 over code,
    /// identifier, length, 16 zero octets, attributes and secret.
    /// </summary>
    public static bool HasRequestAuthenticator(in RadiusPacket request, SharedSecret secret)
    {
        Span<byte> expected = stackalloc byte[Md5.Size];
        Authenticator(request.Bytes, Zeros, secret, expected);
        return CryptographicOperations.FixedTimeEquals(request.Authenticator, expected);
    }

    /// <summary>
    /// The Message-Authenticator of a request: over the packet as it is for Access-Request and Status-Server (RFC 3579 section 3.2, RFC 5997
    /// section 3), with 16 zero octets as the authenticator for all others (RFC 5176 section 3.4).
    /// </summary>
    public static MessageAuthenticatorState MessageAuthenticator(in RadiusPacket request, SharedSecret secret) =>
        request.Code is RadiusCode.AccessRequest or RadiusCode.StatusServer
            ? MessageAuthenticator(request, request.Authenticator, secret)
            : MessageAuthenticator(request, Zeros, secret);

    /// <summary>A reply's Message-Authenticator, which is made with the request's authenticator in place of its own.</summary>
    public static MessageAuthenticatorState MessageAuthenticator(in RadiusPacket packet, ReadOnlySpan<byte> authenticator, SharedSecret secret)
    {
        if (!packet.HasMessageAuthenticator)
            return MessageAuthenticatorState.Absent;
        Span<byte> expected = stackalloc byte[Md5.Size];
        MessageAuthenticator(packet.Bytes, packet.MessageAuthenticatorAt, authenticator, secret, expected);
        return CryptographicOperations.FixedTimeEquals(packet.Bytes.Slice(packet.MessageAuthenticatorAt, 16), expected)
            ? MessageAuthenticatorState.Valid
            : MessageAuthenticatorState.Wrong;
    }

    /// <summary>Checks a reply as a client does: identifier, Response Authenticator, and Message-Authenticator where it is present.</summary>
    public static ReplyState Reply(in RadiusPacket reply, byte identifier, ReadOnlySpan<byte> requestAuthenticator, SharedSecret secret)
    {
        if (reply.Identifier != identifier)
            return ReplyState.OtherIdentifier;
        Span<byte> expected = stackalloc byte[Md5.Size];
        Authenticator(reply.Bytes, requestAuthenticator, secret, expected);
        if (!CryptographicOperations.FixedTimeEquals(reply.Authenticator, expected))
            return ReplyState.WrongAuthenticator;
        return MessageAuthenticator(reply, requestAuthenticator, secret) == MessageAuthenticatorState.Wrong
            ? ReplyState.WrongMessageAuthenticator
            : ReplyState.Valid;
    }

    internal static void Authenticator(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> authenticator, SharedSecret secret, Span<byte> digest)
    {
        var md5 = new Md5();
        md5.Append(packet[..4]);
        md5.Append(authenticator);
        md5.Append(packet[RadiusPacket.HeaderLength..]);
        md5.Append(secret.Bytes);
        md5.Finish(digest);
    }

    internal static void MessageAuthenticator(ReadOnlySpan<byte> packet, int at, ReadOnlySpan<byte> authenticator, SharedSecret secret, Span<byte> digest)
    {
        var hmac = secret.StartHmac();
        hmac.Append(packet[..4]);
        hmac.Append(authenticator);
        hmac.Append(packet[RadiusPacket.HeaderLength..at]);
        hmac.Append(Zeros);
        hmac.Append(packet[(at + 16)..]);
        secret.FinishHmac(ref hmac, digest);
    }
}
