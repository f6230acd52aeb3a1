using HotspotManager.Core.Admission;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>One try to get online, with the sentence that says why it ended as it did.</summary>
public sealed record AttemptRow(DateTimeOffset At, string Way, string AccessPoint, string Who, string Mac, bool Accepted, string Sentence, string Steps)
{
    /// <summary>Attempts newest first: at one access point, or in this one's own area, or all; only those refused when asked.</summary>
    public static async Task<IReadOnlyList<AttemptRow>> ReadAsync(
        HotspotDb db, Frame frame, NetworkSnapshot network, int? accessPoint, bool? accepted, int take, int skip, CancellationToken cancel)
    {
        var query = db.Set<Attempt>().AsNoTracking();
        if (accessPoint is { } id) query = query.Where(a => a.AccessPointId == id);
        else if (frame.Who.Area is not null)
        {
            var own = network.AccessPoints.Where(a => frame.Who.Sees(a.AreaCode)).Select(a => (int?)a.Id).ToList();
            query = query.Where(a => own.Contains(a.AccessPointId));
        }

        if (accepted is { } wanted) query = query.Where(a => a.Accepted == wanted);
        var rows = await query.OrderByDescending(a => a.Id).Skip(skip).Take(take).ToListAsync(cancel);
        return [.. rows.Select(a => new AttemptRow(
            a.At, frame.W.Or("way." + a.Way, a.Way), a.AccessPointId is { } at ? network.FindAccessPoint(at)?.Name ?? "" : "",
            frame.Who.SeesPeople ? a.UserName : "", frame.Who.SeesPeople ? a.Mac : "", a.Accepted, SentenceOf(a.Reason, frame.W.Language),
            frame.Who.SeesPeople ? a.Steps : ""))];
    }

    /// <summary>The sentence of a reason; a reason of a newer version stays as it is written.</summary>
    public static string SentenceOf(string reason, string language) =>
        Enum.TryParse<Reason>(reason, out var known) ? ReasonTexts.In(language, known) : reason;
}
