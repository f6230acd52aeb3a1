namespace HotspotManager.City.Network;

/// <summary>Acct-Terminate-Cause (RFC 2866 section 5.10), those that happen here.</summary>
public enum EndCause : uint
{
    UserRequest = 1,
    LostCarrier = 2,
    IdleTimeout = 4,
    SessionTimeout = 5,
    AdminReset = 6,
    NasRequest = 10,
}

/// <summary>A phone online at an access point. Guarded by the access point's lock.</summary>
public sealed class PhoneSession(string id, int index, Phone phone, string userName, Terms terms, DateTimeOffset now)
{
    private double _downPart, _upPart;

    /// <summary>Acct-Session-Id, or the grant behind openNDS.</summary>
    public string Id { get; } = id;

    /// <summary>Row of the access point's own table; 1 and up, anew after a restart.</summary>
    public int Index { get; } = index;

    public Phone Phone { get; } = phone;
    public string UserName { get; } = userName;
    public Terms Terms { get; set; } = terms;
    public DateTimeOffset StartedAt { get; } = now;

    /// <summary>Octets to the phone so far.</summary>
    public ulong Down { get; private set; }

    /// <summary>Octets from the phone so far.</summary>
    public ulong Up { get; private set; }

    /// <summary>What the router's own counters had when they began again: it tells only what came since.</summary>
    public (ulong Down, ulong Up) CountedFrom { get; set; }

    /// <summary>What the phone asks for now, bit/s, before any limit.</summary>
    public double WantedDown { get; set; }

    /// <inheritdoc cref="WantedDown"/>
    public double WantedUp { get; set; }

    /// <summary>The rate at which octets now pass, bit/s.</summary>
    public double DownRate => Math.Min(WantedDown, Terms.DownRate ?? double.MaxValue);

    /// <inheritdoc cref="DownRate"/>
    public double UpRate => Math.Min(WantedUp, Terms.UpRate ?? double.MaxValue);

    public DateTimeOffset LastTraffic { get; private set; } = now;
    public DateTimeOffset NextDemand { get; set; } = now;
    public DateTimeOffset NextInterim { get; set; } = now + TimeSpan.FromSeconds(terms.InterimSeconds ?? 300);

    /// <summary>When its owner walks off; null: stays.</summary>
    public DateTimeOffset? LeavesAt { get; set; }

    /// <summary>Its owner has walked off without logging out.</summary>
    public bool IsAway { get; set; }

    public long Seconds(DateTimeOffset at) => Math.Max(0, (long)(at - StartedAt).TotalSeconds);

    /// <summary>Lets time pass; the octets that passed, never more than the terms allow.</summary>
    public (ulong Down, ulong Up) Advance(double seconds, DateTimeOffset now)
    {
        _downPart += DownRate / 8 * seconds;
        _upPart += UpRate / 8 * seconds;
        var (down, up) = ((ulong)_downPart, (ulong)_upPart);
        (_downPart, _upPart) = (_downPart - down, _upPart - up);
        up = Math.Min(up, Left(Terms.UpOctets, Up));
        down = Math.Min(down, Left(Terms.DownOctets, Down));
        var together = Left(Terms.TotalOctets, Down + Up);
        down = Math.Min(down, together);
        up = Math.Min(up, together - down);
        if (down + up > 0) LastTraffic = now;
        Down += down;
        Up += up;
        return (down, up);
    }

    /// <summary>Why the gateway ends it now; null: it may go on.</summary>
    public EndCause? Over(DateTimeOffset now)
    {
        if (Terms.SessionSeconds is { } seconds && (now - StartedAt).TotalSeconds >= seconds) return EndCause.SessionTimeout;
        if (Left(Terms.TotalOctets, Down + Up) == 0 || Left(Terms.DownOctets, Down) == 0 || Left(Terms.UpOctets, Up) == 0) return EndCause.NasRequest;
        if (Terms.IdleSeconds is { } idle && (now - LastTraffic).TotalSeconds >= idle) return EndCause.IdleTimeout;
        return null;
    }

    private static ulong Left(ulong? limit, ulong used) => limit is { } most ? most - Math.Min(most, used) : ulong.MaxValue;
}
