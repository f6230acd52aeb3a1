using System.Net;
using System.Text;
using HotspotManager.Core.Looks;
using HotspotManager.Portal.Login.Texts;

namespace HotspotManager.Portal.Login;

/// <summary>All of the portal's pages in one language and look, prepared when they are first asked for.</summary>
public sealed partial class PortalPages
{
    private const string Mark =
        "<svg viewBox=\"0 0 44 44\" aria-hidden=\"true\"><g fill=\"none\" stroke=\"currentColor\" stroke-width=\"3.2\" stroke-linecap=\"round\"><path d=\"M11 19a16 16 0 0 1 22 0\"/><path d=\"M16 25.5a9 9 0 0 1 12 0\"/></g><path d=\"M22 28l3 5.5h-6z\" fill=\"currentColor\"/></svg>";

    private readonly string _name, _mark, _style;

    private PortalPages(PortalTexts texts, string city, LookShown look, PageScheme scheme)
    {
        Texts = texts;
        // "WiFi Warga Malang", not "WiFi Warga Kota Malang": nobody calls it so.
        _name = H(look.Name ?? $"{texts.ServiceName} {(city.StartsWith("Kota ", StringComparison.Ordinal) ? city[5..] : city)}");
        // An image runs no script and asks for nothing, whatever is in it. Its name stands beside it.
        _mark = look.LogoUri is { } logo ? $"<img src=\"{logo}\" alt=\"\" width=\"44\" height=\"44\">" : Mark;
        _style = PageStyle.Css(look.Colours, scheme);
        SignIn = Page(H(texts.Connect), SignInBody(), footer: true);
        HandOver = Page(H(texts.HandOverTitle), HandOverBody(), footer: false);
        Status = Page("[[Title]]", StatusBody(), footer: false);
        Message = Page("[[Title]]", MessageBody(), footer: false);
        Voucher = Page(H(texts.VoucherTitle), VoucherBody(), footer: false);
        Privacy = Page(H(texts.PrivacyTitle), PrivacyBody(), footer: false);
    }

    public PortalTexts Texts { get; }
    public PreparedPage SignIn { get; }
    public PreparedPage HandOver { get; }
    public PreparedPage Status { get; }
    public PreparedPage Message { get; }
    public PreparedPage Voucher { get; }
    public PreparedPage Privacy { get; }

    /// <summary>Prepares the pages. <paramref name="city"/>: <c>City:Name</c>.</summary>
    public static PortalPages Make(PortalTexts texts, string city, LookShown? look = null, PageScheme scheme = PageScheme.OfPhone) => new(texts, city, look ?? LookShown.BuiltIn, scheme);

    private static string H(string text) => WebUtility.HtmlEncode(text);

    private PreparedPage Page(string title, string body, bool footer)
    {
        var t = Texts;
        return PreparedPage.Make(
            $"""
            <!doctype html><html lang="{t.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer"><title>{title} · {_name}</title><link rel="icon" href="data:,"><style>[[style]]</style></head><body>
            <header>{_mark}<div><b>{_name}</b>[[?Place]]<span>[[Place]]</span>[[/Place]]</div><nav>{Languages()}</nav></header>
            <main>{body}</main>
            <footer>{(footer ? Footer() : "")}</footer></body></html>
            """, _style);
    }

    /// <summary>Both languages, always in the same order; the one on show is no link.</summary>
    private string Languages() => string.Concat(PortalTexts.All.Select(t => t.Language == Texts.Language
        ? $"<i>{t.Language.ToUpperInvariant()}</i>"
        : $"<a href=\"{Self(t)}\" lang=\"{t.Language}\" hreflang=\"{t.Language}\" aria-label=\"{t.Language.ToUpperInvariant()}, {H(Texts.OtherLanguageName)}\">{t.Language.ToUpperInvariant()}</a>"));

    /// <summary>The page on show, in a language.</summary>
    private static string Self(PortalTexts t) => $"[[Action]]?[[?Query]][[Query]]&amp;[[/Query]]lang={t.Language}";

    /// <summary>What the city has to say just now.</summary>
    private const string News = "[[?News]]<div class=\"e n i\" role=\"note\"><p>[[News]]</p>[[?News2]]<p>[[News2]]</p>[[/News2]][[?News3]]<p>[[News3]]</p>[[/News3]]</div>[[/News]]";

