using HotspotManager.Core.Admission;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.OneTimeCodes;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.SignIns;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.Login.Texts;

namespace HotspotManager.Portal.SignIn.Phone;

/// <summary>
/// A phone number, proven by a code that is sent to it. The number alone lets nobody in: there is a person only after the right answer. The question is known by the phone and
/// the area, so closing the mini-browser for the message loses nothing.
/// </summary>
public sealed class PhoneSignIn(CodeDesk desk, OpenCodes open, PlanTable plans, CityOptions city, PortalOptions options) : ISignInMethod
{
    public string Key => SignInWay.Phone;

    // A code has tries of its own, and codes are counted by number, phone and place.
    public bool CanBeGuessed => false;

    public bool IsReady(SignInTerms terms) => desk.IsReady && Plan(terms) is not null;

    public bool Takes(SignInForm form) => form.Has("otp") || form.Has("phone") || form.Has("again");

    public async ValueTask<SignInResult> IdentifyAsync(SignInForm form, Visit visit, SignInTerms terms, CancellationToken cancel)
    {
        if (Plan(terms) is not { } plan) return SignInResult.Refused(Reason.PlanMissing);
        var result = form.Has("otp")
            ? await desk.AnswerAsync(form["otp"], visit.Mac, visit.Point.AreaCode, cancel)
            : await desk.AskAsync(form["again"] is null ? form["phone"] ?? "" : null, visit.Mac, visit.Point, code => Text(code, form["lang"]), cancel);
        return result is { Reason: Reason.Accepted, Person: { } person }
            ? SignInResult.Known(new Candidate(PersonKey.Number(person), plan.Id, null, null, null), Question(visit)?.To ?? "")
            : new SignInResult(null, result.Reason, Question(visit)?.To ?? "", Question(visit), result.TriesLeft);
    }

    public SignInQuestion? Question(Visit visit)
    {
        if (open.Of(visit.Mac, visit.Point.AreaCode) is not { } code) return null;
        var failed = code.MessageState is MessageState.Failed or MessageState.Expired;
        return new SignInQuestion(code.Row.Shown, code.SentAt, failed, code.Row.ExpiresAt, code.Row.LastSentAt + CodeLimits.Pause(code.Row.Sends));
    }

    private Plan? Plan(SignInTerms terms) => (terms.PhonePlanId ?? terms.ClickThroughPlanId) is { } id ? Fitting(plans.Find(id)) : Fitting(plans.Find(PlanList.ClickThrough));

    private Plan? Fitting(Plan? plan) => plan is not null && plan.Allows(Key) ? plan : null;

    /// <summary>The code first, so that it stands in the notification; over https the last line lets the phone fill it in by itself.</summary>
    private string Text(string code, string? language)
    {
        var text = PortalTexts.Of(language).CodeMessage(code, city.Name);
        return Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out var url) && url.Scheme == "https" ? $"{text}\n\n@{url.Host} #{code}" : text;
    }
}
