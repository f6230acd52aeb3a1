using System.Globalization;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Vouchers;

namespace HotspotManager.Core.Admission;

/// <summary>
/// Whether a phone that comes back may go in as whom it was remembered as: for a router that asks by MAC before the phone notices a portal, and for the portal itself.
/// </summary>
public sealed class ReturningPhones(RememberedPhones phones, SignInOfferTable offers, PlanTable plans, VoucherTable vouchers, AccountTable accounts, SessionBook sessions, Footsteps footsteps, TimeProvider time)
{
    // A phone that walks from one point to the next leaves a session behind that moves nothing more; two that both move are two phones.
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(Admissions.InterimSeconds * 2);

    /// <summary>The person; null when the phone is not remembered, or must be asked again.</summary>
    public Candidate? Find(string mac, AccessPoint? at)
    {
        if (phones.Of(mac) is not { } phone) return null;
        if (at is not null && (offers.Of(at.AreaCode) is not { RememberDays: > 0 } terms || !terms.Offers(phone.SignIn))) return null;
        if (plans.Find(phone.PlanId) is not { } plan || !plan.Allows(phone.SignIn) || IsLiveTwice(phone)) return null;
        if (IdOf(phone.PersonKey, "account:") is { } account && accounts.Find(account) is null) return null;
        var voucher = IdOf(phone.PersonKey, "voucher:") is { } id ? vouchers.Find(id) : null;
        return new Candidate(phone.PersonKey, phone.PlanId, null, voucher, null);
    }

    /// <summary>The same address heard of at two access points at once: one of them is a copy, and nobody can say which.</summary>
    private bool IsLiveTwice(RememberedPhone phone)
    {
        var now = time.GetUtcNow();
        var live = sessions.OfPerson(phone.PersonKey).Where(s => s.Mac == phone.Mac && now - footsteps.LastMoved(s) < Lately).ToList();
        return live.Exists(a => live.Exists(b => a.AccessPointId != b.AccessPointId && footsteps.LastMoved(a) > b.StartedAt && footsteps.LastMoved(b) > a.StartedAt));
    }

    private static long? IdOf(string personKey, string kind) => personKey.StartsWith(kind, StringComparison.Ordinal)
        && long.TryParse(personKey.AsSpan(kind.Length), CultureInfo.InvariantCulture, out var id) ? id : null;
}
