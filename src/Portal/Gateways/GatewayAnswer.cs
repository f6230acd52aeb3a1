namespace HotspotManager.Portal.Gateways;

/// <summary>How a phone that may go in gets to the other side of its gateway.</summary>
public abstract record GatewayAnswer
{
    /// <summary>Longest wait for a controller while a person looks at a white page: shorter than the 10 s after which phones' mini-browsers give up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    /// <summary>The phone is sent to this address: the gateway's, or its landing when the gateway has been told already.</summary>
    public sealed record GoTo(string Url) : GatewayAnswer;

    /// <summary>The gateway wants a form of the phone itself: a page with one button, because a redirect cannot carry one.</summary>
    public sealed record Post(Uri Action, IReadOnlyList<KeyValuePair<string, string>> Fields) : GatewayAnswer;

    /// <summary>The controller does not answer or says no; nothing was changed there as far as we know.</summary>
    /// <param name="Why">For the operator.</param>
    public sealed record NotNow(string Why) : GatewayAnswer;
}
