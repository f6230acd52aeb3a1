using HotspotManager.Core.Messages;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>The outbox: what was sent to whom (masked), by which courier, and what became of it.</summary>
public sealed class MessagesModel(IDbContextFactory<HotspotDb> databases, CourierTable couriers, Frame frame) : PageModel
{
    private const int Most = 200;

    [BindProperty(SupportsGet = true)]
    public string? State { get; set; }

    public IReadOnlyList<MessageView> Rows { get; private set; } = [];

    /// <summary>By state, of the last day.</summary>
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>();

    public bool HasCourier => couriers.Of(MessageChannel.Phone).Count > 0;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!frame.Who.SeesPeople) return Forbid();
        if (State is not null && !MessageState.All.Contains(State)) State = null;
        await using var db = await databases.CreateDbContextAsync(cancel);
        Counts = await Outbox.CountsAsync(db, frame.Now.AddDays(-1), frame.Who.Area, cancel);
        Rows = await Outbox.ListAsync(db, State, frame.Who.Area, Most, cancel);
        return Page();
    }

    /// <summary>The shape that goes with a state.</summary>
    public static string Shape(string state) => state switch
    {
        MessageState.Sent or MessageState.Delivered => "up",
        MessageState.Failed => "down",
        MessageState.Expired => "degraded",
        _ => "unknown",
    };
}
