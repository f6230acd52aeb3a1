using HotspotManager.Core.Gardens;
using HotspotManager.Core.Networks;
using HotspotManager.Portal.Gateways;

namespace HotspotManager.Portal.Login;

/// <summary>Where the phone stands with its gateway.</summary>
public enum VisitStage
{
    /// <summary>Not in yet.</summary>
    SignIn,

    /// <summary>The gateway says this phone is in.</summary>
    Online,

    /// <summary>The gateway took the phone back to us: the log-in it tried was refused.</summary>
    Refused,
}

/// <summary>One phone at one gateway, read and checked: everything a sign-in needs to know.</summary>
/// <param name="Mac">The phone, <c>AA-BB-CC-DD-EE-FF</c>.</param>
/// <param name="OriginalUrl">The page the person wanted, http or https, or null.</param>
/// <param name="Request">What the gateway itself needs to answer; only it reads this.</param>
public sealed record Visit(IGateway Gateway, AccessPoint Point, NasEntry Nas, string Mac, string? Ip, VisitStage Stage, string? OriginalUrl, object Request)
{
    /// <summary>False where the gateway does not tell the phone's address (openNDS level 0): <see cref="Mac"/> is a stand-in, the same for this stay of the phone at the gateway only.</summary>
    public bool TellsMac { get; init; } = true;

    /// <summary>The page a person wanted, or null when it was only the phone's own test for a portal.</summary>
    public Uri? Wanted => OriginalUrl is { } text && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (!ProbeHosts.Contains(url.Host) || url.Host == "www.google.com") && url.Host != "status.client"
        && !url.AbsolutePath.StartsWith("/generate_204", StringComparison.Ordinal) && url.AbsolutePath != "/gen_204"
        ? url : null;
}
