using System.Globalization;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Plans;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius;

/// <summary>What the console shows of RADIUS on an access point's page: how its NAS is doing, what was discarded and why, what it is told for each plan.</summary>
internal static class RadiusPanels
{
    public static Panel AccessPoint(NetworkTable network, NasClientTable clients, PlanTable plans) => new(PanelPlace.AccessPoint, "RADIUS", "operator", request =>
    {
        if (request.AccessPoint is not { } name || network.Current.FindAccessPoint(name) is not { } accessPoint || clients.Find(accessPoint.NasId) is not { } nas)
            return null;
        var english = request.Language == "en";
        return new PanelContent(Health(nas, english), Fields(nas, english), [.. plans.All.Select(plan => new PanelCode($"Access-Accept: {plan.Name}", Preview(nas, plan)))]);
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

    private static List<PanelField> Fields(NasClient nas, bool english)
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
            new("NAS", $"{nas.Name} ({nas.Row.Address})"),
            new(english ? "Brand" : "Merek", nas.Brand.Key),
            new("Message-Authenticator", signs),
            new("Access-Accept", Count(nas.Health.Accepts)),
            new("Access-Reject", Count(nas.Health.Rejects)),
            new("Accounting", Count(nas.Health.Accounting)),
        ];
        foreach (var reason in Enum.GetValues<DropReason>().Where(r => nas.Health.Dropped(r) > 0))
            fields.Add(new((english ? "Discarded: " : "Dibuang: ") + DropTexts.Metric(reason), Count(nas.Health.Dropped(reason))));
        if (nas.Health.UnreadablePasswords > 0)
            fields.Add(new(english ? "Unreadable passwords" : "Sandi tak terbaca", Count(nas.Health.UnreadablePasswords)));
        return fields;
    }

    /// <summary>The attributes a phone on this plan would get, all of the plan being left.</summary>
    private static string Preview(NasClient nas, Plan plan)
    {
        var now = DateTimeOffset.UnixEpoch;
        var decision = Admissions.Decide(new AdmissionFacts(Reason.Accepted, Gatekeeper.Of(plan), default, 0, null, now.AddDays(1)), now);
        var writer = new RadiusWriter(stackalloc byte[RadiusPacket.MaxLength], RadiusCode.AccessAccept, 0);
        writer.Add(Ietf.SessionTimeout, (uint)decision.Limits.SessionSeconds);
        writer.Add(Ietf.IdleTimeout, (uint)decision.Limits.IdleSeconds);
        writer.Add(Ietf.AcctInterimInterval, (uint)decision.Limits.InterimSeconds);
        nas.Brand.Write(ref writer, decision.Limits);
        var lines = new StringBuilder();
        if (RadiusPacket.TryRead(writer.FinishReply(stackalloc byte[16], nas.Secret), out var packet, out _))
        {
            foreach (var attribute in packet.Attributes)
                lines.Append(AttributeText.Line(attribute)).Append('\n');
        }
        return lines.ToString().TrimEnd('\n');
    }
}
