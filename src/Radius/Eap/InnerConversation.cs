using System.Buffers.Binary;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap;

/// <summary>
/// EAP within a tunnel, as whole packets in and out: Identity, one method (MSCHAPv2 unless the phone asks for GTC, MD5 or TLS), and its end. The tunnel says
/// how the end is told.
/// </summary>
internal sealed class InnerConversation(EapVisitor visitor, InnerTls tls) : IDisposable
{
    private EapMethod? _method;
    private string _name = "";
    private byte _identifier;
    private byte _next;
    private bool _refused;

    public string Name => _method?.Name ?? "EAP";

    /// <summary>The name that was proven, or that was given until one is.</summary>
    public string UserName => _method?.UserName is { Length: > 0 } proven ? proven : _name;

    public Proven Proven => _method?.Proven ?? new Proven(null, Reason.GatewayRequestInvalid);

    /// <summary>What the operator should know besides.</summary>
    public string Detail => _method?.Detail ?? "";

    /// <summary>The inner method's keys; null: it makes none.</summary>
    public byte[]? Keys => _method?.Keys;

    /// <summary>The request for the name.</summary>
    public byte[] Ask(byte identifier) => EapPacket.Request(_identifier = identifier, EapType.Identity, []);

    /// <summary>The packet that follows, under this identifier or the one after the response's; a success or failure carries none.</summary>
    public EapStep Take(ReadOnlySpan<byte> octets, byte? identifier = null)
    {
        if (!EapPacket.TryReadResponse(octets, out var response))
            return EapStep.Malformed;
        _next = identifier ?? (byte)(response.Identifier + 1);
        if (_method is null)
        {
            if (response.Type != EapType.Identity || response.Data.Length is 0 or > 253)
                return EapStep.Malformed;
            _name = Encoding.UTF8.GetString(response.Data).Replace('\0', '\uFFFD');
            // Within TTLS the phone begins by itself, with an identifier of its own choice.
            _identifier = response.Identifier;
            return Begin(new MsChap2Method(visitor, _name));
        }
        if (response.Identifier != _identifier)
            return EapStep.Malformed;
        if (response.Type == EapType.Nak)
        {
            if (_refused)
                return EapStep.Failure;
            _refused = true;
            foreach (var wanted in response.Data)
            {
                if (Of((EapType)wanted) is { } method)
                    return Begin(method);
            }
            return EapStep.Failure;
        }
        if (response.Type != _method.Type)
            return EapStep.Malformed;
        return Wrap(_method.Take(_identifier, _next, response.Data));
    }

    private EapMethod? Of(EapType type) => type switch
    {
        EapType.Gtc => new GtcMethod(visitor, _name),
        EapType.Md5 => new Md5Method(visitor, _name),
        EapType.Tls => new TlsMethod(visitor, tls.Context, tls.Fragment),
        _ => null,
    };

    private EapStep Begin(EapMethod method)
    {
        _method?.Dispose();
        _method = method;
        return Wrap(method.Begin(_next));
    }

    private EapStep Wrap(EapStep step) =>
        step.Kind == EapStepKind.Request ? EapStep.Request(EapPacket.Request(_identifier = _next, _method!.Type, step.Data)) : step;

    /// <summary>Octets of a packet without its header made whole again, as PEAP version 0 leaves it out: the identifier is the outer packet's.</summary>
    public byte[] WithHeader(ReadOnlySpan<byte> typeAndData)
    {
        var packet = new byte[EapPacket.HeaderLength + typeAndData.Length];
        (packet[0], packet[1]) = ((byte)EapCode.Response, _identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        typeAndData.CopyTo(packet.AsSpan(EapPacket.HeaderLength));
        return packet;
    }

    /// <inheritdoc/>
    public void Dispose() => _method?.Dispose();
}
