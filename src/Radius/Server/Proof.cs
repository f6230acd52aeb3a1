using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Vouchers;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Server;

/// <summary>How an Access-Request, or the inner method of an EAP conversation, proves who asks.</summary>
internal enum ProofKind
{
    /// <summary>No password at all.</summary>
    None,
    /// <summary>User-Password (RFC 2865 section 5.2), or a password within a tunnel.</summary>
    Pap,
    /// <summary>CHAP-Password (RFC 2865 section 5.3), and EAP-MD5, which is the same.</summary>
    Chap,
    /// <summary>MS-CHAP-Response (RFC 2548 section 2.1.3).</summary>
    MsChap,
    /// <summary>MS-CHAP2-Response (RFC 2548 section 2.3.2), and EAP-MSCHAPv2.</summary>
    MsChap2,
}

/// <summary>The proof in one Access-Request, ready to be held against passwords.</summary>
internal readonly ref struct Proof
{
    private readonly bool _malformed;

    private Proof(ProofKind kind, ReadOnlySpan<byte> given = default, ReadOnlySpan<byte> challenge = default, byte identifier = 0, bool malformed = false,
        bool unreadable = false)
    {
        Kind = kind;
        Given = given;
        Challenge = challenge;
        Identifier = identifier;
        _malformed = malformed;
        IsUnreadable = unreadable;
    }

    public ProofKind Kind { get; }

    /// <summary>The password, the CHAP-Password, or the 24 octets of an NT-Response.</summary>
    public ReadOnlySpan<byte> Given { get; }

    /// <summary>What was answered; for MS-CHAP 8 octets.</summary>
    public ReadOnlySpan<byte> Challenge { get; }

    /// <summary>MS-CHAP's Ident.</summary>
    public byte Identifier { get; }

    /// <summary>The password came out as octets nobody types: most likely another secret hid it.</summary>
    public bool IsUnreadable { get; }

    /// <summary><paramref name="room"/> takes the revealed password, 128 octets.</summary>
    public static Proof Of(in RadiusPacket request, SharedSecret secret, Span<byte> room)
    {
        if (request.TryGet(Ietf.ChapPassword, out var answer))
            return new Proof(ProofKind.Chap, answer, Chap.Challenge(request), malformed: answer.Length != Chap.Length);
        if (request.TryGet(Ietf.UserPassword, out var hidden))
        {
            var length = UserPassword.Reveal(hidden, request.Authenticator, secret, room);
            if (length < 0)
                return new Proof(ProofKind.Pap, malformed: true);
            var given = room[..length];
            return new Proof(ProofKind.Pap, given, unreadable: !System.Text.Unicode.Utf8.IsValid(given) || given.IndexOfAnyInRange((byte)0, (byte)31) >= 0);
        }
        request.TryGet(Wire.Microsoft.ChapChallenge, out var challenge);
        if (request.TryGet(Wire.Microsoft.Chap2Response, out answer))
            return request.TryGet(Ietf.UserName, out var name) ? OfMsChap2(answer, challenge, name, room) : new Proof(ProofKind.MsChap2, malformed: true);
        return request.TryGet(Wire.Microsoft.ChapResponse, out answer) ? OfMsChap(answer, challenge) : new Proof(ProofKind.None);
    }

    /// <summary>A password in the clear, within a tunnel.</summary>
    public static Proof OfPassword(ReadOnlySpan<byte> password) => new(ProofKind.Pap, password);

    /// <summary>A CHAP-Password of 17 octets.</summary>
    public static Proof OfChap(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> challenge) =>
        new(ProofKind.Chap, answer, challenge, malformed: answer.Length != Chap.Length);

    /// <summary>The value of MS-CHAP-Response; its Flags must say that the NT-Response is to be used.</summary>
    public static Proof OfMsChap(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> challenge) =>
        answer.Length != 50 || (answer[1] & 1) == 0 || challenge.Length != MsChap.ChallengeLength
            ? new Proof(ProofKind.MsChap, malformed: true)
            : new Proof(ProofKind.MsChap, answer[26..], challenge, answer[0]);

    /// <summary>The value of MS-CHAP2-Response; <paramref name="room"/> takes the 8 octets that it answers.</summary>
    public static Proof OfMsChap2(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> userName, Span<byte> room)
    {
        if (answer.Length != 50 || challenge.Length != 16)
            return new Proof(ProofKind.MsChap2, malformed: true);
        MsChap.ChallengeHash(answer.Slice(2, 16), challenge, userName, room);
        return new Proof(ProofKind.MsChap2, answer[26..], room[..MsChap.ChallengeLength], answer[0]);
    }

    /// <summary>Whether this proves knowledge of the password.</summary>
    public bool Matches(string password)
    {
        if (Kind == ProofKind.None || _malformed)
            return false;
        if (Kind is ProofKind.MsChap or ProofKind.MsChap2)
            return MsChap.Verify(Given, Challenge, password);
        Span<byte> utf8 = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(password, utf8, out var length))
            return false;
        var matches = Kind == ProofKind.Chap
            ? Chap.Verify(Given, utf8[..length], Challenge)
            : CryptographicOperations.FixedTimeEquals(Given, utf8[..length]);
        CryptographicOperations.ZeroMemory(utf8[..length]);
        return matches;
    }

    /// <summary>
    /// A voucher's proof is its code, typed again in whatever spelling, or nothing: the User-Name was the code already. Gives the password that was meant;
    /// null when it is no proof.
    /// </summary>
    public string? OfCode(string typed)
    {
        if (Kind == ProofKind.None)
            return "";
        if (_malformed)
            return null;
        if (Kind == ProofKind.Pap)
        {
            return Given.IsEmpty || (VoucherCode.Normalize(Encoding.UTF8.GetString(Given)) is { } again && again == VoucherCode.Normalize(typed)) ? "" : null;
        }
        var code = VoucherCode.Normalize(typed) ?? typed;
        return Matches("") ? "" : Matches(typed) ? typed : Matches(code) ? code : null;
    }

    /// <summary>The proof of a phone known by its MAC: its address again as routers put it, or nothing. Null when it is no proof.</summary>
    public string? OfMac(string typed, string mac)
    {
        if (Kind == ProofKind.None)
            return "";
        if (_malformed)
            return null;
        if (Kind == ProofKind.Pap)
            return Given.IsEmpty || Core.Networks.Mac.Normalize(Encoding.UTF8.GetString(Given)) == mac ? "" : null;
        return Matches(typed) ? typed : Matches(mac) ? mac : Matches("") ? "" : null;
    }
}
