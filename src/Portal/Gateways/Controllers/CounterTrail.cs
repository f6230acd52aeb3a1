namespace HotspotManager.Portal.Gateways.Controllers;

/// <summary>
/// One counter of a controller followed through a session. A controller counts for each association of a phone with an access point and begins at nothing when the phone
/// roams; what a phone moved before it was let in is not the session's. Never tells less than before.
/// </summary>
/// <param name="base">What a reading is added to.</param>
/// <param name="last">The newest reading.</param>
public sealed class CounterTrail(long @base, long last)
{
    private long _base = @base, _last = last;

    /// <summary>From a session's beginning: what the controller read when it let the phone in counts for nothing.</summary>
    public static CounterTrail FromStart(long reading) => new(-reading, reading);

    /// <summary>Taken up again with so much told already (after a restart): what was moved in between is not known, so it is not counted against anybody.</summary>
    public static CounterTrail From(long told, long reading) => new(told - reading, reading);

    /// <summary>The session's octets at this reading.</summary>
    public long At(long reading)
    {
        if (reading < _last) _base += _last;
        _last = reading;
        return Math.Max(0, _base + reading);
    }
}
