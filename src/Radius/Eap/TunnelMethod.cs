using System.Buffers.Binary;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap.Tls;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap;

/// <summary>
/// What EAP-TLS (RFC 5216, 9190), PEAPv0 and EAP-TTLS (RFC 5281, 9427) have in common: flags, fragments, the handshake. Heirs say what happens once the
/// tunnel stands.
/// </summary>
internal abstract class TunnelMethod : EapMethod
{
    private const byte HasLength = 0x80, MoreFragments = 0x40, StartFlag = 0x20;

    /// <summary>Four certificates and a password: nobody has more to say in one message.</summary>
    private const int MaxMessage = 32_768;

    private readonly int _fragment;
    private int _received;
    private byte[] _outgoing = [];
    private int _sent;
    private bool _wasEstablished;
    private EapStep? _end;

    /// <param name="visitor">What the conversation's methods share.</param>
    /// <param name="context">Certificates and sessions.</param>
    /// <param name="name">The method's name: a session of one is not resumed by another.</param>
    /// <param name="wantsCertificate">Whether the phone must show a certificate.</param>
    /// <param name="fragment">Octets of TLS in one EAP packet.</param>
    protected TunnelMethod(EapVisitor visitor, TlsContext context, ReadOnlySpan<byte> name, bool wantsCertificate, int fragment)
    {
        (Visitor, _fragment) = (visitor, fragment);
        Tunnel = new TlsTunnel(context, name, wantsCertificate);
        Inside = new InnerTls(context, fragment);
    }

    protected EapVisitor Visitor { get; }

    protected TlsTunnel Tunnel { get; }

    /// <summary>What EAP-TLS within the tunnel goes by.</summary>
    protected InnerTls Inside { get; }

    /// <summary>The identifier of the request that may follow.</summary>
    protected byte Next { get; private set; }

    /// <summary>The label of the keying material before TLS 1.3.</summary>
    protected abstract ReadOnlySpan<byte> KeyLabel { get; }

    /// <inheritdoc/>
    public override EapStep Begin(byte identifier) => EapStep.Request([StartFlag]);

    /// <inheritdoc/>
    public override EapStep Take(byte identifier, byte next, ReadOnlySpan<byte> data)
    {
        Next = next;
        if (data.IsEmpty)
            return EapStep.Malformed;
        var flags = data[0];
        data = data[1..];
        if ((flags & HasLength) != 0)
        {
            if (data.Length < 4 || BinaryPrimitives.ReadUInt32BigEndian(data) > MaxMessage)
                return EapStep.Malformed;
            data = data[4..];
        }
        if (_sent < _outgoing.Length)
            return data.IsEmpty && (flags & MoreFragments) == 0 ? NextFragment() : EapStep.Malformed;
        if (_end is { } end)
            return end;
        if (_received + data.Length > MaxMessage)
            return EapStep.Malformed;
        // TLS is a stream: fragments wait in the tunnel, which holds as much as came and no more.
        Tunnel.Hold(data);
        _received += data.Length;
        if ((flags & MoreFragments) != 0)
            return data.IsEmpty ? EapStep.Malformed : EapStep.Request([0]);
        var isEmpty = _received == 0;
        _received = 0;
        return Handle(isEmpty);
    }

    /// <param name="isEmpty">The phone said nothing: it waits for us.</param>
    private EapStep Handle(bool isEmpty)
    {
        if (!Tunnel.Advance())
            return Broken();
        if (!Tunnel.IsEstablished)
            return Send(onNothing: EapStep.Malformed);
        EapStep? end = null;
        if (!_wasEstablished)
        {
            _wasEstablished = true;
            end = Established();
            if (end is null && isEmpty)
                return EapStep.Malformed;
        }
        else if (isEmpty)
        {
            end = Quiet();
        }
        if (end is null)
        {
            Span<byte> inner = stackalloc byte[4096];
            var length = Tunnel.Read(inner);
            if (length < 0)
                return Broken();
            if (length > 0)
                end = Inner(inner[..length]);
        }
        if (end is { Kind: EapStepKind.Success })
            Complete();
        // What is still to be said is said first: tickets, alerts, the last word of the inner method.
        var outgoing = Tunnel.Drain();
        if (end is { Kind: EapStepKind.Malformed })
            return EapStep.Malformed;
        if (outgoing.Length > 0)
        {
            _end = end;
            return Send(outgoing);
        }
        return end ?? (isEmpty ? EapStep.Malformed : Nothing());
    }

