using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HotspotManager.Console.Pages;

/// <summary>What a page says that is not there, not allowed, or failed. Shown to anybody: it may be the sign-in itself that failed.</summary>
[AllowAnonymous]
public sealed class ProblemModel(Frame frame) : PageModel
{
    public string Sentence { get; private set; } = "";

    public void OnGet(int code) => Say(code);

    public void OnPost(int code) => Say(code);

    private void Say(int code) => Sentence = frame.W[code switch { 403 => "problem.denied", 404 => "problem.notFound", 400 => "problem.request", 429 => "problem.tooMany", _ => "problem.failed" }];
}
