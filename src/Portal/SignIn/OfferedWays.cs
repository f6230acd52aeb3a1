using HotspotManager.Core.Networks;
using HotspotManager.Core.SignIns;

namespace HotspotManager.Portal.SignIn;

/// <summary>The ways to sign in at one place: what the operators chose for it, less what is not set up.</summary>
public sealed class OfferedWays(IEnumerable<ISignInMethod> methods, SignInOfferTable offers)
{
    private readonly ISignInMethod[] _methods = [.. methods];

    public Offered At(AccessPoint point)
    {
        var terms = offers.Of(point.AreaCode);
        return new Offered(terms, Array.FindAll(_methods, m => (terms.Offers(m.Key) || m.Key == SignInWay.Returning) && m.IsReady(terms)));
    }

    /// <summary>The method that a form is for, offered or not.</summary>
    public ISignInMethod? For(SignInForm form) => Array.Find(_methods, m => m.Takes(form));
}

/// <summary>What holds at a place, and the methods that it comes to.</summary>
public sealed record Offered(SignInTerms Terms, IReadOnlyList<ISignInMethod> Methods)
{
    public bool Has(string way) => Methods.Any(m => m.Key == way);

    /// <summary>The question that this phone has not answered yet.</summary>
    public SignInQuestion? Question(Login.Visit visit) => Methods.Select(m => m.Question(visit)).FirstOrDefault(q => q is not null);
}
