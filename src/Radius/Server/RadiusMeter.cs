using System.Diagnostics.Metrics;
using HotspotManager.Core.Admission;
using HotspotManager.Radius.RadSec;

namespace HotspotManager.Radius.Server;

/// <summary>This room's metrics: the meter <c>HotspotManager.Radius</c>.</summary>
internal static class RadiusMeter
{
    private static readonly Meter Meter = new("HotspotManager.Radius");

    private static readonly Counter<long> RequestCount = Meter.CreateCounter<long>("hotspot_radius_requests", description: "Genuine requests by kind");
    private static readonly Counter<long> AcceptCount = Meter.CreateCounter<long>("hotspot_radius_accepts", description: "Access-Accept sent");
    private static readonly Counter<long> RejectCount = Meter.CreateCounter<long>("hotspot_radius_rejects", description: "Access-Reject sent, by reason");
    private static readonly Counter<long> EapCount = Meter.CreateCounter<long>("hotspot_radius_eap", description: "EAP steps by outcome");
    private static readonly Counter<long> DropCount = Meter.CreateCounter<long>("hotspot_radius_dropped", description: "Packets that got no answer, by reason");
    private static readonly Counter<long> DuplicateCount = Meter.CreateCounter<long>("hotspot_radius_duplicates", description: "Requests answered with the same bytes again");
    private static readonly Counter<long> AccountingCount = Meter.CreateCounter<long>("hotspot_radius_accounting", description: "Accounting-Requests answered, by status");
    private static readonly Counter<long> OrderCount = Meter.CreateCounter<long>("hotspot_radius_orders", description: "Disconnect-Requests by outcome");
    private static readonly Counter<long> ProxiedCount = Meter.CreateCounter<long>("hotspot_radius_proxied", description: "Requests handed on to home servers, by realm and outcome");
    private static readonly Histogram<double> Latency = Meter.CreateHistogram<double>("hotspot_radius_seconds", "s", "From receipt to answer",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1] });

    private static readonly Counter<long> RefusalCount =
        Meter.CreateCounter<long>("hotspot_radius_connections_refused", description: "Stream connections not taken, by reason");
    private static readonly UpDownCounter<long> ConnectionCount =
        Meter.CreateUpDownCounter<long>("hotspot_radius_connections", description: "Stream connections open, by transport");

    public static void Refused(ConnectionRefusal reason) => RefusalCount.Add(1, new KeyValuePair<string, object?>("reason", RefusalTexts.Metric(reason)));

    public static void Connected(string transport, int change) => ConnectionCount.Add(change, new KeyValuePair<string, object?>("transport", transport));

    public static void Request(string kind) => RequestCount.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public static void Accept() => AcceptCount.Add(1);

    public static void Reject(Reason reason) => RejectCount.Add(1, new KeyValuePair<string, object?>("reason", ReasonTexts.Metric(reason)));

    public static void Drop(DropReason reason) => DropCount.Add(1, new KeyValuePair<string, object?>("reason", DropTexts.Metric(reason)));

    public static void Eap(string outcome) => EapCount.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void Duplicate() => DuplicateCount.Add(1);

    public static void Accounting(string status) => AccountingCount.Add(1, new KeyValuePair<string, object?>("status", status));

    public static void Order(string outcome) => OrderCount.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void Proxied(string realm, string outcome) => ProxiedCount.Add(1, new("realm", realm), new("outcome", outcome));

    public static void Answered(string kind, TimeSpan took) => Latency.Record(took.TotalSeconds, new KeyValuePair<string, object?>("kind", kind));
}
