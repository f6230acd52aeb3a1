using System.Buffers;
using HotspotManager.Portal.Login.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HotspotManager.Portal.Login;

/// <summary>Sends a prepared page: whole, as gzip when the phone can take it, kept nowhere. (Brotli would be smaller, but browsers take it over https only.)</summary>
internal static class PageWriter
{
    private static readonly StringValues Html = "text/html; charset=utf-8", NoStore = "no-store", AcceptEncoding = "Accept-Encoding", Gzip = "gzip";

    public static Task SendAsync(HttpContext context, PreparedPage page, Fields fields, string name, int status = StatusCodes.Status200OK)
    {
        PortalMeter.Page(name);
        var gzip = TakesGzip(context.Request.Headers.AcceptEncoding);
        var body = Compose(page, fields, gzip).Span;
        var response = context.Response;
        response.StatusCode = status;
        var headers = response.Headers;
        headers.ContentType = Html;
        headers.CacheControl = NoStore;
        headers.ContentSecurityPolicy = page.ContentSecurityPolicy;
        headers.Vary = AcceptEncoding;
        if (gzip) headers.ContentEncoding = Gzip;
        headers.ContentLength = body.Length;
        // The server sends what lies in its writer once this returns; waiting for that here would only cost.
        if (!HttpMethods.IsHead(context.Request.Method)) response.BodyWriter.Write(body);
        return Task.CompletedTask;
    }

    /// <summary>The page as it goes over the air; good until this thread composes another.</summary>
    public static ReadOnlyMemory<byte> Compose(PreparedPage page, Fields fields, bool gzip)
    {
        var body = PageBody.Begin(gzip);
        page.Write(body, fields);
        return body.End();
    }

    private static bool TakesGzip(StringValues accepted)
    {
        foreach (var line in accepted)
        {
            var at = line?.IndexOf("gzip", StringComparison.OrdinalIgnoreCase) ?? -1;
            if (at >= 0) return !line.AsSpan(at + 4).StartsWith(";q=0", StringComparison.Ordinal) || line.AsSpan(at + 4).StartsWith(";q=0.", StringComparison.Ordinal);
        }
        return false;
    }
}
