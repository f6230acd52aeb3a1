using System.Net;
using HotspotManager.Core.Sessions;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Control;

/// <summary>Ends one session at its NAS and says in words what came of it.</summary>
public sealed class DisconnectFlow(ControlClient control, NasClientTable clients, LostSessions lost, TimeProvider time)
{
    /// <summary>
    /// <list type="number">
    /// <item>Which NAS has the session?</item>
    /// <item>Disconnect-Request: NAS and session identification (RFC 5176 section 3), Event-Timestamp, Message-Authenticator; over its own connection, or by UDP up to three times.</item>
    /// <item>The NAS says that the identification is not its own (Error-Cause 403; routers behind address translation): once more without it.</item>
    /// <item>The NAS has no such session (Error-Cause 503): its Stop was lost. Here it ends too, until it is heard of again.</item>
    /// <item>The answer in words.</item>
    /// </list>
    /// </summary>
    public async Task<(string State, string Answer)> EndAsync(Session session, CancellationToken cancel)
    {
        // 1. Which NAS?
        if (clients.Find(session.NasId) is not { } nas)
            return (OrderState.Failed, "The NAS of this session is no longer known.");
        var at = new IPEndPoint(IPAddress.Parse(nas.Row.Whereabouts), nas.Row.CoaPort);

        // 2. Disconnect-Request
        var now = time.GetUtcNow();
        var answer = await control.SendAsync(nas, RadiusCode.DisconnectRequest,
            (ref RadiusWriter request) => SessionIdentity.Write(ref request, nas, session, now, named: true), cancel);

        // 3. Once more without the NAS's identification?
        if (answer is { Code: RadiusCode.DisconnectNak, ErrorCause: ErrorCauses.NasIdentificationMismatch })
        {
            answer = await control.SendAsync(nas, RadiusCode.DisconnectRequest,
                (ref RadiusWriter request) => SessionIdentity.Write(ref request, nas, session, now, named: false), cancel);
        }

        // 4. No such session?
        if (answer is { Code: RadiusCode.DisconnectNak, ErrorCause: ErrorCauses.SessionNotFound })
            await lost.EndAsync(session, cancel);

        // 5. In words
        return answer switch
        {
            { IsAck: true } => (OrderState.Done, $"{nas.Name} ended the session (Disconnect-ACK)."),
            { Code: RadiusCode.DisconnectNak, ErrorCause: { } cause } => (OrderState.Refused, $"{nas.Name} refused: {ErrorCauses.Words(cause)}."),
            { Code: not null } => (OrderState.Refused, $"{nas.Name} refused without saying why (Disconnect-NAK)."),
            { Sent: false } => (OrderState.Failed, $"{nas.Name} ({at}) cannot be reached from this machine: check its address and Radius:Bind."),
            _ => (OrderState.Failed,
                $"{nas.Name} ({at}) did not answer. Check that it accepts Disconnect-Requests (RADIUS incoming, CoA port {nas.Row.CoaPort}), its secret and its clock."),
        };
    }
}
