namespace HotspotManager.Core.Gardens;

/// <summary>
/// What phones and computers ask for by themselves to find out whether they are captive. A phone that gets a true answer from one of these before sign-in believes to be
/// online and never opens the portal's page: none of them may be in a walled garden. Sources: Android's NetworkMonitor, Apple's and Microsoft's documents, Firefox, GNOME.
/// </summary>
public static class ProbeHosts
{
    public static readonly IReadOnlyList<string> All =
    [
        "connectivitycheck.gstatic.com", "connectivitycheck.android.com", "clients3.google.com", "www.google.com", "play.googleapis.com",
        "connect.rom.miui.com", "connectivitycheck.platform.hicloud.com", "d2uzsrnmmf6tds.cloudfront.net", "conn1.oppomobile.com", "conn2.oppomobile.com", "wifi.vivo.com.cn",
        "captive.apple.com", "www.apple.com", "www.msftconnecttest.com", "ipv6.msftconnecttest.com", "www.msftncsi.com", "dns.msftncsi.com",
        "detectportal.firefox.com", "nmcheck.gnome.org", "network-test.debian.org", "connectivity-check.ubuntu.com", "fedoraproject.org", "neverssl.com",
    ];

    /// <summary>Whether phones ask this very host.</summary>
    public static bool Contains(string host) => All.Contains(host, StringComparer.OrdinalIgnoreCase)
        || host.StartsWith("connectivitycheck.", StringComparison.OrdinalIgnoreCase);

    /// <summary>The probe host that lies at or below this name; null: none. Routers that let a name through let what is below it through as well.</summary>
    public static string? Below(string name) => All.FirstOrDefault(probe => string.Equals(probe, name, StringComparison.OrdinalIgnoreCase)
        || probe.Length > name.Length && probe.EndsWith(name, StringComparison.OrdinalIgnoreCase) && probe[^(name.Length + 1)] == '.')
        ?? (name.StartsWith("connectivitycheck.", StringComparison.OrdinalIgnoreCase) ? name : null);
}
