using System.Globalization;

namespace HotspotManager.Core.Reports;

/// <summary>One row of a report while it is added up.</summary>
internal sealed class ReportSum(string scope, string name, string? area = null)
{
    private readonly long[] hours = new long[24];
    private readonly HashSet<string>? people = scope == ReportScope.Point ? null : new(StringComparer.Ordinal);
    private Dictionary<string, int>? refusals;
    private double cost;
    private bool costs;

    public ReportRow Row { get; } = new() { Period = "", Scope = scope, Name = name, AreaCode = area };

    public Availability Availability { get; set; }

    public void Use(int hour, long sessions, long seconds, long input, long output)
    {
        (Row.Sessions, Row.Seconds) = (Row.Sessions + sessions, Row.Seconds + seconds);
        (Row.InputOctets, Row.OutputOctets) = (Row.InputOctets + input, Row.OutputOctets + output);
        hours[hour] += seconds;
    }

    /// <summary>A point tells each of its people once.</summary>
    public void See(string person)
    {
        if (people is null) Row.People++;
        else people.Add(person);
    }

    public void Try(bool accepted, string reason, int count)
    {
        Row.Attempts += count;
        if (accepted) return;
        Row.Refused += count;
        refusals ??= new(StringComparer.Ordinal);
        refusals[reason] = refusals.GetValueOrDefault(reason) + count;
    }

    public void Acknowledge(int count, TimeSpan time)
    {
        Row.Acknowledged += count;
        Row.AcknowledgeTime += (long)Math.Round(time.TotalSeconds);
    }

    public void Pay(double? rupiah)
    {
        if (rupiah is not { } sum) return;
        (cost, costs) = (cost + sum, true);
    }

    public ReportRow ToRow(string period, DateTimeOffset now)
    {
        (Row.Period, Row.MadeAt, Row.Availability) = (period, now, Availability);
        Row.Hours = string.Join(',', hours.Select(h => h.ToString(CultureInfo.InvariantCulture)));
        if (people is not null) Row.People = people.Count;
        Row.Refusal = refusals?.MaxBy(r => r.Value).Key;
        Row.Cost = costs ? (long)Math.Round(cost) : null;
        return Row;
    }
}
