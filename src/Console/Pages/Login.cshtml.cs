using HotspotManager.Console.Access;
using HotspotManager.Core.Operators;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Console.Pages;

/// <summary>The sign-in of operators.</summary>
[AllowAnonymous]
[EnableRateLimiting(ConsoleServer.SignInLimit)]
public sealed partial class LoginModel(OperatorTable operators, SignInGate gate, Frame frame, ILogger<LoginModel> log) : PageModel
{
    // A name that is not known takes as long as one that is: the answer's time must not tell which names exist.
    private static readonly Operator Nobody = new()
    {
        Name = "nobody",
        Role = Roles.Viewer,
        SecurityStamp = "",
        PasswordHash = new Microsoft.AspNetCore.Identity.PasswordHasher<object>().HashPassword(new object(), "nobody's password"),
    };

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public string? Problem { get; private set; }

    public bool NobodyYet => operators.IsEmpty;

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect("/") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        var name = Name?.Trim() ?? "";
        var address = HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
        var wait = gate.Wait(name, address);
        if (wait > TimeSpan.Zero) return Refuse(frame.W.Say("login.locked", frame.F.Span(wait)), StatusCodeOf.TooMany);

        var known = operators.Find(name);
        var fits = OperatorList.PasswordFits(known ?? Nobody, Password ?? "");
        if (known is null || !fits)
        {
            gate.Failed(name, address);
            WrongPassword(log, address);
            return Refuse(frame.W["login.wrong"], StatusCodeOf.Forbidden);
        }

        gate.Passed(name);
        await OperatorSignIn.InAsync(HttpContext, known);
        SignedIn(log, known.Name, address);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
    }

    private PageResult Refuse(string problem, int status)
    {
        Problem = problem;
        Response.StatusCode = status;
        return Page();
    }

    private static class StatusCodeOf
    {
        public const int Forbidden = 403;
        public const int TooMany = 429;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in to the console from {Address} was refused")]
    private static partial void WrongPassword(ILogger log, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Operator} signed in to the console from {Address}")]
    private static partial void SignedIn(ILogger log, string @operator, string address);
}
