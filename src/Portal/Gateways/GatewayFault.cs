namespace HotspotManager.Portal.Gateways;

/// <summary>Why what a gateway sent could not be used. Closed; each has a sentence for the operator.</summary>
public enum GatewayFault
{
    None,
    /// <summary>Nothing of a gateway's own was in the request: the page was opened by hand.</summary>
    NotFromGateway,
    /// <summary>No access point is known by this path, name or address.</summary>
    UnknownPlace,
    /// <summary>The access point is set up without a gateway of a kind the portal knows.</summary>
    NotSetUp,
    /// <summary>The access point is set up with another kind of gateway than the one that sent this.</summary>
    OtherGateway,
    TooLong,
    /// <summary>The packed text could not be unpacked (openNDS <c>fas</c>).</summary>
    Unreadable,
    BadPhone,
    /// <summary>The address to send the phone back to is no gateway's.</summary>
    BadReturnAddress,
    BadChallenge,
    /// <summary>The gateway's signature is missing or not made with the key we share.</summary>
    BadSignature,
    /// <summary>The access point has no shared key yet.</summary>
    NoKey,
    /// <summary>What the gateway encrypted cannot be read with the key we share (openNDS levels 2 and 3).</summary>
    WrongKey,
    /// <summary>A gateway's call came from elsewhere than its own address, and without our key.</summary>
    ForeignAddress,
}

/// <summary>Each fault in the operator's words.</summary>
public static class GatewayFaultTexts
{
    public static string ForOperator(GatewayFault fault) => fault switch
    {
        GatewayFault.None => "nothing is wrong",
        GatewayFault.NotFromGateway => "the page was opened without a gateway",
        GatewayFault.UnknownPlace => "no access point is known by this path, name or address",
        GatewayFault.NotSetUp => "the access point is set up without --gateway",
        GatewayFault.OtherGateway => "another kind of gateway sent this than --gateway says",
        GatewayFault.TooLong => "the request is longer than any gateway makes it",
        GatewayFault.Unreadable => "the gateway's packed text cannot be read",
        GatewayFault.BadPhone => "the phone's address is missing or malformed",
        GatewayFault.BadReturnAddress => "the address to send the phone back to is no gateway's",
        GatewayFault.BadChallenge => "the gateway's challenge is missing or malformed",
        GatewayFault.BadSignature => "the gateway's signature does not fit --gateway-key, or the router has another portal address",
        GatewayFault.ForeignAddress => "the gateway's calls come from another address than --address, and without its --gateway-key",
        GatewayFault.NoKey => "the access point has no --gateway-key",
        GatewayFault.WrongKey => "what the gateway encrypted does not open with --gateway-key: the router's faskey is another",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
