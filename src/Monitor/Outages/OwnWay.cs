namespace HotspotManager.Monitor.Outages;

/// <summary>
/// Whether it is our own way out that is silent: the sentinels do not answer, and of the devices asked since nearly none does. One that answers all the same (a
/// sentinel alone is dead) keeps the verdict from being given.
/// </summary>
internal sealed class OwnWay(DetectorOptions options)
{
    private int epoch;
    private int answered;
    private int missed;

    /// <summary>Since when the sentinels are silent; null: they answer.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>Misses say nothing about devices.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The sentinels say; true when the way came back.</summary>
    public bool Hear(bool isSilent, DateTimeOffset at)
    {
        if (isSilent == SilentSince is not null)
        {
            return false;
        }

        var was = IsLost;
        (SilentSince, IsLost, answered, missed) = (isSilent ? at : null, false, 0, 0);
        epoch++;
        return was;
    }

    /// <summary>A device was asked; true when the verdict changed. Each device counts once, by its last answer or miss.</summary>
    public bool Asked(DeviceTrack device, bool hasAnswered)
    {
        if (SilentSince is null)
        {
            return false;
        }

        if (device.AskedInSilence == epoch)
        {
            if (device.HeardInSilence == hasAnswered)
            {
                return false;
            }

            _ = hasAnswered ? missed-- : answered--;
        }

        (device.AskedInSilence, device.HeardInSilence) = (epoch, hasAnswered);
        _ = hasAnswered ? answered++ : missed++;
        var lost = missed > 0 && answered <= options.IsolationShare * (answered + missed);
        var changed = lost != IsLost;
        IsLost = lost;
        return changed;
    }
}
