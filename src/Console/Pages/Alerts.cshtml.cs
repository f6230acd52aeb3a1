using HotspotManager.Core.Alerts;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>Who is told of incidents, whose buttons count, and what was told. Administrators change it; who may act may try it out.</summary>
public sealed class AlertsModel(
    StoreWriter writer, SecretBox secrets, AlertTable table, AlertWriter words, MessageDispatch dispatch, CourierTable couriers, OperatorTable operators,
    IDbContextFactory<HotspotDb> databases, Frame frame) : PageModel
{
    [BindProperty]
    public AlertForm Form { get; set; } = new();

    public string? Refused { get; private set; }

    /// <summary>What was done, in a word of the table; null: nothing.</summary>
    public string? Done { get; private set; }

    public IReadOnlyList<AlertView> Rows { get; private set; } = [];

    public IReadOnlyList<AlertContactView> Contacts { get; private set; } = [];

    public IReadOnlyList<AlertLogView> Told { get; private set; } = [];

    /// <summary>Ways there are couriers for.</summary>
    public IReadOnlyList<string> Channels => [.. couriers.Channels.Order(StringComparer.Ordinal)];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => MaySee ? await ShowAsync(cancel) : Forbid();

    public Task<IActionResult> OnPostAddAsync(CancellationToken cancel) =>
        ChangeAsync("alerts.added", db => AlertList.AddAsync(db, secrets, Form.Name, Form.Input, frame.Now, cancel: cancel), cancel);

    public Task<IActionResult> OnPostMuteAsync(string name, int minutes, CancellationToken cancel) =>
        ChangeAsync(minutes > 0 ? "alerts.muted" : "alerts.unmuted", db => AlertList.SetAsync(db, secrets, name, new AlertInput { MuteMinutes = minutes }, frame.Now, cancel: cancel), cancel);

    public Task<IActionResult> OnPostRemoveAsync(string name, CancellationToken cancel) => ChangeAsync("alerts.removed", db => AlertList.RemoveAsync(db, name, cancel), cancel);

    public Task<IActionResult> OnPostContactAsync(string? who, string? number, CancellationToken cancel) => ChangeAsync(
        "alerts.contact-added", db => AlertList.AddContactAsync(db, secrets, who ?? "", MessageChannel.Telegram, number?.Trim(), frame.Now, cancel), cancel);

    public Task<IActionResult> OnPostForgetAsync(string who, CancellationToken cancel) => ChangeAsync("alerts.contact-removed", db => AlertList.RemoveContactsAsync(db, who, cancel), cancel);

    public async Task<IActionResult> OnPostTestAsync(string name, CancellationToken cancel)
    {
        if (!MaySee) return Forbid();
        try
        {
            await writer.WriteAsync(db => AlertList.TestAsync(db, secrets, words, name, frame.Now, cancel), cancel);
            dispatch.Wake();
            Done = "alerts.tested";
        }
        catch (RefusedException refused)
        {
            Refused = refused.In(frame.W.Language);
        }
        return await ShowAsync(cancel);
    }

    /// <summary>Names of those whose buttons may count.</summary>
    public async Task<IReadOnlyList<string>> OperatorsAsync(CancellationToken cancel = default)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Operator>().Where(o => o.Role != Roles.Viewer).OrderBy(o => o.Name).Select(o => o.Name).ToListAsync(cancel);
    }

    private bool MaySee => frame.Who.MayAct && frame.Who.Area is null;

    private async Task<IActionResult> ChangeAsync(string done, Func<HotspotDb, Task> change, CancellationToken cancel)
    {
        if (!MaySee || !frame.Who.MaySetUp) return Forbid();
        try
        {
            await writer.ChangeAsync(async db =>
            {
                await change(db);
                await db.SaveChangesAsync(cancel);
                // Shown at once: the watch takes it up a moment later anyway.
                await operators.ReloadAsync(db, cancel);
                await table.ReloadAsync(db, cancel);
            }, cancel);
            (Done, Form) = (done, new AlertForm());
            ModelState.Clear();
        }
        catch (RefusedException refused)
        {
            Refused = refused.In(frame.W.Language);
        }
        return await ShowAsync(cancel);
    }

    private async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Rows = await AlertList.ListAsync(db, cancel);
        Contacts = await AlertList.ContactsAsync(db, cancel);
        Told = await AlertLog.ListAsync(db, 40, cancel);
        return Page();
    }
}

/// <summary>What the form sends.</summary>
public sealed class AlertForm
{
    public string? Name { get; set; }
    public string? Channel { get; set; }
    public string? To { get; set; }
    public string? Area { get; set; }
    public string Least { get; set; } = "point";
    public string Language { get; set; } = "id";
    public int AfterMinutes { get; set; }
    public int PointMinutes { get; set; } = 5;
    public string? QuietFrom { get; set; }
    public string? QuietUntil { get; set; }
    public int DigestMinutes { get; set; }

    internal AlertInput Input => new()
    {
        Channel = Channel,
        To = To,
        Area = Area?.Trim() ?? "",
        Least = Least,
        Language = Language,
        AfterMinutes = AfterMinutes,
        PointMinutes = PointMinutes,
        Quiet = string.IsNullOrWhiteSpace(QuietFrom) && string.IsNullOrWhiteSpace(QuietUntil) ? "" : $"{QuietFrom}-{QuietUntil}",
        DigestMinutes = DigestMinutes,
    };
}
