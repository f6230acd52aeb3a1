using System.Runtime.CompilerServices;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Hours;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Networks;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Vouchers;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Login.Texts;
using HotspotManager.Portal.SignIn.ClickThrough;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.Portal.Login;

/// <summary>Fills each page's fields for one showing.</summary>
public sealed class PortalScreens(CityOptions city, AreaTable areas, ClickThroughSignIn clickThrough, HoursTable hours, LookTable looks, ScannedCodes scanned, CityClock clock, FormSeal seal)
{
    // By the look itself: a table that is read anew keeps the looks that stayed, and pages of a look that is gone go with it.
    private readonly ConditionalWeakTable<LookShown, Dictionary<string, PortalPages>> _pages = [];
    private readonly ConditionalWeakTable<LookShown, LookShown> _withoutLogo = [];

    /// <summary>Gateways write some 1,700 characters at most. Who brings more gets the page without the city's logo: it still comes in one flight.</summary>
    internal const int LongestQueryWithLogo = 2000;

    public Task SignInAsync(HttpContext context, PortalTexts texts, LoginOutcome.Ask ask, PortalQuery query)
    {
        // The phone comes from a voucher's QR: its code stands in the box already.
        var code = ask.Typed is null && ask.Question is null && ask.Offered.Has(SignInWay.Voucher) ? scanned.Read(ask.Visit.OriginalUrl) : null;
        if (code is not null) ask = ask with { Way = SignInWay.Voucher, Typed = VoucherCode.Pretty(code), IsRemembered = false };
        var fields = Fields(context, texts, ask.Visit.Point);
        fields[Field.Query] = query.Raw;
        fields[Field.Seal] = seal.Of(ask.Visit);
        WayFields.Fill(fields, texts, ask, clickThrough.Plan(ask.Offered.Terms), clock);
        fields[Field.Notice] = ask.Problem == Reason.OutsideHours ? null : Closed(texts, ask.Visit.Point, null) ?? (code is not null ? texts.ScannedReady : null);
        fields[Field.Problem] = ask.Problem is not { } reason ? null : reason == Reason.OutsideHours ? Closed(texts, ask.Visit.Point, ask.PlanId) : Sentence(texts, reason, ask.TriesLeft, ask.AgainAt is { } again ? texts.Clock(clock.Local(again)) : null);
        fields[Field.Code] = ask.Typed;
        var status = ask.Problem == Reason.TooManyTries ? StatusCodes.Status429TooManyRequests : StatusCodes.Status200OK;
        return PageWriter.SendAsync(context, Pages(texts, ask.Visit.Point, plain: query.Raw.Length > LongestQueryWithLogo).SignIn, fields, "sign-in", status);
    }

    public Task HandOverAsync(HttpContext context, PortalTexts texts, LoginOutcome.HandOver over)
    {
        var fields = Fields(context, texts, over.Visit.Point);
        fields[Field.Target] = over.Form.Action.AbsoluteUri;
        fields.Hidden = over.Form.Fields;
        return PageWriter.SendAsync(context, Pages(texts, over.Visit.Point).HandOver, fields, "hand-over");
    }

