using HotspotManager.Core.Alerts;

namespace HotspotManager.Unit.Core.Alerts;

/// <summary>Rules played on simulated time: incidents begin and end, the clock goes on in steps, and what was said is written down as "minute.second act subscription incident".</summary>
internal sealed class AlertScene
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta");
    private readonly Dictionary<(int, long), AlertStanding> _standings = [];
    private readonly Dictionary<long, AlertIncident> _incidents = [];

    /// <summary>Noon in Malang unless said otherwise.</summary>
    public AlertScene(int localHour = 12) => Now = Start = new DateTimeOffset(2026, 11, 22, localHour, 0, 0, TimeSpan.FromHours(7));

    public DateTimeOffset Start { get; }
    public DateTimeOffset Now { get; private set; }
    public List<AlertListener> Listeners { get; } = [];
    public List<string> Said { get; } = [];

    public static AlertListener Listener(int id, AlertManner manner = AlertManner.Rings) =>
        new(id, null, AlertSeverity.Point, 0, 5, null, AlertSeverity.Wide, null, 12, manner, DateTimeOffset.UnixEpoch, null);

    public void Begin(long id, int points = 1, string area = "35.73.05.1011/05", string cause = "no answer", bool site = false, int people = 3) =>
        _incidents[id] = new AlertIncident(id, site ? null : $"AP-{id}", area, cause, Now, null, points, people, site, false, null);

    public void Change(long id, Func<AlertIncident, AlertIncident> change) => _incidents[id] = change(_incidents[id]);

    public void End(long id) => Change(id, i => i with { EndedAt = Now });

    public void Mute(int listener, long incident, int minutes) => _standings[(listener, incident)] = _standings[(listener, incident)] with { MutedUntil = Now.AddMinutes(minutes) };

    /// <summary>Lets the time pass in steps of five seconds.</summary>
    public AlertScene Pass(double minutes)
    {
        var until = Now.AddMinutes(minutes);
        Look();
        while (Now < until)
        {
            Now = Now.AddSeconds(5);
            Look();
        }
        return this;
    }

    private void Look()
    {
        var decisions = Decide();
        foreach (var decision in decisions)
        {
            _standings[(decision.Next.Listener, decision.Next.Incident)] = decision.Next;
            if (decision.Act is not (AlertAct.Keep or AlertAct.Digest)) Said.Add($"{At()} {decision.Act} {decision.Listener.Id} {decision.Incident.Id}");
        }
        foreach (var digest in decisions.Where(d => d.Act == AlertAct.Digest).GroupBy(d => d.Listener.Id))
            Said.Add($"{At()} Digest {digest.Key} of {digest.Count()} ({digest.Count(d => d.Incident.IsOpen)} open)");
        // Asked again at once there is nothing more to say: a restart in between tells nobody twice.
        Xunit.Assert.Empty(Decide());
    }

    private List<AlertDecision> Decide() => AlertRules.Decide(_incidents.Values, Listeners, _standings.Values, _zone, Now);

    private string At() => (Now - Start).TotalHours >= 1 ? $"{(Now - Start):hh\\:mm\\:ss}" : $"{(Now - Start):mm\\:ss}";
}
