using System.CommandLine;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Plans;
using HotspotManager.Core.SignIns;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot plan …</c></summary>
internal static class PlanCommands
{
    public static Command Create()
    {
        var name = Common.Name("plan");
        var minutes = Common.Opt<int?>("--minutes", "Minutes: for a voucher in all, otherwise for each sign-in", "M");
        var down = Common.Opt<int>("--down-kbps", "Towards the phone, 1,000 bit/s", "D", required: true);
        var up = Common.Opt<int>("--up-kbps", "From the phone, 1,000 bit/s", "U", required: true);
        var mb = Common.Opt<int?>("--mb", "Data in MB (1,000,000 octets up and down together): for a voucher in all, otherwise for each sign-in", "Q");
        var dailyMb = Common.Opt<int?>("--daily-mb", "Data in MB a day, renewed at midnight", "Q");
        var dailyMinutes = Common.Opt<int?>("--daily-minutes", "Minutes a day, renewed at midnight", "T");
        var thenDown = Common.Opt<int?>("--then-down-kbps", "Towards the phone once the data is used up, instead of the end", "D");
        var thenUp = Common.Opt<int?>("--then-up-kbps", "From the phone once the data is used up", "U");
        var devices = new Option<int>("--devices") { Description = "Phones online at once (1)", HelpName = "N", DefaultValueFactory = _ => 1 };
        var ways = Common.Opt<string?>("--ways", $"Only for these ways to sign in, of {string.Join(", ", SignInWay.All)}; \"\" for any", "WAYS");
        var newDown = Common.Opt<int?>("--down-kbps", "Towards the phone, 1,000 bit/s", "D");
        var newUp = Common.Opt<int?>("--up-kbps", "From the phone, 1,000 bit/s", "U");
        var newDevices = Common.Opt<int?>("--devices", "Phones online at once", "N");
        var plan = new Command("plan", "Plans: what a resident gets");
        plan.Add(Common.Command("add", "Add a plan", async (a, store, cancel) =>
        {
            var added = await store.Writer.ChangeAsync(db => PlanList.AddAsync(db, new Plan
            {
                Name = a.GetValue(name)!,
                Minutes = a.GetValue(minutes),
                Mb = a.GetValue(mb),
                DownKbps = a.GetValue(down),
                UpKbps = a.GetValue(up),
                DailyMb = a.GetValue(dailyMb),
                DailyMinutes = a.GetValue(dailyMinutes),
                ThenDownKbps = a.GetValue(thenDown),
                ThenUpKbps = a.GetValue(thenUp),
                Devices = a.GetValue(devices),
                Ways = a.GetValue(ways) is { Length: > 0 } only ? SignInWay.Check(only) : null,
            }, cancel), cancel);
            store.Output.Done($"Plan {added.Name} added.", PlanList.View(added));
        }, name, minutes, down, up, mb, dailyMb, dailyMinutes, thenDown, thenUp, devices, ways));
        plan.Add(Common.Command("set", "Change a plan; those who are online get the new limits at once where their router takes them", async (a, store, cancel) =>
        {
            var (changed, running) = await store.Writer.ChangeAsync(db => PlanChange.SetAsync(db, a.GetValue(name)!, new PlanInput(
                a.GetValue(minutes), a.GetValue(mb), a.GetValue(newDown), a.GetValue(newUp), a.GetValue(dailyMb), a.GetValue(dailyMinutes), a.GetValue(newDevices),
                a.GetValue(ways) is { Length: > 0 } only ? SignInWay.Check(only) : a.GetValue(ways), a.GetValue(thenDown), a.GetValue(thenUp)),
                Environment.UserName, store.Now, cancel), cancel);
            store.Output.Done($"Plan {changed.Name} changed; {running} running sessions are told.", PlanList.View(changed));
        }, name, minutes, newDown, newUp, mb, dailyMb, dailyMinutes, thenDown, thenUp, newDevices, ways));
        plan.Add(Common.Command("list", "All plans", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await PlanList.ListAsync(db, cancel));
        }));
        return plan;
    }
}
