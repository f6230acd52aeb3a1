using System.Buffers.Binary;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap.Tls;

namespace HotspotManager.Radius.Eap;

/// <summary>
/// PEAP version 0 ([MS-PEAP], draft-kamath-pppext-peapv0): EAP without headers within TLS, its end told by a Result TLV on both sides, with the offer of
/// crypto-binding beside a good one.
/// </summary>
internal sealed class PeapMethod : TunnelMethod
{
    private const int ResultTlv = 3;

    private readonly InnerConversation _inner;
    private string _recalled = "";
    private bool _asked;
    private bool? _result;
    private PeapBinding? _binding;
    private bool _bound;

    public PeapMethod(EapVisitor visitor, TlsContext context, int fragment)
        : base(visitor, context, "peap"u8, wantsCertificate: false, fragment) => _inner = new InnerConversation(visitor, Inside);

    public override EapType Type => EapType.Peap;

    public override string Name => (_recalled.Length > 0 ? $"PEAP-{_recalled}, resumed" : $"PEAP-{_inner.Name}") + (_bound ? ", bound" : "");

    protected override ReadOnlySpan<byte> KeyLabel => "client EAP encryption"u8;

    protected override EapStep? Established()
    {
        if (Recall(out _recalled))
            return Tell(true);
        // Before TLS 1.3 our Finished goes out alone, and the phone's empty answer asks us on.
        return Tunnel.IsTls13 ? Ask() : null;
    }

    protected override EapStep? Quiet() => _asked || _result is not null ? EapStep.Malformed : Ask();

    protected override EapStep? Inner(ReadOnlySpan<byte> octets)
    {
        if (_result is { } result)
        {
            if (!result || !Agrees(octets))
                return EapStep.Failure;
            Remember(_recalled.Length > 0 ? _recalled : _inner.Name);
            return EapStep.Success;
        }
        if (!_asked)
            return EapStep.Malformed;
        var step = _inner.Take(_inner.WithHeader(octets), Next);
        switch (step.Kind)
        {
            case EapStepKind.Request:
                Tunnel.Write(step.Data.AsSpan(EapPacket.HeaderLength));
                return null;
            case EapStepKind.Malformed:
                return step;
            default:
                (Proven, UserName, Detail) = (_inner.Proven, _inner.UserName, _inner.Detail);
                return Tell(step.Kind == EapStepKind.Success);
        }
    }

    private EapStep? Ask()
    {
        _asked = true;
        Tunnel.Write(_inner.Ask(Next).AsSpan(EapPacket.HeaderLength));
        return null;
    }

    private EapStep? Tell(bool success)
    {
        _result = success;
        byte[] tlvs = [0x80, ResultTlv, 0, 2, 0, (byte)(success ? 1 : 2)];
        if (success)
        {
            _binding = new PeapBinding(DeriveKeys(), _inner.Keys, isResumed: _recalled.Length > 0);
            tlvs = [.. tlvs, .. _binding.Offer()];
        }
        Tunnel.Write(EapPacket.Request(Next, EapType.Extensions, tlvs));
        return null;
    }

    /// <summary>A whole packet of the type Extensions with a good Result; and where the phone takes part in the binding, a good proof.</summary>
    private bool Agrees(ReadOnlySpan<byte> octets)
    {
        if (!EapPacket.TryReadResponse(octets, out var response) || response.Type != EapType.Extensions)
            return false;
        var agreed = false;
        for (var rest = response.Data; !rest.IsEmpty;)
        {
            var length = rest.Length < 4 ? int.MaxValue : 4 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length > rest.Length)
                return false;
            switch (BinaryPrimitives.ReadUInt16BigEndian(rest) & 0x3fff)
            {
                case ResultTlv:
                    agreed = length == 6 && rest[5] == 1;
                    break;
                case PeapBinding.Type:
                    if (!_binding!.IsProof(rest[..length]))
                    {
                        Detail = "The phone's crypto-binding does not fit: somebody may stand between";
                        Proven = new Server.Proven(null, Reason.WrongPassword);
                        return false;
                    }
                    _bound = true;
                    break;
            }
            rest = rest[length..];
        }
        return agreed;
    }

    protected override byte[] FinalKeys() => _bound ? _binding!.SessionKeys() : DeriveKeys();

    /// <inheritdoc/>
    public override void Dispose()
    {
        _inner.Dispose();
        base.Dispose();
    }
}
