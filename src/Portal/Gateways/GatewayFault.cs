namespace HotspotManager.Portal.Gateways;

/// <summary>Why what a gateway sent could not be used. Each has a sentence for the resident and one for the console.</summary>
public enum GatewayFault
{
    None,
    /// <summary>Nothing of this gateway's own was in the request: the page was opened by hand.</summary>
    NotFromGateway,
    TooLong,
    /// <summary>The packed text could not be unpacked (openNDS <c>fas</c>).</summary>
    Unreadable,
    /// <summary>openNDS at level 0, which tells no hardware address, or at level 2 and up, which encrypts.</summary>
    WrongLevel,
    BadPhone,
    /// <summary>The address to send the phone back to is no gateway's.</summary>
    BadReturnAddress,
    BadChallenge,
    /// <summary>The gateway's signature is missing or not made with the key we share.</summary>
    BadSignature,
    /// <summary>The access point has no shared key yet.</summary>
    NoKey,
}
