using System.CommandLine;
using HotspotManager.Core.Vouchers;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot voucher …</c></summary>
internal static class VoucherCommands
{
    public static Command Create()
    {
        var plan = Common.Opt<string>("--plan", "The plan they give", "P", required: true);
        var count = new Option<int>("--count") { Description = "How many (1)", HelpName = "N", DefaultValueFactory = _ => 1 };
        var days = Common.Opt<int?>("--days", "Valid for this many days from now; without it they do not expire", "D");
        var code = new Argument<string>("CODE") { Description = "Ten digits; spaces and dashes do not matter" };
        var voucher = new Command("voucher", "Vouchers: codes of ten digits");
        voucher.Add(Common.Command("create", "Make vouchers", async (a, store, cancel) =>
        {
            using var progress = new Progress("Making vouchers");
            progress.At(0);
            var made = await store.Writer.ChangeAsync(db => VoucherList.CreateAsync(
                db, store.Secrets, a.GetValue(plan)!, a.GetValue(count), a.GetValue(days), a.GetValue(NetworkOptions.Area), store.Now, cancel), cancel);
            if (store.Output.IsJson) store.Output.Many(made);
            else foreach (var one in made) Terminal.Out.WriteLine(one.Code);
        }, plan, count, days, NetworkOptions.Area));
        voucher.Add(Common.Command("show", "One voucher and what was used of it", async (a, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.One(await VoucherList.ShowAsync(db, store.Secrets, a.GetValue(code)!, store.Now, cancel));
        }, code));
        voucher.Add(Common.Command("revoke", "End a voucher", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => VoucherList.RevokeAsync(db, store.Secrets, a.GetValue(code)!, store.Now, cancel), cancel);
            await using var db = store.Open();
            store.Output.Done("Voucher revoked.", await VoucherList.ShowAsync(db, store.Secrets, a.GetValue(code)!, store.Now, cancel));
        }, code));
        return voucher;
    }
}
