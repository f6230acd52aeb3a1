using System.Globalization;
using System.Net;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Store;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.SignIn;
using HotspotManager.Portal.SignIn.Returning;

namespace HotspotManager.Portal.Login;

/// <summary>One request to get online.</summary>
/// <param name="PathName">NAME of <c>/g/NAME</c>, or null.</param>
/// <param name="Query">What the gateway wrote.</param>
/// <param name="Form">What the person sent; null when they only opened the page.</param>
/// <param name="Source">Where the request came from.</param>
/// <param name="Addresses">The address in front of the <c>?</c> as the browser may have asked for it.</param>
/// <param name="PublicUrl">How phones reach the portal, without a slash at the end.</param>
/// <param name="IsForeign">A browser says that another site made it: then it counts only with the seal of our own page.</param>
/// <param name="MayAct">Whether opening the page may let a remembered phone in: not for a HEAD.</param>
public sealed record LoginRequest(
    string? PathName, PortalQuery Query, SignInForm? Form, IPAddress? Source, IReadOnlyCollection<string> Addresses, string PublicUrl, bool MayAct = true, bool IsForeign = false);

/// <summary>What a request comes to.</summary>
public abstract record LoginOutcome
{
    /// <summary>Ask: the sign-in page with what is offered here, what went wrong before by which way, and the question that stands open.</summary>
    public sealed record Ask(Visit Visit, Offered Offered, SignInQuestion? Question, Reason? Problem = null, string? Way = null, int? TriesLeft = null, string? Typed = null, int? PlanId = null) : LoginOutcome
    {
        /// <summary>The phone is remembered: one button brings it in.</summary>
        public bool IsRemembered { get; init; }

        /// <summary>After too many wrong codes: from when on this phone may try again.</summary>
        public DateTimeOffset? AgainAt { get; init; }
    }


    /// <summary>The phone may go in: send it to its gateway.</summary>
    public sealed record In(Visit Visit, GrantEntry Grant, string Url) : LoginOutcome;

    /// <summary>The phone may go in: its gateway wants a form of the phone itself.</summary>
    public sealed record HandOver(Visit Visit, GrantEntry Grant, GatewayAnswer.Post Form) : LoginOutcome;

    /// <summary>The phone is in already.</summary>
    public sealed record Already(Visit Visit, GrantEntry? Grant) : LoginOutcome;

    /// <summary>The gateway's request cannot be used, or is of no gateway at all.</summary>
    public sealed record Unusable(AccessPoint? Point, GatewayFault Fault) : LoginOutcome;
}

