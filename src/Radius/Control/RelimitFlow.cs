using System.Net;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Replies;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Radius.Control;

/// <summary>Tells a NAS the limits of a running session anew and says in words what came of it.</summary>
public sealed class RelimitFlow(
    ControlClient control, NasClientTable clients, RunningLimits running, DisconnectFlow disconnect, ReplyChangeTable changes, IDbContextFactory<HotspotDb> databases, TimeProvider time)
{
    /// <summary>More than anybody can move in a day.</summary>
    private const long NoLimit = 1_000_000_000_000_000;

    /// <summary>
    /// <list type="number">
    /// <item>Which NAS has the session, and which plan? The plan as it stands in the store: the order may be younger than the snapshot.</item>
    /// <item>What remains now? Nothing: the session is ended. No limit on data: that is said as well, or the one of the sign-in would stay.</item>
    /// <item>CoA-Request: NAS and session identification, the brand's limits, Event-Timestamp, Message-Authenticator; sent up to three times.</item>
    /// <item>The NAS says that the identification is not its own (Error-Cause 403): once more without it.</item>
    /// <item>Its data is used up and it does not take the slower rate: it is ended, and the next sign-in is slower.</item>
    /// <item>The answer in words.</item>
    /// </list>
    /// </summary>
    public async Task<(string State, string Answer)> ChangeAsync(Session session, CancellationToken cancel)
    {
        // 1. Which NAS, which plan?
        if (clients.Find(session.NasId) is not { } nas)
            return (OrderState.Failed, "The NAS of this session is no longer known.");
        if (await PlanAsync(session, cancel) is not { } plan)
            return (OrderState.Refused, "This session has no plan of ours: there is nothing to tell.");
        var at = new IPEndPoint(IPAddress.Parse(nas.Row.Whereabouts), nas.Row.CoaPort);

        // 2. What remains?
        var now = time.GetUtcNow();
        var decision = running.Of(session, plan, now);
        if (!decision.IsAccepted)
        {
            var (state, ended) = await disconnect.EndAsync(session, cancel);
            return (state, $"Nothing is left ({ReasonTexts.Metric(decision.Reason)}). {ended}");
        }
        var limits = decision.Limits with { RemainingOctets = decision.Limits.RemainingOctets ?? NoLimit };
        if (nas.Brand.CountsFromStart)
            limits = FromStart(session, limits, now);

        // 3. CoA-Request
        var answer = await control.SendAsync(nas, RadiusCode.CoaRequest,
            (ref RadiusWriter request) => Write(ref request, nas, session, limits, changes.Of(session.AccessPointId), now, named: true), cancel);

        // 4. Once more without the NAS's identification?
        if (answer is { Code: RadiusCode.CoaNak, ErrorCause: ErrorCauses.NasIdentificationMismatch })
        {
            answer = await control.SendAsync(nas, RadiusCode.CoaRequest,
                (ref RadiusWriter request) => Write(ref request, nas, session, limits, changes.Of(session.AccessPointId), now, named: false), cancel);
        }

        // 5. Slower in no other way?
        var words = Words(answer, nas, at, decision.Limits);
        if (!answer.IsAck && decision.Limits.IsSlow)
        {
            var (state, ended) = await disconnect.EndAsync(session, cancel);
            return (state, $"{words.Answer} {ended}");
        }

        // 6. In words
        return words;
    }

    private static (string State, string Answer) Words(in ControlAnswer answer, NasClient nas, IPEndPoint at, in Limits limits) => answer switch
    {
        { IsAck: true } => (OrderState.Done, $"{nas.Name} took the new limits (CoA-ACK): {RadiusSteps.Limits(limits)}."),
        { ErrorCause: ErrorCauses.UnsupportedService or ErrorCauses.UnsupportedExtension } => (OrderState.Refused,
            $"{nas.Name} does not support CoA (Error-Cause {answer.ErrorCause}): the new limits hold from its next sign-in; what is used up is ended by Disconnect."),
        { Code: RadiusCode.CoaNak, ErrorCause: { } cause } => (OrderState.Refused, $"{nas.Name} refused: {ErrorCauses.Words(cause)}."),
        { Code: not null } => (OrderState.Refused, $"{nas.Name} refused without saying why (CoA-NAK)."),
        { Sent: false } => (OrderState.Failed, $"{nas.Name} ({at}) cannot be reached from this machine: check its address and Radius:Bind."),
        _ => (OrderState.Failed,
            $"{nas.Name} ({at}) did not answer. Check that it accepts CoA-Requests (RADIUS incoming, CoA port {nas.Row.CoaPort}), its secret and its clock."),
    };

    private async Task<Plan?> PlanAsync(Session session, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == session.PlanId, cancel);
    }

    /// <summary>What remains, on top of what this session has had: for NAS whose limits hold for the session as a whole.</summary>
    private static Limits FromStart(Session session, in Limits left, DateTimeOffset now) => left with
    {
        SessionSeconds = left.SessionSeconds + Math.Max(session.Seconds, (long)(now - session.StartedAt).TotalSeconds),
        RemainingOctets = left.RemainingOctets + session.InputOctets + session.OutputOctets,
    };

    private static void Write(ref RadiusWriter request, NasClient nas, Session session, in Limits limits, ReplyChanges? changes, DateTimeOffset now, bool named)
    {
        SessionIdentity.Write(ref request, nas, session, now, named);
        request.Add(Ietf.SessionTimeout, (uint)Math.Min(limits.SessionSeconds, int.MaxValue));
        nas.Brand.Write(ref request, limits);
        changes?.Apply(ref request, midSession: true);
    }
}
