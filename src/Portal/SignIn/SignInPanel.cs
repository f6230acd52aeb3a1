using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.SignIn;

/// <summary>For the console's settings page: what is offered where, who carries messages, what this month's cost, and the newest ones.</summary>
internal static class SignInPanel
{
    public static PanelContent Show(IDbContextFactory<HotspotDb> databases, SecretBox secrets, AreaTable areas, CityClock clock, string language)
    {
        string Say(string indonesian, string english) => language == "en" ? english : indonesian;
        using var db = databases.CreateDbContext();
        var fields = new List<PanelField>();
        foreach (var offer in Wait(SignInOfferList.ListAsync(db)))
        {
            var budget = offer.MonthlyRupiah is { } most ? Say($"; pesan Rp {Rupiah(Spent(offer.Area))} dari Rp {Rupiah(most)} bulan ini", $"; messages Rp {Rupiah(Spent(offer.Area))} of Rp {Rupiah(most)} this month") : "";
            fields.Add(new PanelField(offer.Area.Length > 0 ? areas.Title(offer.Area) : Say("Seluruh kota", "The whole city"), (offer.Ways ?? Say("semua yang siap", "all that is set up")) + budget));
        }
        if (fields.Count == 0) fields.Add(new PanelField(Say("Seluruh kota", "The whole city"), Say("semua yang siap", "all that is set up")));
        foreach (var courier in Wait(CourierList.ListAsync(db, secrets)))
            fields.Add(new PanelField(Say("Kurir ", "Courier ") + courier.Name, $"{courier.Kind} {courier.Host}, Rp {Rupiah(courier.RupiahEach)}{(courier.Enabled ? "" : Say(", mati", ", off"))}"));
        var lines = Wait(Outbox.ListAsync(db, take: 30)).Select(m => string.Create(CultureInfo.InvariantCulture,
            $"{clock.Local(m.CreatedAt):yyyy-MM-dd HH:mm}  {m.State,-9}  {m.Recipient,-9}  {m.Purpose}  {m.Courier}  Rp {m.Rupiah}  {m.Answer}")).ToList();
        return new PanelContent(
            Say("Diubah dengan: hotspot sign-in set, hotspot courier set.", "Changed by: hotspot sign-in set, hotspot courier set."), fields,
            lines.Count == 0 ? [] : [new PanelCode(Say("30 pesan terbaru", "The newest 30 messages"), string.Join('\n', lines))]);

        long Spent(string area) => Wait(Outbox.SpentAsync(db, area, Outbox.MonthOf(clock, clock.Now)));

        string Rupiah(long amount) => amount.ToString("N0", CultureInfo.GetCultureInfo(language == "en" ? "en-GB" : "id-ID"));
    }

    // A panel is shown by a page that is not asynchronous; these are a handful of rows.
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
