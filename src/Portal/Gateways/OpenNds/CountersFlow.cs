using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Portal.Login;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>What the script is told: an HTTP status, and the sealed text when it is 200.</summary>
public readonly record struct CountersAnswer(int Status, string Text);

/// <summary>
/// A router's script tells what phones used, in this order: 1. which router is this, and what key do we share; 2. the seal holds; 3. the messages read; 4. each is of a
/// grant of this router and this phone; 5. figures only rise: what is known already stays, so the same post again, or an old one played back, changes nothing;
/// 6. the journal has them on disk; 7. the answer, sealed over the request's seal, with the phones to put out.
/// </summary>
public sealed class CountersFlow(
    Whereabouts whereabouts, GrantTable grants, SessionBook sessions, Journal journal, RouterOrders orders, IDbContextFactory<HotspotDb> databases, TimeProvider time)
{
    /// <summary>Octets of a post: the script sends at most 200 messages of some 200.</summary>
    public const int LargestPost = 131_072;

    private sealed record Known(GrantEntryFacts Grant, Session? Session, bool EndedByRouter);

    private sealed record GrantEntryFacts(long Id, string UserName, string PersonKey, int PlanId, string Mac, int AccessPointId, DateTimeOffset CreatedAt);

    public async Task<CountersAnswer> RunAsync(string name, string? text, string? seal, CancellationToken cancel)
    {
        // 1. Which router.
        if (whereabouts.ByName(name) is not var (_, nas) || nas.Row.Gateway != OpenNdsGateway.Name || string.IsNullOrEmpty(nas.GatewayKey)) return Refused(404, "unknown");

        // 2. The seal.
        if (text is null || seal is not { Length: 64 } || !RouterSeal.Holds(text, nas.GatewayKey, seal)) return Refused(403, "forged");
        orders.Heard(nas.Id);

        // 3. The messages; c0 only asks.
        IReadOnlyList<CountersMessage>? messages = text.StartsWith("c0.", StringComparison.Ordinal) ? [] : CountersMessage.Read(text);
        if (messages is null) return Refused(400, "malformed");

        var stored = new List<Task<bool>>(messages.Count);
        foreach (var message in messages)
        {
            // 4. Whose.
            if (await FindAsync(message, nas, cancel) is not { } known)
            {
                PortalMeter.CounterMessage("unknown_grant", 1);
                continue;
            }
            // 5. Only what is new.
            if (Record(message, known, nas) is { } record) stored.Add(journal.AppendAsync(record));
        }

        // 6. On disk, or not answered: the script keeps its copy and sends it again.
        var all = await Task.WhenAll(stored);
        if (Array.Exists(all, done => !done)) return Refused(503, "not_stored");
        PortalMeter.CounterMessage("stored", all.Length);

        // 7. The answer.
        var answer = string.Join('.', (string[])["a1", .. orders.ToPutOut(nas.Id).Take(200).Select(PhoneAddress.Bare)]);
        return new CountersAnswer(200, answer + "." + RouterSeal.Of(answer + "." + seal, nas.GatewayKey));
    }

    private static CountersAnswer Refused(int status, string outcome)
    {
        PortalMeter.CounterMessage(outcome, 1);
        return new CountersAnswer(status, outcome);
    }

    private async Task<Known?> FindAsync(CountersMessage message, NasEntry nas, CancellationToken cancel)
    {
        var open = sessions.All.FirstOrDefault(s => s.NasId == nas.Id && s.AcctSessionId == message.Grant);
        var grant = grants.Find(message.Grant) is { } g ? new GrantEntryFacts(g.Id, g.UserName, g.PersonKey, g.PlanId, g.Mac, g.AccessPointId, g.CreatedAt) : null;
        Session? ended = null;
        if (open is null || grant is null)
        {
            await using var db = await databases.CreateDbContextAsync(cancel);
            grant ??= await db.Set<Grant>().AsNoTracking().Where(x => x.UserName == message.Grant)
                .Select(x => new GrantEntryFacts(x.Id, x.UserName, x.PersonKey, x.PlanId, x.Mac, x.AccessPointId, x.CreatedAt)).FirstOrDefaultAsync(cancel);
            ended = open is null ? await db.Set<Session>().AsNoTracking().Where(s => s.NasId == nas.Id && s.AcctSessionId == message.Grant)
                .OrderByDescending(s => s.Id).FirstOrDefaultAsync(cancel) : null;
        }
        if (grant is null || grant.Mac != message.Mac) return null;
        // The grant was given at an access point of this router: its seal was made with this router's key, but another router's owner knows only theirs.
        if (whereabouts.NasOf(grant.AccessPointId) != nas.Id) return null;
        return new Known(grant, open ?? ended, ended is { EndedAt: not null });
    }

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
        if (known.EndedByRouter && session is not null)
        {
            // After the end only final figures that say more count.
            if (!m.Ends || seconds == session.Seconds && input == session.InputOctets && output == session.OutputOctets) return null;
        }
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
