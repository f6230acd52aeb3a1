using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using HotspotManager.City.Network;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>What all gateways of the city know.</summary>
internal sealed class GatewaySite(CityOptions options, TimeProvider time)
{
    public CityOptions Options => options;

    public TimeProvider Time => time;

    /// <summary>The port all gateways listen on, each on its own address.</summary>
    public int HttpPort { get; set; } = options.HttpPort;
}

/// <summary>
/// The captive side of one router, as a brand does it: sends a phone that has no session to the portal, takes it back and lets it in, and reports what it used.
/// A brand is one class derived from this one.
/// </summary>
internal abstract class CityGateway(SimulatedAccessPoint point, GatewaySite site)
{
    private readonly ConcurrentDictionary<IPAddress, PhoneEntry> _entries = [];

    protected SimulatedAccessPoint Point => point;

    protected GatewaySite Site => site;

    /// <summary><c>host:port</c> of this gateway's own web server.</summary>
    protected string Authority => string.Create(CultureInfo.InvariantCulture, $"{point.Plan.Address}:{site.HttpPort}");

    /// <summary>The access point's page on the portal.</summary>
    protected string PortalPage => $"{site.Options.Portal.GetLeftPart(UriPartial.Authority)}/g/{point.Plan.Name}";

    /// <summary>How this brand names its n-th session since it started.</summary>
    public abstract string SessionId(int index);

    /// <summary>A phone's request that the router caught, whatever host it was for.</summary>
    public async Task ServeAsync(HttpContext http, Phone phone)
    {
        var entry = _entries.GetOrAdd(phone.Source, _ => new PhoneEntry());
        if (!point.IsOnline(phone)) await SeenAsync(phone, entry);
        await (point.IsOnline(phone) && !IsOwnPage(http.Request) ? Internet(http) : ServeAsync(http, phone, entry));
    }

    /// <summary>A session has begun; under the access point's lock, as the next two.</summary>
    public virtual void Began(PhoneSession session, DateTimeOffset now) { }

    /// <summary>It goes on, and Acct-Interim-Interval is over.</summary>
    public virtual void GoesOn(PhoneSession session, DateTimeOffset now) { }

    /// <summary>It has ended.</summary>
    public virtual void Ended(PhoneSession session, EndCause cause, DateTimeOffset now) => _entries.TryRemove(session.Phone.Source, out _);

    /// <summary>The router starts, or is dark at once; under the access point's lock.</summary>
    public virtual void PowerChanged(bool powered, DateTimeOffset now) => _entries.Clear();

    /// <summary>Once a second while it has power.</summary>
    public virtual void Tick(DateTimeOffset now) { }

    /// <summary>A phone that is not in is about to be answered: what a gateway may do before.</summary>
    protected virtual Task SeenAsync(Phone phone, PhoneEntry entry) => Task.CompletedTask;

    protected abstract Task ServeAsync(HttpContext http, Phone phone, PhoneEntry entry);

    /// <summary>Whether the request is for the gateway itself rather than for a host on the internet.</summary>
    protected bool IsOwnPage(HttpRequest request) => request.Host.Value == Authority;

    /// <summary>The address the phone wanted.</summary>
    protected static string Wanted(HttpRequest request) => $"http://{request.Host}{request.PathBase}{request.Path}{request.QueryString}";

    protected static Task Redirect(HttpContext http, string url, int status = StatusCodes.Status302Found)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = url;
        return Task.CompletedTask;
    }

    protected static Task Html(HttpContext http, string text)
    {
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(text);
    }

    /// <summary>Stands in for the internet: what phones probe for.</summary>
    private static Task Internet(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/generate_204"))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        return Html(http, "<!doctype html><title>Success</title><p>Success: the simulated internet.");
    }

    /// <summary>What the gateway keeps of a phone that is not in yet; a new one each time it is put out.</summary>
    protected sealed class PhoneEntry
    {
        /// <summary>CHAP challenge of 16 octets.</summary>
        public byte[]? Challenge { get; set; }

        public byte ChapId { get; set; }

        /// <summary>RADIUS was asked for its MAC.</summary>
        public bool WasAskedFor { get; set; }

        /// <summary>openNDS's token, 8 hex digits.</summary>
        public string? Token { get; set; }
    }
}
