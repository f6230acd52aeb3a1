using System.Net;
using System.Net.Sockets;
using HotspotManager.Core.Sessions;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Control;

/// <summary>By what a NAS finds the session that a Disconnect- or CoA-Request means (RFC 5176 section 3): itself, the session, the user, the phone.</summary>
internal static class SessionIdentity
{
    /// <param name="request">The request, behind its Message-Authenticator.</param>
    /// <param name="nas">Whose session it is.</param>
    /// <param name="session">The session.</param>
    /// <param name="now">Event-Timestamp: a NAS refuses old requests (RFC 5176 section 6.3).</param>
    /// <param name="named">Whether to say which NAS is meant; one behind address translation knows itself by another address.</param>
    public static void Write(ref RadiusWriter request, NasClient nas, Session session, DateTimeOffset now, bool named)
    {
        request.Add(Ietf.EventTimestamp, now);
        if (named)
            WriteNas(ref request, nas);
        request.Add(Ietf.AcctSessionId, session.AcctSessionId);
        request.Add(Ietf.UserName, session.UserName);
        if (session.Mac.Length > 0)
            request.Add(Ietf.CallingStationId, session.Mac.Replace('-', nas.Brand.MacSeparator));
        if (session.FramedIp is not null && IPAddress.TryParse(session.FramedIp, out var framed))
            request.Add(framed.AddressFamily == AddressFamily.InterNetwork ? Ietf.FramedIPAddress : Ietf.FramedIPv6Address, framed);
    }

    private static void WriteNas(ref RadiusWriter request, NasClient nas)
    {
        if (nas.Row.NasIdentifier is { Length: > 0 } identifier)
        {
            request.Add(Ietf.NasIdentifier, identifier);
            return;
        }
        if (!nas.Row.HasAddress)
            return;
        var address = IPAddress.Parse(nas.Row.Whereabouts);
        request.Add(address.AddressFamily == AddressFamily.InterNetwork ? Ietf.NasIPAddress : Ietf.NasIPv6Address, address);
    }
}
