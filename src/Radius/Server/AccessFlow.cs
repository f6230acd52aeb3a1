using System.Runtime.CompilerServices;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Vouchers;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Eap;
using HotspotManager.Radius.Proxy;
using HotspotManager.Radius.Replies;
using HotspotManager.Radius.Wire;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.Server;

/// <summary>One Access-Request from the socket to its answer.</summary>
public sealed class AccessFlow(
    PacketGate gate, DuplicateCache duplicates, TryLimit tries, Gatekeeper gatekeeper, GrantTable grants, ReturningPhones returning, NetworkTable network, AttemptLog attempts,
    SecretAlarm secrets, EapServer eap, ProxyFlow proxy, ReplyChangeTable changes, IOptions<RadiusOptions> options, TimeProvider time)
{
    private readonly ProofCheck _check = new(gatekeeper, grants, returning, tries);
    private readonly long _leastLease = options.Value.LeaseMinutes * 60L;

    /// <summary>
    /// <list type="number">
    /// <item>Who is this, and is it genuine? Source address, shape, Message-Authenticator: else silence.</item>
    /// <item>Answered before? The same octets again.</item>
    /// <item>Status-Server: we are here (RFC 5997).</item>
    /// <item>Who asks: voucher, account, grant, then the phone's MAC; and do they prove it? EAP may have to ask on: then that is the answer.</item>
    /// <item>The facts, from memory, and the decision; at a NAS that cannot be told anything later, a shorter lease.</item>
    /// <item>The reply, by the brand's table and the access point's own lines.</item>
    /// <item>Keep it for a second copy of the request, and send it.</item>
    /// <item>Write the attempt down, for the people who are asked why.</item>
    /// </list>
    /// </summary>
    [SkipLocalsInit]
    public void Handle(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        var began = time.GetTimestamp();
        Span<byte> buffer = stackalloc byte[RadiusPacket.MaxLength];
        Span<byte> room = stackalloc byte[UserPassword.MaxLength];

        // 1. Who is this?
        if (!gate.TryOpen(socket, datagram, path, RadiusPort.Authentication, out var request, out var client))
            return;

        // 2. Answered before?
        var key = new RequestKey(path.Remote, request);
        switch (duplicates.Begin(key, buffer, out var length))
        {
            case RequestState.InProgress:
                gate.Drop(DropReason.InProgress, path, client);
                return;
            case RequestState.Answered:
                RadiusMeter.Duplicate();
                socket.Send(buffer[..length], path);
                return;
        }

        // 3. Status-Server
        if (request.Code == RadiusCode.StatusServer)
        {
            RadiusMeter.Request("status");
            var alive = new RadiusWriter(buffer, RadiusCode.AccessAccept, request.Identifier);
            alive.AddMessageAuthenticator();
            alive.AddProxyStates(request);
            Answer(socket, path, key, alive.FinishReply(request.Authenticator, client.Secret));
            return;
        }
        RadiusMeter.Request("access");

        // 4. Who asks, and do they prove it?
        var userName = RequestText.Of(request, Ietf.UserName);
        if (proxy.TryTake(socket, path, key, request, client, userName, began))
            return; // somebody of elsewhere: the home server answers, and ProxyFlow goes on
        var mac = RequestText.MacOf(request);
        var accessPoint = RequestText.AccessPointOf(request, client, network.Current);
        var proof = Proof.Of(request, client.Secret, room);
        if (proof.Kind == ProofKind.Pap)
            secrets.Password(client, proof.IsUnreadable);
        var outcome = request.HasEapMessage ? eap.Take(request, client, mac) : default(EapOutcome?);
        if (outcome is { Kind: not EapOutcomeKind.End } step)
        {
            Go(socket, path, key, request, client, step, buffer);
            return;
        }
        if (outcome is { } end)
            userName = end.UserName;
        var (candidate, refusal, password) = outcome?.Proven ?? _check.Check(userName, mac, proof, accessPoint);

        // 5. The decision
        var facts = refusal is null ? gatekeeper.Facts(candidate!, mac, accessPoint) : default;
        var decision = refusal is { } reason ? new Decision(reason, default) : Admissions.Decide(facts, time.GetUtcNow());
        if (client.IsBeyondControl && decision.IsAccepted)
            decision = decision with { Limits = Lease.Of(decision.Limits, facts.Plan!.Value, client.Brand.KnowsOctets, _leastLease) };

        // 6. The reply
        var reply = decision.IsAccepted
            ? Accept(buffer, request, client, candidate!, SessionMark.NextSignIn(time.GetUtcNow()), decision.Limits, proof, password, outcome,
                changes.Of(accessPoint?.Id))
            : Reject(buffer, request, client, decision.Reason, proof, outcome);

        // 7. Keep and send it
        Answer(socket, path, key, reply);
        RadiusMeter.Answered("access", time.GetElapsedTime(began));
        if (decision.IsAccepted)
        {
            client.Health.CountAccept();
            RadiusMeter.Accept();
        }
        else
        {
            client.Health.CountReject();
            RadiusMeter.Reject(decision.Reason);
        }

        // 8. The attempt
        if (!attempts.Takes(decision.IsAccepted))
            return;
        attempts.Add(new Attempt
        {
            At = time.GetUtcNow(),
            Way = outcome is null ? Way(proof.Kind) : "radius-eap",
            NasId = client.Id,
            AccessPointId = accessPoint?.Id,
            UserName = Attempt.Mask(userName),
            Mac = mac,
            PersonKey = candidate?.PersonKey,
            Accepted = decision.IsAccepted,
            Reason = decision.Reason.ToString(),
            Steps = RadiusSteps.Of(client, request.HasMessageAuthenticator, proof, candidate, decision, outcome),
        });
    }

    private void Answer(DatagramSocket socket, in DatagramPath path, in RequestKey key, ReadOnlySpan<byte> reply)
    {
        duplicates.Complete(key, reply);
        socket.Send(reply, path);
    }

    /// <summary>EAP goes on, or has broken off without anybody to blame: no attempt is written, so that hostile packets cost no disk.</summary>
    private void Go(
        DatagramSocket socket, in DatagramPath path, in RequestKey key, in RadiusPacket request, NasClient client, in EapOutcome outcome, Span<byte> buffer)
    {
        RadiusMeter.Eap(outcome.Kind switch { EapOutcomeKind.Challenge => "challenge", EapOutcomeKind.Invalid => "invalid", _ => "stale" });
        if (outcome.Kind == EapOutcomeKind.Stale)
        {
            duplicates.Forget(key);
            gate.Drop(DropReason.StaleEap, path, client);
            return;
        }
        var goesOn = outcome.Kind == EapOutcomeKind.Challenge;
        var reply = new RadiusWriter(buffer, goesOn ? RadiusCode.AccessChallenge : RadiusCode.AccessReject, request.Identifier);
        reply.AddMessageAuthenticator();
        reply.AddProxyStates(request);
        EapServer.Write(ref reply, outcome.Packet);
        if (goesOn)
            reply.Add(Ietf.State, outcome.State);
        else
            client.Health.CountReject();
        Answer(socket, path, key, reply.FinishReply(request.Authenticator, client.Secret));
    }

    private static ReadOnlySpan<byte> Accept(Span<byte> buffer, in RadiusPacket request, NasClient client, Candidate candidate, long signIn, in Limits limits,
        in Proof proof, string password, in EapOutcome? outcome, ReplyChanges? changes)
    {
        var reply = new RadiusWriter(buffer, RadiusCode.AccessAccept, request.Identifier);
        reply.AddMessageAuthenticator();
        reply.AddProxyStates(request);
        reply.Add(Ietf.SessionTimeout, (uint)Math.Min(limits.SessionSeconds, int.MaxValue)); // some routers read it as signed
        if (limits.IsLease && outcome is not null)
            reply.Add(Ietf.TerminationAction, 1); // RADIUS-Request: over 802.1X the phone is asked again by itself (RFC 3580 section 3.19)
        reply.Add(Ietf.IdleTimeout, (uint)limits.IdleSeconds);
        reply.Add(Ietf.AcctInterimInterval, (uint)limits.InterimSeconds);
        Span<byte> mark = stackalloc byte[253];
        if (new SessionMark(candidate.Grant?.Id, candidate.PlanId, candidate.PersonKey, signIn).TryWrite(mark, out var length))
            reply.Add(Ietf.Class, mark[..length]);
        client.Brand.Write(ref reply, limits);
        changes?.Apply(ref reply);
        MsChapReply.Accept(ref reply, request, client.Secret, proof, password);
        if (outcome is { } eap)
        {
            // The inner name: accounting would tell of an anonymous one otherwise (RFC 2865 section 5.1).
            reply.Add(Ietf.UserName, eap.UserName);
            EapServer.Write(ref reply, EapPacket.End(eap.Identifier, success: true));
            if (eap.Keys is { } keys)
                MsChapReply.AddKeys(ref reply, request, client.Secret, keys.AsSpan(0, keys.Length / 2), keys.AsSpan(keys.Length / 2));
        }
        return reply.FinishReply(request.Authenticator, client.Secret);
    }

    private static ReadOnlySpan<byte> Reject(Span<byte> buffer, in RadiusPacket request, NasClient client, Reason reason, in Proof proof,
        in EapOutcome? outcome)
    {
        var reply = new RadiusWriter(buffer, RadiusCode.AccessReject, request.Identifier);
        reply.AddMessageAuthenticator();
        reply.AddProxyStates(request);
        if (outcome is null) // beside EAP-Message it would only be in the way (RFC 3579 section 2.6.5)
            reply.Add(Ietf.ReplyMessage, ReasonTexts.Indonesian(reason));
        MsChapReply.Reject(ref reply, proof);
        if (outcome is { } eap)
            EapServer.Write(ref reply, EapPacket.End(eap.Identifier, success: false));
        return reply.FinishReply(request.Authenticator, client.Secret);
    }

    private static string Way(ProofKind kind) => kind switch
    {
        ProofKind.Pap => "radius-pap",
        ProofKind.Chap => "radius-chap",
        ProofKind.MsChap => "radius-mschap",
        ProofKind.MsChap2 => "radius-mschapv2",
        _ => "radius-name",
    };
}
