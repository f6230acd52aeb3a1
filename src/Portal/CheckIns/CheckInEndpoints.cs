using System.Net;
using HotspotManager.Core.CheckIns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace HotspotManager.Portal.CheckIns;

/// <summary>Where devices report themselves, and the script with which they do.</summary>
public sealed class CheckInEndpoints(CheckInFlow flow, PortalOptions options)
{
    private static readonly string[] Shown = ["GET", "HEAD"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/checkin", CheckInAsync);
        routes.MapMethods("/checkin/openwrt.sh", Shown, context => PortalEndpoints.TextAsync(context, CheckInScripts.OpenWrtFile, "text/x-shellscript; charset=utf-8"));
    }

    private async Task CheckInAsync(HttpContext context)
    {
        var request = context.Request;
        var from = context.Connection.RemoteIpAddress ?? IPAddress.None;
        CheckInAnswer answer;
        if (request.ContentLength > CheckInReport.LargestPost) answer = new CheckInAnswer(StatusCodes.Status413PayloadTooLarge, "a report has at most 32 KiB\n");
        else if (flow.Open(request.Query["d"], from, out answer) is { } device)
        {
            answer = await ReadAsync(context) is { } body
                ? await flow.RunAsync(device, body, Text(request.Query["s"]), Bearer(request), request.IsHttps || options.PublicUrl.StartsWith("https://", StringComparison.Ordinal), from)
                : new CheckInAnswer(StatusCodes.Status413PayloadTooLarge, "a report has at most 32 KiB\n");
        }
        context.Response.StatusCode = answer.Status;
        await PortalEndpoints.TextAsync(context, answer.Text, "text/plain; charset=us-ascii");
    }

    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = CheckInReport.LargestPost;
        try
        {
            using var body = new MemoryStream((int)Math.Max(512, context.Request.ContentLength ?? 0));
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return body.ToArray();
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    private static string? Text(string? value) => value is { Length: > 0 } ? value : null;

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 7 and < 200 } said && said.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? said[7..].Trim() : null;
}
