using Microsoft.AspNetCore.Http;

namespace HotspotManager.Console.Access;

/// <summary>
/// The headers that keep a browser from doing what no page of ours asks for: scripts only from our own address and none within a page, no framing, no guessing
/// of types, nothing of an operator's page kept in caches.
/// </summary>
internal sealed class SafeHeaders(RequestDelegate next, bool https)
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static readonly string[] NotPages = ["/api", "/hubs", "/assets", "/openapi", "/metrics", "/healthz"];

    /// <summary>Whether a path is one that people open.</summary>
    public static bool IsPage(PathString path) => !NotPages.Any(p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        if (https) headers.StrictTransportSecurity = "max-age=31536000";
        return next(http);
    }
}
