using System.Globalization;
using HotspotManager.City.Faults;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City;

/// <summary>
/// The city's own pages on 127.0.0.1: <c>POST /fault?kind=…&amp;target=…&amp;seconds=…</c> plays a fault, <c>GET /</c> says how the city is. Requests that a web page of another
/// site makes are refused.
/// </summary>
internal sealed class Control(SimulatedCity city)
{
    public Task ServeAsync(HttpContext http)
    {
        if (http.Request.Headers.Origin.Count > 0) return Say(http, StatusCodes.Status403Forbidden, "Not from a web page.");
        return (http.Request.Method, http.Request.Path.Value) switch
        {
            ("POST", "/fault") => Fault(http),
            ("GET", "/") => http.Response.WriteAsJsonAsync(city.State()),
            _ => Say(http, StatusCodes.Status404NotFound, "POST /fault?kind=KIND&target=NAME|AREA[&seconds=N], or GET /."),
        };
    }

    private Task Fault(HttpContext http)
    {
        var query = http.Request.Query;
        TimeSpan? duration = null;
        if (query["seconds"].ToString() is { Length: > 0 } text)
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) || seconds is <= 0 or > 604_800)
                return Say(http, StatusCodes.Status400BadRequest, "The duration must be above 0 and at most a week, in seconds.");
            duration = TimeSpan.FromSeconds(seconds);
        }
        if (!TryRead(query["kind"].ToString(), out var kind))
            return Say(http, StatusCodes.Status400BadRequest, $"'{query["kind"]}' is not a fault: use {string.Join(", ", Enum.GetNames<FaultKind>().Select(n => n.ToLowerInvariant()))}.");
        try
        {
            var devices = city.Fault(kind, query["target"].ToString(), duration);
            return http.Response.WriteAsJsonAsync(devices.Order(StringComparer.Ordinal));
        }
        catch (ArgumentException error)
        {
            return Say(http, StatusCodes.Status400BadRequest, error.Message);
        }
    }

    private static bool TryRead(string text, out FaultKind kind) => Enum.TryParse(text, true, out kind) && Enum.IsDefined(kind) && char.IsAsciiLetter(text[0]);

    private static Task Say(HttpContext http, int status, string sentence)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(sentence);
    }
}

/// <summary>How one access point is.</summary>
public sealed record AccessPointState(string Name, string Area, string Address, string Gateway, string Uplink, bool Powered, bool Reachable, int Clients, ulong DownOctets, ulong UpOctets);
