using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.People;
using HotspotManager.Core.SignIns;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn.Account;

/// <summary>A resident's or officer's own name and password: the same accounts that sign in over RADIUS. The password never travels to a router; the grant's does.</summary>
public sealed class AccountSignIn(AccountTable accounts) : ISignInMethod
{
    public string Key => SignInWay.Account;

    public bool CanBeGuessed => true;

    public bool IsReady(SignInTerms terms) => accounts.Count > 0;

    public bool Takes(SignInForm form) => form.Has("username") || form.Has("password");

    public ValueTask<SignInResult> IdentifyAsync(SignInForm form, Visit visit, SignInTerms terms, CancellationToken cancel)
    {
        var (name, password) = (form["username"] ?? "", form.Exact("password") ?? "");
        var account = accounts.Find(name);
        // Compared also when nobody has that name, and answered alike: who asks learns of no name whether it exists.
        var same = CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(password)), SHA256.HashData(Encoding.UTF8.GetBytes(account?.Password ?? "")));
        return ValueTask.FromResult(account is not null && same && password.Length > 0
            ? SignInResult.Known(new Candidate(PersonKey.Account(account.Id), account.PlanId, null, null, null), Attempt.Mask(account.Name))
            : SignInResult.Refused(Reason.WrongPassword, Attempt.Mask(name)));
    }
}
