using System.Collections.Concurrent;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using HotspotManager.Portal.Gateways;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.Login;

/// <summary>
/// Why people stay outside, where no sign-in method could say it: a phone that the router itself sent back (the reason stands in RADIUS's attempt), and a gateway whose
/// requests cannot be used (a wrong key, say), told to the console at most once in ten minutes for each access point and fault, so that junk from outside fills nothing.
/// </summary>
public sealed class RefusalNotes(IDbContextFactory<HotspotDb> databases, AttemptLog attempts, TimeProvider time)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(int Point, GatewayFault Fault), DateTimeOffset> _noted = new();

    /// <summary>Why the router sent this phone back: RADIUS's newest refusal of it within two minutes.</summary>
    public async Task<Reason> OfPhoneAsync(string mac, CancellationToken cancel)
    {
        var since = time.GetUtcNow().AddMinutes(-2);
        await using var db = await databases.CreateDbContextAsync(cancel);
        var name = await db.Set<Attempt>().AsNoTracking().Where(a => a.Mac == mac && a.At >= since && !a.Accepted)
            .OrderByDescending(a => a.Id).Select(a => a.Reason).FirstOrDefaultAsync(cancel);
        return Enum.TryParse<Reason>(name, out var reason) && reason != Reason.Accepted ? reason : Reason.TemporarilyUnavailable;
    }

    public void NoteFault(IGateway gateway, AccessPoint point, GatewayFault fault)
    {
        // Only what an operator can put right: the rest is anybody's junk.
        if (fault is not (GatewayFault.BadSignature or GatewayFault.NoKey or GatewayFault.WrongKey or GatewayFault.OtherGateway or GatewayFault.NotSetUp
            or GatewayFault.ForeignAddress)) return;
        var now = time.GetUtcNow();
        var told = _noted.GetOrAdd((point.Id, fault), DateTimeOffset.MinValue);
        if (now - told < Quiet || !_noted.TryUpdate((point.Id, fault), now, told)) return;
        attempts.Add(new Attempt
        {
            At = now,
            Way = "portal-" + gateway.Key,
            NasId = point.NasId,
            AccessPointId = point.Id,
            Accepted = false,
            Reason = nameof(Reason.GatewayRequestInvalid),
            Steps = AttemptSteps.Line(AttemptStep.GatewayRefused, GatewayFaultTexts.ForOperator(fault)),
        });
    }
}
