using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap.Tls;

namespace HotspotManager.Radius.Eap;

/// <summary>PEAP version 0 (draft-kamath-pppext-peapv0): EAP without headers within TLS, its end told by a Result TLV on both sides.</summary>
internal sealed class PeapMethod(EapVisitor visitor, TlsContext context, int fragment)
    : TunnelMethod(visitor, new TlsTunnel(context, "peap"u8, wantsCertificate: false), fragment)
{
    private readonly InnerConversation _inner = new(visitor);
    private string _recalled = "";
    private bool _asked;
    private bool? _result;

    public override EapType Type => EapType.Peap;

    public override string Name => _recalled.Length > 0 ? $"PEAP-{_recalled}, resumed" : $"PEAP-{_inner.Name}";

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
            // A whole packet: 4 of header, type 33, then TLV 3 (Result), mandatory, of 2 octets; 1 is success.
            var agreed = octets.Length >= 11 && octets[4] == (byte)EapType.Extensions && octets[6] == 3 && octets[10] == 1;
            if (!result || !agreed)
                return EapStep.Failure;
            Remember(_recalled.Length > 0 ? _recalled : _inner.Name);
            return EapStep.Success;
        }
        if (!_asked)
            return EapStep.Malformed;
        var step = _inner.Take(_inner.WithHeader(octets));
        switch (step.Kind)
        {
            case EapStepKind.Request:
                Tunnel.Write(step.Data.AsSpan(EapPacket.HeaderLength));
                return null;
            case EapStepKind.Malformed:
                return step;
            default:
                (Proven, UserName) = (_inner.Proven, _inner.UserName);
                return Tell(step.Kind == EapStepKind.Success);
        }
    }

    private EapStep? Ask()
    {
        _asked = true;
        Tunnel.Write(_inner.Ask().AsSpan(EapPacket.HeaderLength));
        return null;
    }

    private EapStep? Tell(bool success)
    {
        _result = success;
        Tunnel.Write(EapPacket.Request(_inner.NextIdentifier, EapType.Extensions, [0x80, 3, 0, 2, 0, (byte)(success ? 1 : 2)]));
        return null;
    }
}
