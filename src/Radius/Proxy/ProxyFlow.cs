using System.Net;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Realms;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Replies;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Proxy;

/// <summary>Requests about people of elsewhere, handed on to the home servers of their realm (RFC 2865 section 2.3).</summary>
public sealed partial class ProxyFlow(
    RealmTable realms, HomeServers homes, PacketGate gate, DuplicateCache duplicates, Gatekeeper gatekeeper, NetworkTable network, AttemptLog attempts, ReplyChangeTable changes,
    TimeProvider time, ILogger<ProxyFlow> log)
{
    /// <summary>More proxies than any honest chain has.</summary>
    private const int MostProxies = 10;

    /// <summary>Home servers asked for one request: together they take no longer than a NAS waits.</summary>
    private const int MostHomes = 3;

    /// <summary>Accounting copies waiting for a home server that is away: beyond this they are dropped; the record itself is in our journal.</summary>
    private const int MostWaiting = 5000;

    private static readonly TimeSpan[] AccountingPauses = [TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    /// <summary>Our Proxy-State: one of this process, so that a request that comes back is known.</summary>
    private readonly byte[] _mark = [(byte)'h', (byte)'s', .. RandomNumberGenerator.GetBytes(8)];

    private readonly Challengers _challengers = new(time);
    private int _waiting;

    private sealed record Handed(DatagramSocket Socket, DatagramPath Path, RequestKey Key, NasClient Client, byte[] Request, RealmEntry Realm, string UserName, long Began);

    /// <summary>Takes an Access-Request whose user is of another realm; false: it is one of ours. The answer comes later, from another thread.</summary>
    internal bool TryTake(DatagramSocket socket, in DatagramPath path, in RequestKey key, in RadiusPacket request, NasClient client, string userName, long began)
    {
        if (realms.Of(userName) is not { } realm)
            return false;
        if (IsLoop(request))
        {
            duplicates.Forget(key);
            gate.Drop(DropReason.ProxyLoop, path, client);
            return true;
        }
        _ = HandOnAsync(new Handed(socket, path, key, client, request.Bytes.ToArray(), realm, userName, began));
        return true;
    }

    /// <summary>
    /// <list type="number">
    /// <item>Ask the realm's home servers in their order, the next one when one does not answer.</item>
    /// <item>None answers: silence, if the realm is set so.</item>
    /// <item>The decision: the home server's; after an Access-Accept also what is left of the plan that the realm's visitors have here.</item>
    /// <item>The reply, with what a home server may say, under the NAS's secret; keep and send it.</item>
    /// <item>Write the attempt down.</item>
    /// </list>
    /// </summary>
    private async Task HandOnAsync(Handed handed)
    {
        try
        {
            // 1. Ask
            var (reply, home) = await AskAsync(handed.Realm, h => h.Authentication, handed.Client, handed.Request, handed.UserName);

            // 2. Silence?
            if (reply is null && handed.Realm.Row.SilentWhenOffline)
            {
                duplicates.Forget(handed.Key);
                gate.Drop(DropReason.HomeOffline, handed.Path, handed.Client);
                return;
            }
            Finish(handed, reply, home);
        }
        catch (Exception error)
        {
            duplicates.Forget(handed.Key);
            gate.Drop(DropReason.InternalError, handed.Path, handed.Client);
            Failed(log, handed.Realm.Name, error);
        }
    }

    private void Finish(Handed handed, HomeReply? reply, IPEndPoint? home)
    {
        RadiusPacket.TryRead(handed.Request, out var request, out _);
        var mac = RequestText.MacOf(request);
        var accessPoint = RequestText.AccessPointOf(request, handed.Client, network.Current);

        // 3. The decision
        var visitor = handed.Realm.Row.PlanId is { } plan ? new Candidate(ProxyPacket.PersonKey(handed.UserName), plan, null, null, null) : null;
        var said = reply is null ? RadiusCode.AccessReject : (RadiusCode)reply.Octets[0];
        var decision = reply is null ? new Decision(Reason.TemporarilyUnavailable, default)
            : said == RadiusCode.AccessReject ? new Decision(Reason.WrongPassword, default)
            : said == RadiusCode.AccessAccept && visitor is not null ? Admissions.Decide(gatekeeper.Facts(visitor, mac, accessPoint), time.GetUtcNow())
            : new Decision(Reason.Accepted, default);
        var code = said == RadiusCode.AccessAccept && !decision.IsAccepted ? RadiusCode.AccessReject : said;

        // 4. The reply
        var back = new RadiusWriter(stackalloc byte[RadiusPacket.MaxLength], code, request.Identifier);
        back.AddMessageAuthenticator();
        back.AddProxyStates(request);
        if (reply is null || code != said)
            back.Add(Ietf.ReplyMessage, ReasonTexts.Indonesian(decision.Reason));
        else if (RadiusPacket.TryRead(reply.Octets, out var answer, out _))
            Write(ref back, answer, reply, request, handed.Client, visitor, SessionMark.NextSignIn(time.GetUtcNow()), decision.Limits, changes.Of(accessPoint?.Id));
        var octets = back.FinishReply(request.Authenticator, handed.Client.Secret);
        duplicates.Complete(handed.Key, octets);
        handed.Socket.Send(octets, handed.Path);
        RadiusMeter.Proxied(handed.Realm.Name, home is null ? "offline" : code.ToString());
        RadiusMeter.Answered("proxy", time.GetElapsedTime(handed.Began));
        if (code == RadiusCode.AccessChallenge)
            return; // the attempt goes on
        if (code == RadiusCode.AccessAccept)
            handed.Client.Health.CountAccept();
        else
            handed.Client.Health.CountReject();

        // 5. The attempt
        if (!attempts.Takes(code == RadiusCode.AccessAccept))
            return;
        attempts.Add(new Attempt
        {
            At = time.GetUtcNow(),
            Way = "radius-proxy",
            NasId = handed.Client.Id,
            AccessPointId = accessPoint?.Id,
            UserName = Attempt.Mask(handed.UserName),
            Mac = mac,
            PersonKey = visitor?.PersonKey,
            Accepted = decision.IsAccepted,
            Reason = decision.Reason.ToString(),
            Steps = string.Join('\n',
                AttemptSteps.Line(request.HasMessageAuthenticator ? AttemptStep.AskedSigned : AttemptStep.AskedUnsigned, handed.Client.Name,
                    handed.Client.OverTls ? "RadSec" : handed.Client.Row.Address, "proxy"),
                home is null ? AttemptSteps.Line(AttemptStep.HomeSilent, handed.Realm.Name) : AttemptSteps.Line(AttemptStep.HomeAnswered, handed.Realm.Name, home.ToString(), said.ToString()),
                RadiusSteps.Ended(decision)),
        });
    }

    private static void Write(
        ref RadiusWriter back, in RadiusPacket answer, HomeReply reply, in RadiusPacket request, NasClient client, Candidate? visitor, long signIn, in Limits limits,
        ReplyChanges? changes)
    {
        var seconds = answer.Number(Ietf.SessionTimeout);
        if (answer.Code == RadiusCode.AccessAccept)
        {
            seconds = (uint)Math.Min(seconds ?? Admissions.LongestSession, visitor is null ? Admissions.LongestSession : limits.SessionSeconds);
            back.Add(Ietf.AcctInterimInterval, Admissions.InterimSeconds);
            if (visitor is not null)
            {
                // Ahead of the home server's own Class: accounting is joined by the first.
                back.Add(Ietf.Class, Encoding.UTF8.GetBytes(new SessionMark(null, visitor.PlanId, visitor.PersonKey, signIn).ToString()));
                client.Brand.Write(ref back, limits);
                changes?.Apply(ref back);
            }
        }
        if (seconds is { } timeout)
            back.Add(Ietf.SessionTimeout, timeout);
        ProxyPacket.Return(ref back, answer, reply.Secret, reply.Asked, request, client.Secret);
    }

    /// <summary>Whether this user's accounting goes to a home server as well.</summary>
    internal bool IsElsewhere(string userName) => realms.Of(userName) is not null;

    /// <summary>Sends a copy of an accounting record that is in our journal to the user's home, again for a quarter of an hour where that is away.</summary>
    internal void CopyAccounting(byte[] request, NasClient client, string userName)
    {
        if (realms.Of(userName) is not { } realm || !RadiusPacket.TryRead(request, out var packet, out _) || IsLoop(packet))
            return;
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            RadiusMeter.Proxied(realm.Name, "accounting_dropped");
            return;
        }
        _ = CopyAsync(realm, client, request, userName);
    }

    private async Task CopyAsync(RealmEntry realm, NasClient client, byte[] request, string userName)
    {
        try
        {
            foreach (var pause in AccountingPauses)
            {
                await Task.Delay(pause, time);
                var (reply, _) = await AskAsync(realm, h => h.Accounting, client, request, userName);
                if (reply is null)
                    continue;
                RadiusMeter.Proxied(realm.Name, "accounting");
                return;
            }
            RadiusMeter.Proxied(realm.Name, "accounting_dropped");
        }
        catch (Exception error)
        {
            Failed(log, realm.Name, error);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<(HomeReply? Reply, IPEndPoint? Home)> AskAsync(RealmEntry realm, Func<HomeEntry, IPEndPoint> port, NasClient client, byte[] octets, string userName)
    {
        foreach (var home in _challengers.Order(realm, homes.Usable(realm), octets).Take(MostHomes))
        {
            var at = port(home);
            var reply = await homes.AskAsync(home, at, (identifier, authenticator, secret) =>
            {
                RadiusPacket.TryRead(octets, out var request, out _);
                return ProxyPacket.Forward(request, client.Secret, secret, identifier, authenticator, ProxyPacket.NameAtHome(userName, realm.Row.StripRealm), _mark);
            });
            if (reply is null)
                continue;
            _challengers.Heard(reply.Octets, home.Id);
            return (reply, at);
        }
        return (null, null);
    }

    private bool IsLoop(in RadiusPacket request)
    {
        var proxies = 0;
        foreach (var attribute in request.Attributes)
        {
            if (attribute.Vendor != 0 || attribute.Number != Ietf.ProxyState.Number)
                continue;
            if (++proxies > MostProxies || attribute.Value.SequenceEqual(_mark))
                return true;
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request for realm {Realm} met a fault of ours and got no answer")]
    private static partial void Failed(ILogger log, string realm, Exception error);
}
