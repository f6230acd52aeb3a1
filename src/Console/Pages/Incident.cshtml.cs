using HotspotManager.Console.Access;
using HotspotManager.Console.Live;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>One incident: what it took with it, what happened, and what an operator does with it.</summary>
public sealed class IncidentModel(IDbContextFactory<HotspotDb> databases, FeedHistory history, IncidentDesks desks, NetworkTable network, Frame frame) : PageModel
{
    public long Seq { get; private set; }

    public IncidentDetail Detail { get; private set; } = null!;

    /// <summary>The incident in the words of the feed.</summary>
    public IncidentEntry Entry { get; private set; } = null!;

    public string? Refused { get; private set; }

    /// <summary>Whether it is an access point, which has a page; routers and links have none.</summary>
    public bool IsPoint(string name) => network.Current.FindAccessPoint(name) is not null;

    public Task<IActionResult> OnGetAsync(long id, CancellationToken cancel) => ShowAsync(id, cancel);

    public Task<IActionResult> OnPostAcknowledgeAsync(long id, string? text, int? minutes, CancellationToken cancel) => ChangeAsync(id, (db, who, now) =>
        IncidentDesk.AcknowledgeAsync(db, id, who, text, minutes is { } m ? TimeSpan.FromMinutes(m) : null, now, cancel), cancel);

    public Task<IActionResult> OnPostUnacknowledgeAsync(long id, CancellationToken cancel) =>
        ChangeAsync(id, (db, who, now) => IncidentDesk.UnacknowledgeAsync(db, id, who, now, cancel), cancel);

    public Task<IActionResult> OnPostOwnerAsync(long id, string? text, CancellationToken cancel) =>
        ChangeAsync(id, (db, who, now) => IncidentDesk.OwnAsync(db, id, who, text, now, cancel), cancel);

    public Task<IActionResult> OnPostNoteAsync(long id, string? text, CancellationToken cancel) =>
        ChangeAsync(id, (db, who, now) => IncidentDesk.NoteAsync(db, id, who, text, now, cancel), cancel);

    /// <summary>A line of the story in words.</summary>
    public string Say(IncidentNoteView note) => note.Kind switch
    {
        IncidentNotes.Owner => note.Text is { } owner ? frame.W.Say("incident.did.owner", owner) : frame.W["incident.did.no-owner"],
        IncidentNotes.Merged => frame.W.Say("incident.did.merged", note.Text ?? ""),
        IncidentNotes.Closed => frame.W["incident.ended." + (note.Text ?? IncidentEndings.Recovered)],
        IncidentNotes.Note => note.Text ?? "",
        _ => frame.W["incident.did." + note.Kind],
    };

    /// <summary>What stands below the line: who, and what was said.</summary>
    public string? SaysMore(IncidentNoteView note)
    {
        var said = note.Kind switch
        {
            IncidentNotes.Opened => frame.Cause(note.Text),
            IncidentNotes.Acknowledged => note.Text,
            _ => null,
        };
        return string.Join(" · ", new[] { note.Who, said }.Where(t => !string.IsNullOrEmpty(t))) is { Length: > 0 } more ? more : null;
    }

    private async Task<IActionResult> ChangeAsync(long id, Func<HotspotDb, string, DateTimeOffset, Task<Incident>> change, CancellationToken cancel)
    {
        if (!frame.Who.MayAct) return Forbid();
        try
        {
            await desks.ChangeAsync(id, frame.Who, change, cancel);
            return RedirectToPage(new { id });
        }
        catch (RefusedException refused)
        {
            Refused = refused.Message;
            return await ShowAsync(id, cancel);
        }
    }

    private async Task<IActionResult> ShowAsync(long id, CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Seq = await history.NewestAsync(db, cancel);
        if (await OutageList.IncidentAsync(db, id, frame.Now, cancel) is not { } detail || !frame.Who.Sees(detail.Incident.Area)) return NotFound();
        (Detail, Entry) = (detail, IncidentFeed.Entry(detail.Incident, frame));
        return Page();
    }
}
