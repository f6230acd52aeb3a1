namespace HotspotManager.Peers.Gateways.OpenNds;

/// <summary>How the router of an <see cref="OpenNdsLab"/> is set up; the names are openNDS's own options.</summary>
public sealed record OpenNdsOptions
{
    /// <summary><c>gatewayname</c>, what the portal knows the access point by.</summary>
    public string GatewayName { get; init; } = "lab-ap";

    /// <summary><c>fas_secure_enabled</c>: 0 to 3.</summary>
    public int FasLevel { get; init; } = 1;

    /// <summary><c>fasremotefqdn</c>: the portal's name, which the router and its phones resolve to <see cref="OpenNdsLab.PortalAddress"/>; null: it is known by its address.</summary>
    public string? PortalName { get; init; }

    /// <summary>PEM of the authority that the router trusts for the portal's certificate (level 3).</summary>
    public string? Authority { get; init; }

    /// <summary><c>faskey</c>, shared with the portal.</summary>
    public string FasKey { get; init; } = "a-shared-faskey";

    /// <summary><c>faspath</c>.</summary>
    public string PortalPath { get; init; } = "/g/lab-ap";

    /// <summary><c>fasport</c> on <see cref="OpenNdsLab.PortalAddress"/>.</summary>
    public int PortalPort { get; init; } = 8080;

    /// <summary>Files to be on the router: full path → text. They are made executable.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Further lines of <c>opennds.conf</c>, e.g. <c>binauth /etc/opennds/binauth.sh</c>.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];
}
