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

/// <summary>
/// A text that an administrator may change, and the room's check of it: <see cref="Save"/> stores it or throws <see cref="Store.RefusedException"/> with the reason.
/// <see cref="Key"/> names it in the page and in the API.
/// </summary>
public sealed record PanelForm(string Key, string Label, string Hint, string Value, Func<string, CancellationToken, Task> Save);

/// <summary>What a panel shows. Image is a PNG.</summary>
public sealed record PanelContent(string Text, IReadOnlyList<PanelField> Fields, IReadOnlyList<PanelCode> Code, byte[]? Image = null)
{
    /// <summary>A placeholder stands where a secret would: the console offers to show it.</summary>
    public bool HidesSecrets { get; init; }

    /// <summary>What may be changed there; null for nothing.</summary>
    public PanelForm? Form { get; init; }
}

/// <summary>
/// What a room gives the console to show without the console knowing the room: paste-in pages, reply previews, portal looks, alert tests.
/// Register with <c>services.AddSingleton(new Panel(…))</c>; <see cref="Show"/> returns null when there is nothing to show for that request.
/// </summary>
public sealed record Panel(PanelPlace Place, string Title, string Role, Func<PanelRequest, PanelContent?> Show);
