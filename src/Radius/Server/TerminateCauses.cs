using System.Globalization;

namespace HotspotManager.Radius.Server;

/// <summary>Acct-Terminate-Cause by name (RFC 2866 section 5.10, RFC 3580 section 2.1).</summary>
internal static class TerminateCauses
{
    private static readonly string[] Names =
    [
        "User-Request", "Lost-Carrier", "Lost-Service", "Idle-Timeout", "Session-Timeout", "Admin-Reset", "Admin-Reboot", "Port-Error", "NAS-Error",
        "NAS-Request", "NAS-Reboot", "Port-Unneeded", "Port-Preempted", "Port-Suspended", "Service-Unavailable", "Callback", "User-Error", "Host-Request",
        "Supplicant-Restart", "Reauthentication-Failure", "Port-Reinitialized", "Port-Administratively-Disabled",
    ];

    /// <summary>The name; the number itself where it has none.</summary>
    public static string Name(uint cause) => cause >= 1 && cause <= Names.Length ? Names[cause - 1] : cause.ToString(CultureInfo.InvariantCulture);
}
