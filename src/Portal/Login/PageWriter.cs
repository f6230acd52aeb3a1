using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.Portal.Login;

/// <summary>Sends a prepared page: whole, compressed when the phone can take it, kept nowhere.</summary>
internal static class PageWriter
{
    public static async Task SendAsync(HttpContext context, PreparedPage page, Fields fields, string name, int status = StatusCodes.Status200OK)
    {
        PortalMeter.Page(name);
        var body = new ArrayBufferWriter<byte>(10_240);
        page.Write(body, fields);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = page.ContentSecurityPolicy;
        response.Headers.Vary = "Accept-Encoding";
        var bytes = body.WrittenMemory;
        if (context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.Headers.ContentEncoding = "gzip";
            bytes = Compress(body.WrittenSpan);
        }
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>As it goes over the air; also what the page's weight is measured by.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var to = new MemoryStream(bytes.Length / 2);
        using (var zip = new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(bytes);
        return to.ToArray();
    }
}
