using System.Globalization;
using System.Text;
using HotspotManager.Core.Panels;

namespace HotspotManager.Portal.Gateways;

/// <summary>Values written into routers' configuration so that nothing in them can be read as anything else.</summary>
public static class PasteText
{
    /// <summary>One word of a POSIX shell, quoted when it must be.</summary>
    public static string Shell(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '/' or '*' or '@' or '%' or ',' or '+')
        ? text : "'" + Line(text).Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>A RouterOS string with its quotes; <c>$</c>, <c>?</c>, quotes and backslashes mean something there.</summary>
    public static string RouterOs(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in Line(text))
        {
            if (c is '"' or '\\' or '$' or '?') quoted.Append('\\');
            quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>What the guests' network needs where it is set by hand in a controller's own pages: lease, name servers, no IPv6, phones apart, a fair queue.</summary>
    public static PanelField[] ByHand(PasteInFacts f) =>
    [
        new PanelField("DHCP lease", Seconds(PasteInFacts.LeaseSeconds)),
        new PanelField("DNS", f.Resolvers.Count > 0 ? string.Join(", ", f.Resolvers) : f.Say("milik router", "the router's")),
        new PanelField("IPv6", f.Say("matikan di jaringan itu: portal hanya menjaga IPv4", "off on that network: the portal guards IPv4 only")),
        new PanelField(f.Say("Isolasi klien", "Client isolation"), f.Say("nyalakan", "on")),
        new PanelField(f.Say("Antrean adil", "Fair queueing"), f.Say("nyalakan (Smart Queues, Bandwidth Control, fq_codel)", "on (Smart Queues, Bandwidth Control, fq_codel)")),
    ];

    /// <summary>86400 as "86400 s (24 h)".</summary>
    public static string Seconds(long seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds} s ({seconds / 3600} h)");

    /// <summary>A line break in a name would be a command of its own.</summary>
    private static string Line(string text) => new([.. text.Where(c => !char.IsControl(c))]);
}
