using System.Globalization;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.Eap;

namespace HotspotManager.Radius.Server;

/// <summary>The steps of an attempt over RADIUS in words, one a line.</summary>
internal static class AttemptSteps
{
    public static string Of(NasClient client, bool hasMessageAuthenticator, in Proof proof, Candidate? candidate, in Decision decision,
        in EapOutcome? eap)
    {
        var asked = eap is { } conversation ? conversation.Method : proof.Kind switch
        {
            ProofKind.Pap => "PAP",
            ProofKind.Chap => "CHAP",
            ProofKind.MsChap => "MS-CHAP",
            ProofKind.MsChap2 => "MS-CHAPv2",
            _ => "no password",
        };
        var signed = hasMessageAuthenticator ? "Message-Authenticator valid" : "no Message-Authenticator";
        var who = candidate switch
        {
            null => "nobody known by this name",
            { Grant: not null } => "grant of the portal",
            { Voucher: not null } => "voucher",
            _ => "account",
        };
        var unreadable = proof.IsUnreadable ? "\nThe password is unreadable: most likely the shared secret on the router differs from the one here" : "";
        var detail = eap is { Detail: { Length: > 0 } told } ? "\n" + told : "";
        var end = decision.IsAccepted
            ? "accepted for " + Limits(decision.Limits)
            : ReasonTexts.English(decision.Reason);
        return $"Asked by {client.Name} ({(client.OverTls ? "RadSec" : client.Row.Address)}): {asked}, {signed}\nFound: {who}{unreadable}{detail}\n{end}";
    }

    /// <summary>Limits in one line.</summary>
    public static string Limits(in Limits limits) => string.Create(CultureInfo.InvariantCulture,
        $"{limits.SessionSeconds} s, {limits.DownKbps}/{limits.UpKbps} kbit/s, {Octets(limits.RemainingOctets)}");

    private static string Octets(long? remaining) =>
        remaining is { } octets ? string.Create(CultureInfo.InvariantCulture, $"{octets / 1_000_000} MB left") : "no data limit";
}
