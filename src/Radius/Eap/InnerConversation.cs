using System.Buffers.Binary;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap;

/// <summary>
/// EAP within a tunnel, as whole packets in and out: Identity, one method (MSCHAPv2 unless the phone asks for GTC or MD5), and its end. The tunnel says
/// how the end is told.
/// </summary>
internal sealed class InnerConversation(EapVisitor visitor)
{
    private EapMethod? _method;
    private byte _identifier;
    private bool _refused;

    public string Name => _method?.Name ?? "EAP";

    public string UserName { get; private set; } = "";

    public Proven Proven => _method?.Proven ?? new Proven(null, Reason.GatewayRequestInvalid);

    public byte NextIdentifier => (byte)(_identifier + 1);

    /// <summary>The request for the name.</summary>
    public byte[] Ask() => EapPacket.Request(_identifier, EapType.Identity, []);

    /// <summary>The packet that follows; a success or failure carries none.</summary>
    public EapStep Take(ReadOnlySpan<byte> octets)
    {
        if (!EapPacket.TryReadResponse(octets, out var response))
            return EapStep.Malformed;
        if (_method is null)
        {
            if (response.Type != EapType.Identity || response.Data.Length is 0 or > 253)
                return EapStep.Malformed;
            UserName = Encoding.UTF8.GetString(response.Data).Replace('\0', '\uFFFD');
            // Within TTLS the phone begins by itself, with an identifier of its own choice.
            _identifier = response.Identifier;
            return Begin(new MsChap2Method(visitor, UserName));
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
                if ((EapType)wanted == EapType.Gtc)
                    return Begin(new GtcMethod(visitor, UserName));
                if ((EapType)wanted == EapType.Md5)
                    return Begin(new Md5Method(visitor, UserName));
            }
            return EapStep.Failure;
        }
        if (response.Type != _method.Type)
            return EapStep.Malformed;
        var next = (byte)(_identifier + 1);
        return Wrap(_method.Take(_identifier, next, response.Data));
    }

    private EapStep Begin(EapMethod method)
    {
        _method = method;
        return Wrap(method.Begin((byte)(_identifier + 1)));
    }

    private EapStep Wrap(EapStep step) =>
        step.Kind == EapStepKind.Request ? EapStep.Request(EapPacket.Request(++_identifier, _method!.Type, step.Data)) : step;

    /// <summary>Octets of a packet without its header made whole again, as PEAP version 0 leaves it out.</summary>
    public byte[] WithHeader(ReadOnlySpan<byte> typeAndData)
    {
        var packet = new byte[EapPacket.HeaderLength + typeAndData.Length];
        (packet[0], packet[1]) = ((byte)EapCode.Response, _identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        typeAndData.CopyTo(packet.AsSpan(EapPacket.HeaderLength));
        return packet;
    }
}
