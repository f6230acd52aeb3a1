using HotspotManager.Core.Admission;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn.ClickThrough;

/// <summary>One tap with consent. The person is the phone; the plan of this name says how much (its daily limits keep one phone from taking it all day).</summary>
public sealed class ClickThroughSignIn(PlanTable plans) : ISignInMethod
{
    public string Key => "click-through";

    public bool CanBeGuessed => false;

    /// <summary>What a tap gives; null when the city offers none (the plan was removed).</summary>
    public Plan? Plan => plans.Find(PlanList.ClickThrough);

    public bool Takes(SignInForm form) => form.Has("consent") || !form.Has("code");

    public SignInResult Identify(SignInForm form, Visit visit)
    {
        if (form["consent"] is null) return SignInResult.Refused(Reason.ConsentMissing);
        if (Plan is not { } plan) return SignInResult.Refused(Reason.PlanMissing);
        return SignInResult.Known(new Candidate(PersonKey.Phone(visit.Mac), plan.Id, null, null, null), "");
    }
}