    public Task StatusAsync(HttpContext context, PortalTexts texts, StatusView? view, string? link, bool gatewaySaysIn, bool remembered = false)
    {
        if (view is null)
        {
            return gatewaySaysIn
                ? MessageAsync(context, texts, texts.YouAreOnline, texts.OnlineUnknown, "status", StatusCodes.Status200OK)
                : MessageAsync(context, texts, texts.WelcomeTitle, link is null ? texts.StatusUnknown : texts.Expired, "status", StatusCodes.Status200OK, forget: remembered ? link : null);
        }
        if (view.Refusal != Reason.Accepted || view.Contact == Contact.None || view.Left == TimeSpan.Zero)
        {
            var sentence = view.Refusal == Reason.OutsideHours ? Closed(texts, view.Point, view.PlanId)
                : view.Refusal != Reason.Accepted ? ReasonTexts.In(texts.Language, view.Refusal) : view.Left == TimeSpan.Zero ? texts.Expired : texts.Welcome;
            return MessageAsync(context, texts, texts.YouAreOffline, sentence ?? texts.Welcome, "status", StatusCodes.Status200OK, view.Point, remembered ? link : null);
        }
        var fields = Fields(context, texts, view.Point);
        var asOf = view.AsOf is { } at ? texts.Clock(clock.Local(at)) : "";
        fields[Field.Query] = $"s={link}";
        (fields[Field.Title], fields[Field.Sentence]) = view.Contact switch
        {
            Contact.OnTheWay => (texts.OnTheWay, texts.OnTheWayWhat),
            Contact.Silent => (texts.Silent, texts.SilentWhat(asOf)),
            _ => (texts.YouAreOnline, view.IsSlow ? texts.SlowNow : null),
        };
        if (view.Contact == Contact.Online) (fields[Field.Online], fields[Field.AsOf]) = ("", texts.StatusCounted(asOf));
        fields[Field.Renewed] = view.IsRenewedDaily ? texts.RenewedAtMidnight : null;
        if (remembered) fields[Field.Forget] = link;
        fields[Field.TimeLeft] = texts.Duration(view.Left);
        fields[Field.DataLeft] = view.IsSlow ? texts.DataSlow : view.Octets is { } octets ? texts.Data(Math.Max(0, octets)) : texts.Unlimited;
        fields[Field.Speed] = $"↓ {texts.Speed(view.DownKbps)}   ↑ {texts.Speed(view.UpKbps)}";
        return PageWriter.SendAsync(context, Pages(texts, view.Point).Status, fields, "status");
    }

    /// <summary>The phone may come in and its router is told; the page asks again after some seconds, without a script.</summary>
    public Task WaitAsync(HttpContext context, PortalTexts texts, AccessPoint? point, int seconds)
    {
        context.Response.Headers["Refresh"] = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return MessageAsync(context, texts, texts.Connecting, texts.ConnectingWait, "wait", StatusCodes.Status200OK, point);
    }

    public Task ForgottenAsync(HttpContext context, PortalTexts texts) =>
        MessageAsync(context, texts, texts.ForgottenTitle, texts.Forgotten, "forgotten", StatusCodes.Status200OK);

    public Task UnusableAsync(HttpContext context, PortalTexts texts, LoginOutcome.Unusable unusable) => unusable.Fault switch
    {
        GatewayFault.NotFromGateway => MessageAsync(context, texts, texts.WelcomeTitle, texts.Welcome, "welcome", StatusCodes.Status200OK, unusable.Point),
        GatewayFault.UnknownPlace => MessageAsync(
            context, texts, texts.FaultTitle, ReasonTexts.In(texts.Language, Reason.AccessPointUnknown), "unusable", StatusCodes.Status404NotFound),
        GatewayFault.NoKey or GatewayFault.NotSetUp or GatewayFault.OtherGateway or GatewayFault.WrongKey or GatewayFault.BadSignature => MessageAsync(
            context, texts, texts.FaultTitle, ReasonTexts.In(texts.Language, Reason.PlanMissing), "unusable", StatusCodes.Status400BadRequest, unusable.Point),
        _ => MessageAsync(
            context, texts, texts.IncompleteTitle, ReasonTexts.In(texts.Language, Reason.GatewayRequestInvalid), "unusable", StatusCodes.Status400BadRequest, unusable.Point),
    };

    /// <summary>A voucher's QR, opened in any browser anywhere.</summary>
    /// <param name="visit">The phone, where its own address tells it.</param>
    public Task VoucherAsync(HttpContext context, PortalTexts texts, string? typed, RecentVisit? visit)
    {
        if (VoucherCode.Normalize(typed) is not { } code) return NotFoundAsync(context, texts);
        var point = visit?.Visit.Point;
        var fields = Fields(context, texts, point);
        fields[Field.Code] = VoucherCode.Pretty(code);
        if (scanned.Look(code, context.Connection.RemoteIpAddress?.ToString() ?? "") is { } known)
        {
            if (known.Reason != Reason.Accepted) fields[Field.Problem] = ReasonTexts.In(texts.Language, known.Reason);
            else if (known.Plan is { } plan)
            {
                if (plan.Minutes is { } minutes) fields[Field.TimeLeft] = texts.Duration(TimeSpan.FromMinutes(minutes));
                if ((plan.Mb ?? plan.DailyMb) is { } mb) fields[Field.DataLeft] = texts.Data(mb * 1_000_000L);
                fields[Field.Speed] = texts.Speed(plan.DownKbps);
            }
        }
        if (visit is null) fields[Field.CatchUrl] = scanned.CatchUrl(code);
        else (fields[Field.Scanned], fields[Field.Target], fields[Field.Query], fields[Field.Seal]) = ("", visit.Path, visit.Query.Raw, seal.Of(visit.Visit));
        return PageWriter.SendAsync(context, Pages(texts, point).Voucher, fields, "voucher");
    }

