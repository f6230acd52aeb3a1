using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>
/// Receives SNMPv3 notifications. Of a trap its sender is the authoritative engine; of an inform we are: then we tell our engine and clock, and answer (RFC 3414 section 3.2,
/// RFC 3412 section 7.2). Not thread-safe.
/// </summary>
public sealed class UsmReceiver
{
    private const int MostEngines = 10_000;
    private static readonly DateTimeOffset FirstBoot = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    private readonly TimeProvider time;
    private readonly Func<string, UsmUser?> find;
    private readonly long started;
    private readonly int boots;
    private readonly Dictionary<(string User, string Engine), UsmKeys> keys = [];
    private readonly Dictionary<string, (int Boots, int Time, long At)> clocks = [];
    private readonly uint[] counts = new uint[(int)UsmFault.OtherReport + 1];

    /// <param name="engineId">Ours, 5 to 32 octets; see <see cref="NewEngineId"/>.</param>
    /// <param name="find">Users by name.</param>
    /// <param name="time">The clock.</param>
    public UsmReceiver(byte[] engineId, Func<string, UsmUser?> find, TimeProvider time)
    {
        (EngineId, this.find, this.time, started) = (engineId, find, time, time.GetTimestamp());
        // Rises with every start by itself: nothing needs to be kept.
        boots = (int)Math.Clamp((time.GetUtcNow() - FirstBoot).TotalSeconds, 1, int.MaxValue - 1);
    }

    public byte[] EngineId { get; }

    /// <summary>An snmpEngineID of random octets (RFC 3411 section 5: first bit set, format 5).</summary>
    public static byte[] NewEngineId() => [0x80, 0, 0, 0, 5, .. RandomNumberGenerator.GetBytes(12)];

    /// <summary>Reads a notification.</summary>
    /// <param name="datagram">Its octets.</param>
    /// <param name="reply">Takes what is to be sent back.</param>
    /// <param name="replyLength">Its length; 0: nothing is sent back.</param>
    /// <param name="plain">Holds the octets of <paramref name="message"/> when they were hidden.</param>
    /// <param name="message">The notification, when true is returned.</param>
    public bool TryReceive(ReadOnlySpan<byte> datagram, Span<byte> reply, out int replyLength, out byte[]? plain, out MessageReader message)
    {
        (replyLength, plain) = (0, null);
        message = default;
        if (UsmMessage.TryRead(datagram, out var outer) != DecodeReason.None)
        {
            return false;
        }

        var toUs = outer.Flags.HasFlag(UsmFlags.Reportable);
        if (toUs && !outer.EngineId.SequenceEqual(EngineId))
        {
            replyLength = Report(reply, outer, UsmFault.UnknownEngineId, null);
            return false;
        }

        if (find(Encoding.UTF8.GetString(outer.User)) is not { } user)
        {
            replyLength = toUs ? Report(reply, outer, UsmFault.UnknownUserName, null) : 0;
            return false;
        }

        var level = (user.Auth == AuthProtocol.None ? UsmFlags.None : UsmFlags.Auth) | (user.Priv == PrivProtocol.None ? UsmFlags.None : UsmFlags.Priv);
        if ((outer.Flags & (UsmFlags.Auth | UsmFlags.Priv)) != level)
        {
            replyLength = toUs ? Report(reply, outer, UsmFault.UnsupportedSecurityLevel, null) : 0;
            return false;
        }

        var mine = KeysOf(user, outer.EngineId);
        if (user.Auth != AuthProtocol.None && !outer.IsSignedBy(mine))
        {
            replyLength = toUs ? Report(reply, outer, UsmFault.WrongDigest, null) : 0;
            return false;
        }

        if (user.Auth != AuthProtocol.None && !(toUs ? IsOurTime(outer) : IsTheirTime(outer)))
        {
            replyLength = toUs ? Report(reply, outer, UsmFault.NotInTimeWindow, mine) : 0;
            return false;
        }

        if (outer.TryOpen(mine, out plain, out message) != DecodeReason.None)
        {
            replyLength = toUs ? Report(reply, outer, UsmFault.DecryptionError, mine) : 0;
            return false;
        }

        if (message.Type == PduType.Inform && toUs)
        {
            replyLength = Answer(reply, outer, message, mine, level);
            return true;
        }

        return message.Type == PduType.TrapV2 && !toUs;
    }

    private int EngineTime => (int)time.GetElapsedTime(started).TotalSeconds;

    private bool IsOurTime(in UsmMessage message) => message.Boots == boots && Math.Abs((long)message.Time - EngineTime) <= UsmSession.Window;

    // Only forward, and not older than the window: a trap that is sent again by somebody else is none.
    private bool IsTheirTime(in UsmMessage message)
    {
        var engine = Convert.ToHexString(message.EngineId);
        if (clocks.TryGetValue(engine, out var known))
        {
            var now = known.Time + (long)time.GetElapsedTime(known.At).TotalSeconds;
            if (message.Boots < known.Boots || (message.Boots == known.Boots && message.Time < now - UsmSession.Window))
            {
                return false;
            }

            if (message.Boots == known.Boots && message.Time <= known.Time)
            {
                return true;
            }
        }

        if (clocks.Count >= MostEngines)
        {
            clocks.Clear();
        }

        clocks[engine] = (message.Boots, message.Time, time.GetTimestamp());
        return true;
    }

    private UsmKeys KeysOf(UsmUser user, ReadOnlySpan<byte> engineId)
    {
        var name = (user.Name, Convert.ToHexString(engineId));
        if (keys.TryGetValue(name, out var known) && known.User == user)
        {
            return known;
        }

        if (keys.Count >= MostEngines)
        {
            keys.Clear();
        }

        return keys[name] = new UsmKeys(user, engineId);
    }

    private int Answer(Span<byte> reply, in UsmMessage outer, in MessageReader inform, UsmKeys mine, UsmFlags level)
    {
        // A Response repeats the variables (RFC 3416 section 4.2.7): the same PDU under another tag.
        Span<byte> buffer = new byte[outer.Whole.Length + 32];
        var writer = new MessageWriter(buffer, SnmpVersion.V2c, default, PduType.Response, inform.RequestId);
        var variables = inform.VarBinds;
        while (variables.TryRead(out var variable))
        {
            writer.TryCopy(variable);
        }

        var length = writer.Finish();
        return length == 0 ? 0 : UsmMessage.Write(reply, outer.Id, level, mine, boots, EngineTime, CommunityFrame.Pdu(buffer[..length]), inform.ContextEngineId, inform.ContextName);
    }

    /// <summary>A Report is signed when we know how; never hidden, since who asks wrongly could not read it.</summary>
    private int Report(Span<byte> reply, in UsmMessage outer, UsmFault fault, UsmKeys? signer)
    {
        Span<byte> buffer = stackalloc byte[128];
        var requestId = outer.TryOpen(null, out _, out var message) == DecodeReason.None ? message.RequestId : 0;
        var writer = new MessageWriter(buffer, SnmpVersion.V2c, default, PduType.Report, requestId);
        writer.TryUnsigned(UsmFaults.Name(fault), SnmpTag.Counter32, ++counts[(int)fault]);
        var pdu = CommunityFrame.Pdu(buffer[..writer.Finish()]);
        var name = Encoding.UTF8.GetString(outer.User);
        var anonymous = new UsmKeys(new UsmUser(name, AuthProtocol.None, "", PrivProtocol.None, ""), EngineId);
        return UsmMessage.Write(reply, outer.Id, signer is null ? UsmFlags.None : UsmFlags.Auth, signer ?? anonymous, boots, EngineTime, pdu);
    }
}
