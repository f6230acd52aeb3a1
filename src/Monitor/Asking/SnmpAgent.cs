using System.Net;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Monitor.Asking;

/// <summary>An agent as an operator names it.</summary>
/// <param name="EndPoint">Where it answers.</param>
/// <param name="Version">Which messages it takes.</param>
/// <param name="Community">Of v1 and v2c.</param>
/// <param name="User">Of v3.</param>
public sealed record SnmpAgent(IPEndPoint EndPoint, SnmpVersion Version, string Community, UsmUser? User)
{
    /// <summary>How long the first try waits; the later ones longer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often it is asked again.</summary>
    public int Retries { get; init; } = 2;
}

/// <summary>A variable of an answer, copied out of it.</summary>
/// <param name="Content">The value's content octets.</param>
public sealed record SnmpVariable(Oid Name, SnmpTag Tag, byte[] Content)
{
    /// <summary>Type and value as people read them.</summary>
    public string Text => SnmpText.Of(Tag, Content);
}

/// <summary>A Response.</summary>
public sealed record SnmpAnswer(ErrorStatus ErrorStatus, int ErrorIndex, IReadOnlyList<SnmpVariable> Variables);

/// <summary>The agent gave no answer, or none that is of use; the message says why, for operators.</summary>
public sealed class SnmpException : Exception
{
    public SnmpException()
    {
    }

    public SnmpException(string message) : base(message)
    {
    }

    public SnmpException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Nothing came at all.</summary>
    public bool IsSilence { get; init; }
}
