using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Portal.Login;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// Takes what a router tells of its sessions into the journal. Each message must be of a grant given at this router to this phone, and figures only rise: what is known
/// already stays, so the same message again, or an old one played back, changes nothing.
/// </summary>
public sealed class RouterReports(
    Whereabouts whereabouts, GrantTable grants, SessionBook sessions, Journal journal, IDbContextFactory<HotspotDb> databases, TimeProvider time)
{
    /// <summary>From the portal's answer to the first word of the router: a phone on its way in is not missed yet.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(90);

    private sealed record KnownGrant(long Id, string UserName, string PersonKey, int PlanId, string Mac, int AccessPointId, DateTimeOffset CreatedAt);

    private sealed record Known(KnownGrant Grant, Session? Session);

    /// <summary>Stores what is new in these messages; false when it could not be stored, and then nothing must be acknowledged.</summary>
    public async Task<bool> TakeAsync(NasEntry nas, IReadOnlyList<CountersMessage> messages, CancellationToken cancel)
    {
        var stored = new List<Task<bool>>(messages.Count);
        foreach (var message in messages)
        {
            if (await FindAsync(message, nas, cancel) is not { } known) PortalMeter.CounterMessage("unknown_grant", 1);
            else if (Record(message, known, nas) is { } record) stored.Add(journal.AppendAsync(record));
        }
        var all = await Task.WhenAll(stored);
        if (Array.Exists(all, done => !done)) return false;
        PortalMeter.CounterMessage("stored", all.Length);
        return true;
    }

    /// <summary>
    /// Ends what stands open here of a router that has just named everyone online: it lost power, or its last word was lost. One it never told of did not come in, and no
    /// time is counted; it goes on if the router does name it later.
    /// </summary>
    public async Task<bool> CloseOthersAsync(NasEntry nas, IReadOnlyList<CountersMessage> online, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var named = online.Select(m => m.Grant).ToHashSet(StringComparer.Ordinal);
        var gone = sessions.All.Where(s => s.NasId == nas.Id && s.Source == RecordSource.Gateway && !named.Contains(s.AcctSessionId) && now - s.StartedAt > OnItsWay).ToList();
        var all = await Task.WhenAll(gone.Select(s => journal.AppendAsync(new AccountingRecord
        {
            ReceivedAt = now,
            DelaySeconds = (int)Math.Clamp((now - s.UpdatedAt).TotalSeconds, 0, 86_400),
            Source = s.Source,
            NasId = s.NasId,
            AccessPointId = s.AccessPointId,
            Status = AcctStatus.Stop,
            AcctSessionId = s.AcctSessionId,
            UserName = s.UserName,
            Mac = s.Mac,
            SessionSeconds = s.Seconds,
            InputOctets = s.InputOctets,
            OutputOctets = s.OutputOctets,
            TerminateCause = TerminateCauses.Lost,
            PersonKey = s.PersonKey,
            GrantId = s.GrantId,
            PlanId = s.PlanId,
        })));
        cancel.ThrowIfCancellationRequested();
        return Array.TrueForAll(all, done => done);
    }

    private async Task<Known?> FindAsync(CountersMessage message, NasEntry nas, CancellationToken cancel)
    {
        var session = sessions.All.FirstOrDefault(s => s.NasId == nas.Id && s.AcctSessionId == message.Grant);
        var grant = grants.Find(message.Grant) is { } g ? new KnownGrant(g.Id, g.UserName, g.PersonKey, g.PlanId, g.Mac, g.AccessPointId, g.CreatedAt) : null;
        if (session is null || grant is null)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            grant ??= await db.Set<Grant>().AsNoTracking().Where(x => x.UserName == message.Grant)
                .Select(x => new KnownGrant(x.Id, x.UserName, x.PersonKey, x.PlanId, x.Mac, x.AccessPointId, x.CreatedAt)).FirstOrDefaultAsync(cancel);
            session ??= await db.Set<Session>().AsNoTracking().Where(s => s.NasId == nas.Id && s.AcctSessionId == message.Grant)
                .OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancel);
        }
        if (grant is null || grant.Mac != message.Mac && grant.Mac != OpenNdsGateway.StandIn(Hid(message.Token))) return null;
        // The grant was given at an access point of this router: another router's owner knows only their own key.
        return whereabouts.NasOf(grant.AccessPointId) == nas.Id ? new Known(grant, session) : null;
    }

    private static string Hid(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private AccountingRecord? Record(CountersMessage m, Known known, NasEntry nas)
    {
        var now = time.GetUtcNow();
        var (grant, session) = (known.Grant, known.Session);
        var started = session?.StartedAt ?? grant.CreatedAt;
        var elapsed = Math.Max(0, (long)(now - started).TotalSeconds);
        // The router's clock may have been set in between: never longer than our own clock allows, and ours where it has none.
        var seconds = m.Start > 0 && m.Seconds > 0 ? Math.Min(m.Seconds, elapsed + 60) : m.Ends ? elapsed : 0;
        seconds = Math.Max(seconds, session?.Seconds ?? 0);
        var (input, output) = (Math.Max(m.UpOctets, session?.InputOctets ?? 0), Math.Max(m.DownOctets, session?.OutputOctets ?? 0));
        // After the end only figures that say more count. (An end that we concluded ourselves is outweighed: then the phone is in.)
        if (session is { EndedAt: not null } && (m.Ends || !session.EndIsAssumed)
            && seconds == session.Seconds && input == session.InputOctets && output == session.OutputOctets) return null;
        return new AccountingRecord
        {
            ReceivedAt = now,
            DelaySeconds = m.Ends ? (int)Math.Clamp(elapsed - seconds, 0, 86_400) : 0,
            Source = RecordSource.Gateway,
            NasId = nas.Id,
            AccessPointId = grant.AccessPointId,
            Status = m.Ends ? AcctStatus.Stop : AcctStatus.InterimUpdate,
            AcctSessionId = grant.UserName,
            UserName = grant.UserName,
            Mac = m.Mac,
            FramedIp = session?.FramedIp,
            SessionSeconds = seconds,
            InputOctets = input,
            OutputOctets = output,
            TerminateCause = m.Ends ? Cause(m.Method) : null,
            PersonKey = grant.PersonKey,
            GrantId = grant.Id,
            PlanId = grant.PlanId,
        };
    }

    /// <summary>openNDS's word as an Acct-Terminate-Cause (RFC 2866 5.10).</summary>
    private static string Cause(string method) => method switch
    {
        "timeout_deauth" or "downquota_deauth" or "upquota_deauth" => "Session-Timeout",
        "idle_deauth" => "Idle-Timeout",
        "client_deauth" => "User-Request",
        "ndsctl_deauth" => "Admin-Reset",
        "shutdown_deauth" => "NAS-Reboot",
        _ => "NAS-Request",
    };
}
