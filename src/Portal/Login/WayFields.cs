using HotspotManager.Core.Admission;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Plans;
using HotspotManager.Core.SignIns;
using HotspotManager.Portal.Login.Texts;
using HotspotManager.Portal.SignIn;

namespace HotspotManager.Portal.Login;

/// <summary>Which ways to sign in stand on the page and how: one as a card (the one that was just tried, else the first in a fixed order), the others folded.</summary>
internal static class WayFields
{
    private static readonly (string Way, Field Card, Field Fold, Field Problem)[] Forms =
    [
        (SignInWay.Voucher, Field.VoucherCard, Field.VoucherFold, Field.VoucherProblem),
        (SignInWay.Phone, Field.PhoneCard, Field.PhoneFold, Field.PhoneProblem),
        (SignInWay.Account, Field.AccountCard, Field.AccountFold, Field.AccountProblem),
    ];

    /// <summary>For somebody who has not tried anything yet.</summary>
    public static void Fill(Fields fields, PortalTexts texts, Offered offered, Plan? free, CityClock clock) => Fill(fields, texts, new State(offered, null, null, null, false), free, clock);

    /// <param name="free">What one tap gives here.</param>
    public static void Fill(Fields fields, PortalTexts texts, LoginOutcome.Ask ask, Plan? free, CityClock clock) =>
        Fill(fields, texts, new State(ask.Offered, ask.Question, ask.Problem, ask.Way, ask.IsRemembered), free, clock);

    private readonly record struct State(Offered Offered, SignInQuestion? Question, Reason? Problem, string? Way, bool IsRemembered);

    private static void Fill(Fields fields, PortalTexts texts, State ask, Plan? free, CityClock clock)
    {
        const string yes = "";
        var shown = Array.FindAll(Forms, f => ask.Offered.Has(f.Way));
        var card = Array.Find(shown, f => f.Way == ask.Way).Way ?? (shown.Length > 0 ? shown[0].Way : null);
        if (ask.IsRemembered && ask.Question is null) fields[Field.WelcomeBack] = yes;
        foreach (var form in shown)
        {
            var open = form.Way == card && ask.Question is null && !ask.IsRemembered;
            fields[open ? form.Card : form.Fold] = yes;
            if (ask.Problem is not null && ask.Way == form.Way) fields[form.Problem] = yes;
        }
        // Each card begins with the page's heading; where one tap is all there is the page needs its own.
        if (card is null && ask.Question is null) fields[Field.Title] = texts.Connect;
        if (ask.Offered.Terms.RememberDays is > 0 and var days) fields[Field.Remember] = texts.Remember(days);
        if (ask.Question is { } question)
        {
            fields[Field.PhoneProblem] = null;
            fields[Field.CodeTo] = question.To;
            fields[Field.CodeProblem] = ask.Problem == Reason.OneTimeCodeWrong ? yes : null;
            fields[Field.CodeState] = question.Failed ? texts.CodeNotDelivered
                : question.SentAt is { } sent ? texts.CodeSentAt(Time(sent), Time(question.ExpiresAt)) : texts.CodeOnItsWay;
            if (question.AgainAt <= clock.Now) fields[Field.AgainNow] = yes;
            else fields[Field.AgainAt] = texts.AgainFrom(Time(question.AgainAt));
        }
        if (free is null || !ask.Offered.Has(SignInWay.ClickThrough)) return;
        fields[Field.FreeTitle] = free.Minutes is { } minutes ? texts.FreeTitle(texts.Minutes(minutes)) : texts.FreeButton;
        fields[Field.FreeSpeed] = texts.Speed(free.DownKbps);
        fields[Field.FreeData] = (free.Mb ?? free.DailyMb) is { } mb ? texts.Data(mb * 1_000_000L) : null;

        string Time(DateTimeOffset at) => clock.Local(at).ToString("HH.mm", System.Globalization.CultureInfo.InvariantCulture);
    }
}
