using System.Globalization;
using System.Text;
using HotspotManager.Core.Grants;
using HotspotManager.Core.People;
using HotspotManager.Core.Store;
using HotspotManager.Portal.CheckIns;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.OpenNds;
using HotspotManager.Portal.Gateways.Unifi;
using HotspotManager.Portal.Gateways.Wifidog;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.Login.Texts;
using HotspotManager.Portal.SignIn;
using HotspotManager.Portal.SignIn.Phone;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Portal;

/// <summary>The portal's addresses: reads requests into the flows and writes their outcomes as pages.</summary>
public sealed class PortalEndpoints(PortalOptions options, LoginFlow login, OpenNdsEndpoints openNds, WifidogEndpoints wifidog, PortalScreens screens, StatusLink statusLink, StatusReader status, DeliveryReports reports, CaptiveApi captiveApi, RecentVisits visits,
    GrantTable grants, RememberedPhones remembered, CheckInEndpoints checkIns, IDbContextFactory<HotspotDb> databases)
{
    /// <summary>Octets of any request's body: the script's counters are the largest.</summary>
    public const int LargestBody = CountersFlow.LargestPost;

    // Octets of a form: the gateway's query once more, percent-encoded, and the few fields.
    private const int LargestForm = 24 * 1024;

    private static readonly string[] Shown = ["GET", "HEAD"];
    private static readonly FormOptions FormLimits = new() { ValueCountLimit = 64, KeyLengthLimit = 128, ValueLengthLimit = LargestForm, BufferBodyLengthLimit = LargestForm };

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Shown, context => OpenAsync(context, null));
        routes.MapPost("/", context => SubmitAsync(context, null));
        routes.MapMethods("/g/{name}", Shown, context => OpenAsync(context, Name(context)));
        routes.MapPost("/g/{name}", context => SubmitAsync(context, Name(context)));
        openNds.Map(routes);
        // wifidog's log-in page, and UniFi's, whose path cannot be chosen.
        foreach (var page in (string[])["/g/{name}/login", "/wifidog/login", "/guest/s/{site}"])
        {
            routes.MapMethods(page, Shown, context => OpenAsync(context, Name(context)));
            routes.MapPost(page, context => SubmitAsync(context, Name(context)));
        }
        wifidog.Map(routes);
        checkIns.Map(routes);
        routes.MapMethods("/status", Shown, StatusAsync);
        routes.MapPost("/status", ForgetAsync);
        routes.MapMethods("/v/{code}", Shown, context => screens.VoucherAsync(context, Texts(context), context.Request.RouteValues["code"] as string, visits.Of(context.Connection.RemoteIpAddress)));
        routes.MapMethods("/privacy", Shown, context => screens.PrivacyAsync(context, Texts(context)));
        routes.MapMethods("/capport", Shown, CapportAsync);
        routes.MapMethods("/messages/{id:long}", Shown, ReportAsync);
        routes.MapMethods("/healthz", Shown, context => TextAsync(context, "ok\n", "text/plain; charset=utf-8"));
        routes.MapFallback(context => screens.NotFoundAsync(context, Texts(context)));
    }

    /// <summary>What a phone sees when we failed.</summary>
    public Task BrokenAsync(HttpContext context) => screens.BrokenAsync(context, Texts(context));

    private static string? Name(HttpContext context) => context.Request.RouteValues["name"] as string;

    private static PortalTexts Texts(HttpContext context) => PortalTexts.Of(context.Request.Query["lang"]);

    private Task OpenAsync(HttpContext context, string? name)
    {
        var query = PortalQuery.Read(context.Request.QueryString.Value + Site(context));
        return AuthmonFlow.Read(name, key => query[key], context.Connection.RemoteIpAddress) is { } asked
            ? openNds.AuthmonAsync(context, asked) : RunAsync(context, name, query, null, PortalTexts.Of(query.Language));
    }

    /// <summary>The site of UniFi's path, as one more of the gateway's values; our own form brings it back with the rest.</summary>
    private static string Site(HttpContext context) => context.Request.RouteValues["site"] is string site && UnifiRequest.IsSite(site) ? $"&{UnifiRequest.SiteField}={site}" : "";

    private async Task SubmitAsync(HttpContext context, string? name)
    {
        if (await ReadFormAsync(context) is not { } form)
        {
            await screens.TooLargeAsync(context, Texts(context));
            return;
        }
        var fields = form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
        if (AuthmonFlow.Read(name, key => fields.GetValueOrDefault(key), context.Connection.RemoteIpAddress) is { } asked)
        {
            await openNds.AuthmonAsync(context, asked);
            return;
        }
        var texts = PortalTexts.Of(fields.GetValueOrDefault("lang") ?? context.Request.Query["lang"].ToString());
        // Our own form brings the gateway's query back in q; a router's login page posts its values themselves.
        if (fields.TryGetValue("q", out var query)) await RunAsync(context, name, PortalQuery.Read(query), new SignInForm(fields), texts);
        else if (context.Request.QueryString.HasValue) await RunAsync(context, name, PortalQuery.Read(context.Request.QueryString.Value + Site(context)), new SignInForm(fields), texts);
        else await RunAsync(context, name, PortalQuery.FromForm(fields), null, texts);
    }

    private async Task RunAsync(HttpContext context, string? name, PortalQuery query, SignInForm? form, PortalTexts texts)
    {
        var request = context.Request;
        var asked = $"{request.Scheme}://{request.Host}";
        var publicUrl = options.PublicUrl.Length > 0 ? options.PublicUrl : asked;
        // The path as it stands on the wire: a signature is over what the gateway wrote.
        var path = request.Path.ToUriComponent();
        var outcome = await login.RunAsync(
            new LoginRequest(name, query, form, context.Connection.RemoteIpAddress, [asked + path, publicUrl + path], publicUrl, !HttpMethods.IsHead(request.Method), IsForeign(request, publicUrl)), context.RequestAborted);
        switch (outcome)
        {
            case LoginOutcome.In go:
                // A page of our own, to wait on, speaks the language that the phone has chosen.
                Redirect(context, go.Url.StartsWith('/') ? $"{go.Url}&lang={texts.Language}" : go.Url);
                break;
            case LoginOutcome.HandOver over:
                await screens.HandOverAsync(context, texts, over);
                break;
            case LoginOutcome.Already already:
                Redirect(context, $"{publicUrl}/status?{(already.Grant is { } grant ? $"s={statusLink.Of(grant.Id)}&" : "in=1&")}lang={texts.Language}");
                break;
            case LoginOutcome.Ask ask:
                visits.Keep(context.Connection.RemoteIpAddress, ask.Visit, path, query);
                await screens.SignInAsync(context, texts, ask, query);
                break;
            case LoginOutcome.Unusable unusable:
                await screens.UnusableAsync(context, texts, unusable);
                break;
            default:
                throw new InvalidOperationException($"there is no page for {outcome.GetType().Name}");
        }
    }

    /// <summary>
    /// Whether a browser says that another site made this request (Fetch Metadata, RFC 6454). "null" is what our own pages send, because they send no referrer, but anybody's
    /// may: the form's seal decides. Who says nothing is no browser.
    /// </summary>
    private static bool IsForeign(HttpRequest request, string publicUrl)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is not ("same-origin" or "none");
        return request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"{request.Scheme}://{request.Host}"
            && !(Uri.TryCreate(publicUrl, UriKind.Absolute, out var url) && origin == url.GetLeftPart(UriPartial.Authority));
    }

    internal static void Redirect(HttpContext context, string url)
    {
        PortalMeter.Page("redirect");
        // 303: what comes next is a GET, whatever this was (RFC 9110 15.4.4).
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = url;
        context.Response.Headers.CacheControl = "no-store";
    }

    private static async Task<IFormCollection?> ReadFormAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > LargestForm) return null;
        if (!request.HasFormContentType || request.ContentType?.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) == true) return FormCollection.Empty;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = LargestForm;
        try
        {
            return await request.ReadFormAsync(FormLimits, context.RequestAborted);
        }
        catch (Exception error) when (error is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A courier's delivery report, as KannelCourier asked for it: s is 1 delivered, 2 not delivered, 16 refused; a is what the message centre said.</summary>
    private async Task ReportAsync(HttpContext context)
    {
        var id = long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);
        var (key, state, said) = (context.Request.Query["k"].ToString(), context.Request.Query["s"].ToString(), context.Request.Query["a"].ToString());
        if (!await reports.TakeAsync(id, key, state, said, context.RequestAborted)) context.Response.StatusCode = StatusCodes.Status404NotFound;
        await TextAsync(context, "ok\n", "text/plain; charset=utf-8");
    }

    private async Task StatusAsync(HttpContext context)
    {
        var link = context.Request.Query["s"].ToString();
        var id = statusLink.Read(link);
        await screens.StatusAsync(context, Texts(context), id is { } grant ? status.Of(grant) : null, id is null ? null : link, context.Request.Query["in"] == "1",
            remembered: id is { } known && await RememberedByAsync(known, context.RequestAborted) is not null);
    }

    /// <summary>The remembered phone that the holder of this grant's link may have forgotten; also when the grant is over, but then only as long as it is the same person's.</summary>
    private async Task<string?> RememberedByAsync(long id, CancellationToken cancel)
    {
        if (grants.Find(id) is { } living) return remembered.Of(living.Mac) is null ? null : living.Mac;
        await using var db = await databases.CreateDbContextAsync(cancel);
        return await db.Set<Grant>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is { } over && remembered.Of(over.Mac)?.PersonKey == over.PersonKey ? over.Mac : null;
    }

    /// <summary>"Forget this phone": whoever has the grant's signed link may.</summary>
    private async Task ForgetAsync(HttpContext context)
    {
        var form = await ReadFormAsync(context);
        var texts = PortalTexts.Of(form?["lang"].ToString());
        var mac = form?["forget"].ToString() == "yes" && statusLink.Read(form["s"].ToString()) is { } id ? await RememberedByAsync(id, context.RequestAborted) : null;
        if (mac is null)
        {
            await screens.StatusAsync(context, texts, null, null, gatewaySaysIn: false);
            return;
        }
        await remembered.ForgetAsync(mac, LoginFlow.ConsentWording, context.RequestAborted);
        await screens.ForgottenAsync(context, texts);
    }

    private async Task CapportAsync(HttpContext context)
    {
        var request = context.Request;
        var publicUrl = options.PublicUrl.Length > 0 ? options.PublicUrl : $"{request.Scheme}://{request.Host}";
        var answer = captiveApi.Answer(name => request.Query[name].ToString(), context.Connection.RemoteIpAddress, publicUrl);
        // RFC 8908 section 5: the answer is this phone's alone.
        await TextAsync(context, Encoding.UTF8.GetBytes(answer), CaptiveApi.MediaType, "private, no-store");
    }

    internal static Task TextAsync(HttpContext context, string text, string type) => TextAsync(context, Encoding.UTF8.GetBytes(text), type);

    internal static async Task TextAsync(HttpContext context, byte[] text, string type, string cache = "no-store")
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = cache;
        if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }
}
