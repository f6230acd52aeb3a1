using HotspotManager.Monitor.Outages;

namespace HotspotManager.Unit.Monitor.Outages;

/// <summary>Small networks.</summary>
internal static class Networks
{
    public const string Rw5 = "35.73.05.1011/05";

    public static List<DeviceFacts> Alone(int count) => [.. Enumerable.Range(1, count).Select(i => new DeviceFacts(i, null, "", IsPolled: true))];

    /// <summary>Device 100 and those that hang on it, all of one area.</summary>
    public static List<DeviceFacts> Behind(bool uplinkPolled, int count) =>
        [new DeviceFacts(100, null, "", uplinkPolled), .. Enumerable.Range(1, count).Select(i => new DeviceFacts(i < 100 ? i : i + 1, 100, Rw5, IsPolled: true))];
}
