using System.Globalization;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Store;
using HotspotManager.Radius.RadSec;
using HotspotManager.Radius.Replies;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius;

/// <summary>What the console shows of RADIUS on an access point's page: how its NAS is doing, what was discarded and why, what it is told for each plan.</summary>
internal static class RadiusPanels
{
    public static Panel AccessPoint(NetworkTable network, NasClientTable clients, PlanTable plans, StoreWriter writer, ConnectionBook connections) =>
        new(PanelPlace.AccessPoint, "RADIUS", "operator", request =>
        {
            if (request.AccessPoint is not { } name || network.Current.FindAccessPoint(name) is not { } accessPoint || clients.Find(accessPoint.NasId) is not { } nas)
                return null;
            var english = request.Language == "en";
            return new PanelContent(Health(nas, english), Fields(nas, connections.Of(nas.Id), english), Previews(nas, accessPoint, plans)) { Form = Form(accessPoint, writer, english) };
        });

    private static PanelCode[] Previews(NasClient nas, AccessPoint accessPoint, PlanTable plans)
    {
        ReplyChanges? changes = null;
        try
        {
            changes = ReplyChanges.Of(accessPoint.ReplyLines);
        }
        catch (RefusedException)
        {
            // What does not fit this version's table is not sent either.
        }
        return [.. plans.All.Select(plan => new PanelCode($"Access-Accept: {plan.Name}", string.Join('\n', ReplyPreview.Lines(nas.Brand.Key, changes, plan))))];
    }

    private static PanelForm Form(AccessPoint accessPoint, StoreWriter writer, bool english) => new(
        "reply",
        english ? "Other attributes for this access point" : "Atribut lain untuk titik ini",
        english
            ? "One a line: Name = value replaces an attribute or adds it, +Name = value adds one more, -Name leaves it out. Names as shown above; VENDOR.NUMBER = 0x… for others."
            : "Satu per baris: Nama = nilai mengganti atau menambah atribut, +Nama = nilai menambah satu lagi, -Nama menghapusnya. Nama seperti di atas; VENDOR.NOMOR = 0x… untuk yang lain.",
        accessPoint.ReplyLines ?? "",
        async (text, cancel) =>
        {
            text = text.ReplaceLineEndings("\n");
            ReplyChanges.Of(text);
            await writer.ChangeAsync(db => NetworkList.SetReplyLinesAsync(db, accessPoint.Name, text, cancel), cancel);
        });

    /// <summary>Who sends RADIUS packets without being known: routers that were forgotten or changed their address.</summary>
    public static Panel Strangers(UnknownSenders unknown) => new(PanelPlace.Settings, "RADIUS", "operator", request =>
    {
        var english = request.Language == "en";
        var strangers = unknown.List;
        var text = (strangers.Count > 0, english) switch
        {
            (true, true) => "These addresses send RADIUS packets, but no NAS is known there. Add them, or correct the address of one that moved.",
            (true, false) => "Alamat berikut mengirim paket RADIUS, tetapi belum terdaftar sebagai NAS. Tambahkan, atau betulkan alamat NAS yang pindah.",
            (false, true) => "Every RADIUS packet of the last 30 days came from a known NAS.",
            (false, false) => "Semua paket RADIUS dalam 30 hari terakhir berasal dari NAS yang dikenal.",
        };
        return new PanelContent(text,
            [.. strangers.Select(s => new PanelField(s.NasId is { } id ? $"{s.Address} ({id})" : s.Address,
                string.Create(CultureInfo.InvariantCulture, $"{s.Packets:N0} × ({s.FirstAt:u} – {s.LastAt:u})")))],
            [.. strangers.Take(20).Select(s => new PanelCode(s.Address, s.Adopt))]);
    });

    /// <summary>The first thing to say: what is wrong, or that nothing is.</summary>
    private static string Health(NasClient nas, bool english)
    {
        var worst = Enum.GetValues<DropReason>().Where(r => r is not DropReason.InProgress && nas.Health.Dropped(r) > 0)
            .OrderByDescending(nas.Health.Dropped).Cast<DropReason?>().FirstOrDefault();
        if (worst is { } reason)
            return english ? DropTexts.English(reason) : DropTexts.Indonesian(reason);
        if (nas.Health.UnreadablePasswords > 0)
            return DropText(english);
        return english ? "Nothing was discarded since the server started." : "Tidak ada paket yang dibuang sejak server dinyalakan.";
    }

    private static string DropText(bool english) => english
        ? DropTexts.English(DropReason.WrongMessageAuthenticator)
        : DropTexts.Indonesian(DropReason.WrongMessageAuthenticator);

    private static List<PanelField> Fields(NasClient nas, NasConnection? connection, bool english)
    {
        static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
        var signs = (nas.Row.RequireMessageAuthenticator, nas.Row.SendsMessageAuthenticator) switch
        {
            (true, _) => english ? "required (set)" : "wajib (diatur)",
            (_, true) => english ? "required (learned: it always sends it)" : "wajib (dipelajari: selalu dikirim)",
            _ => english
                ? $"checked when present ({Math.Min(nas.Health.Streak, MessageAuthenticatorLearner.Enough)} of {MessageAuthenticatorLearner.Enough} seen in a row)"
                : $"diperiksa bila ada ({Math.Min(nas.Health.Streak, MessageAuthenticatorLearner.Enough)} dari {MessageAuthenticatorLearner.Enough} berturut-turut)",
        };
        List<PanelField> fields =
        [
            new("NAS", $"{nas.Name} ({nas.Row.Whereabouts})"),
            new(english ? "Brand" : "Merek", nas.Brand.Key),
            new("Message-Authenticator", signs),
            new("Access-Accept", Count(nas.Health.Accepts)),
            new("Access-Reject", Count(nas.Health.Rejects)),
            new("Accounting", Count(nas.Health.Accounting)),
        ];
        if (connection is { } radSec)
        {
            fields.Add(new("RadSec", (radSec.IsOpen, english) switch
            {
                (true, true) => string.Create(CultureInfo.InvariantCulture, $"connected from {radSec.Remote} since {radSec.Since:u}"),
                (true, false) => string.Create(CultureInfo.InvariantCulture, $"tersambung dari {radSec.Remote} sejak {radSec.Since:u}"),
                (false, true) => string.Create(CultureInfo.InvariantCulture, $"not connected since {radSec.Since:u}"),
                (false, false) => string.Create(CultureInfo.InvariantCulture, $"terputus sejak {radSec.Since:u}"),
            }));
        }
        foreach (var reason in Enum.GetValues<DropReason>().Where(r => nas.Health.Dropped(r) > 0))
            fields.Add(new((english ? "Discarded: " : "Dibuang: ") + DropTexts.Metric(reason), Count(nas.Health.Dropped(reason))));
        if (nas.Health.UnreadablePasswords > 0)
            fields.Add(new(english ? "Unreadable passwords" : "Sandi tak terbaca", Count(nas.Health.UnreadablePasswords)));
        return fields;
    }
}
