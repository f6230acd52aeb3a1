using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.CheckIns;

/// <summary>An access point that reports itself: what it said last, and what to paste into it. On the settings page: who reports itself without being known.</summary>
internal static class CheckInPanel
{
    public static PanelContent? OfPoint(IDbContextFactory<HotspotDb> databases, NetworkTable networks, CityClock clock, string portal, string placeholder, PanelRequest request)
    {
        var network = networks.Current;
        if (request.AccessPoint is not { } name || network.FindAccessPoint(name)?.DeviceId is not { } id || network.FindDevice(id) is not { CheckInKey: { } key } device) return null;
        var english = request.Language == "en";
        using var db = databases.CreateDbContext();
        var state = db.Set<CheckInState>().AsNoTracking().FirstOrDefault(s => s.DeviceId == id);
        var fields = new List<PanelField>();
        if (state is not null)
        {
            fields.Add(new(english ? "Last report" : "Laporan terakhir", At(state.LastAt)));
            fields.Add(new(english ? "From" : "Dari", english ? $"{state.Address} since {At(state.AddressSince)}" : $"{state.Address} sejak {At(state.AddressSince)}"));
            fields.Add(new(english ? "Started" : "Menyala sejak", At(state.StartedAt)));
            if (state.About is not null) fields.Add(new(english ? "Device" : "Perangkat", state.About));
            if (state.Leases is { } leases) fields.Add(new("DHCP", state.Pool is { } pool ? string.Create(CultureInfo.InvariantCulture, $"{leases} / {pool}") : leases.ToString(CultureInfo.InvariantCulture)));
            if (state.Late > 0) fields.Add(new(english ? "Sent late" : "Terkirim susulan", state.Late.ToString(CultureInfo.InvariantCulture)));
        }
        var text = (state, english) switch
        {
            (null, true) => "It has not reported itself yet. Paste one of these into its terminal.",
            (null, false) => "Belum pernah melapor. Tempel salah satu ini ke terminalnya.",
            (_, true) => "This device reports itself once a minute, wherever it is; nobody has to reach it.",
            (_, false) => "Perangkat ini melapor sendiri tiap menit, di mana pun alamatnya; tidak perlu bisa dijangkau.",
        };
        var isSecure = portal.StartsWith("https://", StringComparison.Ordinal);
        if (!isSecure)
            text += english ? " RouterOS needs an https portal (Portal:PublicUrl): it shows its key." : " RouterOS perlu portal https (Portal:PublicUrl) karena menunjukkan kuncinya.";
        var shown = request.Secrets ? key : placeholder;
        List<PanelCode> code = [new("OpenWrt", CheckInScripts.OpenWrt(device.Name, shown, portal))];
        if (isSecure) code.Add(new("RouterOS 7", CheckInScripts.RouterOs(device.Name, shown, portal)));
        return new PanelContent(text, fields, code)
        { HidesSecrets = !request.Secrets };

        string At(DateTimeOffset at) => clock.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    public static PanelContent? OfStrangers(IDbContextFactory<HotspotDb> databases, PanelRequest request)
    {
        using var db = databases.CreateDbContext();
        var unknown = UnknownCheckInList.ListAsync(db).GetAwaiter().GetResult();
        if (unknown.Length == 0) return null;
        return new PanelContent(request.Language == "en"
                ? "These devices report themselves, but none of their name does so here. The command adopts one; then paste its script into it."
                : "Perangkat berikut melapor sendiri, tetapi belum terdaftar. Jalankan perintahnya, lalu tempel skripnya ke perangkat itu.",
            [], [.. unknown.Take(20).Select(u => new PanelCode($"{u.Name} · {u.Address}", u.Adopt))]);
    }
}
