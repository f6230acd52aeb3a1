using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Series;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Unit.Console;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Core.Reports;

/// <summary>
/// A city of three points on 1 December 2026, 09.00 in Malang: two in RW 05 of Lowokwaru behind one line of a provider, one in Klojen on its own. November is over.
/// </summary>
internal sealed class ReportWorld : IAsyncDisposable
{
    public const string Rw = "35.73.05.1011/05";

    private ReportWorld(TestStore store, SteppedTime time) => (Store, Time) = (store, time);

    public TestStore Store { get; }
    public SteppedTime Time { get; }
    public ReportBook Book => Store.Get<ReportBook>();

    /// <summary>1 November 2026, 00.00 in Malang.</summary>
    public static DateTimeOffset November { get; } = new(2026, 10, 31, 17, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<ReportWorld> CreateAsync(string postgres = "")
    {
        var time = new SteppedTime { Now = November.AddDays(30).AddHours(9) };
        var store = await TestStore.CreateAsync(time, postgres);
        await store.Writer.ChangeAsync(async db =>
        {
            var secrets = store.Get<SecretBox>();
            await NetworkList.AddDeviceAsync(db, secrets, "line-1", new NetworkInput { Address = "10.0.0.1", Kind = "link", Provider = "Telko", ContractMbps = 50, MonthlyCost = 600_000, SnmpCommunity = "public" }, Cancel);
            await db.SaveChangesAsync(Cancel);
            NetworkInput Point(string area, string address, string? uplink, string brand) => new() { Area = area, Address = address, Secret = "secret-of-" + address, Brand = brand, SnmpCommunity = "public", Uplink = uplink };
            await NetworkList.AddAccessPointAsync(db, secrets, "LW-1", Point(Rw, "10.1.0.1", "line-1", "mikrotik"), Cancel);
            await NetworkList.AddAccessPointAsync(db, secrets, "LW-2", Point(Rw, "10.1.0.2", "line-1", "mikrotik"), Cancel);
            await NetworkList.AddAccessPointAsync(db, secrets, "KL-1", Point("35.73.02.1001/01", "10.1.0.3", null, "coova"), Cancel);
        }, Cancel);
        await store.Get<Journal>().StartAsync(Cancel);
        return new ReportWorld(store, time);
    }

    public async Task<AccessPoint> PointAsync(string name)
    {
        await using var db = Store.Open();
        return await NetworkList.GetAccessPointAsync(db, name, Cancel);
    }

    /// <summary>A session that is told by its Stop alone, so many seconds after it happened.</summary>
    /// <param name="begin">Hours after the month's first midnight.</param>
    public async Task SessionAsync(string point, string person, double begin, double hours, long octets, DateTimeOffset? told = null, string? id = null)
    {
        var row = await PointAsync(point);
        var end = November.AddHours(begin + hours);
        Assert.True(await Store.Get<Journal>().AppendAsync(new AccountingRecord
        {
            ReceivedAt = told ?? end,
            DelaySeconds = (int)((told ?? end) - end).TotalSeconds,
            Source = RecordSource.Radius,
            NasId = row.NasId,
            AccessPointId = row.Id,
            Status = AcctStatus.Stop,
            AcctSessionId = id ?? $"{person}-{begin}",
            UserName = person,
            Mac = "02-00-00-00-00-" + person[^2..],
            SessionSeconds = (long)(hours * 3600),
            OutputOctets = octets,
            PersonKey = person.StartsWith("voucher:", StringComparison.Ordinal) ? person : null,
        }));
        await Store.Get<JournalFollower>().CatchUpAsync(Cancel);
    }

    public Task StateAsync(int device, DeviceState state, double from, double? to) => Store.Writer.WriteAsync(db =>
    {
        db.Add(new StateInterval { DeviceId = device, State = state, From = November.AddHours(from), To = to is { } t ? November.AddHours(t) : null });
        return Task.CompletedTask;
    }, Cancel);

    public Task TrafficAsync(int device, int count, Func<int, double> bitsPerSecond) => Store.Writer.WriteAsync(db => RollUps.UpsertAsync(db, Enumerable.Range(0, count).Select(i => new RollUp
    {
        DeviceId = device,
        Resolution = RollUps.FiveMinutes,
        Start = November.AddSeconds((long)i * RollUps.FiveMinutes),
        Count = 5,
        InMean = bitsPerSecond(i) / 8,
        OutMean = 1,
    }), Cancel), Cancel);

    public async Task<ReportView[]> ReadAsync(string scope, string period = "2026-11", string? area = null)
    {
        await using var db = Store.Open();
        return await ReportViews.ReadAsync(db, ReportPeriod.Parse(period), scope, area, Store.Get<HotspotManager.Core.Areas.CityClock>(), Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.Get<Journal>().StopAsync(CancellationToken.None);
        await Store.DisposeAsync();
    }
}
