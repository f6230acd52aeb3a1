namespace HotspotManager.Core.Panels;

/// <summary>Where the console shows a panel.</summary>
public enum PanelPlace { AccessPoint, Settings }

/// <summary>
/// What the console asks a panel to show: for which access point (null on the settings page), in which language (<c>id</c> or <c>en</c>), at which public address, and
/// whether somebody who may see secrets has asked for them.
/// </summary>
public sealed record PanelRequest(string? AccessPoint, string Language, string PublicUrl, bool Secrets = false);

/// <summary>One labelled value.</summary>
public sealed record PanelField(string Label, string Value);

/// <summary>Something to copy: a script or configuration, with the file or place it goes to.</summary>
public sealed record PanelCode(string Title, string Text);

/// <summary>What a panel shows. Image is a PNG.</summary>
public sealed record PanelContent(string Text, IReadOnlyList<PanelField> Fields, IReadOnlyList<PanelCode> Code, byte[]? Image = null)
{
    /// <summary>A placeholder stands where a secret would: the console offers to show it.</summary>
    public bool HidesSecrets { get; init; }
}

/// <summary>
/// What a room gives the console to show without the console knowing the room: paste-in pages, reply previews, portal looks, alert tests.
/// Register with <c>services.AddSingleton(new Panel(…))</c>; <see cref="Show"/> returns null when there is nothing to show for that request.
/// </summary>
public sealed record Panel(PanelPlace Place, string Title, string Role, Func<PanelRequest, PanelContent?> Show);
