using System.Net;
using HotspotManager.City.Network;

namespace HotspotManager.City.Phones;

/// <summary>How long people stay.</summary>
internal static class Leaving
{
    private const double MeanMinutes = 28, LeastMinutes = 2;

    /// <summary>Sets when the phone's owner walks off; a guest on this machine stays.</summary>
    public static void Plan(PhoneSession session, SimulatedAccessPoint point, DateTimeOffset now)
    {
        if (session.Phone.Source.Equals(IPAddress.Loopback)) return;
        lock (point.Gate) session.LeavesAt = now + TimeSpan.FromMinutes(LeastMinutes - MeanMinutes * Math.Log(1 - point.Random.NextDouble()));
    }
}
