using HotspotManager.Core.Panels;

namespace HotspotManager.Console.Pages;

/// <summary>A panel of another room with what it shows now.</summary>
public sealed record ShownPanel(string Title, PanelContent Content, bool IsAsked = false)
{
    /// <summary>The panels of a place that this one may see and that have something to show.</summary>
    public static IReadOnlyList<ShownPanel> Of(IEnumerable<Panel> panels, PanelPlace place, string? accessPoint, Frame frame, bool secrets = false)
    {
        var request = new PanelRequest(accessPoint, frame.W.Language, frame.Options.PortalUrl, secrets && frame.Who.MayAct);
        return [.. panels.Where(p => p.Place == place && frame.Who.IsAtLeast(p.Role))
            .Select(p => (p.Title, Content: p.Show(request), Asked: p.Show(request with { Secrets = false })?.HidesSecrets == true)).Where(p => p.Content is not null).Select(p => new ShownPanel(p.Title, p.Content!, secrets && p.Asked))];
    }
}
