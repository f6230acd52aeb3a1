using System.Globalization;

namespace HotspotManager.Radius.Control;

/// <summary>Error-Cause in words (RFC 5176 section 3.6).</summary>
internal static class ErrorCauses
{
    public const uint NasIdentificationMismatch = 403, UnsupportedService = 405, UnsupportedExtension = 406, SessionNotFound = 503;

    public static string Words(uint cause) => string.Create(CultureInfo.InvariantCulture, $"{Text(cause)} (Error-Cause {cause})");

    private static string Text(uint cause) => cause switch
    {
        201 => "the residual session context was removed",
        202 => "the packet was an invalid EAP packet",
        401 => "it does not know one of the attributes",
        402 => "it misses an attribute",
        NasIdentificationMismatch => "the NAS-Identifier or address is not its own",
        404 => "it calls the request invalid",
        UnsupportedService => "it does not support this service",
        UnsupportedExtension => "it does not support this extension",
        407 => "an attribute's value is invalid for it",
        501 => "it is forbidden to it by its administrator",
        502 => "the request cannot be routed to it",
        SessionNotFound => "it has no such session",
        504 => "the session's context cannot be removed",
        505 => "its proxy failed",
        506 => "it lacks the resources",
        507 => "it wants to ask first",
        508 => "several sessions match and it takes only one",
        _ => "it gives a reason of its own",
    };
}
