using System.Text;
using HotspotManager.Radius.Eap.Tls;

namespace HotspotManager.Radius.Eap;

/// <summary>
/// One phone's way through EAP (RFC 3748 section 2): its name, the method we offer or the one it asks for instead, and that method's steps. One thread
/// at a time: the caller locks it.
/// </summary>
internal sealed class Conversation(int nasId, EapVisitor visitor, TlsContext? tls, int fragment, byte identifier, EapType offer = EapType.Peap) : IDisposable
{
    /// <summary>Far above the 30 round trips of a long certificate chain in fragments of 200 octets.</summary>
    private const int MostSteps = 150;

    private byte _identifier = identifier;
    private bool _refused;
    private int _steps;
    private bool _disposed;

    public int NasId => nasId;

    /// <summary>Whether a request for the name went out before, so that <c>State</c> came back with the name.</summary>
    public EapMethod? Method { get; private set; }

    /// <summary>The outer name, often nobody's.</summary>
    public string OuterName { get; private set; } = "";

    /// <summary>The identifier that a response must have.</summary>
    public byte Identifier => _identifier;

    /// <summary>The request for the name (RFC 3748 section 5.1), when the NAS has not asked for it itself.</summary>
    public byte[] Ask() => EapPacket.Request(_identifier, EapType.Identity, []);

    /// <summary>The whole packet that follows, or how it ended.</summary>
    public EapStep Take(in EapPacket response)
    {
        if (_disposed || ++_steps > MostSteps)
            return EapStep.Malformed;
        if (Method is null)
        {
            if (response.Type != EapType.Identity || response.Data.Length > 253)
                return EapStep.Malformed;
            _identifier = response.Identifier;
            OuterName = Encoding.UTF8.GetString(response.Data).Replace('\0', '\uFFFD');
            return Offer(tls is null && offer is (EapType.Peap or EapType.Ttls or EapType.Tls) ? EapType.MsChap2 : offer);
        }
        if (response.Type == EapType.Nak)
        {
            if (_refused)
                return EapStep.Failure;
            _refused = true;
            foreach (var wanted in response.Data)
            {
                if (wanted != (byte)Method.Type && Offer((EapType)wanted) is { Kind: EapStepKind.Request } step)
                    return step;
            }
            return EapStep.Failure;
        }
        if (response.Type != Method.Type)
            return EapStep.Malformed;
        return Wrap(Method.Take(_identifier, (byte)(_identifier + 1), response.Data));
    }

    private EapStep Offer(EapType type)
    {
        EapMethod? method = type switch
        {
            EapType.Md5 => new Md5Method(visitor, OuterName),
            EapType.MsChap2 => new MsChap2Method(visitor, OuterName),
            EapType.Tls when tls is not null => new TlsMethod(visitor, tls, fragment),
            EapType.Peap when tls is not null => new PeapMethod(visitor, tls, fragment),
            EapType.Ttls when tls is not null => new TtlsMethod(visitor, tls, fragment),
            _ => null,
        };
        if (method is null)
            return EapStep.Failure;
        Method?.Dispose();
        Method = method;
        return Wrap(method.Begin((byte)(_identifier + 1)));
    }

    private EapStep Wrap(EapStep step) =>
        step.Kind == EapStepKind.Request ? EapStep.Request(EapPacket.Request(++_identifier, Method!.Type, step.Data)) : step;

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        Method?.Dispose();
    }
}
