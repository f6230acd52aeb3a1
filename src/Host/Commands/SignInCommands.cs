using System.CommandLine;
using HotspotManager.Core.SignIns;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot sign-in …</c>: which ways to sign in are offered where.</summary>
internal static class SignInCommands
{
    public static Command Create()
    {
        var area = Common.Opt<string?>("--area", "An area and all in it; without it the whole city", "CODE");
        var ways = Common.Opt<string?>("--ways", $"Of {string.Join(", ", SignInWay.All)}, separated by commas; \"\" for every way that is set up", "WAYS");
        var clickThrough = Common.Opt<string?>("--click-through-plan", "What one tap gives; \"\" for the built-in plan", "P");
        var phone = Common.Opt<string?>("--phone-plan", "What a phone number gives; \"\" for the same as one tap", "P");
        var days = Common.Opt<int?>("--remember-days", "How long a phone is remembered that agrees to it: 0 never, -1 as around (30)", "D");
        var rupiah = Common.Opt<long?>("--monthly-rupiah", "What messages with codes may cost in a month, this area and all in it together; -1 for no such limit", "RP");
        var signIn = new Command("sign-in", "Ways to sign in: which are offered where");
        signIn.Add(Common.Command("set", "Choose for an area or the whole city; what is not said stays, what nobody says holds as around", async (a, store, cancel) =>
        {
            var view = await store.Writer.ChangeAsync(db => SignInOfferList.SetAsync(db, a.GetValue(area), new SignInOfferInput(
                a.GetValue(ways), a.GetValue(clickThrough), a.GetValue(phone), a.GetValue(days), a.GetValue(rupiah)), cancel), cancel);
            store.Output.Done($"{(view.Area.Length > 0 ? view.Area : "The city")} offers {view.Ways ?? "what is offered around it"}.", view);
        }, area, ways, clickThrough, phone, days, rupiah));
        signIn.Add(Common.Command("list", "Every area that offers something of its own; \"\" is the whole city", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await SignInOfferList.ListAsync(db, cancel));
        }));
        return signIn;
    }
}
