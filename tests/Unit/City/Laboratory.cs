using Xunit;
using System.Net;
using HotspotManager.City;
using HotspotManager.City.Network;
using HotspotManager.City.Plan;
using HotspotManager.Core.Areas;
using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Radius.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace HotspotManager.Unit.City;

/// <summary>A small city on simulated time over a network in memory, with a RADIUS server that writes down all accounting and lets everybody in.</summary>
internal sealed class Laboratory : IDisposable
{
    private const int SnmpPort = 1161, NasPort = 3799;

    private readonly DatagramSocket _acct, _control, _snmp;
    private byte[]? _answer;

    public Laboratory(int accessPoints = 16)
    {
        Network = new MemoryDatagrams(Clock);
        Plan = CityPlan.Make(AreaList.KotaMalang(), accessPoints, 7);
        City = new SimulatedCity(Plan, new HotspotManager.City.CityOptions
        {
            RadiusAuth = new IPEndPoint(IPAddress.Loopback, 1812),
            RadiusAcct = new IPEndPoint(IPAddress.Loopback, 1813),
            Portal = new Uri("http://127.0.0.1:8080"),
            SnmpPort = SnmpPort,
            NasPort = NasPort,
            Residents = false,
        }, Network, Clock, NullLogger.Instance);
        _acct = Network.Open(new IPEndPoint(IPAddress.Loopback, 1813), Account);
        _control = Network.Open(new IPEndPoint(IPAddress.Loopback, 50001), Take);
        _snmp = Network.Open(new IPEndPoint(IPAddress.Loopback, 50002), Take);
        City.Open();
    }

    public StepClock Clock { get; } = new();
    public MemoryDatagrams Network { get; }
    public CityPlan Plan { get; }
    public SimulatedCity City { get; }

    /// <summary>Every Accounting-Request once, in order.</summary>
    public List<Told> Ledger { get; } = [];

    /// <summary>One Accounting-Request as the server has it.</summary>
    public sealed record Told(string Nas, AcctStatusType Status, string Session, ulong Input, ulong Output, uint? Cause, DateTimeOffset? At,
        DateTimeOffset ReceivedAt, uint Delay, uint Seconds);

    public SimulatedAccessPoint Point(string gateway) => City.AccessPoints.First(p => p.Plan.Gateway == gateway);

    public void Run(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Clock.Step(TimeSpan.FromSeconds(1));
            City.Tick(Clock.GetUtcNow());
        }
    }

    /// <summary>Asks an agent; null: it says nothing.</summary>
    public List<(string Name, SnmpTag Tag, ulong? Number, string Text)>? Ask(IPAddress device, string community, PduType type, int repetitions, params string[] names)
    {
        var buffer = new byte[1400];
        var writer = new MessageWriter(buffer, SnmpVersion.V2c, System.Text.Encoding.ASCII.GetBytes(community), type, 77, 0, repetitions);
        foreach (var name in names) writer.TryEmpty(Oid.Parse(name));
        if (Exchange(_snmp, buffer.AsSpan(0, writer.Finish()), device, SnmpPort) is not { } answer) return null;
        Assert.Equal(DecodeReason.None, MessageReader.TryRead(answer, out var message));
        Assert.Equal((PduType.Response, 77, ErrorStatus.NoError), (message.Type, message.RequestId, message.ErrorStatus));
        var read = new List<(string, SnmpTag, ulong?, string)>();
        var variables = message.VarBinds;
        while (variables.TryRead(out var variable))
            read.Add((Oid.Decode(variable.Name)!.ToString(), variable.Tag, variable.TryGetUInt64(out var number) ? number : null, System.Text.Encoding.UTF8.GetString(variable.Content)));
        return read;
    }

    /// <summary>One number of an access point's agent.</summary>
    public ulong? Number(SimulatedAccessPoint point, string name) => Ask(point.Plan.Address, point.Plan.Community, PduType.Get, 0, name)?[0].Number;

    /// <summary>Sends a Disconnect- or CoA-Request; the answer's octets.</summary>
    public byte[]? Order(SimulatedAccessPoint point, byte[] request) => Exchange(_control, request, point.Plan.Address, NasPort);

    public void Dispose()
    {
        _acct.Dispose();
        _control.Dispose();
        _snmp.Dispose();
    }

    private byte[]? Exchange(DatagramSocket from, ReadOnlySpan<byte> request, IPAddress to, int port)
    {
        _answer = null;
        from.Send(request, new DatagramEndPoint(to, port));
        Clock.Step(TimeSpan.FromMilliseconds(100));
        return _answer;
    }

    private void Take(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path) => _answer = datagram.ToArray();

    private void Account(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        var address = path.Remote.ToAddress();
        var secret = new SharedSecret(Plan.AccessPoints.Single(p => p.Address.Equals(address)).Secret);
        Assert.True(RadiusPacket.TryRead(datagram, out var packet, out _));
        Assert.True(PacketCheck.HasRequestAuthenticator(packet, secret));
        Ledger.Add(new Told(packet.Text(Ietf.NasIdentifier), (AcctStatusType)packet.Number(Ietf.AcctStatusType)!, packet.Text(Ietf.AcctSessionId),
            Gigawords.Join(packet.Number(Ietf.AcctInputOctets), packet.Number(Ietf.AcctInputGigawords)),
            Gigawords.Join(packet.Number(Ietf.AcctOutputOctets), packet.Number(Ietf.AcctOutputGigawords)), packet.Number(Ietf.AcctTerminateCause), packet.Time(Ietf.EventTimestamp),
            Clock.GetUtcNow(), packet.Number(Ietf.AcctDelayTime) ?? 0, packet.Number(Ietf.AcctSessionTime) ?? 0));
        Span<byte> buffer = stackalloc byte[64];
        socket.Send(new RadiusWriter(buffer, RadiusCode.AccountingResponse, packet.Identifier).FinishReply(packet.Authenticator, secret), path);
    }
}
