using HotspotManager.Core.Looks;

namespace HotspotManager.Portal.Login;

/// <summary>Which scheme a page is in: the phone's own setting, or (for a preview) always the one.</summary>
public enum PageScheme { OfPhone, Light, Dark }

/// <summary>The one style sheet of all the portal's pages: light and dark by the phone's own setting, system fonts, targets of at least 44 px, inputs of at least 16 px.</summary>
internal static class PageStyle
{
    /// <summary>The style sheet in a city's colours.</summary>
    public static string Css(LookColours colours, PageScheme scheme = PageScheme.OfPhone)
    {
        var light = $"--ink:#10241f;--muted:#51655f;--ground:#f4f7f5;--card:#fff;--line:#d7e0dc;--edge:#7f918b;{Brand(colours.Light)}--bad:#c4361a;--badsoft:#fbebe7";
        var dark = $"--ink:#e9f2ee;--muted:#9fb3ab;--ground:#0d1513;--card:#15201d;--line:#2a3834;--edge:#5c6f68;{Brand(colours.Dark)}--bad:#ff7a5c;--badsoft:#33201b";
        return scheme switch
        {
            PageScheme.Light => $":root{{color-scheme:light;{light}}}{Rules}",
            PageScheme.Dark => $":root{{color-scheme:dark;{dark}}}{Rules}",
            _ => $":root{{color-scheme:light dark;{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}{Rules}",
        };

        static string Brand(SchemeColours c) => $"--brand:{c.Brand};--on:{c.On};--soft:{c.Soft};";
    }

    private const string Rules =
        "*{box-sizing:border-box}"
        + "body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,Roboto,\"Noto Sans\",sans-serif;-webkit-text-size-adjust:100%;overflow-wrap:anywhere}"
        + "main,header,footer{max-width:30rem;margin:0 auto;padding:0 16px}"
        + "header{display:flex;align-items:center;gap:12px;padding-top:20px;padding-bottom:16px}"
        + "header svg{flex:none;width:44px;height:44px;border-radius:12px;background:var(--brand);color:var(--on)}"
        + "header img{flex:none;width:44px;height:44px;border-radius:12px;padding:3px;background:#fff;object-fit:contain}"
        + "header div{flex:1;min-width:0}header b{display:block;font-size:17px;letter-spacing:-.01em;line-height:1.3}header span{display:block;color:var(--muted);font-size:14px;line-height:1.35;overflow-wrap:anywhere}"
        + "header nav{flex:none;display:flex;font-size:15px}header nav *{display:flex;align-items:center;justify-content:center;min-width:32px;min-height:44px}header nav i{font-style:normal;font-weight:700;text-decoration:underline;text-underline-offset:5px}header nav a{min-width:44px;text-decoration:none}"
        + "h1{font-size:20px;line-height:1.3;margin:0 0 4px;letter-spacing:-.01em}h2{font-size:17px;margin:0 0 2px}p{margin:0 0 14px}"
        + "a{color:var(--muted)}.m,.s{color:var(--muted)}.s{font-size:14px}.c>p:last-child{margin-bottom:0}"
        + ".c{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:20px 16px;margin:0 0 12px}"
        + "label{display:block;font-weight:600;margin:0 0 6px}"
        + "input[type=text],input[type=tel],input[type=password]{width:100%;min-height:56px;padding:8px 14px;border:2px solid var(--edge);border-radius:10px;background:var(--ground);color:var(--ink);font:600 23px/1.2 ui-monospace,\"Roboto Mono\",monospace;letter-spacing:.06em}"
        + "input+label{margin-top:14px}input[name=username],input[type=password]{letter-spacing:0;font-size:18px}.r{display:flex;gap:10px;align-items:center;min-height:44px;margin:10px 0 0;font-weight:400;font-size:15px;line-height:1.4}.r input{flex:none;width:24px;height:24px;margin:0;accent-color:var(--brand)}"
        + "details.w{padding-top:4px;padding-bottom:4px}details.w[open]{padding-bottom:20px}form+form{margin-top:14px}details.w summary::after{content:\"+\";margin-left:auto;font-size:22px;font-weight:400}details.w[open] summary::after{content:\"–\"}details.w summary{color:var(--ink);font-weight:600;min-height:52px;text-decoration:none}"
        + "input[aria-invalid]{border-color:var(--bad)}"
        + "button,.b{display:flex;align-items:center;justify-content:center;width:100%;min-height:52px;margin:12px 0;padding:8px 14px;border:0;border-radius:10px;background:var(--brand);color:var(--on);font:inherit;font-size:18px;font-weight:600;text-align:center;text-decoration:none;cursor:pointer;overflow-wrap:anywhere}"
        + ".c form>button:last-child{margin-bottom:0}button.q{background:var(--soft);color:var(--ink);border:2px solid var(--brand)}"
        + ":focus-visible{outline:3px solid var(--brand);outline-offset:2px}"
        + "ul.t{list-style:none;display:flex;flex-wrap:wrap;gap:8px;padding:0;margin:8px 0 0}ul.t li{background:var(--soft);border-radius:16px;padding:3px 12px;font-size:14px;font-variant-numeric:tabular-nums}"
        + ".e{display:flex;gap:10px;background:var(--badsoft);border:1px solid var(--bad);border-radius:10px;padding:12px 14px;margin:0 0 14px}.e b{color:var(--bad);flex:none}.n{background:var(--soft);border-color:var(--brand)}.n b{color:var(--ink)}.i{display:block;padding:8px 14px;margin:0 0 12px;font-size:15px;line-height:1.45}.i p{margin:0}.i p+p{margin-top:8px;padding-top:8px;border-top:1px solid var(--line)}"
        + "dl{display:grid;grid-template-columns:1fr 1fr;gap:14px 12px;margin:14px 0}dl .w{grid-column:1/-1}dt{color:var(--muted);font-size:14px}dd{margin:0;font-size:22px;font-weight:650;font-variant-numeric:tabular-nums;line-height:1.3}"
        + "footer{padding-bottom:32px}details{border-top:1px solid var(--line)}details:last-of-type{border-bottom:1px solid var(--line)}summary{min-height:44px;display:flex;align-items:center;gap:8px;cursor:pointer;color:var(--muted);text-decoration:underline;text-underline-offset:3px}"
        + "ol{margin:14px 0;padding-left:22px}ol li{margin:6px 0}.a{margin-top:14px}.b+.s{margin-top:0}details ul{margin:0 0 14px;padding-left:20px}details li{margin:4px 0}"
        + ".ok{color:var(--brand)}.k{font:600 26px/1.3 ui-monospace,\"Roboto Mono\",monospace;letter-spacing:.06em;overflow-wrap:anywhere}";
}
