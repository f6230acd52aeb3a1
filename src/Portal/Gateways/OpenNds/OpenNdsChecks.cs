using System.Globalization;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>What the doctor asks of openNDS: does the key fit, by the last phone it sent; is our script heard, with what clock; does authmon ask.</summary>
public sealed class OpenNdsChecks(IDbContextFactory<HotspotDb> databases, TimeProvider time)
{
    /// <summary>openNDS's own key until 10.3, printed in its documents.</summary>
    private const string EverybodysKey = "1234567890";

    public async Task<IReadOnlyList<GatewayFinding>> RunAsync(NasEntry nas, CancellationToken cancel)
    {
        var findings = new List<GatewayFinding>();
        if (nas.GatewayKey is not { Length: > 0 } key)
            return [new GatewayFinding("faskey", false, $"Kunci belum diatur: hotspot ap set {nas.Name} --gateway-key …", $"There is no key: hotspot ap set {nas.Name} --gateway-key …")];
        if (key == EverybodysKey)
            findings.Add(new GatewayFinding("faskey", false, "Kunci ini bawaan openNDS yang diketahui semua orang; pakai yang lain.", "This key is openNDS's own, which everybody knows; take another."));
        await using var db = await databases.CreateDbContextAsync(cancel);
        var contacts = await db.Set<GatewayContact>().AsNoTracking().Where(c => c.NasId == nas.Id).ToDictionaryAsync(c => c.Kind, cancel);

        var visit = contacts.GetValueOrDefault(GatewayContactKind.Visit);
        if (visit?.WellAt is { } came) findings.Add(Faulty(visit, "faskey") ?? new GatewayFinding("openNDS", true, $"Ponsel terakhir dikirim {At(came)}: {visit.Note}.", $"A phone was last sent {At(came)}: {visit.Note}."));
        else if (visit is not null && Faulty(visit, "faskey") is { } fault) findings.Add(fault);

        findings.Add(Script(contacts.GetValueOrDefault(GatewayContactKind.Script)));
        var fetches = visit?.Note is { } note && (note.StartsWith("FAS 3", StringComparison.Ordinal) || note.StartsWith("FAS 4", StringComparison.Ordinal));
        if (contacts.GetValueOrDefault(GatewayContactKind.Authmon) is { } authmon) findings.Add(Authmon(authmon, fetches));
        else if (fetches)
            findings.Add(new GatewayFinding("authmon", false, "Router bertingkat 3 atau 4, tetapi authmon belum pernah bertanya: periksa ca-bundle, php8-cli (9.10) dan jalur ke portal.", "The router is at level 3 or 4, but authmon has never asked: check ca-bundle, php8-cli (9.10) and the way to the portal."));
        return findings;
    }

    private GatewayFinding Script(GatewayContact? script)
    {
        if (script is not null && Faulty(script, "script") is { } fault) return fault;
        if (script?.WellAt is not { } heard)
            return new GatewayFinding("script", null, "Skrip router belum pernah terdengar: batas dan pemakaian tiap ponsel tidak berlaku (baris cron, opsi binauth).", "The router's script was never heard: limits and usage of each phone do not hold (cron line, option binauth).");
        if (time.GetUtcNow() - heard > RouterOrders.Silence)
            return new GatewayFinding("script", false, $"Skrip router terakhir terdengar {At(heard)}; semestinya tiap menit (baris cron, jalur ke portal).", $"The router's script was last heard {At(heard)}; it should be every minute (cron line, way to the portal).");
        if (script.ClockAhead is { } ahead && Math.Abs(ahead) > 300)
            return new GatewayFinding("script", null, $"Skrip terdengar, tetapi jam router selisih {ahead} detik; nyalakan NTP.", $"The script is heard, but the router's clock is {ahead} s off; turn NTP on.");
        return new GatewayFinding("script", true, $"Skrip router terdengar {At(heard)}, kuncinya cocok.", $"The router's script was heard {At(heard)}, its key fits.");
    }

    private GatewayFinding Authmon(GatewayContact authmon, bool fetches)
    {
        if (Faulty(authmon, "authmon") is { } fault) return fault;
        var asked = authmon.WellAt!.Value;
        // Ninety seconds: its longest pause, and the minute by which this is written down.
        return time.GetUtcNow() - asked < TimeSpan.FromSeconds(150) || !fetches
            ? new GatewayFinding("authmon", true, $"authmon terakhir bertanya {At(asked)}.", $"authmon last asked {At(asked)}.")
            : new GatewayFinding("authmon", false, $"authmon terakhir bertanya {At(asked)}; ponsel menunggu sia-sia.", $"authmon last asked {At(asked)}; phones wait for nothing.");
    }

    /// <summary>What went wrong, when nothing has gone well since.</summary>
    private static GatewayFinding? Faulty(GatewayContact contact, string check) => contact is { FaultAt: { } at, Fault: { } fault } && !(contact.WellAt > at)
        ? new GatewayFinding(check, false, $"{At(at)}: {fault}", $"{At(at)}: {fault}") : null;

    private static string At(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
