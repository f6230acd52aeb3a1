using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap.Tls;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Eap;

/// <summary>EAP-TTLS version 0 (RFC 5281, 9427): RADIUS attributes in Diameter's shape within TLS. PAP, CHAP, MS-CHAP, MS-CHAPv2, or EAP once more.</summary>
internal sealed class TtlsMethod(EapVisitor visitor, TlsContext context, int fragment)
    : TunnelMethod(visitor, context, "ttls"u8, wantsCertificate: false, fragment)
{
    private InnerConversation? _inner;
    private string _method = "";
    private bool _recalled;
    private bool _told;

    public override EapType Type => EapType.Ttls;

    public override string Name => $"TTLS-{_inner?.Name ?? _method}{(_recalled ? ", resumed" : "")}";

    protected override ReadOnlySpan<byte> KeyLabel => "ttls keying material"u8;

    protected override EapStep? Established()
    {
        if (!Recall(out var method))
            return null;
        (_recalled, _method) = (true, method);
        // No inner method, so nothing else would say that we are through with TLS 1.3 (RFC 9427 section 2.4).
        if (Tunnel.IsTls13)
            Tunnel.Write([0]);
        return EapStep.Success;
    }

    protected override EapStep? Quiet() => _told ? Success() : null;

    protected override EapStep? Inner(ReadOnlySpan<byte> octets)
    {
        if (_told || !TtlsAttributes.TryRead(octets, out var given))
            return EapStep.Malformed;
        if (!given.Eap.IsEmpty)
            return InnerEap(given.Eap);
        UserName = Encoding.UTF8.GetString(given.UserName).Replace('\0', '\uFFFD');
        Span<byte> room = stackalloc byte[MsChap.ChallengeLength];
        scoped Proof proof;
        if (!given.Password.IsEmpty)
        {
            // Padded with zero octets to hide its length (RFC 5281 section 11.2.5).
            _method = "PAP";
            proof = Proof.OfPassword(given.Password[..(given.Password.LastIndexOfAnyExcept((byte)0) + 1)]);
        }
        else if (!given.ChapPassword.IsEmpty)
        {
            _method = "CHAP";
            var expected = Challenge(17);
            if (!given.ChapChallenge.SequenceEqual(expected.AsSpan(0, 16)) || given.ChapPassword[0] != expected[16])
                return EapStep.Malformed;
            proof = Proof.OfChap(given.ChapPassword, given.ChapChallenge);
        }
        else if (given.MsChap2Response.Length == 50)
        {
            _method = "MSCHAPv2";
            var expected = Challenge(17);
            if (!given.MsChapChallenge.SequenceEqual(expected.AsSpan(0, 16)) || given.MsChap2Response[0] != expected[16])
                return EapStep.Malformed;
            proof = Proof.OfMsChap2(given.MsChap2Response, given.MsChapChallenge, given.UserName, room);
        }
        else if (given.MsChapResponse.Length == 50)
        {
            _method = "MSCHAP";
            var expected = Challenge(9);
            if (!given.MsChapChallenge.SequenceEqual(expected.AsSpan(0, 8)) || given.MsChapResponse[0] != expected[8])
                return EapStep.Malformed;
            proof = Proof.OfMsChap(given.MsChapResponse, given.MsChapChallenge);
        }
        else
        {
            return EapStep.Malformed;
        }
        Proven = Visitor.Check.Check(UserName, Visitor.Mac, proof);
        if (Proven.Refusal is not null)
            return EapStep.Failure;
        if (proof.Kind != ProofKind.MsChap2)
            return Success();
        // Our own proof goes back through the tunnel; the phone's empty answer says that it holds (RFC 5281 section 11.2.4).
        Span<byte> hash = stackalloc byte[MsChap.HashLength];
        Span<byte> success = stackalloc byte[1 + MsChap.AuthenticatorLength];
        MsChap.PasswordHash(Proven.Password, hash);
        success[0] = proof.Identifier;
        MsChap.AuthenticatorResponse(hash, proof.Given, proof.Challenge, success[1..]);
        Tunnel.Write(TtlsAttributes.Write(TtlsAttributes.MsChap2Success, Wire.Microsoft.Vendor, success));
        _told = true;
        return null;
    }

    /// <summary>The challenge and identifier that both sides take from the tunnel, so that nobody can replay an answer (RFC 5281 section 11.1).</summary>
    private byte[] Challenge(int length) => Tunnel.Export("ttls challenge"u8, default, length);

    private EapStep? InnerEap(ReadOnlySpan<byte> packet)
    {
        _inner ??= new InnerConversation(Visitor, Inside);
        var step = _inner.Take(packet);
        (Proven, UserName, Detail) = (_inner.Proven, _inner.UserName, _inner.Detail);
        switch (step.Kind)
        {
            case EapStepKind.Request:
                Tunnel.Write(TtlsAttributes.Write(TtlsAttributes.EapMessage, 0, step.Data));
                return null;
            case EapStepKind.Success:
                return Success();
            default:
                return step;
        }
    }

    private EapStep Success()
    {
        Remember(_inner?.Name ?? _method);
        return EapStep.Success;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _inner?.Dispose();
        base.Dispose();
    }
}
