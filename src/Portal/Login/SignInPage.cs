namespace HotspotManager.Portal.Login;

/// <summary>
/// The page of all ways to sign in. One way is a card, further ones are folded beneath it and open without script; when a one-time code is on its way the page begins with
/// the box for it, and every other way stays one tap away: there is no dead end.
/// </summary>
public sealed partial class PortalPages
{
    private string SignInBody()
    {
        var t = Texts;
        return $"""
            {News}[[?Title]]<h1>[[Title]]</h1>[[/Title]]
            [[?Notice]]<div class="e n" role="status"><b aria-hidden="true">i</b><span>[[Notice]]</span></div>[[/Notice]]
            [[?Problem]]<div class="e" role="alert" id="p"><b aria-hidden="true">!</b><span>[[Problem]]</span></div>[[/Problem]]
            [[?WelcomeBack]]<section class="c"><h1>{H(t.WelcomeBack)}</h1><p class="m">{H(t.WelcomeBackHow)}</p><form method="post" action="[[Action]]">{Hidden()}<button name="back" value="yes">{H(t.ConnectButton)}</button></form></section>[[/WelcomeBack]]
            [[?CodeTo]]{Question()}[[/CodeTo]]
            {Way("Voucher", $"<h1>{H(t.Connect)}</h1><p class=\"m\">{H(t.EnterCode)}</p>", t.VoucherFold, VoucherForm())}
            {Way("Phone", $"<h1>{H(t.Connect)}</h1><p class=\"m\">{H(t.EnterPhone)}</p>", t.PhoneFold, PhoneForm())}
            {Way("Account", $"<h1>{H(t.Connect)}</h1><p class=\"m\">{H(t.EnterAccount)}</p>", t.AccountFold, AccountForm())}
            [[?FreeTitle]]<section class="c"><h2>[[FreeTitle]]</h2><span class="m">{H(t.FreeLead)}</span>
            <ul class="t">[[?FreeSpeed]]<li>[[FreeSpeed]]</li>[[/FreeSpeed]][[?FreeData]]<li>[[FreeData]]</li>[[/FreeData]]<li>{H(t.Free)}</li></ul>
            <form method="post" action="[[Action]]">{Hidden()}{Remember()}<button class="q" name="consent" value="yes">{H(t.FreeButton)}</button></form></section>[[/FreeTitle]]
            <p class="s">{H(t.ConsentBefore)}<a href="/privacy?lang={t.Language}">{H(t.ConsentLink)}</a>{H(t.ConsentAfter)}</p>
            """;
    }

    /// <summary>A way as a card with its own heading, or folded under a line one can tap.</summary>
    private static string Way(string name, string heading, string fold, string form) =>
        $"[[?{name}Card]]<section class=\"c\">{heading}{form}</section>[[/{name}Card]]"
        + $"[[?{name}Fold]]<details class=\"c w\"><summary>{H(fold)}</summary>{form}</details>[[/{name}Fold]]";

    private string Question()
    {
        var t = Texts;
        return $"""
            <section class="c"><h1>{H(t.CodeTitle)}</h1><p class="m">{H(t.CodeSentTo)} <b>[[CodeTo]]</b>. [[CodeState]]</p>
            <form method="post" action="[[Action]]">{Hidden()}<label for="otp">{H(t.OtpLabel)}</label>
            <input type="text" id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code" pattern="[0-9 \-]*" maxlength="9" required[[?CodeProblem]] aria-invalid="true" aria-errormessage="p"[[/CodeProblem]]>
            {Remember()}<button>{H(t.ConnectButton)}</button></form>
            <form method="post" action="[[Action]]">{Hidden()}<input type="hidden" name="again" value="yes"><span class="s">{H(t.CodeLate)} [[?AgainAt]][[AgainAt]][[/AgainAt]]</span>[[?AgainNow]]<button class="q">{H(t.AgainButton)}</button>[[/AgainNow]]</form></section>
            <p class="m">{H(t.OtherWays)}</p>
            """;
    }

    private string VoucherForm()
    {
        var t = Texts;
        return $"""
            <form method="post" action="[[Action]]">{Hidden()}<label for="code">{H(t.CodeLabel)}</label>
            <input type="text" id="code" name="code" value="[[Code]]" inputmode="numeric" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="32" required aria-describedby="g"[[?VoucherProblem]] aria-invalid="true" aria-errormessage="p"[[/VoucherProblem]]>
            {Remember()}<button>{H(t.ConnectButton)}</button><span class="s" id="g">{H(t.CodeGives)}</span></form>
            """;
    }

    private string PhoneForm()
    {
        var t = Texts;
        return $"""
            <form method="post" action="[[Action]]">{Hidden()}<label for="phone">{H(t.PhoneLabel)}</label>
            <input type="tel" id="phone" name="phone" inputmode="tel" autocomplete="tel" maxlength="24" required placeholder="0812 3456 7890" aria-describedby="h"[[?PhoneProblem]] aria-invalid="true" aria-errormessage="p"[[/PhoneProblem]]>
            <button>{H(t.PhoneButton)}</button><span class="s" id="h">{H(t.PhoneGives)}</span></form>
            """;
    }

    private string AccountForm()
    {
        var t = Texts;
        return $"""
            <form method="post" action="[[Action]]">{Hidden()}<label for="username">{H(t.UserNameLabel)}</label>
            <input type="text" id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="128" required[[?AccountProblem]] aria-invalid="true" aria-errormessage="p"[[/AccountProblem]]>
            <label for="password">{H(t.PasswordLabel)}</label>
            <input type="password" id="password" name="password" autocomplete="current-password" maxlength="128" required[[?AccountProblem]] aria-invalid="true" aria-errormessage="p"[[/AccountProblem]]>
            {Remember()}<button>{H(t.ConnectButton)}</button></form>
            """;
    }

    /// <summary>Asked for apart from the rest, and never ticked beforehand (UU 27/2022 article 22).</summary>
    private static string Remember() => "[[?Remember]]<label class=\"r\"><input type=\"checkbox\" name=\"remember\" value=\"yes\"><span>[[Remember]]</span></label>[[/Remember]]";

    private string Hidden() => $"<input type=\"hidden\" name=\"q\" value=\"[[Query]]\"><input type=\"hidden\" name=\"t\" value=\"[[Seal]]\"><input type=\"hidden\" name=\"lang\" value=\"{Texts.Language}\">";
}
