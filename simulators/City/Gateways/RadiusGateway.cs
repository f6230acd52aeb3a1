using System.Globalization;
using HotspotManager.City.Faults;
using HotspotManager.City.Nas;
using HotspotManager.City.Network;
using HotspotManager.Radius.Wire;

namespace HotspotManager.City.Gateways;

/// <summary>What the server said to a log-in.</summary>
internal readonly record struct LogIn(bool IsIn, string? Message);

/// <summary>What gateways that ask RADIUS have in common: Access-Request with CHAP, and accounting.</summary>
internal abstract class RadiusGateway : CityGateway
{
    private const uint Wireless80211 = 19; // NAS-Port-Type, RFC 2865 section 5.41
    private const int StopTries = 12, StartTries = 5, InterimTries = 3;

    private readonly NasClient _nas;
    private readonly List<(DateTimeOffset Due, Action Send)> _held = [];

    protected RadiusGateway(SimulatedAccessPoint point, GatewaySite site, NasClient nas) : base(point, site) => _nas = nas;

    /// <summary>Acct-Input-Octets are what came from the phone (RFC 2866 section 5.3); CoovaChilli counts from the phone's side unless it is told otherwise.</summary>
    protected abstract bool InputIsDown { get; }

    /// <summary>Called-Station-Id as this brand writes it.</summary>
    protected abstract string CalledStation { get; }

    protected abstract char MacSeparator { get; }

    /// <summary>Attributes that only this brand sends.</summary>
    protected virtual void AddOwn(ref RadiusWriter request, Phone phone) { }

    /// <summary>Asks the server, and lets the phone in on an Access-Accept.</summary>
    protected async Task<LogIn> LogInAsync(Phone phone, string userName, byte[] chapPassword, byte[] challenge)
    {
        var reply = await _nas.AccessAsync((ref RadiusWriter request) =>
        {
            request.Add(Ietf.UserName, userName);
            request.Add(Ietf.ChapPassword, chapPassword);
            request.Add(Ietf.ChapChallenge, challenge);
            AddCommon(ref request, phone);
        });
        return reply is null ? new LogIn(false, null) : Take(reply, phone, userName);
    }

    /// <summary>The same with the password as it is (PAP).</summary>
    protected async Task<LogIn> LogInAsync(Phone phone, string userName, string password)
    {
        var reply = await _nas.AccessAsync((ref RadiusWriter request) =>
        {
            request.Add(Ietf.UserName, userName);
            request.AddUserPassword(System.Text.Encoding.UTF8.GetBytes(password), _nas.Secret);
            AddCommon(ref request, phone);
        });
        return reply is null ? new LogIn(false, null) : Take(reply, phone, userName);
    }

    /// <summary>MAC authentication: User-Name the phone's address in the brand's spelling, no password; once, until the phone has been in.</summary>
    protected override async Task SeenAsync(Phone phone, PhoneEntry entry)
    {
        if (!Site.Options.MacAuthentication || entry.WasAskedFor) return;
        entry.WasAskedFor = true;
        await LogInAsync(phone, phone.Mac.Replace('-', MacSeparator), "");
    }

    /// <summary>The router tells that it has started, and that its sessions of before are gone.</summary>
    public void TellStarted(DateTimeOffset now) => Send(AcctStatusType.AccountingOn, null, null, now, StartTries);

    public override void Began(PhoneSession session, DateTimeOffset now) => Send(AcctStatusType.Start, session, null, now, StartTries);

    public override void GoesOn(PhoneSession session, DateTimeOffset now)
    {
        Send(AcctStatusType.InterimUpdate, session, null, now, InterimTries);
        // Right after a report: what was moved since would be known to nobody. Not soon again: a counter that has passed its former figure by the next report hides it.
        if (Point.Condition.Accounting.HasFlag(AccountingFaults.CounterReset) && session.CountedFrom == default && session.Seconds(now) >= 300)
            session.CountedFrom = (session.Down, session.Up);
    }

    public override void Ended(PhoneSession session, EndCause cause, DateTimeOffset now)
    {
        base.Ended(session, cause, now);
        Send(AcctStatusType.Stop, session, cause, now, StopTries);
    }

    public override void PowerChanged(bool powered, DateTimeOffset now)
    {
        base.PowerChanged(powered, now);
        _nas.Forget();
        lock (_held) _held.Clear();
        if (powered) TellStarted(now);
    }

    public override void Tick(DateTimeOffset now)
    {
        List<(DateTimeOffset Due, Action Send)> due;
        lock (_held)
        {
            due = [.. _held.Where(h => h.Due <= now).OrderBy(h => h.Due)];
            _held.RemoveAll(h => h.Due <= now);
        }
        foreach (var (_, send) in due) send();
        _nas.Tick(now);
    }

