using System.Security.Cryptography;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Eap;

/// <summary>EAP-MD5 (RFC 3748 section 5.4): CHAP in another coat. It makes no keys, so it does for wires and tunnels only.</summary>
internal sealed class Md5Method : EapMethod
{
    private readonly EapVisitor _visitor;
    private readonly byte[] _challenge = RandomNumberGenerator.GetBytes(16);

    public Md5Method(EapVisitor visitor, string userName) => (_visitor, UserName) = (visitor, userName);

    public override EapType Type => EapType.Md5;

    public override string Name => "EAP-MD5";

    public override EapStep Begin(byte identifier) => EapStep.Request([(byte)_challenge.Length, .. _challenge]);

    public override EapStep Take(byte identifier, byte next, ReadOnlySpan<byte> data)
    {
        if (data.Length < 17 || data[0] != 16)
            return EapStep.Malformed;
        Span<byte> answer = stackalloc byte[Chap.Length];
        answer[0] = identifier;
        data.Slice(1, 16).CopyTo(answer[1..]);
        Proven = _visitor.Check.Check(UserName, _visitor.Mac, Proof.OfChap(answer, _challenge));
        return Proven.Refusal is null ? EapStep.Success : EapStep.Failure;
    }
}

/// <summary>EAP-GTC (RFC 3748 section 5.6): the password itself; only ever offered within a tunnel.</summary>
internal sealed class GtcMethod : EapMethod
{
    private readonly EapVisitor _visitor;

    public GtcMethod(EapVisitor visitor, string userName) => (_visitor, UserName) = (visitor, userName);

    public override EapType Type => EapType.Gtc;

    public override string Name => "GTC";

    public override EapStep Begin(byte identifier) => EapStep.Request("Password"u8.ToArray());

    public override EapStep Take(byte identifier, byte next, ReadOnlySpan<byte> data)
    {
        if (data.Length > 512)
            return EapStep.Malformed;
        Proven = _visitor.Check.Check(UserName, _visitor.Mac, Proof.OfPassword(data));
        return Proven.Refusal is null ? EapStep.Success : EapStep.Failure;
    }
}

/// <summary>EAP-MSCHAPv2 (draft-kamath-pppext-eap-mschapv2): challenge, response, and each side's proof to the other.</summary>
internal sealed class MsChap2Method : EapMethod
{
    private const byte Challenge = 1, Response = 2, Success = 3, Failure = 4;
    private const int ResponseLength = 49;

    private readonly EapVisitor _visitor;
    private readonly byte[] _challenge = RandomNumberGenerator.GetBytes(16);
    private bool _told;

    public MsChap2Method(EapVisitor visitor, string userName) => (_visitor, UserName) = (visitor, userName);

    public override EapType Type => EapType.MsChap2;

    public override string Name => "MSCHAPv2";

    public override EapStep Begin(byte identifier) => Say(Challenge, identifier, [16, .. _challenge, .. "hotspot"u8]);

    public override EapStep Take(byte identifier, byte next, ReadOnlySpan<byte> data)
    {
        if (_told)
            return Proven.Refusal is null && data is [Success, ..] ? EapStep.Success : EapStep.Failure;
        if (data.Length < 5 + ResponseLength || data[0] != Response || data[4] != ResponseLength)
            return EapStep.Malformed;
        _told = true;
        // The same 49 octets in the order of MS-CHAP2-Response (RFC 2548 section 2.3.2): Ident, Flags, then the two challenges' answer.
        Span<byte> answer = stackalloc byte[50];
        Span<byte> room = stackalloc byte[MsChap.ChallengeLength];
        (answer[0], answer[1]) = (data[1], 0);
        data.Slice(5, 48).CopyTo(answer[2..]);
        var proof = Proof.OfMsChap2(answer, _challenge, data[(5 + ResponseLength)..], room);
        Proven = _visitor.Check.Check(UserName, _visitor.Mac, proof);
        if (Proven.Refusal is not null)
        {
            Span<byte> why = stackalloc byte[64];
            var length = MsChapReply.Failure(second: true, why);
            return Say(Failure, data[1], [.. why[..length], .. " M=Failed"u8]);
        }
        Span<byte> hash = stackalloc byte[MsChap.HashLength];
        Span<byte> text = stackalloc byte[MsChap.AuthenticatorLength];
        Span<byte> master = stackalloc byte[Mppe.KeyLength];
        MsChap.PasswordHash(Proven.Password, hash);
        MsChap.AuthenticatorResponse(hash, proof.Given, proof.Challenge, text);
        Mppe.MasterKey(hash, proof.Given, master);
        Keys = new byte[2 * Mppe.KeyLength];
        Mppe.StartKey(master, sending: false, Keys);
        Mppe.StartKey(master, sending: true, Keys.AsSpan(Mppe.KeyLength));
        CryptographicOperations.ZeroMemory(hash);
        return Say(Success, data[1], [.. text, .. " M=OK"u8]);
    }

    private static EapStep Say(byte code, byte identifier, ReadOnlySpan<byte> rest) =>
        EapStep.Request([code, identifier, (byte)((4 + rest.Length) >> 8), (byte)(4 + rest.Length), .. rest]);
}
