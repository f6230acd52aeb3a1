using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Vouchers;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.SignIn.Voucher;

/// <summary>A printed code in the box. Case, spaces and dashes do not matter.</summary>
public sealed class VoucherSignIn(VoucherTable vouchers) : ISignInMethod
{
    public string Key => "voucher";

    public bool CanBeGuessed => true;

    public bool Takes(SignInForm form) => form.Has("code") && form["consent"] is null;

    public SignInResult Identify(SignInForm form, Visit visit)
    {
        if (VoucherCode.Normalize(form["code"]) is not { } code) return SignInResult.Refused(Reason.CodeMalformed, Attempt.Mask(form["code"] ?? ""));
        var shown = Attempt.Mask(code);
        return vouchers.Find(code) is { } voucher ? SignInResult.Known(Gatekeeper.OfVoucher(voucher), shown) : SignInResult.Refused(Reason.UnknownUser, shown);
    }
}
