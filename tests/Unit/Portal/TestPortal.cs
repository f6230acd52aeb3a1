using System.Net;
using System.Text.RegularExpressions;
using HotspotManager.Core;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Networks;
using HotspotManager.Core.OneTimeCodes;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using HotspotManager.Portal;
using HotspotManager.Portal.Gateways.OpenNds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>A whole portal on a free port over a store of its own: three access points (openNDS, CoovaChilli, MikroTik), one plan, as many vouchers as asked for.</summary>
internal sealed partial class TestPortal : IAsyncDisposable
{
    public const string FasKey = "a-shared-faskey", UamSecret = "uamsecret1", Place = "35.73.05.1011/05";

    private readonly string _folder;
    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _running = [];

    private TestPortal(ServiceProvider services, string folder) => (_services, _folder) = (services, folder);

    public required HttpClient Phone { get; init; }

    /// <summary>What was sent to phone numbers, once <see cref="WithCourierAsync"/> has been called.</summary>
    public RecordingCourier Courier => Get<RecordingCourier>();

    /// <summary>Runs with the real clock, from wherever a test puts it.</summary>
    public ShiftedTime Clock => (ShiftedTime)Get<TimeProvider>();

    public string Folder => _folder;

    public static async Task<TestPortal> StartAsync(TimeProvider? time = null, CodeLimits? codes = null, Func<PortalOptions, PortalOptions>? options = null)
    {
        var folder = Directory.CreateTempSubdirectory("portal-").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Portal:Url"] = "http://127.0.0.1:0" }).Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(time ?? new ShiftedTime()).AddSingleton(codes ?? new CodeLimits());
        services.AddSingleton<RecordingCourier>().AddSingleton<ICourierKind>(p => p.GetRequiredService<RecordingCourier>());
        services.AddStore(new DataFolder(folder), new DatabaseOptions(), new CityOptions()).AddCore().AddPortal(configuration);
        if (options is not null) services.AddSingleton(options(PortalOptions.Read(configuration)));
        var provider = services.BuildServiceProvider();
        await CoreServices.PrepareStoreAsync(provider);
        var phone = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All });
        var portal = new TestPortal(provider, folder) { Phone = phone };
        await portal.ChangeAsync(async db =>
        {
            var secrets = portal.Get<SecretBox>();
            await NetworkList.AddAccessPointAsync(db, secrets, "nds", new NetworkInput { Area = Place, Address = "10.77.0.1", Secret = "radius-secret", Gateway = "opennds", GatewayKey = FasKey });
            await NetworkList.AddAccessPointAsync(db, secrets, "chilli", new NetworkInput { Area = Place, Address = "10.99.0.1", Secret = "radius-secret", Gateway = "coova", GatewayKey = UamSecret, NasId = "lab-chilli" });
            await NetworkList.AddAccessPointAsync(db, secrets, "tik", new NetworkInput { Area = Place, Address = "10.5.50.1", Secret = "radius-secret", Gateway = "mikrotik" });
            await NetworkList.AddAccessPointAsync(db, secrets, "bare", new NetworkInput { Area = Place, Address = "10.1.1.1", Secret = "radius-secret" });
            await PlanList.AddAsync(db, new Plan { Name = "hour", Minutes = 60, Mb = 10, DownKbps = 4000, UpKbps = 1000 });
            await db.SaveChangesAsync();
        });
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
            portal._running.Add(service);
        }
        phone.BaseAddress = portal.Get<PortalServer>().Address;
        return portal;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public IEnumerable<T> All<T>() => _services.GetServices<T>();

    public Task<HttpResponseMessage> GetAsync(string address) => Phone.GetAsync(address);

    public Task<string> GetTextAsync(string? address) => Phone.GetStringAsync(address);

    public Task<HttpResponseMessage> PostAsync(string address, HttpContent content) => Phone.PostAsync(address, content);

    public static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    public async Task<List<T>> RowsAsync<T>() where T : class
    {
        await using var db = await Get<IDbContextFactory<HotspotDb>>().CreateDbContextAsync();
        return await db.Set<T>().AsNoTracking().ToListAsync();
    }

    public Task<SessionOrder> OrderOutAsync(long session) =>
        Get<StoreWriter>().WriteAsync(db => SessionOrders.DisconnectAsync(db, session, "test", "test", DateTimeOffset.UtcNow));

    public Task LookAtOrdersAsync() => Get<RouterOrders>().LookAsync(CancellationToken.None);

    public Task ChangeAsync(Func<HotspotDb, Task> work) => Get<StoreWriter>().ChangeAsync(work);

    public async Task<string> VoucherAsync(string plan = "hour", string? area = null)
    {
        var made = await Get<StoreWriter>().ChangeAsync(db => VoucherList.CreateAsync(db, Get<SecretBox>(), plan, 1, null, area, DateTimeOffset.UtcNow));
        await UntilAsync(() => Get<VoucherTable>().Find(made[0].Code) is not null);
        return made[0].Code;
    }

    /// <summary>Somebody who carries messages, so that phone numbers are offered.</summary>
    public async Task<TestPortal> WithCourierAsync(long rupiah = 350)
    {
        await ChangeAsync(db => CourierList.AddAsync(db, Get<SecretBox>(), "recorder", new CourierInput { Kind = RecordingCourier.KindName, Rupiah = rupiah }));
        await UntilAsync(() => Get<CodeDesk>().IsReady);
        return this;
    }

    /// <summary>The one attempt there must be; it is written a moment after the answer.</summary>
    public async Task<Attempt> AttemptAsync()
    {
        await UntilAsync(async () => (await RowsAsync<Attempt>()).Count > 0);
        return Assert.Single(await RowsAsync<Attempt>());
    }

    public async Task<List<Session>> SessionsAsync()
    {
        await using var db = await Get<IDbContextFactory<HotspotDb>>().CreateDbContextAsync();
        return await db.Set<Session>().AsNoTracking().OrderBy(s => s.Id).ToListAsync();
    }

    /// <summary>Posts the form that the page at <paramref name="address"/> would, with these fields besides its own.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string address, params (string Name, string Value)[] fields)
    {
        var page = await (await Phone.GetAsync(address)).Content.ReadAsStringAsync();
        var query = WebUtility.HtmlDecode(HiddenQuery().Match(page).Groups[1].Value);
        var path = address.Split('?')[0];
        var form = fields.Select(f => KeyValuePair.Create(f.Name, f.Value)).Append(KeyValuePair.Create("q", query)).Append(KeyValuePair.Create("lang", "id"));
        return await Phone.PostAsync(path, new FormUrlEncodedContent(form));
    }

    public static async Task UntilAsync(Func<bool> done)
    {
        for (var i = 0; i < 200 && !done(); i++) await Task.Delay(50);
        Assert.True(done(), "it did not come to pass within 10 seconds");
    }

    public static async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await done()) return;
            await Task.Delay(50);
        }
        Assert.Fail("it did not come to pass within 10 seconds");
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _running.Count - 1; i >= 0; i--) await _running[i].StopAsync(CancellationToken.None);
        Phone.Dispose();
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex("name=\"q\" value=\"([^\"]*)\"")]
    private static partial Regex HiddenQuery();
}
