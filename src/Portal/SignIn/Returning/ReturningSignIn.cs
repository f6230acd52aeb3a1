using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.SignIns;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn.Returning;

/// <summary>
/// A phone that is remembered with its user's consent, behind a gateway that cannot ask by MAC before the phone notices: it goes in as soon as its page is opened. When that
/// has just been tried (the gateway sent it back), it gets a page with one button instead of a circle.
/// </summary>
public sealed class ReturningSignIn(ReturningPhones phones, GrantTable grants, TimeProvider time) : ISignInMethod
{
    private static readonly TimeSpan JustTried = TimeSpan.FromMinutes(2);

    public string Key => SignInWay.Returning;

    public bool CanBeGuessed => false;

    public bool IsReady(SignInTerms terms) => terms.RememberDays > 0;

    public bool Takes(SignInForm form) => form.Has("back");

    /// <summary>Whether this phone goes in without being asked: it is remembered and was not sent in a moment ago, here. At another access point it has walked on.</summary>
    public bool GoesInByItself(Visit visit) => visit.Stage == VisitStage.SignIn && IsRemembered(visit)
        && !(grants.OfPhone(visit.Mac) is { } grant && grant.AccessPointId == visit.Point.Id && time.GetUtcNow() - grant.CreatedAt < JustTried);

    public bool IsRemembered(Visit visit) => phones.Find(visit.Mac, visit.Point) is not null;

    public ValueTask<SignInResult> IdentifyAsync(SignInForm form, Visit visit, SignInTerms terms, CancellationToken cancel) => ValueTask.FromResult(
        phones.Find(visit.Mac, visit.Point) is { } who ? SignInResult.Known(who, "") : SignInResult.Refused(Reason.GrantEnded));
}
