using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap.Tls;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap;

/// <summary>How an EAP conversation, or the one within a tunnel, goes on.</summary>
internal enum EapStepKind
{
    /// <summary>Ask again, with these octets behind the Type.</summary>
    Request,
    /// <summary>The method is through and the person proven.</summary>
    Success,
    /// <summary>The method is through, with nobody proven.</summary>
    Failure,
    /// <summary>What came breaks the method's rules; nothing more is said.</summary>
    Malformed,
}

/// <summary>One step of a method.</summary>
internal readonly record struct EapStep(EapStepKind Kind, byte[] Data)
{
    public static EapStep Success { get; } = new(EapStepKind.Success, []);

    public static EapStep Failure { get; } = new(EapStepKind.Failure, []);

    public static EapStep Malformed { get; } = new(EapStepKind.Malformed, []);

    public static EapStep Request(byte[] data) => new(EapStepKind.Request, data);
}

/// <summary>What all methods of one conversation share: how proofs are checked, and for which phone.</summary>
internal sealed record EapVisitor(ProofCheck Check, string Mac);

/// <summary>What EAP-TLS within a tunnel goes by: the tunnel's own certificates, and the octets of one of the tunnel's packets.</summary>
internal readonly record struct InnerTls(TlsContext Context, int OuterFragment)
{
    /// <summary>Room for the records, headers and attributes around an inner packet, so that it goes out in one outer fragment.</summary>
    private const int Around = 120;

    /// <summary>Octets of TLS in one inner packet.</summary>
    public int Fragment => Math.Max(OuterFragment - Around, 100);
}

/// <summary>One method of one conversation.</summary>
internal abstract class EapMethod : IDisposable
{
    /// <summary>Its Type octet.</summary>
    public abstract EapType Type { get; }

    /// <summary>Its name for people, the inner method included.</summary>
    public abstract string Name { get; }

    /// <summary>Who it is; set when the method is through, also when it failed.</summary>
    public Proven Proven { get; protected set; } = new(null, Reason.GatewayRequestInvalid);

    /// <summary>The name that was proven: the inner one where there is a tunnel.</summary>
    public string UserName { get; protected set; } = "";

    /// <summary>What the operator should know besides.</summary>
    public string Detail { get; protected set; } = "";

    /// <summary>Keys for the NAS: first what it receives with, then what it sends with, halves of equal length; null when the method makes none.</summary>
    public byte[]? Keys { get; protected set; }

    /// <summary>The first request, which goes out with this identifier.</summary>
    public abstract EapStep Begin(byte identifier);

    /// <summary>What a response with the last request's identifier leads to; <paramref name="next"/> is the identifier of the request that may follow.</summary>
    public abstract EapStep Take(byte identifier, byte next, ReadOnlySpan<byte> data);

    /// <inheritdoc/>
    public virtual void Dispose() { }
}