    private string HandOverBody()
    {
        var t = Texts;
        return $"""
            <section class="c"><h1>{H(t.HandOverTitle)}</h1><p class="m">{H(t.HandOver)}</p>
            <form method="post" action="[[Target]]">[[Hidden]]<button>{H(t.ConnectButton)}</button></form></section>
            """;
    }

    private string Footer()
    {
        var t = Texts;
        var advice = new StringBuilder();
        foreach (var line in t.CannotEnterAdvice) advice.Append("<li>").Append(H(line)).Append("</li>");
        return $"""
            <details><summary>{H(t.CannotEnter)}</summary><ul>{advice}</ul></details>
            <details><summary>{H(t.ReportFault)}</summary><p>{H(t.ReportAdvice)}</p>[[?PointName]]<p>{H(t.ThisPoint)}: <b>[[PointName]]</b></p>[[/PointName]]</details>
            """;
    }

    private string StatusBody()
    {
        var t = Texts;
        return $"""
            {News}<section class="c"><h1>[[?Online]]<span class="ok" aria-hidden="true">● </span>[[/Online]][[Title]]</h1>[[?Sentence]]<p>[[Sentence]]</p>[[/Sentence]]
            <dl><div><dt>{H(t.TimeLeft)}</dt><dd>[[TimeLeft]]</dd></div><div><dt>{H(t.DataLeft)}</dt><dd>[[DataLeft]]</dd></div>[[?Speed]]<div class="w"><dt>{H(t.SpeedLabel)}</dt><dd>[[Speed]]</dd></div>[[/Speed]]</dl>
            <p class="s">[[?Renewed]][[Renewed]] [[/Renewed]][[?AsOf]][[AsOf]] [[/AsOf]]<a href="{Self(t)}">{H(t.Refresh)}</a></p></section>
            {Forget()}
            """;
    }

    /// <summary>"Forget this phone": whoever has the signed link of the grant may.</summary>
    private string Forget()
    {
        var t = Texts;
        return $"""
            [[?Forget]]<section class="c"><p class="m">{H(t.Remembered)}</p><form method="post" action="/status"><input type="hidden" name="s" value="[[Forget]]"><input type="hidden" name="lang" value="{t.Language}"><button class="q" name="forget" value="yes">{H(t.ForgetButton)}</button></form></section>[[/Forget]]
            """;
    }

    private string MessageBody() =>
        $"""
        {News}<section class="c" role="alert"><h1>[[Title]]</h1><p>[[Sentence]]</p>[[?Detail]]<p class="s">[[Detail]]</p>[[/Detail]]</section>
        {Forget()}
        """;

    private string VoucherBody()
    {
        var t = Texts;
        var steps = string.Concat(t.VoucherSteps.Select(step => $"<li>{H(step)}</li>"));
        return $"""
            {News}<section class="c"><h1>{H(t.VoucherTitle)}</h1><p class="k">[[Code]]</p>
            [[?Problem]]<div class="e" role="alert"><b aria-hidden="true">!</b><span>[[Problem]]</span></div>[[/Problem]]
            [[?Speed]]<ul class="t">[[?TimeLeft]]<li>[[TimeLeft]]</li>[[/TimeLeft]][[?DataLeft]]<li>[[DataLeft]]</li>[[/DataLeft]]<li>[[Speed]]</li></ul>[[/Speed]]
            [[?Scanned]]<p class="m a">{H(t.VoucherTap)}</p><form method="post" action="[[Target]]">{Hidden()}<input type="hidden" name="code" value="[[Code]]"><button>{H(t.ConnectButton)}</button></form>
            <p class="s a">{H(t.ConsentBefore)}<a href="/privacy?lang={t.Language}">{H(t.ConsentLink)}</a>{H(t.ConsentAfter)}</p>[[/Scanned]]
            [[?CatchUrl]]<ol>{steps}</ol><a class="b" href="[[CatchUrl]]">{H(t.VoucherOpen)}</a><p class="s">{H(t.VoucherOpenWhat)}</p>[[/CatchUrl]]</section>
            """;
    }

    private string PrivacyBody()
    {
        var lines = new StringBuilder();
        foreach (var line in Texts.Privacy) lines.Append("<p>").Append(H(line)).Append("</p>");
        return $"<section class=\"c\"><h1>{H(Texts.PrivacyTitle)}</h1>{lines}</section>";
    }
}
