using System.Security.Claims;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HotspotManager.Console.Access;

/// <summary>How one comes in: a cookie for people, a token for scripts and screens; both are checked against the operators in memory at every request.</summary>
internal static class OperatorSignIn
{
    private const string Either = "hotspot";
    private const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;

    // A working day and its shift hand-over; used again within it, it is renewed.
    private static readonly TimeSpan CookieLife = TimeSpan.FromHours(12);

    public static void Add(IServiceCollection services, DataFolder folder, bool https)
    {
        services.AddDataProtection().SetApplicationName("hotspot-console").PersistKeysToFileSystem(new DirectoryInfo(folder.CookieKeys));
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(p =>
            new ConfigureOptions<KeyManagementOptions>(o => o.XmlEncryptor = new SealedKeys(p.GetRequiredService<SecretBox>())));
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, o => o.ForwardDefaultSelector = http => TokenScheme.TokenOf(http.Request) is null ? Cookie : TokenScheme.Name)
            .AddScheme<AuthenticationSchemeOptions, TokenScheme>(TokenScheme.Name, null)
            .AddCookie(Cookie, o =>
            {
                o.Cookie.Name = "hotspot-console";
                o.Cookie.HttpOnly = true;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
                o.LoginPath = "/login";
                o.AccessDeniedPath = "/denied";
                o.ExpireTimeSpan = CookieLife;
                o.SlidingExpiration = true;
                o.Events.OnValidatePrincipal = CheckStillValid;
                o.Events.OnRedirectToLogin = context => Redirect(context, StatusCodes.Status401Unauthorized);
                o.Events.OnRedirectToAccessDenied = context => Redirect(context, StatusCodes.Status403Forbidden);
            });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Policies.Act, p => p.RequireAuthenticatedUser().RequireAssertion(c => Who.Of(c.User).MayAct))
            .AddPolicy(Policies.SetUp, p => p.RequireAuthenticatedUser().RequireAssertion(c => Who.Of(c.User).MaySetUp))
            .AddPolicy(Policies.Vouchers, p => p.RequireAuthenticatedUser().RequireAssertion(c => Who.Of(c.User).MayMakeVouchers));
    }

    public static Task InAsync(HttpContext http, Operator known) =>
        http.SignInAsync(Cookie, Who.Principal(Cookie, known.Name, known.Role, known.AreaCode, known.SecurityStamp));

    public static Task OutAsync(HttpContext http) => http.SignOutAsync(Cookie);

    /// <summary>A changed password, role or area, or a removed operator, ends the sign-in at the next request.</summary>
    private static async Task CheckStillValid(CookieValidatePrincipalContext context)
    {
        var who = context.Principal is { } principal ? Who.Of(principal) : null;
        var known = who is null ? null : context.HttpContext.RequestServices.GetRequiredService<OperatorTable>().Find(who.Name);
        if (known is not null && known.SecurityStamp == context.Principal!.FindFirstValue(Who.StampClaim) && known.Role == who!.Role && known.AreaCode == who.Area) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Cookie);
    }

    /// <summary>A page is sent to the sign-in; the API and the hub get a status code.</summary>
    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api", StringComparison.Ordinal) || path.StartsWithSegments("/hubs", StringComparison.Ordinal)
            || path.StartsWithSegments("/parts", StringComparison.Ordinal))
            context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}

/// <summary>What a page or endpoint asks for beyond being signed in.</summary>
internal static class Policies
{
    /// <summary>Ends sessions, resets what was learned.</summary>
    public const string Act = "act";

    /// <summary>Changes the set-up.</summary>
    public const string SetUp = "set-up";

    /// <summary>Makes vouchers.</summary>
    public const string Vouchers = "vouchers";
}
