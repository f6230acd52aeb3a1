namespace HotspotManager.Monitor.Outages;

/// <summary>Something the detector is told beside answers and misses, from any thread: see <see cref="OutageDetector.Tell"/>.</summary>
public abstract record OutsideFact
{
    private OutsideFact()
    {
    }

    /// <summary>Whether our own way out is silent: none of the addresses that always answer does. With all devices silent too, nothing is known of them.</summary>
    public sealed record OwnWay(bool IsSilent) : OutsideFact;

    /// <summary>All devices that are in a maintenance window now.</summary>
    public sealed record Windows(IReadOnlySet<int> Devices) : OutsideFact;

    /// <summary>Whether people can log in there: <see cref="OutageCause.Silent"/>, <see cref="OutageCause.LogInsFail"/>, or null when they can; since when.</summary>
    public sealed record Service(int DeviceId, OutageCause? Fault, DateTimeOffset Since) : OutsideFact;

    /// <summary>Accounting of that moment shows that the device carries phones.</summary>
    public sealed record Sign(int DeviceId, DateTimeOffset At) : OutsideFact;
}
