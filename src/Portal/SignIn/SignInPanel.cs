using System.Globalization;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.SignIn;

/// <summary>For the console's settings page: who carries messages. What is offered where, and what became of messages, has pages of its own there.</summary>
internal static class SignInPanel
{
    public static PanelContent Show(IDbContextFactory<HotspotDb> databases, SecretBox secrets, string language)
    {
        string Say(string indonesian, string english) => language == "en" ? english : indonesian;
        using var db = databases.CreateDbContext();
        var fields = new List<PanelField>();
        // A panel is shown by a page that is not asynchronous; these are a handful of rows.
        foreach (var courier in CourierList.ListAsync(db, secrets).GetAwaiter().GetResult())
            fields.Add(new PanelField(courier.Name, $"{string.Join(' ', courier.Kind, courier.Host).Trim()}, Rp {Rupiah(courier.RupiahEach)}{(courier.Enabled ? "" : Say(", mati", ", off"))}"));
        return new PanelContent(fields.Count > 0
            ? Say("Dicoba dari atas ke bawah. Diubah dengan: hotspot courier set.", "Tried from top to bottom. Changed by: hotspot courier set.")
            : Say("Belum ada yang membawa pesan. Tambahkan dengan: hotspot courier add.", "Nobody carries messages yet. Add one with: hotspot courier add."), fields, []);

        string Rupiah(long amount) => amount.ToString("N0", CultureInfo.GetCultureInfo(language == "en" ? "en-GB" : "id-ID"));
    }
}
