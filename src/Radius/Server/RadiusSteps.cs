using System.Globalization;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Radius.Eap;

namespace HotspotManager.Radius.Server;

/// <summary>The steps of an attempt over RADIUS, as they are stored.</summary>
internal static class RadiusSteps
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
        List<string> steps =
        [
            AttemptSteps.Line(hasMessageAuthenticator ? AttemptStep.AskedSigned : AttemptStep.AskedUnsigned, client.Name, client.OverTls ? "RadSec" : client.Row.Whereabouts, asked),
            AttemptSteps.Line(candidate switch
            {
                null => AttemptStep.FoundNobody,
                { Grant: not null } => AttemptStep.FoundGrant,
                { Voucher: not null } => AttemptStep.FoundVoucher,
                _ => AttemptStep.FoundAccount,
            }),
        ];
        if (proof.IsUnreadable)
            steps.Add(AttemptSteps.Line(AttemptStep.Unreadable));
        if (eap is { Detail: { Length: > 0 } told })
            steps.Add(AttemptSteps.Line(AttemptStep.Said, told));
        steps.Add(Ended(decision));
        return string.Join('\n', steps);
    }

    /// <summary>The last step: in or not.</summary>
    public static string Ended(in Decision decision) => !decision.IsAccepted
        ? AttemptSteps.Line(AttemptStep.Refused, decision.Reason.ToString())
        : decision.Limits.SessionSeconds == 0
            ? AttemptSteps.Line(AttemptStep.AcceptedElsewhere)
            : AttemptSteps.Line(AttemptStep.Accepted, AttemptSteps.Number(decision.Limits.SessionSeconds), AttemptSteps.Number(decision.Limits.DownKbps),
                AttemptSteps.Number(decision.Limits.UpKbps), decision.Limits.RemainingOctets is { } octets ? AttemptSteps.Number(octets / 1_000_000) : "");

    /// <summary>Limits in one line.</summary>
    public static string Limits(in Limits limits) => string.Create(CultureInfo.InvariantCulture,
        $"{limits.SessionSeconds} s, {limits.DownKbps}/{limits.UpKbps} kbit/s, {Octets(limits.RemainingOctets)}");

    private static string Octets(long? remaining) =>
        remaining is { } octets ? string.Create(CultureInfo.InvariantCulture, $"{octets / 1_000_000} MB left") : "no data limit";
}
