using HotspotManager.Core.Outages;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Monitor.Topology;

/// <summary>What the console shows of likely uplinks, with the command that takes each over.</summary>
internal static class TopologyPanel
{
    private const int Most = 20;

    /// <summary>Null while the network tells nothing new.</summary>
    public static PanelContent? Show(IDbContextFactory<HotspotDb> databases, PanelRequest request)
    {
        using var db = databases.CreateDbContext();
        var found = UplinkSuggestions.ListAsync(db).GetAwaiter().GetResult();
        return found.Count == 0 ? null : new PanelContent(request.Language == "en"
                ? "LLDP or MikroTik neighbours tell of these uplinks. With them an uplink that fails is one incident; nothing changes until you take one over."
                : "Tetangga LLDP atau MikroTik menunjukkan uplink berikut. Dengannya putusnya uplink menjadi satu kejadian; tidak ada yang berubah sebelum diambil alih.",
            [], [.. found.Take(Most).Select(v => new PanelCode(
                $"{v.Device} → {v.Uplink} · {v.Source}{(v.Port is null ? "" : $" · port {v.Port}")}{(v.Now is null ? "" : $" ({v.Now} → {v.Uplink})")}", $"hotspot uplink accept {v.Device} {v.Uplink}"))]);
    }
}
