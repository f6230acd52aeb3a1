using HotspotManager.Console.Live;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Why people could not get online, one sentence each.</summary>
public sealed class AttemptsModel(IDbContextFactory<HotspotDb> databases, PointReader points, SecretBox secrets, Frame frame) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "all")]
    public bool All { get; set; }

    [BindProperty(SupportsGet = true, Name = "accessPoint")]
    public string? AccessPoint { get; set; }

    /// <summary>A voucher's code, an account's name or a phone's MAC.</summary>
    [BindProperty(SupportsGet = true, Name = "who")]
    public string? Whose { get; set; }

    [BindProperty(SupportsGet = true, Name = "nas")]
    public string? Nas { get; set; }

    /// <summary>The same list with only those refused, or with all.</summary>
    public string Link(bool all) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString("/attempts", new Dictionary<string, string?>
    {
        ["accessPoint"] = AccessPoint,
        ["nas"] = Nas,
        ["who"] = Whose,
        ["all"] = all ? "true" : null,
    }.Where(p => !string.IsNullOrEmpty(p.Value)));

    public IReadOnlyList<AttemptRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var point = AccessPoint is { Length: > 0 } ? points.Network.FindAccessPoint(AccessPoint) : null;
        if (AccessPoint is { Length: > 0 } && (point is null || !frame.Who.Sees(point.AreaCode))) return NotFound();
        var nas = Nas is { Length: > 0 } ? points.Network.FindNas(Nas) : null;
        if (Nas is { Length: > 0 } && nas is null) return NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        Rows = await AttemptRow.ReadAsync(db, secrets, frame, points.Network, new AttemptQuery
        {
            AccessPoints = point is null ? null : [point.Id],
            Nas = nas?.Id,
            Who = Whose?.Trim(),
            Accepted = All || !string.IsNullOrWhiteSpace(Whose) ? null : false,
        }, cancel);
        return Page();
    }
}
