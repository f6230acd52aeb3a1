using System.Text;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.Login.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>The addresses that openNDS routers use, beside the page that phones come to: the script, its counters, authmon's questions, and the page that waits for them.</summary>
public sealed class OpenNdsEndpoints(CountersFlow counters, AuthmonFlow authmon, WaitFlow wait, PortalScreens screens, PortalOptions options)
{
    private static readonly string[] Shown = ["GET", "HEAD"];
    private static readonly byte[] Script = ReadScript();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/g/{name}/counters", CountersAsync);
        routes.MapMethods("/g/{name}/binauth.sh", Shown, context => PortalEndpoints.TextAsync(context, Script, "text/x-shellscript; charset=utf-8"));
        routes.MapMethods("/g/{name}/wait", Shown, WaitAsync);
    }

    public async Task AuthmonAsync(HttpContext context, AuthmonRequest request)
    {
        var answer = await authmon.RunAsync(request, context.RequestAborted);
        context.Response.StatusCode = answer.Status;
        await PortalEndpoints.TextAsync(context, answer.Text, "text/plain; charset=us-ascii");
    }

    private static string Name(HttpContext context) => context.Request.RouteValues["name"] as string ?? "";

    private async Task CountersAsync(HttpContext context)
    {
        string body;
        try
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.ASCII);
            body = await reader.ReadToEndAsync(context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            context.Response.StatusCode = error.StatusCode;
            return;
        }
        var answer = await counters.RunAsync(Name(context), body, context.Request.Query["s"], context.RequestAborted);
        context.Response.StatusCode = answer.Status;
        await PortalEndpoints.TextAsync(context, answer.Text, "text/plain; charset=us-ascii");
    }

    private Task WaitAsync(HttpContext context)
    {
        var request = context.Request;
        var publicUrl = options.PublicUrl.Length > 0 ? options.PublicUrl : $"{request.Scheme}://{request.Host}";
        var answer = wait.Look(Name(context), request.Query["s"], publicUrl);
        if (answer.GoTo is not { } url) return screens.WaitAsync(context, PortalTexts.Of(request.Query["lang"]), answer.Point, WaitFlow.Seconds);
        PortalEndpoints.Redirect(context, url);
        return Task.CompletedTask;
    }

    private static byte[] ReadScript()
    {
        using var from = typeof(OpenNdsEndpoints).Assembly.GetManifestResourceStream("binauth.sh") ?? throw new InvalidOperationException("binauth.sh is not in this build");
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }
}
