using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>The vouchers of one batch, to look at, to print and to cancel.</summary>
public class VoucherBatchModel(IDbContextFactory<HotspotDb> databases, StoreWriter writer, SecretBox secrets, Frame frame) : PageModel
{
    public string Batch { get; private set; } = "";

    public string Plan { get; private set; } = "";

    public string? Refused { get; private set; }

    public IReadOnlyList<VoucherView> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string batch, CancellationToken cancel)
    {
        // The codes are as good as money: only those who may make them see them.
        if (!frame.Who.MayMakeVouchers) return Forbid();
        await using var db = await databases.CreateDbContextAsync(cancel);
        Rows = await VoucherList.ListAsync(db, secrets, frame.Now, batch, frame.Who.Area, take: 1000, cancel: cancel);
        if (Rows.Count == 0) return NotFound();
        (Batch, Plan) = (batch, Rows[0].Plan);
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(string batch, string code, CancellationToken cancel)
    {
        if (!frame.Who.MayMakeVouchers) return Forbid();
        try
        {
            await writer.ChangeAsync(async db =>
            {
                var found = await VoucherList.ShowAsync(db, secrets, code, frame.Now, cancel);
                if (!frame.Who.Sees(found.Area)) throw new RefusedException("There is no such voucher.");
                await VoucherList.RevokeAsync(db, secrets, code, frame.Now, cancel);
            }, cancel);
            return Redirect("/vouchers/" + batch);
        }
        catch (RefusedException refused)
        {
            Refused = refused.In(frame.W.Language);
            return await OnGetAsync(batch, cancel);
        }
    }
}
