using HotspotManager.Core.Panels;

namespace HotspotManager.Console.Pages;

/// <summary>A panel of another room with what it shows now.</summary>
public sealed record ShownPanel(string Title, PanelContent Content, bool IsAsked = false)
{
    /// <summary>Why the form's text was not taken, and the text as it was typed.</summary>
    public string? Refused { get; init; }

    public string? Typed { get; init; }

    /// <summary>The panels of a place that this one may see and that have something to show.</summary>
    public static IReadOnlyList<ShownPanel> Of(IEnumerable<Panel> panels, PanelPlace place, string? accessPoint, Frame frame, bool secrets = false)
    {
        var request = new PanelRequest(accessPoint, frame.W.Language, frame.Options.PortalUrl, secrets && frame.Who.MayAct);
        return [.. panels.Where(p => p.Place == place && frame.Who.IsAtLeast(p.Role))
            .Select(p => (p.Title, Content: p.Show(request), Asked: p.Show(request with { Secrets = false })?.HidesSecrets == true)).Where(p => p.Content is not null).Select(p => new ShownPanel(TitleIn(p.Title, frame.W.Language), p.Content!, secrets && p.Asked))];
    }

    /// <summary>Panels whose title is another in English have both, with " / " between them.</summary>
    private static string TitleIn(string title, string language) => title.Split(" / ") is [var indonesian, var english] ? language == "en" ? english : indonesian : title;

    /// <summary>The form of that key among the panels of an access point; null when none has it.</summary>
    public static PanelForm? Form(IEnumerable<Panel> panels, string accessPoint, string key, string language) => panels.Where(p => p.Place == PanelPlace.AccessPoint)
        .Select(p => p.Show(new PanelRequest(accessPoint, language, ""))?.Form).FirstOrDefault(f => f?.Key == key);
}