    private EapStep Nothing() => Tunnel.IsEstablished && Quiet() is { } end
        ? Finish(end)
        : Send(onNothing: EapStep.Request([0]));

    private EapStep Finish(EapStep end)
    {
        if (end.Kind == EapStepKind.Success)
            Complete();
        var outgoing = Tunnel.Drain();
        if (outgoing.Length == 0)
            return end;
        _end = end;
        return Send(outgoing);
    }

    /// <summary>The tunnel stands. Null: go on; else how it ends, once what was written is through.</summary>
    protected abstract EapStep? Established();

    /// <summary>The phone has nothing to say and waits for us. Null: something was written.</summary>
    protected abstract EapStep? Quiet();

    /// <summary>Something came through the tunnel. Null: something was written, or nothing has to be said.</summary>
    protected abstract EapStep? Inner(ReadOnlySpan<byte> octets);

    /// <summary>The handshake or a record failed: the alert goes out, then the failure.</summary>
    private EapStep Broken()
    {
        Detail = $"TLS: {Tunnel.Fault}";
        Proven = new Proven(null, Reason.CertificateRefused);
        var alert = Tunnel.Drain();
        if (alert.Length == 0)
            return EapStep.Failure;
        _end = EapStep.Failure;
        return Send(alert);
    }

    private EapStep Send(EapStep onNothing)
    {
        var outgoing = Tunnel.Drain();
        return outgoing.Length == 0 ? onNothing : Send(outgoing);
    }

    private EapStep Send(byte[] outgoing)
    {
        (_outgoing, _sent) = (outgoing, 0);
        return NextFragment();
    }

    private EapStep NextFragment()
    {
        var first = _sent == 0 && _outgoing.Length > _fragment;
        var take = Math.Min(_fragment, _outgoing.Length - _sent);
        var more = _sent + take < _outgoing.Length;
        var packet = new byte[1 + (first ? 4 : 0) + take];
        packet[0] = (byte)((first ? HasLength : 0) | (more ? MoreFragments : 0));
        if (first)
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(1), (uint)_outgoing.Length);
        _outgoing.AsSpan(_sent, take).CopyTo(packet.AsSpan(packet.Length - take));
        _sent += take;
        if (!more)
            (_outgoing, _sent) = ([], 0); // not kept while the phone thinks
        return EapStep.Request(packet);
    }

    private void Complete()
    {
        if (Keys is not null)
            return;
        Keys = FinalKeys();
        Tunnel.Keep();
    }

    /// <summary>
    /// The first 64 of 128 octets are the MSK, whose halves are what the NAS receives and sends with (RFC 5216 section 2.3, RFC 9190 section 2.3). In TLS
    /// 1.3 the length asked for is part of what is derived.
    /// </summary>
    protected byte[] DeriveKeys() => (Tunnel.IsTls13
        ? Tunnel.Export("EXPORTER_EAP_TLS_Key_Material"u8, [(byte)Type], 128)
        : Tunnel.Export(KeyLabel, default, 128)).AsSpan(0, 64).ToArray();

    /// <summary>The keys for the NAS once all is well.</summary>
    protected virtual byte[] FinalKeys() => DeriveKeys();

    /// <summary>Who was proven in the session resumed, if they still are who they were; null: the inner method must run.</summary>
    protected bool Recall(out string inner)
    {
        inner = "";
        if (Tunnel.Memory is not { } memory)
            return false;
        var proven = Visitor.Check.Again(memory.UserName, memory.PersonKey, memory.Password);
        if (proven.Refusal is not null)
            return false;
        (Proven, UserName, inner) = (proven, memory.UserName, memory.Inner);
        return true;
    }

    /// <summary>The inner method is through: the next tunnel of this phone may do without it.</summary>
    protected void Remember(string inner)
    {
        if (Proven is { Refusal: null, Candidate: { } candidate })
            Tunnel.Remember(new TlsMemory(UserName, candidate.PersonKey, candidate.Password, inner));
    }

    /// <inheritdoc/>
    public override void Dispose() => Tunnel.Dispose();
}
