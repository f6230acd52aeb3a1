using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap.Tls;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap;

/// <summary>EAP-TLS (RFC 5216, 9190): the phone's certificate names its account.</summary>
internal sealed class TlsMethod(EapVisitor visitor, TlsContext context, int fragment)
    : TunnelMethod(visitor, context, "tls"u8, wantsCertificate: true, fragment)
{
    public override EapType Type => EapType.Tls;

    public override string Name => Tunnel.IsResumed ? "EAP-TLS, resumed" : "EAP-TLS";

    protected override ReadOnlySpan<byte> KeyLabel => "client EAP encryption"u8;

    protected override EapStep? Established()
    {
        if (Tunnel.Peer() is not { } certificate)
        {
            Proven = new Proven(null, Reason.CertificateRefused);
            return EapStep.Failure;
        }
        Detail = $"Certificate {certificate.SerialNumber} of {certificate.Subject}";
        if (certificate.IsMachine)
        {
            Detail += ", which is a machine's and signs nobody in";
            Proven = new Proven(null, Reason.CertificateRefused);
            return EapStep.Failure;
        }
        UserName = certificate.Name;
        Proven = Visitor.Check.Named(UserName);
        if (Proven.Refusal is not null)
            return EapStep.Failure;
        // TLS 1.3 may still have tickets to give: one octet of zero says that there is nothing more (RFC 9190 section 2.5).
        if (Tunnel.IsTls13)
            Tunnel.Write([0]);
        return EapStep.Success;
    }

    protected override EapStep? Quiet() => null;

    protected override EapStep? Inner(ReadOnlySpan<byte> octets) => EapStep.Malformed;
}