    public Task PrivacyAsync(HttpContext context, PortalTexts texts) => PageWriter.SendAsync(context, Pages(texts, null).Privacy, Fields(context, texts, null), "privacy");

    public Task NotFoundAsync(HttpContext context, PortalTexts texts) =>
        MessageAsync(context, texts, texts.NotFoundTitle, texts.NotFound, "not-found", StatusCodes.Status404NotFound);

    public Task TooLargeAsync(HttpContext context, PortalTexts texts) => MessageAsync(
        context, texts, texts.IncompleteTitle, ReasonTexts.In(texts.Language, Reason.GatewayRequestInvalid), "too-large", StatusCodes.Status413PayloadTooLarge);

    public Task BrokenAsync(HttpContext context, PortalTexts texts) =>
        MessageAsync(context, texts, texts.BrokenTitle, texts.Broken, "broken", StatusCodes.Status500InternalServerError);

    private Task MessageAsync(HttpContext context, PortalTexts texts, string title, string sentence, string name, int status, AccessPoint? point = null, string? forget = null)
    {
        var fields = Fields(context, texts, point);
        fields[Field.Title] = title;
        fields[Field.Sentence] = sentence;
        fields[Field.Forget] = forget;
        if (point is not null) fields[Field.Detail] = $"{texts.ThisPoint}: {point.Name}";
        return PageWriter.SendAsync(context, Pages(texts, point).Message, fields, name, status);
    }

    private PortalPages Pages(PortalTexts texts, AccessPoint? point, bool plain = false)
    {
        var look = looks.Of(point?.AreaCode);
        if (plain && look.LogoUri is not null) look = _withoutLogo.GetValue(look, l => l with { LogoUri = null });
        return _pages.GetValue(look, l => PortalTexts.All.ToDictionary(t => t.Language, t => PortalPages.Make(t, city.Name, l)))[texts.Language];
    }

    private Fields Fields(HttpContext context, PortalTexts texts, AccessPoint? point)
    {
        var fields = new Fields { [Field.Action] = context.Request.Path.ToUriComponent() };
        Tell(fields, looks.NoticesOf(point?.AreaCode, clock.Now).Select(n => n.Text(texts.Language)));
        if (point is null) return fields;
        fields[Field.PointName] = point.Name;
        fields[Field.Place] = areas.Spoken(point.AreaCode);
        return fields;
    }

    /// <summary>Puts notices on a page.</summary>
    internal static void Tell(Fields fields, IEnumerable<string> notices)
    {
        Field[] places = [Field.News, Field.News2, Field.News3];
        foreach (var (place, text) in places.Zip(notices)) fields[place] = text;
    }

    /// <summary>That it is closed here, for whom it is, and when it opens again; null while it is open.</summary>
    private string? Closed(PortalTexts texts, AccessPoint? point, int? plan)
    {
        var now = clock.Now;
        var verdict = hours.Of(point?.AreaCode, plan, now);
        return verdict.IsOpen ? null : texts.Closed(verdict.Name, verdict.Until is { } opens ? texts.When(clock.Local(opens), clock.Local(now)) : null);
    }

    private static string Sentence(PortalTexts texts, Reason reason, int? left, string? again)
    {
        if (reason == Reason.OneTimeCodeOver && left == 0) return texts.CodeBurnt;
        if (reason == Reason.TooManyTries && again is not null) return texts.AgainAfterMany(again);
        var sentence = ReasonTexts.In(texts.Language, reason);
        return left switch
        {
            null => sentence,
            0 => sentence + " " + (again is null ? texts.TooMany : texts.AgainAfterMany(again)),
            { } n => sentence + " " + texts.TriesLeft(n),
        };
    }
}
