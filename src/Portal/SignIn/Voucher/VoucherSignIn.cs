using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Vouchers;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn.Voucher;

/// <summary>A printed code in the box. Case, spaces and dashes do not matter.</summary>
public sealed class VoucherSignIn(VoucherTable vouchers) : ISignInMethod
{
    public string Key => SignInWay.Voucher;

    public bool CanBeGuessed => true;

    public bool IsReady(SignInTerms terms) => true;

    public bool Takes(SignInForm form) => form.Has("code") && form["consent"] is null;

    public ValueTask<SignInResult> IdentifyAsync(SignInForm form, Visit visit, SignInTerms terms, CancellationToken cancel) => ValueTask.FromResult(Identify(form["code"]));

    private SignInResult Identify(string? typed)
    {
        if (VoucherCode.Normalize(typed) is not { } code) return SignInResult.Refused(Reason.CodeMalformed, Attempt.Mask(typed ?? ""));
        var shown = Attempt.Mask(code);
        return vouchers.Find(code) is { } voucher ? SignInResult.Known(Gatekeeper.OfVoucher(voucher), shown) : SignInResult.Refused(Reason.UnknownUser, shown);
    }
}
