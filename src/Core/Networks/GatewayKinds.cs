namespace HotspotManager.Core.Networks;

/// <summary>Whether a gateway holds a phone to a rate, and when it can be told another.</summary>
public enum RateChange
{
    /// <summary>It knows no rate for one phone.</summary>
    Never,

    /// <summary>Only when the phone signs in.</summary>
    AtSignIn,

    /// <summary>Also while the phone is online.</summary>
    MidSession,
}

/// <summary>What <c>--gateway</c> takes, and what the decisions must know of each. A brand's code is in the portal; here it is one line.</summary>
public static class GatewayKinds
{
    private static readonly (string Key, RateChange Rates)[] All =
    [
        ("coova", RateChange.MidSession),
        ("mikrotik", RateChange.MidSession),
        ("opennds", RateChange.AtSignIn),
        ("unifi", RateChange.MidSession),
        ("omada", RateChange.Never),
        ("wifidog", RateChange.Never),
        ("generic", RateChange.MidSession),
    ];

    /// <summary>The brands' keys.</summary>
    public static string[] Keys { get; } = [.. All.Select(a => a.Key)];

    /// <summary>Of the gateway of this key; null (RADIUS alone): by CoA.</summary>
    public static RateChange RatesOf(string? gateway)
    {
        foreach (var (key, rates) in All)
        {
            if (key == gateway) return rates;
        }
        return RateChange.MidSession;
    }
}
