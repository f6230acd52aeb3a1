using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Vouchers;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Server;

/// <summary>How an Access-Request proves who asks.</summary>
internal enum ProofKind
{
    /// <summary>No password at all.</summary>
    None,
    /// <summary>User-Password (RFC 2865 section 5.2).</summary>
    Pap,
    /// <summary>CHAP-Password (RFC 2865 section 5.3).</summary>
    Chap,
    /// <summary>EAP-Message or a kind nobody here takes.</summary>
    Other,
}

/// <summary>The proof in one Access-Request, ready to be held against passwords.</summary>
internal readonly ref struct Proof
{
    private readonly ReadOnlySpan<byte> _given;
    private readonly ReadOnlySpan<byte> _challenge;
    private readonly bool _malformed;

    private Proof(ProofKind kind, ReadOnlySpan<byte> given = default, ReadOnlySpan<byte> challenge = default, bool malformed = false, bool unreadable = false)
    {
        Kind = kind;
        _given = given;
        _challenge = challenge;
        _malformed = malformed;
        IsUnreadable = unreadable;
    }

    public ProofKind Kind { get; }

    /// <summary>The password came out as octets nobody types: most likely another secret hid it.</summary>
    public bool IsUnreadable { get; }

    /// <summary><paramref name="room"/> takes the revealed password, 128 octets.</summary>
    public static Proof Of(in RadiusPacket request, SharedSecret secret, Span<byte> room)
    {
        if (request.HasEapMessage)
            return new Proof(ProofKind.Other);
        if (request.TryGet(Ietf.ChapPassword, out var answer))
            return new Proof(ProofKind.Chap, answer, Chap.Challenge(request), malformed: answer.Length != Chap.Length);
        if (!request.TryGet(Ietf.UserPassword, out var hidden))
            return new Proof(ProofKind.None);
        var length = UserPassword.Reveal(hidden, request.Authenticator, secret, room);
        if (length < 0)
            return new Proof(ProofKind.Pap, malformed: true);
        var given = room[..length];
        return new Proof(ProofKind.Pap, given, unreadable: !System.Text.Unicode.Utf8.IsValid(given) || given.IndexOfAnyInRange((byte)0, (byte)31) >= 0);
    }

    /// <summary>Whether this proves knowledge of the password.</summary>
    public bool Matches(string password)
    {
        if (Kind is ProofKind.None or ProofKind.Other || _malformed)
            return false;
        Span<byte> utf8 = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(password, utf8, out var length))
            return false;
        var matches = Kind == ProofKind.Chap
            ? Chap.Verify(_given, utf8[..length], _challenge)
            : CryptographicOperations.FixedTimeEquals(_given, utf8[..length]);
        CryptographicOperations.ZeroMemory(utf8[..length]);
        return matches;
    }

    /// <summary>A voucher's proof is its code, typed again in whatever spelling, or nothing: the User-Name was the code already.</summary>
    public bool MatchesCode(string typed)
    {
        if (Kind == ProofKind.None)
            return true;
        if (Kind == ProofKind.Other || _malformed)
            return false;
        if (Kind == ProofKind.Pap)
        {
            return _given.IsEmpty
                || (VoucherCode.Normalize(Encoding.UTF8.GetString(_given)) is { } again && again == VoucherCode.Normalize(typed));
        }
        return Matches("") || Matches(typed) || Matches(VoucherCode.Normalize(typed) ?? typed);
    }

    /// <summary>The proof of a phone known by its MAC: its address again as routers put it, or nothing.</summary>
    public bool MatchesMac(string typed, string mac)
    {
        if (Kind == ProofKind.None)
            return true;
        if (Kind == ProofKind.Other || _malformed)
            return false;
        if (Kind == ProofKind.Pap)
            return _given.IsEmpty || Core.Networks.Mac.Normalize(Encoding.UTF8.GetString(_given)) == mac;
        return Matches(typed) || Matches(mac) || Matches("");
    }
}
