using HotspotManager.Console.Access;
using HotspotManager.Console.Live;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Sessions, and the order to end one.</summary>
public sealed class SessionsModel(IDbContextFactory<HotspotDb> databases, FeedHistory history, Disconnects disconnects, Frame frame) : PageModel
{
    private const int PageSize = 100;

    [BindProperty(SupportsGet = true, Name = "all")]
    public bool All { get; set; }

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int P { get; set; } = 1;

    /// <summary>The order whose answer is shown.</summary>
    [BindProperty(SupportsGet = true, Name = "order")]
    public long? Order { get; set; }

    public long Seq { get; private set; }

    public int Skip => (P - 1) * PageSize;

    public bool More { get; private set; }

    public string? Refused { get; private set; }

    public SessionOrder? Answer { get; private set; }

    public IReadOnlyList<SessionView> Rows { get; private set; } = [];

    public IReadOnlyDictionary<long, SessionOrder> Orders { get; private set; } = new Dictionary<long, SessionOrder>();

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Seq = await history.NewestAsync(db, cancel);
        P = Math.Clamp(P, 1, 10_000);
        var rows = await FindAsync(db, cancel);
        More = rows.Length > PageSize;
        Rows = [.. rows.Take(PageSize)];
        Orders = await PointSessions.OrdersAsync(db, Rows, cancel);
        if (Order is { } id && frame.Who.MayAct) Answer = await db.Set<SessionOrder>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel);
    }

    /// <summary>Orders the end of a session, waits for the gateway's answer as a command does, and goes back to where the button was.</summary>
    public async Task<IActionResult> OnPostDisconnectAsync(long id, string? back, CancellationToken cancel)
    {
        if (!frame.Who.MayAct) return Forbid();
        try
        {
            var order = await disconnects.OrderAsync(id, frame.Who, frame.W["sessions.why"], cancel);
            var page = Url.IsLocalUrl(back) && back.StartsWith("/aps/", StringComparison.Ordinal) ? back : "/sessions?order=" + order.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return LocalRedirect(page);
        }
        catch (RefusedException refused)
        {
            Refused = refused.In(frame.W.Language);
            await OnGetAsync(cancel);
            return Page();
        }
    }

    /// <summary>By page; or those whose phone has this MAC address when one is asked for.</summary>
    private async Task<SessionView[]> FindAsync(HotspotDb db, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Q) || !frame.Who.SeesPeople)
            return await SessionList.ListAsync(db, All, area: frame.Who.Area, skip: Skip, take: PageSize + 1, cancel: cancel);
        var wanted = Mac.Normalize(Q.Trim()) ?? Q.Trim();
        var rows = await SessionList.ListAsync(db, All, area: frame.Who.Area, take: 5000, cancel: cancel);
        return [.. rows.Where(s => s.Mac == wanted || s.UserName == wanted || s.FramedIp == wanted || s.AccessPoint == wanted).Skip(Skip).Take(PageSize + 1)];
    }
}
