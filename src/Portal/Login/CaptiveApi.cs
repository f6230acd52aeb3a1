using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;

namespace HotspotManager.Portal.Login;

/// <summary>
/// The Captive Portal API (RFC 8908) at <c>/capport</c>. A phone is told apart, surest first, by: the link of its grant (<c>?s=</c>); its access point and the session id that
/// only phone and gateway know (<c>?ap=NAME&amp;sid=</c>); its access point and the address it asks from, where no router rewrites that (<c>?ap=NAME</c>). A hardware address
/// (<c>&amp;mac=</c>) counts only from the gateway's own address and tells no more than whether that phone is in, because anyone may write one.
/// </summary>
public sealed class CaptiveApi(StatusLink links, StatusReader status, Whereabouts whereabouts, SessionBook sessions)
{
    public const string MediaType = "application/captive+json";

    // Shorter ones may be counted up; CoovaChilli's have 16 digits or more.
    private const int ShortestSessionId = 12;

    /// <summary>The answer, as JSON.</summary>
    /// <param name="value">A value of the query, "" when it is not there.</param>
    /// <param name="source">Where the request comes from.</param>
    /// <param name="publicUrl">How phones reach the portal, without a slash at the end.</param>
    public string Answer(Func<string, string> value, IPAddress? source, string publicUrl)
    {
        var (link, name) = (value("s"), value("ap"));
        if (links.Read(link) is { } grant) return Of(status.Of(grant), $"{publicUrl}/status?s={link}", publicUrl);
        if (name.Length == 0 || whereabouts.ByName(name) is not var (point, nas)) return Write(true, null, publicUrl + "/", publicUrl);
        var portal = $"{publicUrl}/g/{Uri.EscapeDataString(point.Name)}";
        var here = sessions.At(point.Id);
        if (value("sid") is { Length: >= ShortestSessionId } sid && here.FirstOrDefault(s => s.AcctSessionId == sid) is { } byId) return Of(status.Of(byId), Link(byId), publicUrl);
        if (source is { IsIPv4MappedToIPv6: true }) source = source.MapToIPv4();
        if (source is not null && !source.Equals(nas.Address) && source.ToString() is var address && here.Where(s => s.FramedIp == address).ToList() is [var byAddress])
            return Of(status.Of(byAddress), Link(byAddress), publicUrl);
        // The session's id changes when a phone leaves and comes back within one lease: this keeps the old one from calling a phone captive that is in.
        if (nas.Address.Equals(source) && Mac.Normalize(value("mac")) is { } mac && here.FirstOrDefault(s => s.Mac == mac) is { } byMac && IsIn(status.Of(byMac))) return Write(false, null, portal, publicUrl);
        return Write(true, null, portal, publicUrl);

        string Link(Session session) => session.GrantId is { } id ? $"{publicUrl}/status?s={links.Of(id)}" : portal;
    }

    private static string Of(StatusView? view, string portal, string publicUrl) => IsIn(view) ? Write(false, view, portal, publicUrl) : Write(true, null, portal, publicUrl);

    // A gateway that has been silent may still let the phone through: the phone's own test knows better than we do, and "captive" would take its connection away.
    private static bool IsIn(StatusView? view) => view is { Refusal: Reason.Accepted, Contact: Contact.Online or Contact.Silent } && view.Left > TimeSpan.Zero;

    private static string Write(bool captive, StatusView? left, string portal, string publicUrl)
    {
        var json = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"captive\":{(captive ? "true" : "false")},\"user-portal-url\":{Quoted(portal)},\"venue-info-url\":{Quoted(publicUrl + "/privacy")}");
        // RFC 8908 section 5: time and data only of a phone that is in, each only where it is limited.
        if (left is not null)
        {
            json.Append(CultureInfo.InvariantCulture, $",\"seconds-remaining\":{(long)left.Left.TotalSeconds}");
            if (left.Octets is { } octets) json.Append(CultureInfo.InvariantCulture, $",\"bytes-remaining\":{Math.Max(0, octets)}");
        }
        return json.Append(",\"can-extend-session\":true}\n").ToString();

        static string Quoted(string text) => "\"" + JavaScriptEncoder.Default.Encode(text) + "\"";
    }
}
