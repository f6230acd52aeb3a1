using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HotspotManager.Portal.Gateways.Wifidog;

/// <summary>The addresses that a wifidog gateway calls itself, under the access point's own path or, for routers whose path cannot be set, under <c>/wifidog</c>.</summary>
public sealed class WifidogEndpoints(WifidogFlow flow)
{
    private static readonly string[] Get = ["GET"];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var under in (string[])["/g/{name}", "/wifidog"])
        {
            routes.MapMethods(under + "/auth", Get, async context =>
            {
                var (status, text) = await flow.AuthAsync(Name(context), Query(context), context.Connection.RemoteIpAddress, context.RequestAborted);
                await WriteAsync(context, status, text);
            });
            routes.MapPost(under + "/auth", CountersAsync);
            routes.MapMethods(under + "/ping", Get, context => WriteAsync(context, 200, flow.Ping(Name(context), Query(context), context.Connection.RemoteIpAddress)));
            // Where the gateway sends the phone once it is in, and when it is not.
            routes.MapMethods(under + "/portal", Get, context => ToStatus(context, "?in=1"));
            routes.MapMethods(under + "/gw_message.php", Get, context => ToStatus(context, ""));
        }
    }

    private async Task CountersAsync(HttpContext context)
    {
        var query = Query(context);
        if (query["stage"] != "counters_v2")
        {
            await WriteAsync(context, 400, "");
            return;
        }
        // The server's own limit holds for the body.
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var (status, text) = await flow.CountersAsync(Name(context), query, body.GetBuffer().AsMemory(0, (int)body.Length), context.Connection.RemoteIpAddress, context.RequestAborted);
        await WriteAsync(context, status, text, "application/json");
    }

    private static string? Name(HttpContext context) => context.Request.RouteValues["name"] as string;

    private static PortalQuery Query(HttpContext context) => PortalQuery.Read(context.Request.QueryString.Value);

    private static Task ToStatus(HttpContext context, string query)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = "/status" + query;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, int status, string text, string type = "text/plain; charset=us-ascii")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(text, Encoding.ASCII, context.RequestAborted);
    }
}