/// <summary>
/// From a phone at a gateway to a phone online, in this order:
/// 1. which access point and gateway is this; 2. the gateway reads its request into a visit; 3. a visit that only asks for the page gets it, unless the phone is remembered;
/// 4. a sign-in method that is offered here says who this is, or has a question, within the limit of guesses; 5. what the phone left open before is closed; 6. Admission decides, as for RADIUS;
/// 7. the consent and a grant are stored; 8. the gateway lets the phone in, or says how it gets in; 9. for a gateway that does not report over RADIUS the session's Start
/// is stored; each try is one Attempt.
/// </summary>
public sealed class LoginFlow(
    IEnumerable<IGateway> gateways, OfferedWays ways, Whereabouts whereabouts, Gatekeeper gatekeeper, PlanTable plans, GrantTable grants, GuessLimits guesses, KnownPhones known, ReturningSignIn returning, RememberedPhones remembered, FormSeal seal,
    PhoneSessions phoneSessions, StatusLink statusLink, AttemptLog attempts, RefusalNotes refusals, TimeProvider time)
{
    /// <summary>The version of the wording people agree to; raise it with the wording.</summary>
    public const string ConsentWording = "2026-11";

    // A second tap, or a reload of the answer, gets the grant it has already.
    private static readonly TimeSpan SameTap = TimeSpan.FromMinutes(2);

    private readonly IGateway[] _gateways = [.. gateways];

    public async Task<LoginOutcome> RunAsync(LoginRequest request, CancellationToken cancel)
    {
        // 1. Which access point, which gateway.
        var (gateway, point, nas, fault) = Place(request);
        if (gateway is null || point is null || nas is null) return Unusable(request, gateway, point, fault);

        // 2. The gateway reads its request.
        (var visit, fault) = gateway.Read(new GatewayRequest(request.Query, point, nas, request.Addresses));
        if (visit is null) return Unusable(request, gateway, point, fault);

        // 3. Only the page, unless it is a phone that we know.
        if (visit.Stage == VisitStage.Online) return new LoginOutcome.Already(visit, grants.OfPhone(visit.Mac));
        var offered = ways.At(point);
        var question = offered.Question(visit);
        var form = request.Form;
        if (form is null && request.MayAct && question is null && offered.Has(returning.Key) && returning.GoesInByItself(visit)) form = SignInForm.Back;
        if (form is null)
            return new LoginOutcome.Ask(visit, offered, question, visit.Stage == VisitStage.Refused ? await refusals.OfPhoneAsync(visit.Mac, cancel) : null) { IsRemembered = returning.IsRemembered(visit) };

        // 4. Who is this.
        var who = default(SignInResult);
        var steps = new List<string> { AttemptSteps.Line(AttemptStep.GatewaySent, gateway.Key, visit.Mac, visit.Ip?.ToString()) };
        if (request.IsForeign && request.Form is not null && !seal.Holds(form["t"], visit)) return new LoginOutcome.Ask(visit, offered, question, Reason.FormTooOld);
        if (ways.For(form) is not { } method) return new LoginOutcome.Ask(visit, offered, question, Reason.ConsentMissing);
        if (!offered.Has(method.Key)) return Refuse(Reason.WayNotOffered);
        var source = request.Source?.ToString() ?? "";
        if (method.CanBeGuessed && (guesses.LeftOf(visit.Mac) == 0 || guesses.IsCrowded(source, point.Id) && !await known.WasHereAsync(visit.Mac, point.Id, cancel)))
            return Refuse(Reason.TooManyTries);
        if (!method.CanBeGuessed && !guesses.Tap(point.Id)) return Refuse(Reason.TooManyTries);
        who = await method.IdentifyAsync(form, visit, offered.Terms, cancel);
        if (who.Who is not { } candidate)
        {
            var guess = method.CanBeGuessed && who.Refusal is Reason.UnknownUser or Reason.WrongPassword;
            if (guess) guesses.Wrong(visit.Mac, source, point.Id);
            return Refuse(who.Refusal, guess ? guesses.LeftOf(visit.Mac) : who.TriesLeft);
        }
        if (plans.Find(candidate.PlanId)?.Allows(method.Key) == false) return Refuse(Reason.WayNotOffered);
        steps.Add(AttemptSteps.Line(AttemptStep.SignedIn, method.Key, candidate.PersonKey));

        // 5. What this phone left open at this gateway.
        var now = time.GetUtcNow();
        var grant = grants.OfPhone(visit.Mac) is { } had && had.PersonKey == candidate.PersonKey && had.AccessPointId == point.Id && now - had.CreatedAt < SameTap ? had : null;
        if (!gateway.AsksByRadius && !await phoneSessions.CloseEarlierAsync(visit, grant, cancel)) return Refuse(Reason.TemporarilyUnavailable);

        // 6. In or not.
        var facts = gatekeeper.Facts(candidate, visit.Mac, point);
        var decision = Admissions.Decide(facts, now);
        if (!decision.IsAccepted) return Refuse(decision.Reason);
        steps.Add(AttemptSteps.Line(AttemptStep.Accepted, AttemptSteps.Number(decision.Limits.SessionSeconds), AttemptSteps.Number(decision.Limits.DownKbps),
            AttemptSteps.Number(decision.Limits.UpKbps), decision.Limits.RemainingOctets is { } octets ? AttemptSteps.Number(octets / 1_000_000) : ""));

        // 7. The grant, on disk. Behind RADIUS it lives for a day, because routers send it again from their cookies; what may be used is counted anyway.
        if (grant is null)
        {
            var ends = now.AddSeconds(gateway.AsksByRadius ? Admissions.LongestSession : decision.Limits.SessionSeconds);
            if (facts.EndsAt is { } end && end < ends) ends = end;
            var consent = new Consent { At = now, PersonKey = candidate.PersonKey, Purpose = "terms", Wording = ConsentWording, AccessPointId = point.Id };
            grant = await grants.IssueAsync(candidate.PersonKey, candidate.PlanId, visit.Mac, point.Id, method.Key, ends, consent, cancel);
        }
        steps.Add(AttemptSteps.Line(AttemptStep.Granted, AttemptSteps.Number(grant.Id), grant.ExpiresAt.ToString("u", CultureInfo.InvariantCulture)));

        if (form["remember"] is not null && offered.Terms.RememberDays is > 0 and var days && method != returning)
            await remembered.KeepAsync(visit.Mac, candidate.PersonKey, candidate.PlanId, method.Key, days, ConsentWording, point.Id, cancel);

        // 8. The gateway.
        var landing = (gateway.IsTold ? null : visit.Wanted?.AbsoluteUri) ?? $"{request.PublicUrl}/status?s={statusLink.Of(grant.Id)}";
        var answer = await gateway.LetInAsync(visit, grant, decision.Limits, landing, cancel);
        if (answer is GatewayAnswer.NotNow no)
        {
            steps.Add(AttemptSteps.Line(AttemptStep.GatewayRefused, no.Why));
            return Refuse(Reason.GatewayUnreachable);
        }

        // 9. The session's Start; the same one again after a second tap says nothing new.
        if (!gateway.AsksByRadius && !await phoneSessions.StartAsync(visit, grant)) return Refuse(Reason.TemporarilyUnavailable);
        Tell(Reason.Accepted, who.Shown, candidate.PersonKey, AttemptSteps.Line(AttemptStep.HandedOver));
        return answer is GatewayAnswer.Post post ? new LoginOutcome.HandOver(visit, grant, post) : new LoginOutcome.In(visit, grant, ((GatewayAnswer.GoTo)answer).Url);

        LoginOutcome.Ask Refuse(Reason reason, int? left = null)
        {
            Tell(reason, who.Shown ?? "", who.Who?.PersonKey, AttemptSteps.Line(reason == Reason.OneTimeCodeSent ? AttemptStep.AskedOn : AttemptStep.Refused, reason.ToString()));
            return new LoginOutcome.Ask(visit, offered, who.Question ?? offered.Question(visit),
                reason == Reason.OneTimeCodeSent ? null : reason, method.Key, left, form["code"], who.Who?.PlanId)
            {
                AgainAt = method.CanBeGuessed ? guesses.AgainAt(visit.Mac) : null,
            };
        }

        void Tell(Reason reason, string shown, string? person, string step)
        {
            PortalMeter.SignIn(method.Key, reason);
            if (!attempts.Takes(reason == Reason.Accepted)) return;
            attempts.Add(new Attempt
            {
                At = time.GetUtcNow(),
                Way = "portal-" + method.Key,
                NasId = nas.Id,
                AccessPointId = point.Id,
                UserName = shown,
                Mac = visit.Mac,
                PersonKey = person,
                Accepted = reason == Reason.Accepted,
                Reason = reason.ToString(),
                Steps = string.Join('\n', [.. steps, step]),
            });
        }
    }

    private (IGateway? Gateway, AccessPoint? Point, NasEntry? Nas, GatewayFault Fault) Place(LoginRequest request)
    {
        var query = request.Query;
        if (query.TooLong) return (null, null, null, GatewayFault.TooLong);
        var speaks = Array.Find(_gateways, g => g.Recognises(query));
        if (request.PathName is { } name)
        {
            if (whereabouts.ByName(name, speaks?.Hints(query) ?? default) is not var (point, nas)) return (speaks, null, null, GatewayFault.UnknownPlace);
            var setUp = Array.Find(_gateways, g => g.Key == nas.Row.Gateway);
            if (setUp is null) return (speaks, point, null, GatewayFault.NotSetUp);
            if (speaks is null) return (setUp, point, null, GatewayFault.NotFromGateway);
            return speaks == setUp ? (setUp, point, nas, GatewayFault.None) : (setUp, point, null, GatewayFault.OtherGateway);
        }
        if (speaks is null) return (null, null, null, GatewayFault.NotFromGateway);
        return whereabouts.ByHints(speaks, query, request.Source) is var (found, by) ? (speaks, found, by, GatewayFault.None) : (speaks, null, null, GatewayFault.UnknownPlace);
    }

    private LoginOutcome.Unusable Unusable(LoginRequest request, IGateway? gateway, AccessPoint? point, GatewayFault fault)
    {
        if (fault == GatewayFault.NotFromGateway && request.Query.IsEmpty) return new LoginOutcome.Unusable(point, fault);
        PortalMeter.Fault(gateway?.Key ?? "", fault);
        if (point is not null && gateway is not null) refusals.NoteFault(gateway, point, fault);
        return new LoginOutcome.Unusable(point, fault);
    }
}
