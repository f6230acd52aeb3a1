using HotspotManager.Core.Admission;
using HotspotManager.Core.SignIns;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn;

/// <summary>One way to sign in, in a folder of its own: turns what a person typed or tapped into who this is.</summary>
public interface ISignInMethod
{
    /// <summary>The grant's and the attempt's word for it, of <see cref="SignInWay"/>.</summary>
    string Key { get; }

    /// <summary>Whether a wrong answer is a guess at a secret, to be counted and limited.</summary>
    bool CanBeGuessed { get; }

    /// <summary>Whether all it needs is set up at a place with these terms: a plan, an account, somebody who delivers messages.</summary>
    bool IsReady(SignInTerms terms);

    /// <summary>Whether this form is for this method.</summary>
    bool Takes(SignInForm form);

    /// <summary>Who this is, a question, or why not.</summary>
    ValueTask<SignInResult> IdentifyAsync(SignInForm form, Visit visit, SignInTerms terms, CancellationToken cancel);

    /// <summary>The question that this phone has not answered yet: a page that was closed and opened again goes on where it was.</summary>
    SignInQuestion? Question(Visit visit) => null;
}

/// <summary>The form's fields, named as everywhere (<c>code</c>, <c>consent</c>, …), each at most 256 characters.</summary>
public sealed class SignInForm(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>What a remembered phone would send: that it is back.</summary>
    public static SignInForm Back { get; } = new(new Dictionary<string, string> { ["back"] = "yes" });

    /// <summary>The field's text without surrounding space; null when it is absent or empty.</summary>
    public string? this[string name] => fields.TryGetValue(name, out var text) && text.Trim() is { Length: > 0 and <= 256 } value ? value : null;

    /// <summary>The field's text as it was typed: a space may be part of a password.</summary>
    public string? Exact(string name) => fields.TryGetValue(name, out var text) && text.Length is > 0 and <= 256 ? text : null;

    public bool Has(string name) => fields.ContainsKey(name);
}

/// <summary>Something only the person can answer: the code that was sent to their phone number.</summary>
/// <param name="To">Where it was sent, masked.</param>
/// <param name="SentAt">When it was handed over last; null while it waits.</param>
/// <param name="Failed">Nobody could deliver it.</param>
/// <param name="ExpiresAt">Until when it is good.</param>
/// <param name="AgainAt">From when on it may be sent once more.</param>
public sealed record SignInQuestion(string To, DateTimeOffset? SentAt, bool Failed, DateTimeOffset ExpiresAt, DateTimeOffset AgainAt);

/// <summary>Who it is (with a name that may be shown), a question, or a refusal, perhaps with the question that still stands.</summary>
public readonly record struct SignInResult(Candidate? Who, Reason Refusal, string Shown, SignInQuestion? Question = null, int? TriesLeft = null)
{
    public static SignInResult Known(Candidate who, string shown) => new(who, Reason.Accepted, shown);

    public static SignInResult Refused(Reason reason, string shown = "") => new(null, reason, shown);
}
