using System.Reflection;
using System.Text;
using System.Text.Json;
using HotspotManager.Core.Looks;
using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.Login.Texts;
using Microsoft.Playwright;
using Xunit;

namespace HotspotManager.EndToEnd.Residents;

/// <summary>
/// Every page a resident can get, in each language and with each part of it shown, looked at by axe-core (WCAG 2.2 A and AA) in light and dark at 320 px, and measured at twice
/// the text size. The pages are taken from <see cref="PortalPages"/> itself, so that a new one cannot be forgotten. HOTSPOT_SCREENSHOTS=FOLDER keeps an image of each.
/// </summary>
[Collection<OneAfterAnother>]
public sealed class PagesForEveryoneTests
{
    private static readonly string[] Cards = ["Voucher", "Phone", "Account"];

    private static readonly string Logo = LogoFile.Uri(LogoFile.Clean(Encoding.UTF8.GetBytes(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path d='M16 2l13 26H3z' fill='#1b5e20'/><circle cx='16' cy='18' r='5' fill='#ffcc00'/></svg>")));

    private sealed record Shown(string Name, string Html);

    private static IEnumerable<Shown> Every()
    {
        // A city's own look in one language: its colour was too pale and is made darker, its logo is an image, and notices stand above everything.
        var own = PortalPages.Make(PortalTexts.Indonesian, "Kota Malang", new LookShown("WiFi Kota Batu Wisata Apel yang Panjang", LookColours.Of(Colour.Read("#ffcc00"), Colour.Read("#402060")), Logo));
        foreach (var (page, name) in new[] { (own.SignIn, "SignIn"), (own.Status, "Status"), (own.Message, "Message"), (own.Voucher, "Voucher") })
            yield return new Shown($"Own-{name}", Encoding.UTF8.GetString(PageWriter.Compose(page, Full(PortalTexts.Indonesian, name == "SignIn" ? "Voucher" : null), gzip: false).Span));
        foreach (var texts in PortalTexts.All)
        {
            var pages = PortalPages.Make(texts, "Kota Malang");
            foreach (var property in typeof(PortalPages).GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.PropertyType == typeof(PreparedPage)))
            {
                var page = (PreparedPage)property.GetValue(pages)!;
                foreach (var (filling, fields) in Fillings(property.Name, texts))
                    yield return new Shown($"{property.Name}-{filling}-{texts.Language}", Encoding.UTF8.GetString(PageWriter.Compose(page, fields, gzip: false).Span));
            }
        }
    }

    private static IEnumerable<(string Name, Fields Fields)> Fillings(string page, PortalTexts texts)
    {
        yield return ("bare", new Fields { [Field.Action] = "/g/RW05", [Field.Title] = texts.BrokenTitle, [Field.Sentence] = texts.Broken, [Field.TimeLeft] = texts.Minutes(58), [Field.DataLeft] = texts.Unlimited });
        if (page != nameof(PortalPages.SignIn))
        {
            yield return ("full", Full(texts, null));
            yield break;
        }
        foreach (var card in Cards) yield return (card.ToLowerInvariant(), Full(texts, card));
        var question = Full(texts, null);
        question[Field.Title] = null;
        yield return ("question", question);
    }

    private static Fields Full(PortalTexts texts, string? card)
    {
        var fields = new Fields();
        foreach (var field in Enum.GetValues<Field>()) fields[field] = texts.ReportAdvice;
        (fields[Field.Action], fields[Field.Query], fields[Field.Code], fields[Field.Place], fields[Field.PointName]) = ("/g/RW05", "fas=aGlk", "12345-67890", "RW 05 Bandungrejosari Kulon", "RW05-BALAI");
        (fields[Field.TimeLeft], fields[Field.DataLeft], fields[Field.Speed]) = (texts.HoursAndMinutes(11, 58), texts.Data(12_500_000_000), "↓ 100 Mbps   ↑ 512 kbps");
        (fields[Field.FreeTitle], fields[Field.FreeSpeed], fields[Field.FreeData]) = (texts.FreeTitle(texts.Minutes(60)), texts.Speed(4000), texts.Data(500_000_000));
        foreach (var other in Cards)
        {
            fields[Enum.Parse<Field>(other + (other == card ? "Fold" : "Card"))] = null;
            if (other != card) fields[Enum.Parse<Field>(other + "Problem")] = null;
        }
        fields[Field.Title] = card is null ? texts.BrokenTitle : null;
        if (card is not null) fields[Field.CodeTo] = null;
        return fields;
    }

    [Fact]
    public async Task Every_page_is_for_everyone_in_light_and_dark_narrow_and_with_large_text()
    {
        using var npm = await NodePackage.InstallAsync(Path.Combine(HotspotProgram.Root, "tests", "EndToEnd", "Residents", "Axe"));
        var axe = await File.ReadAllTextAsync(npm.At(Path.Combine("node_modules", "axe-core", "axe.min.js")), TestContext.Current.CancellationToken);
        await using var chromium = await Chromium.StartAsync();
        var wrong = new List<string>();
        var looked = 0;
        foreach (var dark in new[] { false, true })
        {
            var page = await chromium.PageAsync(ScreenOptions.Phone with { Width = 320, JavaScript = true, Dark = dark });
            foreach (var shown in Every())
            {
                var name = shown.Name + (dark ? "-dark" : "");
                await page.SetContentAsync(shown.Html);
                await KeepAsync(page, name);
                await page.EvaluateAsync(axe);
                foreach (var finding in await AxeAsync(page)) wrong.Add($"{name}: {finding}");
                foreach (var finding in await MeasureAsync(page)) wrong.Add($"{name}: {finding}");
                looked++;
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(looked >= 2 * 2 * 14, $"only {looked} pages were looked at");
    }

    [Fact]
    public async Task Axe_is_awake()
    {
        using var npm = await NodePackage.InstallAsync(Path.Combine(HotspotProgram.Root, "tests", "EndToEnd", "Residents", "Axe"));
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.PageAsync(ScreenOptions.Phone with { JavaScript = true });
        await page.SetContentAsync("<html><body><p style='color:#bbb;background:#fff'>pucat</p><input><img src='data:,'><div style='width:800px'>lebar</div></body></html>");
        await page.EvaluateAsync(await File.ReadAllTextAsync(npm.At(Path.Combine("node_modules", "axe-core", "axe.min.js")), TestContext.Current.CancellationToken));
        var findings = string.Join('\n', await AxeAsync(page));
        foreach (var rule in new[] { "color-contrast", "label", "image-alt", "html-has-lang", "document-title" }) Assert.Contains(rule, findings, StringComparison.Ordinal);
        Assert.Contains(await MeasureAsync(page), f => f.Contains("wider than the screen", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_its_style_a_page_still_reads_from_top_to_bottom()
    {
        await using var chromium = await Chromium.StartAsync();
        var page = await chromium.PageAsync(ScreenOptions.Phone with { JavaScript = true });
        var texts = PortalTexts.Indonesian;
        await page.SetContentAsync(Every().First(s => s.Name == "SignIn-voucher-id").Html);
        await page.EvaluateAsync("document.querySelectorAll('style').forEach(s => s.remove())");
        var read = await page.InnerTextAsync("body");
        var at = new[] { texts.ServiceName, texts.Connect, texts.EnterCode, texts.CodeLabel, texts.CodeGives, texts.FreeLead, texts.ConsentLink, texts.CannotEnter }
            .Select(t => read.IndexOf(t, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, at);
        Assert.Equal(at.Order(), at);
    }

    private static async Task<IReadOnlyList<string>> AxeAsync(IPage page)
    {
        var json = await page.EvaluateAsync<string>(
            """
            async () => {
              document.querySelectorAll('details').forEach(d => d.open = true);
              const found = await axe.run(document, {
                resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'target-size': { enabled: true } }
              });
              return JSON.stringify(found.violations.map(v => v.id + ' (' + v.help + '): ' + v.nodes.map(n => n.html.slice(0, 120) + ' ' + (n.any[0]?.message ?? '')).join(' | ')));
            }
            """);
        return JsonSerializer.Deserialize<string[]>(json)!;
    }

    /// <summary>What axe does not measure: nothing to scroll sideways at 320 px, also with every text twice as large, targets of 44 px, inputs that no phone zooms into.</summary>
    private static async Task<IReadOnlyList<string>> MeasureAsync(IPage page)
    {
        var json = await page.EvaluateAsync<string>(
            """
            () => {
              const wrong = [];
              const wide = what => { const w = document.scrollingElement.scrollWidth; if (w > innerWidth) wrong.push(what + ' wider than the screen: ' + w); };
              for (const e of document.querySelectorAll('button, input:not([type=hidden]):not([type=checkbox]), summary, nav a, label.r')) {
                const box = e.getBoundingClientRect();
                if (box.height < 44) wrong.push('lower than 44 px: ' + e.outerHTML.slice(0, 80) + ' ' + box.height);
                if (e.matches('input') && parseFloat(getComputedStyle(e).fontSize) < 16) wrong.push('text below 16 px: ' + e.outerHTML.slice(0, 80));
              }
              wide('the page is');
              const all = [...document.body.querySelectorAll('*')], sizes = all.map(e => parseFloat(getComputedStyle(e).fontSize));
              all.forEach((e, i) => e.style.fontSize = 2 * sizes[i] + 'px');
              wide('with large text the page is');
              for (const e of document.querySelectorAll('button, p, h1, li, dd, b')) if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline') wrong.push('text runs out of its box: ' + e.outerHTML.slice(0, 80));
              return JSON.stringify(wrong);
            }
            """);
        return JsonSerializer.Deserialize<string[]>(json)!;
    }

    private static Task KeepAsync(IPage page, string name) => Environment.GetEnvironmentVariable("HOTSPOT_SCREENSHOTS") is { Length: > 0 } folder
        ? page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, "pages", name + ".png"), FullPage = true }) : Task.CompletedTask;
}
