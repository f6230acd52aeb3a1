using HotspotManager.Core.Admission;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn;

/// <summary>One way to sign in, in a folder of its own: turns what a person typed or tapped into who this is.</summary>
public interface ISignInMethod
{
    /// <summary>The grant's and the attempt's word for it: <c>voucher</c>, <c>click-through</c>.</summary>
    string Key { get; }

    /// <summary>Whether a wrong answer is a guess at a secret, to be counted and limited.</summary>
    bool CanBeGuessed { get; }

    /// <summary>Whether this form is for this method.</summary>
    bool Takes(SignInForm form);

    /// <summary>Who this is, or why not.</summary>
    SignInResult Identify(SignInForm form, Visit visit);
}

/// <summary>The form's fields, named as everywhere (<c>code</c>, <c>consent</c>, …), each at most 256 characters.</summary>
public sealed class SignInForm(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>The field's text without surrounding space; null when it is absent or empty.</summary>
    public string? this[string name] => fields.TryGetValue(name, out var text) && text.Trim() is { Length: > 0 and <= 256 } value ? value : null;

    public bool Has(string name) => fields.ContainsKey(name);
}

/// <summary>Who it is (with a name that may be shown), or a refusal.</summary>
public readonly record struct SignInResult(Candidate? Who, Reason Refusal, string Shown)
{
    public static SignInResult Known(Candidate who, string shown) => new(who, Reason.Accepted, shown);

    public static SignInResult Refused(Reason reason, string shown = "") => new(null, reason, shown);
}
