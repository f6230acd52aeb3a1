using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Vouchers;

namespace HotspotManager.Portal.Login;

/// <summary>What can be told of a scanned code: the reason when it is good for nothing, else its plan; nothing where strangers have guessed too much.</summary>
public readonly record struct ScannedCode(Reason Reason, Plan? Plan);

/// <summary>
/// A voucher's QR opens <c>/v/CODE</c> in the phone's own browser, which no gateway has told us of. From there a link leads to an address that every gateway catches
/// (<see cref="PortalOptions.CatchUrl"/>); the page the gateway then opens knows the phone, and by the sealed text in the address it came from the code too. So a scan ends in one tap.
/// </summary>
public sealed class ScannedCodes(VoucherTable vouchers, Gatekeeper gatekeeper, PlanTable plans, SecretBox secrets, PortalOptions options, TimeProvider time)
{
    // The link is tapped at once; whoever finds it in a log a day later has nothing.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    // Its own count: looking a code up from anywhere must not use up what neighbours may try at their access point.
    private readonly GuessLimits _looks = new(time);

    /// <summary>What is known of a code; null when it is not to be told.</summary>
    public ScannedCode? Look(string code, string source)
    {
        if (_looks.IsCrowded(source, 0)) return null;
        if (vouchers.Find(code) is not { } voucher)
        {
            _looks.Wrong(source, source, 0);
            return new ScannedCode(Reason.UnknownUser, null);
        }
        // Where and on how many phones it is used is for the gateway's page to say: here nobody knows which phone asks.
        var decision = Admissions.Decide(gatekeeper.Facts(Gatekeeper.OfVoucher(voucher), "", null), time.GetUtcNow());
        var over = decision.Reason is Reason.VoucherRevoked or Reason.VoucherExpired or Reason.TimeUsedUp or Reason.DataUsedUp or Reason.PlanMissing;
        return new ScannedCode(over ? decision.Reason : Reason.Accepted, plans.Find(voucher.PlanId));
    }

    /// <summary>An address that a gateway catches, with the code sealed in it.</summary>
    public string CatchUrl(string code)
    {
        var plain = new byte[8 + VoucherCode.Digits];
        BinaryPrimitives.WriteInt64BigEndian(plain, time.GetUtcNow().ToUnixTimeSeconds());
        Encoding.ASCII.GetBytes(code, plain.AsSpan(8));
        return $"{options.CatchUrl}?v={Base64Url.EncodeToString(secrets.Seal(SecretPurpose.ScannedCode, plain))}";
    }

    /// <summary>The code in the address that a phone was caught at; null when there is none.</summary>
    public string? Read(string? originalUrl)
    {
        if (originalUrl is null || originalUrl.IndexOf("?v=", StringComparison.Ordinal) is not (> 0 and var at)) return null;
        var text = originalUrl.AsSpan(at + 3);
        if (text.Length is < 60 or > 80) return null;
        try
        {
            var plain = secrets.Open(SecretPurpose.ScannedCode, Base64Url.DecodeFromChars(text));
            var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(plain));
            return age.Duration() <= Longest ? VoucherCode.Normalize(Encoding.ASCII.GetString(plain.AsSpan(8))) : null;
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
