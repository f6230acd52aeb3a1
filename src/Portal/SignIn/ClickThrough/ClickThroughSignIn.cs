using HotspotManager.Core.Admission;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.SignIns;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn.ClickThrough;

/// <summary>One tap with consent. The person is the phone; the area's plan for it says how much (its daily limits keep one phone from taking it all day).</summary>
public sealed class ClickThroughSignIn(PlanTable plans) : ISignInMethod
{
    public string Key => SignInWay.ClickThrough;

    public bool CanBeGuessed => false;

    public bool IsReady(SignInTerms terms) => Plan(terms) is not null;

    public bool Takes(SignInForm form) => form.Has("consent");

    public ValueTask<SignInResult> IdentifyAsync(SignInForm form, Visit visit, SignInTerms terms, CancellationToken cancel)
    {
        if (form["consent"] is null) return ValueTask.FromResult(SignInResult.Refused(Reason.ConsentMissing));
        return ValueTask.FromResult(Plan(terms) is { } plan
            ? SignInResult.Known(new Candidate(PersonKey.Phone(visit.Mac), plan.Id, null, null, null), "")
            : SignInResult.Refused(Reason.PlanMissing));
    }

    /// <summary>What a tap gives here; null when the plan was removed or is not for this.</summary>
    public Plan? Plan(SignInTerms terms) =>
        (terms.ClickThroughPlanId is { } id ? plans.Find(id) : plans.Find(PlanList.ClickThrough)) is { } plan && plan.Allows(Key) ? plan : null;
}
