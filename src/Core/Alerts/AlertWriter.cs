using System.Globalization;
using System.Text.Json;
using HotspotManager.Core.Alerts.Texts;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;

namespace HotspotManager.Core.Alerts;

/// <summary>Where messages point to and whose they are; set by the host.</summary>
public sealed record AlertOptions
{
    /// <summary>How operators reach the console, without a slash at the end.</summary>
    public string ConsoleUrl { get; init; } = "http://127.0.0.1:8081";
}

/// <summary>A message's text and what goes beside it.</summary>
public sealed record AlertMessage(string Text, MessageExtras Extras);

/// <summary>
/// Writes alerts: at most four lines, namely what; where and since when; how many people and who has it in hand; a link. Names come from the set-up and lose their line ends.
/// </summary>
public sealed class AlertWriter(AreaTable areas, CityClock clock, AlertOptions options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What of an incident goes to programs; field names are the API's.</summary>
    private sealed record IncidentData(
        string Kind, long Incident, string State, string Severity, string? Root, string? Area, string? AreaName, string Cause, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, int Points,
        int People, string? AcknowledgedBy, string Url, string Text);

    private sealed record DigestData(string Kind, int Incidents, int Open, int Points, int People, IReadOnlyList<long> Ids, string Url, string Text);

    private sealed record TestData(string Kind, string Subscription, string Url, string Text);

    /// <param name="kind">For programs: <c>alert</c>, <c>update</c> or <c>recovery</c>.</param>
    /// <param name="subscription">Whose buttons these are.</param>
    public AlertMessage Incident(string language, AlertIncident incident, string kind, int subscription)
    {
        var texts = AlertTexts.For(language);
        var kindOf = !incident.IsOpen ? incident.HasRecovered ? texts.Recovered : texts.Withdrawn : AlertTexts.IsDegraded(incident.Cause) ? texts.Degraded : texts.Down;
        var what = texts.Say(kindOf, incident.Points > 1 ? texts.Say(texts.Points, texts.Whole(incident.Points)) : incident.Root ?? Where(texts, incident),
            texts.Cause(incident.Cause));
        var when = incident.EndedAt is { } ended
            ? texts.Say(texts.FromUntil, Moment(texts, incident.StartedAt), Moment(texts, ended, incident.StartedAt), texts.Span(ended - incident.StartedAt), Zone())
            : texts.Say(texts.Since, Moment(texts, incident.StartedAt), Zone());
        var people = incident.People == 0 ? texts.Nobody : texts.Say(incident.IsOpen ? texts.People : texts.PeopleThen, texts.Whole(incident.People));
        var hand = incident.AcknowledgedBy is { } who ? " · " + texts.Say(texts.InHand, who) : incident.IsOpen ? " · " + texts.NobodyHasIt : "";
        var url = Link(incident.Id);
        var text = Lines(what, $"{Where(texts, incident)} · {when}", people + hand, url);
        var data = new IncidentData(kind, incident.Id, incident.IsOpen ? "open" : "closed", Name(incident.Severity), incident.Root, incident.Area, incident.Area is { } code ? areas.Spoken(code) : null,
            incident.Cause, incident.StartedAt, incident.EndedAt, incident.Points, incident.People, incident.AcknowledgedBy, url, text);
        return new AlertMessage(text, new MessageExtras(what, JsonSerializer.Serialize(data, Json), incident.IsOpen ? Buttons(texts, incident, subscription) : [], !incident.IsOpen));
    }

    /// <summary>Many incidents in one message.</summary>
    public AlertMessage Digest(string language, IReadOnlyList<AlertIncident> incidents)
    {
        var texts = AlertTexts.For(language);
        var open = incidents.Count(i => i.IsOpen);
        var what = texts.Say(texts.Digest, texts.Whole(incidents.Count), texts.Whole(open));
        var (points, people) = (incidents.Sum(i => i.Points), incidents.Sum(i => i.People));
        var worst = incidents.GroupBy(i => i.Area).Select(g => (Where: g.Key is { } code ? areas.Spoken(code) : texts.AreaUnknown, Points: g.Sum(i => Math.Max(1, i.Points))))
            .OrderByDescending(g => g.Points).ThenBy(g => g.Where, StringComparer.Ordinal).Take(3).Select(g => $"{g.Where} ({texts.Whole(g.Points)})");
        var url = $"{options.ConsoleUrl}/outages";
        var since = texts.Say(texts.Since, Moment(texts, incidents.Min(i => i.StartedAt)), Zone());
        var text = Lines(what, $"{texts.Say(texts.DigestSum, texts.Whole(points), texts.Whole(people))} · {since}", texts.Say(texts.DigestWorst, string.Join(", ", worst)), url);
        var data = new DigestData("digest", incidents.Count, open, points, people, [.. incidents.Select(i => i.Id)], url, text);
        return new AlertMessage(text, new MessageExtras(what, JsonSerializer.Serialize(data, Json), [], false));
    }

    public AlertMessage Test(string language, string subscription)
    {
        var texts = AlertTexts.For(language);
        var text = Lines(texts.Say(texts.Test, subscription), texts.TestMeans, options.ConsoleUrl);
        return new AlertMessage(text, new MessageExtras(texts.Say(texts.Test, subscription), JsonSerializer.Serialize(new TestData("test", subscription, options.ConsoleUrl, text), Json), [], false));
    }

    /// <summary>The word used in settings and JSON.</summary>
    public static string Name(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Point => "point",
        AlertSeverity.Site => "site",
        AlertSeverity.Wide => "wide",
        _ => throw new ArgumentOutOfRangeException(nameof(severity)),
    };

    private string Link(long incident) => string.Create(CultureInfo.InvariantCulture, $"{options.ConsoleUrl}/incidents/{incident}");

    private static MessageButton[] Buttons(AlertTexts texts, AlertIncident incident, int subscription)
    {
        var mute = new MessageButton(texts.MuteButton, AlertPress.Data(AlertPress.Mute, incident.Id, subscription));
        return incident.AcknowledgedBy is not null ? [mute] : [new MessageButton(texts.AcknowledgeButton, AlertPress.Data(AlertPress.Acknowledge, incident.Id, subscription)), mute];
    }

    private string Where(AlertTexts texts, AlertIncident incident) => incident.Area is { } code ? areas.Spoken(code) : texts.AreaUnknown;

    /// <summary>"11.42" today, "20 Nov 18.36" on another day.</summary>
    private string Moment(AlertTexts texts, DateTimeOffset at, DateTimeOffset? beside = null)
    {
        var local = clock.Local(at);
        return (local.Date == clock.Local(beside ?? clock.Now).Date ? "" : local.ToString("d MMM ", texts.Culture)) + local.ToString("HH.mm", CultureInfo.InvariantCulture);
    }

    private string Zone() => clock.Zone.Id switch
    {
        "Asia/Jakarta" or "Asia/Pontianak" => "WIB",
        "Asia/Makassar" => "WITA",
        "Asia/Jayapura" => "WIT",
        _ => "UTC" + clock.Local(clock.Now).ToString("zzz", CultureInfo.InvariantCulture),
    };

    private static string Lines(params ReadOnlySpan<string> lines)
    {
        var clean = new List<string>(lines.Length);
        foreach (var line in lines) clean.Add(string.Concat(line.Select(c => char.IsControl(c) ? ' ' : c)));
        return string.Join('\n', clean);
    }
}
