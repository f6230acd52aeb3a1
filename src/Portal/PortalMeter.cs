using System.Diagnostics.Metrics;
using HotspotManager.Core.Admission;
using HotspotManager.Portal.Gateways;

namespace HotspotManager.Portal;

/// <summary>The room's figures, meter <c>HotspotManager.Portal</c>.</summary>
internal static class PortalMeter
{
    private static readonly Meter Meter = new("HotspotManager.Portal");
    private static readonly Counter<long> PagesShown = Meter.CreateCounter<long>("hotspot_portal_pages", description: "Pages shown, by page");
    private static readonly Counter<long> SignIns = Meter.CreateCounter<long>("hotspot_portal_sign_ins", description: "Sign-ins tried, by way and reason");
    private static readonly Counter<long> Faults = Meter.CreateCounter<long>("hotspot_portal_gateway_faults", description: "Gateway requests that could not be used, by gateway and fault");
    private static readonly Counter<long> Counters = Meter.CreateCounter<long>("hotspot_portal_counter_messages", description: "Messages of routers' scripts, by outcome");

    private static readonly Counter<long> CheckIns = Meter.CreateCounter<long>("hotspot_portal_check_ins", description: "Reports of devices that report themselves, by outcome");

    public static void Page(string page) => PagesShown.Add(1, new KeyValuePair<string, object?>("page", page));

    public static void SignIn(string way, Reason reason) =>
        SignIns.Add(1, new KeyValuePair<string, object?>("way", way), new KeyValuePair<string, object?>("reason", ReasonTexts.Metric(reason)));

    public static void Fault(string gateway, GatewayFault fault) =>
        Faults.Add(1, new KeyValuePair<string, object?>("gateway", gateway), new KeyValuePair<string, object?>("fault", fault.ToString()));

    public static void CheckIn(string outcome) => CheckIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void CounterMessage(string outcome, long count) => Counters.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}
