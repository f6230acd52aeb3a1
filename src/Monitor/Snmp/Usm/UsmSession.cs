namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>What a datagram of the agent means for the exchange.</summary>
public enum UsmStep
{
    /// <summary>Not to be believed, or not for us: wait on.</summary>
    Ignore,

    /// <summary>The agent's engine or clock was learned: ask again.</summary>
    AskAgain,

    /// <summary>The answer.</summary>
    Answer,

    /// <summary>It will not answer; see <see cref="UsmSession.Fault"/>.</summary>
    Fault,
}

/// <summary>
/// A manager's conversation with one agent at one address: learns its engine, keeps its clock (RFC 3414 sections 2.2.1, 2.3 and 3.2), and tells why an agent refuses.
/// Kept for each address, not for each engine, so that cloned engine ids do no harm. Not thread-safe.
/// </summary>
public sealed class UsmSession(UsmUser user, TimeProvider time)
{
    /// <summary>A message older than this is a replay.</summary>
    public const int Window = 150;

    private static readonly TimeSpan BetweenAnchors = TimeSpan.FromMinutes(1);
    private static readonly byte[] Discovery = [0xA0, 0x0E, 0x02, 0x04, 0, 0, 0, 0, 0x02, 0x01, 0, 0x02, 0x01, 0, 0x30, 0];
    private static readonly UsmKeys Nobody = new(new UsmUser("", AuthProtocol.None, "", PrivProtocol.None, ""), []);

    private UsmKeys? keys;
    private int boots;
    private int latestTime;
    private long learnedAt;
    private bool isSynchronized;
    private long anchoredAt = long.MinValue;

    public UsmUser User { get; } = user;

    /// <summary>The agent's snmpEngineID; null: not known yet.</summary>
    public byte[]? EngineId => keys?.EngineId;

    /// <summary>Why the last exchange ended in <see cref="UsmStep.Fault"/>.</summary>
    public UsmFault Fault { get; private set; }

    /// <summary>The agent lost count of its reboots and was believed anew.</summary>
    public int Reanchored { get; private set; }

    private UsmFlags Level => (User.Auth == AuthProtocol.None ? UsmFlags.None : UsmFlags.Auth) | (User.Priv == PrivProtocol.None ? UsmFlags.None : UsmFlags.Priv);

    /// <summary>The agent's clock now, as far as known.</summary>
    private int EngineTime => isSynchronized ? (int)Math.Min(int.MaxValue, latestTime + (long)time.GetElapsedTime(learnedAt).TotalSeconds) : 0;

    /// <summary>Writes the request, or while the engine is not known the question for it; the length, 0 when it does not fit.</summary>
    /// <param name="pdu">The PDU with its tag.</param>
    /// <param name="messageId">msgID of this exchange; the answer must have it.</param>
    /// <param name="target">Where to.</param>
    public int Write(ReadOnlySpan<byte> pdu, int messageId, Span<byte> target)
    {
        if (keys is null)
        {
            Span<byte> discovery = stackalloc byte[Discovery.Length];
            Discovery.CopyTo(discovery);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(discovery[4..], messageId);
            return UsmMessage.Write(target, messageId, UsmFlags.Reportable, Nobody, 0, 0, discovery);
        }

        return UsmMessage.Write(target, messageId, Level | UsmFlags.Reportable, keys, isSynchronized ? boots : 0, EngineTime, pdu);
    }

    /// <summary>Reads what came from the agent's address.</summary>
    /// <param name="datagram">Its octets.</param>
    /// <param name="messageId">msgID of the exchange.</param>
    /// <param name="plain">Holds the octets of <paramref name="answer"/> when they were hidden.</param>
    /// <param name="answer">The Response, when this is one.</param>
    public UsmStep Read(ReadOnlySpan<byte> datagram, int messageId, out byte[]? plain, out MessageReader answer)
    {
        plain = null;
        answer = default;
        if (UsmMessage.TryRead(datagram, out var message) != DecodeReason.None || message.Id != messageId)
        {
            return UsmStep.Ignore;
        }

        var level = message.Flags & (UsmFlags.Auth | UsmFlags.Priv);
        var mine = keys is not null && message.EngineId.SequenceEqual(keys.EngineId);
        var signed = level.HasFlag(UsmFlags.Auth);
        if (signed && !(mine && message.IsSignedBy(keys!)))
        {
            return UsmStep.Ignore;
        }

        if (message.TryOpen(mine ? keys : null, out plain, out answer) != DecodeReason.None)
        {
            return signed ? End(UsmFault.DecryptionError) : UsmStep.Ignore;
        }

        if (answer.Type == PduType.Report)
        {
            return Report(message, answer, signed);
        }

        // An answer must be as safe as the question was, and fresh (RFC 3414 section 3.2, 7b).
        return answer.Type == PduType.Response && mine && level == Level && (!signed || IsTimely(message)) ? UsmStep.Answer : UsmStep.Ignore;
    }

    /// <summary>Forgets the agent's engine: it may be another device now.</summary>
    public void Forget() => (keys, isSynchronized) = (null, false);

    private UsmStep Report(in UsmMessage message, in MessageReader report, bool signed)
    {
        var fault = UsmFaults.Of(report);
        if (keys is null || (fault == UsmFault.UnknownEngineId && !message.EngineId.SequenceEqual(keys.EngineId)))
        {
            // Whatever it says (some answer usmStatsUnknownUserNames): it names its engine. What follows is proven by its keys.
            if (message.EngineId.IsEmpty)
            {
                return UsmStep.Ignore;
            }

            (keys, isSynchronized) = (new UsmKeys(User, message.EngineId), false);
            return UsmStep.AskAgain;
        }

        if (fault != UsmFault.NotInTimeWindow)
        {
            return End(fault);
        }

        if (!signed)
        {
            return UsmStep.Ignore; // anybody could say so, and set our clock
        }

        if (!isSynchronized || message.Boots > boots || (message.Boots == boots && message.Time > latestTime))
        {
            Learn(message);
            return UsmStep.AskAgain;
        }

        // Signed, but behind what we knew: an agent that does not keep its engineBoots over a restart.
        if (anchoredAt != long.MinValue && time.GetElapsedTime(anchoredAt) < BetweenAnchors)
        {
            return End(UsmFault.NotInTimeWindow);
        }

        anchoredAt = time.GetTimestamp();
        Reanchored++;
        Learn(message);
        return UsmStep.AskAgain;
    }

    private bool IsTimely(in UsmMessage message)
    {
        if (!isSynchronized || message.Boots > boots || (message.Boots == boots && message.Time > latestTime))
        {
            Learn(message);
            return true;
        }

        return message.Boots == boots && boots != int.MaxValue && message.Time >= EngineTime - Window;
    }

    private void Learn(in UsmMessage message) => (boots, latestTime, learnedAt, isSynchronized) = (message.Boots, message.Time, time.GetTimestamp(), true);

    private UsmStep End(UsmFault fault)
    {
        Fault = fault;
        return UsmStep.Fault;
    }
}
