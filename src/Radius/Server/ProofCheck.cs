using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Vouchers;

namespace HotspotManager.Radius.Server;

/// <summary>Who somebody turned out to be.</summary>
/// <param name="Candidate">Whom the name belongs to; null: nobody.</param>
/// <param name="Refusal">Why the proof does not do; null: proven.</param>
/// <param name="Password">With which password, when proven.</param>
internal readonly record struct Proven(Candidate? Candidate, Reason? Refusal, string Password = "");

/// <summary>Holds a proof against voucher, account, grant and phone, in that order: for every method, from PAP to what comes out of a TLS tunnel.</summary>
internal sealed class ProofCheck(Gatekeeper gatekeeper, GrantTable grants, ReturningPhones returning, TryLimit tries)
{
    /// <param name="userName">The name that goes with the proof.</param>
    /// <param name="mac">The phone, in the one spelling, or "".</param>
    /// <param name="proof">The proof.</param>
    /// <param name="at">Where it is, if that is known.</param>
    public Proven Check(string userName, string mac, in Proof proof, AccessPoint? at = null)
    {
        if (userName.Length == 0)
            return new Proven(null, Reason.GatewayRequestInvalid);
        if (gatekeeper.Find(userName) is { } candidate)
        {
            if (candidate.Grant is null && tries.IsOver(mac))
                return new Proven(candidate, Reason.TooManyTries);
            var password = candidate.Password is { } own ? proof.Matches(own) ? own : null : proof.OfCode(userName);
            if (password is not null)
                return new Proven(candidate, null, password);
            tries.Failed(mac);
            return new Proven(candidate, Reason.WrongPassword);
        }
        // A router that lets a phone in by its MAC asks with the MAC as the name; the newest grant that the portal gave this phone answers,
        // or, when that is over, that its user agreed to be remembered.
        if (Mac.Normalize(userName) is { } phone && (mac.Length == 0 || mac == phone)
            && (grants.OfPhone(phone) is { } grant ? gatekeeper.OfGrant(grant) : returning.Find(phone, at)) is { } known)
        {
            return proof.OfMac(userName, phone) is { } password
                ? new Proven(known, null, password)
                : new Proven(known, Reason.WrongPassword);
        }
        if (tries.IsOver(mac))
            return new Proven(null, Reason.TooManyTries);
        if (VoucherCode.Normalize(userName) is not null)
            tries.Failed(mac);
        return new Proven(null, Reason.UnknownUser);
    }

    /// <summary>Somebody whom a certificate names, which is proof enough.</summary>
    public Proven Named(string userName) => userName.Length > 0 && gatekeeper.Find(userName) is { Voucher: null, Grant: null } candidate
        ? new Proven(candidate, null)
        : new Proven(null, Reason.UnknownUser);

    /// <summary>Somebody who was proven before: still the same person, with the same password.</summary>
    public Proven Again(string userName, string personKey, string? password) =>
        gatekeeper.Find(userName) is { } candidate && candidate.PersonKey == personKey && candidate.Password == password
            ? new Proven(candidate, null, password ?? "")
            : new Proven(null, Reason.WrongPassword);
}
