using System.Net;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Networks;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using HotspotManager.Datagrams;
using HotspotManager.Radius;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Unit.Radius.Server;

/// <summary>The RADIUS room on a temporary store, with one NAS at 10.0.0.1, two plans and whatever a test adds. Flows are called directly.</summary>
public sealed class RadiusRoom : IAsyncDisposable
{
    public const string NasSecret = "testing123";
    public static readonly DatagramPath FromNas = new(new DatagramEndPoint(IPAddress.Parse("10.0.0.1"), 40000), new DatagramEndPoint(IPAddress.Loopback, 1812));
    public static readonly SharedSecret Secret = new(NasSecret);

    private readonly TestStore _store;
    private readonly Random _random = new(1);

    private RadiusRoom(TestStore store) => _store = store;

    public Outbox Sent { get; } = new();

    public T Get<T>() where T : notnull => _store.Get<T>();

    public HotspotDb Open() => _store.Open();

    public StoreWriter Writer => _store.Writer;

    public NasHealth Health => Get<NasClientTable>().At(FromNas.Remote)[0].Health;

    /// <param name="time">Everybody's clock.</param>
    /// <param name="nas">Changes the NAS before it is stored.</param>
    /// <param name="network">The network to listen on: one in memory unless a test wants real sockets.</param>
    /// <param name="settings">Further settings, or others.</param>
    /// <param name="more">Adds services before the room's own.</param>
    public static async Task<RadiusRoom> OpenAsync(
        TimeProvider? time = null, Action<Nas>? nas = null, IDatagrams? network = null, IReadOnlyDictionary<string, string?>? settings = null,
        Action<IServiceCollection>? more = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Radius:AuthPort"] = "0",
            ["Radius:AcctPort"] = "0",
            ["Radius:RadSecPort"] = "0",
            ["Radius:Bind"] = "127.0.0.1",
            ["Radius:Threads"] = "1",
            ["Radius:NasPacketsPerSecond"] = "0",
        }).AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build();
        var store = await TestStore.CreateAsync(time, more: services =>
        {
            services.AddSingleton(network ?? new MemoryDatagrams(time ?? TimeProvider.System));
            more?.Invoke(services);
            services.AddRadius(configuration);
        });
        var room = new RadiusRoom(store);
        await room.Writer.ChangeAsync(async db =>
        {
            await AreaList.EnsureAsync(db, "35.73.05.1011/05");
            var row = new Nas { Name = "rw05", Address = "10.0.0.1", SecretSealed = room.Get<SecretBox>().Seal(SecretPurpose.NasSecret, NasSecret) };
            nas?.Invoke(row);
            db.Add(row);
            await db.SaveChangesAsync();
            db.Add(new AccessPoint { Name = "rw05", AreaCode = "35.73.05.1011/05", NasId = row.Id });
            await PlanList.AddAsync(db, new Plan { Name = "jam", Minutes = 60, Mb = 5000, DownKbps = 5000, UpKbps = 2000, Devices = 2 });
        });
        await store.StartAsync();
        return room;
    }

    public async Task<string> VoucherAsync(string plan = "jam", int? days = null, string? area = null)
    {
        var code = await Writer.ChangeAsync(async db =>
            (await VoucherList.CreateAsync(db, Get<SecretBox>(), plan, 1, days, area, Get<TimeProvider>().GetUtcNow()))[0].Code);
        await ReloadAsync();
        return code;
    }

    public async Task AccountAsync(string name, string password, string plan = "jam")
    {
        await Writer.ChangeAsync(db => AccountList.PutAsync(db, Get<SecretBox>(), name, password, plan, Get<TimeProvider>().GetUtcNow(), mayExist: false));
        await ReloadAsync();
    }

    public async Task ChangeNasAsync(Action<Nas> change)
    {
        await Writer.ChangeAsync(async db => change(await db.Set<Nas>().SingleAsync(n => n.Name == "rw05")));
        await ReloadAsync();
    }

    public async Task ReloadAsync() => await Get<RevisionWatch>().LookAsync(CancellationToken.None);

    /// <summary>Hands an Access-Request to the flow; the reply's octets, or null for silence.</summary>
    public byte[]? Access(byte[] datagram, DatagramPath? path = null)
    {
        Sent.Clear();
        Get<AccessFlow>().Handle(Sent, datagram, path ?? FromNas);
        return Sent.Last;
    }

    /// <summary>Hands an Accounting-Request to the flow and waits until it is answered or given up.</summary>
    public async Task<byte[]?> AccountAsync(byte[] datagram, DatagramPath? path = null)
    {
        Sent.Clear();
        await Get<AccountingFlow>().Handle(Sent, datagram, path ?? FromNas);
        return Sent.Last;
    }

    public delegate void Fill(ref RadiusWriter writer);

    public byte[] Request(Fill fill, bool sign = true, SharedSecret? secret = null, RadiusCode code = RadiusCode.AccessRequest)
    {
        var writer = new RadiusWriter(new byte[4096], code, (byte)_random.Next(256));
        if (code is RadiusCode.AccessRequest or RadiusCode.StatusServer)
        {
            Span<byte> authenticator = stackalloc byte[16];
            _random.NextBytes(authenticator);
            writer.SetAuthenticator(authenticator);
        }
        if (sign)
            writer.AddMessageAuthenticator();
        fill(ref writer);
        return writer.Finish(secret ?? Secret).ToArray();
    }

    public byte[] Pap(string name, string password, string mac = "02:00:00:00:00:01", bool sign = true, SharedSecret? secret = null) =>
        Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.UserName, name);
            w.AddUserPassword(System.Text.Encoding.UTF8.GetBytes(password), secret ?? Secret);
            w.Add(Ietf.CallingStationId, mac);
        }, sign, secret);

    public byte[] Accounting(AcctStatusType status, string session, string name, uint seconds = 0, ulong input = 0, ulong output = 0, byte[]? mark = null, string mac = "02:00:00:00:00:01") =>
        Request((ref RadiusWriter w) =>
        {
            w.Add(Ietf.AcctStatusType, (uint)status);
            if (session.Length > 0)
                w.Add(Ietf.AcctSessionId, session);
            w.Add(Ietf.UserName, name);
            w.Add(Ietf.CallingStationId, mac);
            w.Add(Ietf.AcctSessionTime, seconds);
            w.Add(Ietf.AcctInputOctets, Gigawords.Octets(input));
            w.Add(Ietf.AcctInputGigawords, Gigawords.Words(input));
            w.Add(Ietf.AcctOutputOctets, Gigawords.Octets(output));
            w.Add(Ietf.AcctOutputGigawords, Gigawords.Words(output));
            if (mark is not null)
                w.Add(Ietf.Class, mark);
        }, sign: false, code: RadiusCode.AccountingRequest);

    public async Task<List<Attempt>> AttemptsAsync()
    {
        await Get<AttemptLog>().FlushAsync(CancellationToken.None);
        await using var db = Open();
        return await db.Set<Attempt>().OrderBy(a => a.Id).ToListAsync();
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    /// <summary>A socket that keeps what is sent.</summary>
    public sealed class Outbox : DatagramSocket
    {
        private readonly List<byte[]> _sent = [];

        public byte[]? Last => _sent.Count == 0 ? null : _sent[^1];

        public override IPEndPoint LocalEndPoint { get; } = new(IPAddress.Loopback, 1812);

        public void Clear() => _sent.Clear();

        public override bool Send(ReadOnlySpan<byte> datagram, in DatagramPath path)
        {
            _sent.Add(datagram.ToArray());
            return true;
        }

        public override DatagramBatch OpenBatch(int capacity) => new EagerBatch(this);

        public override void Dispose() { }
    }
}
