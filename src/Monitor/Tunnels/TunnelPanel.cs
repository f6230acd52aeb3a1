using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Store;
using HotspotManager.Core.Tunnels;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Monitor.Tunnels;

/// <summary>On an access point's page: whether the tunnel of its device is there.</summary>
internal static class TunnelPanel
{
    public static Panel OfPoint(IDbContextFactory<HotspotDb> databases, NetworkTable network, CityClock clock) => new(PanelPlace.AccessPoint, "Terowongan / Tunnel", "operator", request =>
    {
        if (request.AccessPoint is not { } name || network.Current.FindAccessPoint(name) is not { } point) return null;
        var device = point.DeviceId is { } id ? network.Current.FindDevice(id)?.Name : null;
        using var db = databases.CreateDbContext();
        if (db.Set<Tunnel>().AsNoTracking().FirstOrDefault(t => t.Name == device || t.Name == name) is not { } tunnel) return null;
        var (view, english) = (TunnelList.View(tunnel, clock.Now), request.Language == "en");
        var text = (view.State, english) switch
        {
            ("up", true) => "The WireGuard tunnel is there: both sides agree on keys regularly.",
            ("up", false) => "Terowongan WireGuard tersambung: kedua sisi rutin bertukar kunci.",
            ("silent", true) => "The WireGuard tunnel is silent: the device has no power, no line, or another key.",
            ("silent", false) => "Terowongan WireGuard diam: perangkat padam, jalur putus, atau kuncinya lain.",
            (_, true) => "The two sides have never met. Paste the device's side into it, and bring the server's up to date: hotspot tunnel server",
            _ => "Kedua sisi belum pernah bertemu. Tempel sisi perangkat ke perangkatnya, lalu perbarui sisi server: hotspot tunnel server",
        };
        return new PanelContent(text,
        [
            new PanelField(english ? "Address" : "Alamat", view.Address),
            new PanelField(english ? "Last handshake" : "Jabat tangan terakhir", view.HandshakeAt is { } at ? clock.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "–"),
        ], []);
    });
}
