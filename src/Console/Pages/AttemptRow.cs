using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;

namespace HotspotManager.Console.Pages;

/// <summary>One try to get online, with the sentence that says why it ended as it did.</summary>
public sealed record AttemptRow(DateTimeOffset At, string Way, string AccessPoint, string Who, string Mac, bool Accepted, string Sentence, IReadOnlyList<string> Steps)
{
    /// <summary>Attempts newest first: at one access point, or in this one's own area, or all; of one NAS or person; only those refused when asked.</summary>
    public static async Task<IReadOnlyList<AttemptRow>> ReadAsync(
        HotspotDb db, SecretBox secrets, Frame frame, NetworkSnapshot network, AttemptQuery query, CancellationToken cancel)
    {
        if (query.AccessPoints is null && frame.Who.Area is not null)
            query = query with { AccessPoints = [.. network.AccessPoints.Where(a => frame.Who.Sees(a.AreaCode)).Select(a => a.Id)] };
        var rows = await AttemptList.ListAsync(db, secrets, frame.Who.SeesPeople ? query : query with { Who = null }, cancel);
        return [.. rows.Select(a => new AttemptRow(
            a.At, frame.W.Or("way." + a.Way, a.Way), a.AccessPointId is { } at ? network.FindAccessPoint(at)?.Name ?? "" : "",
            frame.Who.SeesPeople ? a.UserName : "", frame.Who.SeesPeople ? a.Mac : "", a.Accepted, SentenceOf(a.Reason, frame.W.Language),
            frame.Who.SeesPeople ? AttemptSteps.In(frame.W.Language, a.Steps) : []))];
    }

    /// <summary>The sentence of a reason; a reason of a newer version stays as it is written.</summary>
    public static string SentenceOf(string reason, string language) =>
        Enum.TryParse<Reason>(reason, out var known) ? ReasonTexts.In(language, known) : reason;
}