    private LogIn Take(byte[] reply, Phone phone, string userName)
    {
        if (!RadiusPacket.TryRead(reply, out var packet, out _)) return new LogIn(false, null);
        var message = packet.Text(Ietf.ReplyMessage);
        if (packet.Code != RadiusCode.AccessAccept) return new LogIn(false, message);
        var session = Point.Open(phone, userName, Terms.Read(packet));
        Phones.Leaving.Plan(session, Point, Site.Time.GetUtcNow());
        return new LogIn(true, message);
    }

    /// <summary>Sends a record, or does to it what is wrong with the router. What it says is settled now, whenever it leaves.</summary>
    private void Send(AcctStatusType status, PhoneSession? session, EndCause? cause, DateTimeOffset now, int tries)
    {
        var faults = Point.Condition.Accounting;
        if (status == AcctStatusType.Stop && faults.HasFlag(AccountingFaults.LostStop)) return;
        var moved = session is null ? (0ul, 0ul) : (session.Down - session.CountedFrom.Down, session.Up - session.CountedFrom.Up);
        var clock = Point.RouterClock(now);
        var seconds = faults.HasFlag(AccountingFaults.Delayed) ? 60 : faults.HasFlag(AccountingFaults.Reordered) ? 150 : 0;
        for (var copy = faults.HasFlag(AccountingFaults.Duplicate) ? 2 : 1; copy > 0; copy--)
        {
            if (seconds == 0)
            {
                _ = SendNow(status, session, moved, cause, now, 0, clock, tries);
                continue;
            }
            int delay;
            lock (Point.Gate) delay = Point.Random.Next(seconds);
            lock (_held) _held.Add((now.AddSeconds(delay), () => _ = SendNow(status, session, moved, cause, now, delay, clock, tries)));
        }
    }

    private Task<byte[]?> SendNow(
        AcctStatusType status, PhoneSession? session, (ulong Down, ulong Up) moved, EndCause? cause, DateTimeOffset now, int delay, DateTimeOffset clock, int tries) =>
        _nas.AccountAsync((ref RadiusWriter request) =>
        {
            request.Add(Ietf.AcctStatusType, (uint)status);
            request.Add(Ietf.EventTimestamp, clock);
            if (delay > 0) request.Add(Ietf.AcctDelayTime, (uint)delay);
            if (session is null)
            {
                request.Add(Ietf.AcctSessionId, "00000000");
                AddCommon(ref request, null);
                return;
            }
            request.Add(Ietf.AcctSessionId, session.Id);
            request.Add(Ietf.UserName, session.UserName);
            AddCommon(ref request, session.Phone);
            if (session.Terms.Class is { } name) request.Add(Ietf.Class, name);
            if (status == AcctStatusType.Start) return;
            var (input, output) = InputIsDown ? (moved.Down, moved.Up) : (moved.Up, moved.Down);
            request.Add(Ietf.AcctSessionTime, (uint)session.Seconds(now));
            request.Add(Ietf.AcctInputOctets, Gigawords.Octets(input));
            request.Add(Ietf.AcctInputGigawords, Gigawords.Words(input));
            request.Add(Ietf.AcctOutputOctets, Gigawords.Octets(output));
            request.Add(Ietf.AcctOutputGigawords, Gigawords.Words(output));
            request.Add(Ietf.AcctInputPackets, (uint)(input / 400));
            request.Add(Ietf.AcctOutputPackets, (uint)(output / 900));
            if (cause is { } why) request.Add(Ietf.AcctTerminateCause, (uint)why);
        }, tries);

    private void AddCommon(ref RadiusWriter request, Phone? phone)
    {
        request.Add(Ietf.NasIPAddress, Point.Plan.Address);
        request.Add(Ietf.NasIdentifier, Point.Plan.Name);
        request.Add(Ietf.CalledStationId, CalledStation);
        request.Add(Ietf.NasPortType, Wireless80211);
        if (phone is null) return;
        request.Add(Ietf.ServiceType, (uint)ServiceType.Login);
        request.Add(Ietf.NasPort, phone.Source.GetAddressBytes()[3]);
        request.Add(Ietf.CallingStationId, phone.Mac.Replace('-', MacSeparator));
        request.Add(Ietf.FramedIPAddress, phone.LanAddress);
        AddOwn(ref request, phone);
    }

    public override string SessionId(int index) => string.Create(CultureInfo.InvariantCulture, $"8{Point.Plan.Index & 0xFFF:x3}{index:x4}");
}
