using HotspotManager.Core.Admission;
using HotspotManager.Core.Plans;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Replies;

/// <summary>What an Access-Accept would carry: for people, before a phone is there.</summary>
public static class ReplyPreview
{
    /// <summary>The attributes in the packet's order that a phone on this plan gets at an access point of this brand, all of the plan being left.</summary>
    public static IReadOnlyList<string> Lines(string brand, ReplyChanges? changes, Plan plan)
    {
        var now = DateTimeOffset.UnixEpoch;
        var limits = Admissions.Decide(new AdmissionFacts(Reason.Accepted, Gatekeeper.Of(plan), default, 0, null, now.AddDays(1)), now).Limits;
        var writer = new RadiusWriter(stackalloc byte[RadiusPacket.MaxLength], RadiusCode.AccessAccept, 0);
        writer.Add(Ietf.SessionTimeout, (uint)Math.Min(limits.SessionSeconds, int.MaxValue));
        writer.Add(Ietf.IdleTimeout, (uint)limits.IdleSeconds);
        writer.Add(Ietf.AcctInterimInterval, (uint)limits.InterimSeconds);
        ReplyTable.Of(brand).Write(ref writer, limits);
        changes?.Apply(ref writer);
        var lines = RadiusPacket.TryRead(writer.FinishReply(stackalloc byte[16], new SharedSecret("")), out var packet, out _) ? PacketText.Lines(packet) : [];
        return ["Message-Authenticator = (signature)", .. lines, "Class = (mark of the session)"];
    }
}
