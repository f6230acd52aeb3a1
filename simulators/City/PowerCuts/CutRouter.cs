using System.Globalization;
using System.Text;
using HotspotManager.City.Plan;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;

namespace HotspotManager.City.PowerCuts;

/// <summary>A phone behind a router that loses power.</summary>
internal sealed class CutPhone(CutRouter router, int number, string code)
{
    public CutRouter Router => router;
    public int Number => number;
    public string Code => code;

    /// <summary>The phone that holds the voucher: it changes when somebody else uses it.</summary>
    public string Mac { get; set; } = string.Create(CultureInfo.InvariantCulture, $"02-4D-{router.Plan.Index >> 8:X2}-{router.Plan.Index & 255:X2}-00-{number:X2}");

    /// <summary>Its session; null: not online.</summary>
    public CutSession? Session { get; set; }
}

/// <summary>One session, as its router keeps it. Guarded by the city's lock.</summary>
internal sealed class CutSession(string id, string mac, int life, DateTimeOffset startedAt, byte[]? mark)
{
    public string Id => id;
    public string Mac => mac;
    public int Life => life;
    public DateTimeOffset StartedAt => startedAt;
    public byte[]? Mark => mark;
    public long Input { get; set; }
    public long Output { get; set; }
    public Figures? Answered { get; set; }
    public List<Figures> Sent { get; } = [default];
}

/// <summary>A router with the habits that chance gave it: writes its packets.</summary>
internal sealed class CutRouter
{
    private readonly Random _random;
    private DateTimeOffset _bootedAt;
    private int _sessions;
    private byte _identifier;

    public CutRouter(PlannedAccessPoint plan, CutOptions options, DateTimeOffset now)
    {
        Plan = plan;
        Secret = new SharedSecret(plan.Secret);
        Local = new DatagramEndPoint(plan.Address, 0);
        _random = new Random(options.Seed * 7919 + plan.Index);
        ReusesIds = _random.NextDouble() < options.ReusesIds;
        SaysOn = _random.NextDouble() < options.SaysOn;
        ForgetsClass = _random.NextDouble() < options.ForgetsClass;
        NewIdentifier = _random.NextDouble() < options.NewIdentifier;
        _bootedAt = now;
    }

    public PlannedAccessPoint Plan { get; }
    public SharedSecret Secret { get; }
    public DatagramEndPoint Local { get; }
    public bool ReusesIds { get; }
    public bool SaysOn { get; }
    public bool ForgetsClass { get; }
    public bool NewIdentifier { get; }

    /// <summary>0 before the first cut.</summary>
    public int Life { get; private set; }

    /// <summary>How long ago what it tells now happened: its line was cut before the power was, and its queue comes late with Acct-Delay-Time.</summary>
    public TimeSpan Behind { get; set; }

    public byte NextIdentifier() => _identifier++;

    public void Boot(DateTimeOffset now)
    {
        (Life, _bootedAt, Behind) = (Life + 1, now, TimeSpan.Zero);
        if (ReusesIds) _sessions = 0;
    }

    public CutSession Begin(CutPhone phone, byte[]? mark, DateTimeOffset now) =>
        new(string.Create(CultureInfo.InvariantCulture, $"81{++_sessions:x6}"), phone.Mac, Life, now - Behind, ForgetsClass ? null : mark);

    public byte[] Access(CutPhone phone, byte identifier)
    {
        var writer = new RadiusWriter(stackalloc byte[512], RadiusCode.AccessRequest, identifier);
        Span<byte> authenticator = stackalloc byte[16];
        _random.NextBytes(authenticator);
        writer.SetAuthenticator(authenticator);
        writer.AddMessageAuthenticator();
        writer.Add(Ietf.UserName, phone.Code);
        writer.AddUserPassword(Encoding.ASCII.GetBytes(phone.Code), Secret);
        AddNas(ref writer);
        writer.Add(Ietf.CallingStationId, phone.Mac);
        return writer.Finish(Secret).ToArray();
    }

    public byte[] Account(AcctStatusType status, CutPhone? phone, CutSession? session, in Figures figures, DateTimeOffset happenedAt, DateTimeOffset now, byte identifier)
    {
        var writer = new RadiusWriter(stackalloc byte[512], RadiusCode.AccountingRequest, identifier);
        writer.Add(Ietf.AcctStatusType, (uint)status);
        AddNas(ref writer);
        // No battery: the clock starts at 1970, and nobody has set it yet.
        writer.Add(Ietf.EventTimestamp, DateTimeOffset.UnixEpoch + (now - _bootedAt));
        if ((long)(now - happenedAt).TotalSeconds is > 0 and var delay) writer.Add(Ietf.AcctDelayTime, (uint)delay);
        writer.Add(Ietf.AcctSessionId, session?.Id ?? "00000000");
        if (phone is null || session is null) return writer.Finish(Secret).ToArray();
        writer.Add(Ietf.UserName, phone.Code);
        writer.Add(Ietf.CallingStationId, session.Mac);
        if (session.Mark is { } mark) writer.Add(Ietf.Class, mark);
        if (status == AcctStatusType.Start) return writer.Finish(Secret).ToArray();
        writer.Add(Ietf.AcctSessionTime, (uint)figures.Seconds);
        writer.Add(Ietf.AcctInputOctets, Gigawords.Octets((ulong)figures.Input));
        writer.Add(Ietf.AcctInputGigawords, Gigawords.Words((ulong)figures.Input));
        writer.Add(Ietf.AcctOutputOctets, Gigawords.Octets((ulong)figures.Output));
        writer.Add(Ietf.AcctOutputGigawords, Gigawords.Words((ulong)figures.Output));
        return writer.Finish(Secret).ToArray();
    }

    private void AddNas(ref RadiusWriter writer)
    {
        writer.Add(Ietf.NasIPAddress, Plan.Address);
        writer.Add(Ietf.NasIdentifier, Plan.Name);
        writer.Add(Ietf.CalledStationId, Plan.Mac);
    }
}
