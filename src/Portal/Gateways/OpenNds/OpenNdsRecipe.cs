using System.Globalization;
using System.Net;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Panels;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// What to paste into a router with openNDS, for OpenWrt (uci) and Debian (opennds.conf), with the access point's own values. The options are the same from 9.10 to 10.3;
/// only level 4 is newer (10.2). Sources: openNDS's own conf.c, sample configuration and documents.
/// </summary>
internal static class OpenNdsRecipe
{
    private const string Script = "/usr/lib/hotspot/binauth.sh";

    public static PanelContent Of(PasteInFacts f)
    {
        var secure = f.PortalUrl.Scheme == Uri.UriSchemeHttps;
        var text = f.Say(
            "openNDS 9.10 atau lebih baru. Jalankan di terminal router secara berurutan; skrip mengatur batas tiap ponsel dan melaporkan pemakaiannya. Untuk openNDS tidak perlu RADIUS.",
            "openNDS 9.10 or newer. Run in the router's terminal, in this order; the script sets each phone's limits and reports what it used. openNDS needs no RADIUS.");
        text += " " + (secure
            ? f.Say(
                "Alamat portal memakai https: tingkat 3 (9.10, perlu php8-cli dan ca-bundle) atau 4 (10.2 ke atas, perlu ca-bundle); router mengambil daftar sendiri dan harus punya alamat tetap.",
                "The portal's address is https: level 3 (9.10, needs php8-cli and ca-bundle) or 4 (10.2 and later, needs ca-bundle); the router fetches the list itself and must have a fixed address.")
            : f.Say("Tingkat 1; tingkat 2 (terenkripsi) perlu php8-cli di router.", "Level 1; level 2 (encrypted) needs php8-cli on the router."));
        List<PanelCode> code =
        [
            new(f.Say("1. Skrip", "1. Script"), Install(f)),
            new("2. OpenWrt", Uci(f)),
            new(f.Say("2. Debian: isi /etc/opennds/opennds.conf", "2. Debian: into /etc/opennds/opennds.conf"), Conf(f)),
            new(f.Say("3. OpenWrt: jaringan tamu (IPv6 ditutup, ponsel tidak saling melihat, antrean adil, sewa selama sesi)", "3. OpenWrt: the guests' network (no IPv6, phones apart, fair queue, leases as long as a session)"), OpenWrtLan.Text(f)),
        ];
        return new PanelContent(text, [new PanelField(f.Say("Periksa sesudahnya", "Check afterwards"), $"hotspot doctor --ap {f.Point.Name}")], code);
    }

    private static string Install(PasteInFacts f) =>
        $"""
        mkdir -p /usr/lib/hotspot
        wget -O {Script} {f.PortalUrl}/binauth.sh
        chmod 755 {Script}
        (crontab -l 2>/dev/null | grep -v hotspot/binauth; echo '* * * * * {Script} watch') | crontab -
        [ ! -x /etc/init.d/cron ] || /etc/init.d/cron enable; [ ! -x /etc/init.d/cron ] || /etc/init.d/cron restart
        """.ReplaceLineEndings("\n");

    /// <summary>Option and value, in openNDS's words.</summary>
    private static List<(string Option, string Value)> Options(PasteInFacts f)
    {
        var (host, secure) = (f.PortalUrl.DnsSafeHost, f.PortalUrl.Scheme == Uri.UriSchemeHttps);
        var options = new List<(string, string)>
        {
            ("gatewayname", f.Point.Name),
            ("enable_serial_number_suffix", "0"),
            ("login_option_enabled", "0"),
            ("fas_secure_enabled", secure ? "4" : "1"),
            ("faskey", f.Nas.GatewayKey ?? f.Say("KUNCI-BELUM-DIATUR", "KEY-NOT-SET")),
        };
        if (IPAddress.TryParse(host, out _)) options.Add(("fasremoteip", host));
        else options.AddRange([("fasremotefqdn", host), ("fasremoteip", "")]);
        options.AddRange(
        [
            ("fasport", Number(f.PortalUrl.Port)),
            ("faspath", f.PortalUrl.AbsolutePath),
            // A script that is not there lets everybody in: step 1 comes first.
            ("binauth", Script),
            // What a phone used since openNDS last looked is not in the final report: look often (the default is 15 s).
            ("checkinterval", "5"),
            ("sessiontimeout", Number(Admissions.LongestSession / 60)),
            ("authidletimeout", Number(Admissions.IdleSeconds / 60)),
        ]);
        return options;
    }

    private static string Uci(PasteInFacts f)
    {
        var lines = new List<string>();
        foreach (var (option, value) in Options(f))
        {
            lines.Add(option == "fasremoteip" && value.Length == 0
                ? $"uci set opennds.@opennds[0].fasremoteip=\"$(nslookup {f.PortalUrl.DnsSafeHost} | awk '/^Address/ && $NF ~ /^[0-9.]+$/ {{ a = $NF }} END {{ print a }}')\""
                : $"uci set opennds.@opennds[0].{option}={PasteText.Shell(value)}");
        }
        if (f.PortalUrl.Scheme == Uri.UriSchemeHttps)
        {
            lines.Add("opennds -v 2>&1 | grep -q ' 9\\.' && uci set opennds.@opennds[0].fas_secure_enabled='3'");
            lines.Add("uci set opennds.@opennds[0].nat_traversal_poll_interval='5'");
        }
        foreach (var list in (string[])["walledgarden_fqdn_list", "preauthenticated_users"]) lines.Add($"uci -q delete opennds.@opennds[0].{list}");
        // A name opens what is below it as well: dnsmasq matches whole domains.
        lines.AddRange(f.Garden.Where(h => !h.IsNetwork).Select(h => $"uci add_list opennds.@opennds[0].walledgarden_fqdn_list={PasteText.Shell(h.Name)}"));
        lines.AddRange(f.Garden.Where(h => h.IsNetwork).Select(h => $"uci add_list opennds.@opennds[0].preauthenticated_users={PasteText.Shell("allow tcp to " + h.Text)}"));
        lines.AddRange(["uci commit opennds", "service opennds restart"]);
        return string.Join('\n', lines);
    }

    private static string Conf(PasteInFacts f)
    {
        var lines = new List<string> { f.Say("# gatewayinterface: antarmuka ke ponsel", "# gatewayinterface: the interface towards the phones"), "gatewayinterface br-lan" };
        foreach (var (option, value) in Options(f))
        {
            lines.Add(option == "fasremoteip" && value.Length == 0
                ? $"fasremoteip {f.Say("ALAMAT-IP-DARI", "IP-ADDRESS-OF")}-{f.PortalUrl.DnsSafeHost}"
                // Debian has 9.10: level 4 is not known there.
                : $"{option} {(option == "fas_secure_enabled" && value == "4" ? "3" : value)}");
        }
        var names = f.Garden.Where(h => !h.IsNetwork).Select(h => h.Name).ToList();
        if (names.Count > 0) lines.Add("walledgarden_fqdn_list " + string.Join(' ', names));
        lines.AddRange(["FirewallRuleSet preauthenticated-users {", .. f.Garden.Where(h => h.IsNetwork).Select(h => $"  FirewallRule allow tcp to {h.Text}"), "}"]);
        return string.Join('\n', lines);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
