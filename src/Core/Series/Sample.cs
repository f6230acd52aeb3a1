namespace HotspotManager.Core.Series;

/// <summary>One poll's result: rates in octets a second as the device's uplink interface has them (In: towards the device's users when it is an access point's uplink).</summary>
/// <param name="At">When the answer came.</param>
/// <param name="InBps">Octets a second received on the uplink; NaN when not known (first poll, reset, gap).</param>
/// <param name="OutBps">Octets a second sent on the uplink; NaN when not known.</param>
/// <param name="Clients">Phones associated; -1 when the device does not tell.</param>
/// <param name="UptimeSeconds">Seconds since the device started; -1 when it does not tell.</param>
public readonly record struct Sample(DateTimeOffset At, float InBps, float OutBps, int Clients, long UptimeSeconds);
