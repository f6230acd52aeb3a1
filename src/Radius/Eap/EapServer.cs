using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap.Tls;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Eap;

/// <summary>What an Access-Request with EAP leads to.</summary>
internal enum EapOutcomeKind
{
    /// <summary>Access-Challenge with the next EAP packet.</summary>
    Challenge,
    /// <summary>The conversation is over: somebody is proven, or refused with a reason.</summary>
    End,
    /// <summary>Broken, late or of an unknown conversation: a failure, and nothing but a counter.</summary>
    Invalid,
    /// <summary>Not the answer that is waited for, perhaps an old copy: silence (RFC 3748 section 4.1).</summary>
    Stale,
}

/// <summary>An outcome; the octets are the EAP packet that goes out.</summary>
internal readonly record struct EapOutcome(
    EapOutcomeKind Kind, byte[] Packet, byte[] State, Proven Proven, string UserName = "", string Method = "", string Detail = "", byte[]? Keys = null, byte Identifier = 0);

/// <summary>EAP over RADIUS (RFC 3579): joins EAP-Message attributes, finds the conversation by its State, lets it go one step.</summary>
public sealed class EapServer
{
    private const int DefaultFragment = 1024;

    private readonly ProofCheck _check;
    private readonly TlsKeeper _tls;
    private readonly ConversationTable _table;
    private readonly EapType _offer;

    internal EapServer(ProofCheck check, TlsKeeper tls, EapType offer, TimeProvider time) =>
        (_check, _tls, _offer, _table) = (check, tls, offer, new ConversationTable(time));

    /// <summary>One step.</summary>
    internal EapOutcome Take(in RadiusPacket request, NasClient client, string mac)
    {
        Span<byte> octets = stackalloc byte[RadiusPacket.MaxLength];
        octets = octets[..Join(request, octets)];
        request.TryGet(Ietf.State, out var state);
        if (octets.IsEmpty)
        {
            // EAP-Start: the NAS leaves the first question to us (RFC 3579 section 2.1).
            var asked = New(request, client, mac, 0);
            return Challenge(asked.Ask(), _table.Add(asked));
        }
        if (!EapPacket.TryReadResponse(octets, out var response))
            return Invalid(octets.Length > 1 ? octets[1] : (byte)0);
        Conversation? conversation;
        byte[] key;
        if (state.IsEmpty)
        {
            if (response.Type != EapType.Identity)
                return Invalid(response.Identifier);
            conversation = New(request, client, mac, response.Identifier);
            key = _table.Add(conversation);
        }
        else
        {
            conversation = _table.Find(state, client.Id);
            if (conversation is null)
                return Invalid(response.Identifier);
            key = state.ToArray();
        }
        lock (conversation)
        {
            if (response.Identifier != conversation.Identifier)
                return new EapOutcome(EapOutcomeKind.Stale, [], [], default);
            var step = conversation.Take(response);
            if (step.Kind == EapStepKind.Request)
                return Challenge(step.Data, key);
            _table.Remove(key);
            var method = conversation.Method;
            var outcome = step.Kind == EapStepKind.Malformed
                ? Invalid(response.Identifier)
                : End(step.Kind == EapStepKind.Success, conversation, method, response.Identifier);
            conversation.Dispose();
            return outcome;
        }
    }

    private Conversation New(in RadiusPacket request, NasClient client, string mac, byte identifier)
    {
        // Room for the EAP header in what the NAS can pass on, and for the rest of the packet in what a line carries unfragmented.
        var fragment = request.Number(Ietf.FramedMtu) is { } mtu ? (int)Math.Clamp(mtu - 10L, 100, DefaultFragment) : DefaultFragment;
        return new Conversation(client.Id, new EapVisitor(_check, mac), _tls.Current, fragment, identifier, _offer);
    }

    private static EapOutcome Challenge(byte[] packet, byte[] state) => new(EapOutcomeKind.Challenge, packet, state, default);

    private static EapOutcome Invalid(byte identifier) =>
        new(EapOutcomeKind.Invalid, EapPacket.End(identifier, success: false), [], new Proven(null, Reason.GatewayRequestInvalid));

    private static EapOutcome End(bool success, Conversation conversation, EapMethod? method, byte identifier)
    {
        var proven = method?.Proven ?? new Proven(null, Reason.GatewayRequestInvalid);
        if (!success && proven.Refusal is null)
            proven = proven with { Refusal = Reason.WrongPassword };
        var name = method?.UserName is { Length: > 0 } inner ? inner : conversation.OuterName;
        // The method's type alone is in the name of one that was refused by a Nak; nothing to be told of it then.
        return new EapOutcome(EapOutcomeKind.End, [], [], proven, name, method?.Name ?? "EAP", method?.Detail ?? "", success ? method?.Keys : null, identifier);
    }

    /// <summary>EAP-Message attributes in their order are one packet (RFC 3579 section 3.1).</summary>
    private static int Join(in RadiusPacket request, Span<byte> octets)
    {
        var length = 0;
        foreach (var attribute in request.Attributes)
        {
            if (attribute.Vendor != 0 || attribute.Number != Ietf.EapMessage.Number)
                continue;
            attribute.Value.CopyTo(octets[length..]);
            length += attribute.Value.Length;
        }
        return length;
    }

    /// <summary>One EAP packet in as many attributes as it needs.</summary>
    internal static void Write(ref RadiusWriter reply, ReadOnlySpan<byte> packet)
    {
        for (; packet.Length > 253; packet = packet[253..])
            reply.Add(Ietf.EapMessage, packet[..253]);
        reply.Add(Ietf.EapMessage, packet);
    }
}
