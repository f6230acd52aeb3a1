using System.Text;
using HotspotManager.Portal.Gateways;

namespace HotspotManager.Portal.CheckIns;

/// <summary>What is pasted into a router so that it reports itself. Pasting it again changes nothing twice.</summary>
public static class CheckInScripts
{
    private const string Place = "/usr/lib/hotspot/checkin";

    private static readonly string RouterOsSource = Read("routeros.rsc");

    /// <summary>The script for OpenWrt; without any secret, so that every router may fetch it.</summary>
    internal static byte[] OpenWrtFile { get; } = Encoding.UTF8.GetBytes(Read("openwrt.sh"));

    /// <summary>For a terminal of OpenWrt or another Linux with cron. <paramref name="portal"/> without a slash at its end.</summary>
    public static string OpenWrt(string device, string key, string portal) =>
        $"""
        mkdir -p /usr/lib/hotspot
        wget -O {Place}.sh {PasteText.Shell($"{portal}/checkin/openwrt.sh")}
        chmod 755 {Place}.sh
        (umask 077; printf '%s\n' {PasteText.Shell($"device={device}")} {PasteText.Shell($"key={key}")} {PasteText.Shell($"portal={portal}")} >{Place}.conf)
        grep -qs '^/usr/lib/hotspot' /etc/sysupgrade.conf || echo /usr/lib/hotspot/ >>/etc/sysupgrade.conf
        (crontab -l 2>/dev/null | grep -v hotspot/checkin; echo '* * * * * {Place}.sh') | crontab -
        [ ! -x /etc/init.d/cron ] || /etc/init.d/cron enable; [ ! -x /etc/init.d/cron ] || /etc/init.d/cron restart
        {Place}.sh now && echo 'reported'
        """.ReplaceLineEndings("\n");

    /// <summary>For a terminal of RouterOS 7. It shows the key itself, so the portal must be an https address.</summary>
    public static string RouterOs(string device, string key, string portal)
    {
        var source = RouterOsSource.Replace("\"DEVICE\"", PasteText.RouterOs(device), StringComparison.Ordinal).Replace("\"KEY\"", PasteText.RouterOs(key), StringComparison.Ordinal)
            .Replace("\"PORTAL\"", PasteText.RouterOs(portal), StringComparison.Ordinal);
        return $"""
            /system/scheduler/remove [find name=hotspot-checkin]
            /system/script/remove [find name=hotspot-checkin]
            /system/script/add name=hotspot-checkin policy=ftp,read,write,test source={Quoted(source)}
            /system/scheduler/add name=hotspot-checkin interval=1m start-time=startup policy=ftp,read,write,test on-event=hotspot-checkin
            /system/script/run hotspot-checkin
            """.ReplaceLineEndings("\n");
    }

    /// <summary>A script as a RouterOS string, line by line as its own export writes one.</summary>
    private static string Quoted(string source)
    {
        var text = new StringBuilder("\"");
        foreach (var c in source)
        {
            if (c == '\n') text.Append("\\r\\n\\\n    ");
            else if (c is '"' or '\\' or '$' or '?') text.Append('\\').Append(c);
            else text.Append(c);
        }
        return text.Append('"').ToString();
    }

    private static string Read(string name)
    {
        using var from = new StreamReader(typeof(CheckInScripts).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in this build"));
        return from.ReadToEnd().ReplaceLineEndings("\n");
    }
}
