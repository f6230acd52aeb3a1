namespace HotspotManager.Core.Looks;

/// <summary>A look that is not stored yet, to be seen on the real page of an area.</summary>
/// <param name="Area">Official code; "" for the whole city.</param>
/// <param name="Language"><c>id</c> or <c>en</c>.</param>
/// <param name="Notice">A notice to show with it; null: those that are on.</param>
public sealed record LookDraft(string Area, LookShown Look, string Language, bool Dark, string? Notice);

/// <summary>A page of a look: its HTML and the content security policy it is sent with.</summary>
public sealed record LookPage(string Html, string ContentSecurityPolicy);

/// <summary>What the portal gives the console to show how a look comes out; not there in a process without the portal.</summary>
public sealed record LookPreview(Func<LookDraft, LookPage> Show);
