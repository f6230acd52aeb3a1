using System.Runtime.CompilerServices;
using HotspotManager.Core;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Store;
using HotspotManager.Host.Commands;
using HotspotManager.Portal;
using HotspotManager.Portal.Gateways;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Host.Doctor;

/// <summary>What a gateway's brand looks at itself, and what every brand leaves behind: phones it sent, usage it reported, requests that could not be used.</summary>
internal static class GatewayChecks
{
    public static async IAsyncEnumerable<Finding> RunAsync(StoreSession store, AccessPoint point, Nas nas, [EnumeratorCancellation] CancellationToken cancel)
    {
        if (nas.Gateway is null) yield break;
        await using var db = store.Open();
        var since = store.Now.AddDays(-7);
        var way = "portal-";
        var fault = await db.Set<Attempt>().AsNoTracking().Where(a => a.AccessPointId == point.Id && a.At > store.Now.AddHours(-1) && a.Way == way + nas.Gateway && !a.Accepted)
            .OrderByDescending(a => a.Id).Select(a => a.Steps).FirstOrDefaultAsync(cancel);
        if (fault is not null)
            yield return Finding.Bad("gateway", $"Permintaan router tidak bisa dipakai: {fault.Trim()}", $"The router's requests cannot be used: {fault.Trim()}");
        var last = await db.Set<Attempt>().AsNoTracking().Where(a => a.AccessPointId == point.Id && a.At > since && a.Way.StartsWith(way) && a.Way != way + nas.Gateway).MaxAsync(a => (DateTimeOffset?)a.At, cancel);
        yield return last is { } at
            ? Finding.Good("phones", $"Ponsel terakhir yang mencoba masuk lewat titik ini: {AccessPointChecks.Minute(at)}.", $"The last phone tried to sign in here {AccessPointChecks.Minute(at)}.")
            : Finding.Warning("phones", "Belum ada ponsel yang dikirim router ke portal dalam 7 hari; tempel ulang konfigurasi dan coba dengan satu ponsel.", "The router has sent no phone to the portal for 7 days; paste the configuration anew and try with a phone.");
        var reported = await db.Set<Session>().Where(s => s.NasId == nas.Id && s.InputOctets + s.OutputOctets > 0).MaxAsync(s => (DateTimeOffset?)s.UpdatedAt, cancel);
        if (last is not null)
        {
            yield return reported is { } told
                ? Finding.Good("usage", $"Laporan pemakaian terakhir: {AccessPointChecks.Minute(told)}.", $"Usage was last reported {AccessPointChecks.Minute(told)}.")
                : Finding.Warning("usage", "Titik ini belum pernah melaporkan pemakaian; kuota hanya dihitung dari waktu.", "It has never reported usage; quotas are counted by time alone.");
        }
        foreach (var finding in await OwnAsync(store, point, nas, cancel)) yield return finding;
    }

    /// <summary>The brand's own checks, with the gateways wired as the server wires them; nothing of it is started.</summary>
    private static async Task<List<Finding>> OwnAsync(StoreSession store, AccessPoint point, Nas nas, CancellationToken cancel)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddStore(store.Settings.Folder, store.Settings.Database, store.Settings.City).AddCore().AddPortal(store.Settings.Configuration);
        await using var provider = services.BuildServiceProvider();
        await using var db = store.Open();
        var network = provider.GetRequiredService<NetworkTable>();
        await network.ReloadAsync(db, cancel);
        var findings = new List<Finding>();
        if (provider.GetServices<IGateway>().FirstOrDefault(g => g.Key == nas.Gateway) is not { } gateway || network.Current.FindNas(nas.Id) is not { } entry)
        {
            findings.Add(Finding.Bad("gateway", $"Portal tidak mengenal gateway '{nas.Gateway}'.", $"The portal knows no gateway '{nas.Gateway}'."));
            return findings;
        }
        await foreach (var found in gateway.CheckAsync(point, entry, cancel))
            findings.Add(new Finding(found.Check, found.IsGood switch { true => Health.Good, false => Health.Bad, null => Health.Warning }, found.Indonesian, found.English));
        var garden = provider.GetRequiredService<GardenTable>();
        await garden.ReloadAsync(db, cancel);
        findings.Add(await GardenAsync(garden.Of(point.AreaCode), cancel));
        return findings;
    }

    /// <summary>Names that resolve to nothing make some routers refuse the whole list.</summary>
    private static async Task<Finding> GardenAsync(IReadOnlyList<GardenHost> garden, CancellationToken cancel)
    {
        var missing = new List<string>();
        foreach (var host in garden.Where(h => !h.IsNetwork && !h.IsWildcard))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            try
            {
                await System.Net.Dns.GetHostAddressesAsync(host.Name, patience.Token);
            }
            catch (Exception error) when (error is System.Net.Sockets.SocketException || error is OperationCanceledException && !cancel.IsCancellationRequested)
            {
                missing.Add(host.Name);
            }
        }
        var names = string.Join(", ", missing);
        return missing.Count == 0 ? Finding.Good("garden", $"Sebelum masuk, {garden.Count} alamat boleh dibuka.", $"{garden.Count} hosts may be reached before sign-in.")
            : Finding.Warning("garden", $"Tidak ditemukan dari sini: {names}.", $"Not found from here: {names}.");
    }
}
