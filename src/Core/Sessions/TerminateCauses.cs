namespace HotspotManager.Core.Sessions;

/// <summary>Acct-Terminate-Cause words (RFC 2866 5.10) that we give ourselves.</summary>
public static class TerminateCauses
{
    /// <summary>Updates stopped coming.</summary>
    public const string Lost = "Lost-Service";

    /// <summary>The NAS began anew.</summary>
    public const string NasReboot = "NAS-Reboot";

    /// <summary>The grant ended at a gateway that reports nothing.</summary>
    public const string SessionTimeout = "Session-Timeout";
}
