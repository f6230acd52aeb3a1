using System.Globalization;
using System.Net.Sockets;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Host.Commands;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Doctor;

/// <summary>Checks of this machine: data folder, disk, clock, database, ports or running server, what is still missing.</summary>
internal static class MachineChecks
{
    /// <summary>Earlier than this program was written: a clock that has not been set (1970 after a power cut).</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async IAsyncEnumerable<Finding> RunAsync(StoreSession store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        yield return Disk(store.Settings.Folder);
        yield return await ClockAsync(store, cancel);
        yield return await DatabaseAsync(store, cancel);
        if (ServerFile.Running(store.Settings.Folder) is { } server)
        {
            if (store.Settings.Roles.Contains("portal")) yield return await PageAsync("portal", server.Portal, cancel);
            if (store.Settings.Roles.Contains("console")) yield return await PageAsync("console", server.Console, cancel);
        }
        else
        {
            yield return Finding.Warning("server", "Server belum berjalan; jalankan: hotspot serve", "No server runs; start it with: hotspot serve");
            foreach (var (key, port) in ((string, int)[])[("Radius:AuthPort", 1812), ("Radius:AcctPort", 1813), ("Monitor:TrapPort", 1162)]) yield return UdpPort(store.Settings, key, port);
        }
        if (store.Settings.Roles.Contains("radius"))
            foreach (var finding in CertificateChecks.Run(store)) yield return finding;
        await foreach (var finding in SetUpAsync(store, cancel)) yield return finding;
    }

    private static Finding Disk(DataFolder folder)
    {
        var free = new DriveInfo(folder.Path).AvailableFreeSpace / 1_000_000;
        var text = free.ToString(CultureInfo.InvariantCulture);
        return free switch
        {
            < 100 => Finding.Bad("disk", $"Disk hampir penuh: sisa {text} MB; kosongkan dulu.", $"The disk is almost full: {text} MB left; make room."),
            < 2000 => Finding.Warning("disk", $"Sisa disk {text} MB; sediakan sedikitnya 2.000 MB.", $"{text} MB of disk left; 2,000 MB or more are advised."),
            _ => Finding.Good("disk", $"Sisa disk {text} MB.", $"{text} MB of disk left."),
        };
    }

    private static async Task<Finding> ClockAsync(StoreSession store, CancellationToken cancel)
    {
        var now = store.Now;
        if (now < Earliest)
            return Finding.Bad("clock", $"Jam komputer salah ({now:yyyy-MM-dd}); nyalakan NTP.", $"The clock is wrong ({now:yyyy-MM-dd}); turn NTP on.");
        await using var db = store.Open();
        var newest = await db.Set<Session>().OrderByDescending(s => s.Id).Take(1000).MaxAsync(s => (DateTimeOffset?)s.UpdatedAt, cancel);
        return newest > now.AddMinutes(5)
            ? Finding.Bad("clock", "Jam komputer mundur: ada catatan dari masa depan; nyalakan NTP.", "The clock went back: there are records from the future; turn NTP on.")
            : Finding.Good("clock", $"Jam komputer {now.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz}.", $"The clock says {now.ToLocalTime():yyyy-MM-dd HH:mm:ss zzz}.");
    }

    private static async Task<Finding> DatabaseAsync(StoreSession store, CancellationToken cancel)
    {
        await using var db = store.Open();
        if (db.IsPostgres) return Finding.Good("database", "PostgreSQL terhubung dan skemanya terbaru.", "PostgreSQL answers and its schema is up to date.");
        var check = await db.Database.SqlQueryRaw<string>("SELECT quick_check AS \"Value\" FROM pragma_quick_check").SingleAsync(cancel);
        return check == "ok" ? Finding.Good("database", "Basis data utuh.", "The database is sound.")
            : Finding.Bad("database", $"Basis data rusak ({check}); pulihkan cadangan: hotspot restore FILE", $"The database is damaged ({check}); restore a back-up: hotspot restore FILE");
    }

    internal static async Task<Finding> PageAsync(string check, string url, CancellationToken cancel)
    {
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await http.GetAsync(url + "/healthz", cancel);
            return answer.IsSuccessStatusCode ? Finding.Good(check, $"{url} menjawab.", $"{url} answers.")
                : Finding.Bad(check, $"{url} menjawab {(int)answer.StatusCode}.", $"{url} answers {(int)answer.StatusCode}.");
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            return Finding.Bad(check, $"{url} tidak menjawab ({error.Message}).", $"{url} does not answer ({error.Message}).");
        }
    }

    private static Finding UdpPort(Settings settings, string key, int builtIn)
    {
        var port = int.TryParse(settings.Configuration[key], out var set) ? set : builtIn;
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = true };
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Any, port));
            return Finding.Good(key, $"Porta UDP {port} bebas.", $"UDP port {port} is free.");
        }
        catch (SocketException error)
        {
            return Finding.Bad(key, $"Porta UDP {port} tidak bisa dipakai ({error.Message}); ubah {key}.", $"UDP port {port} cannot be used ({error.Message}); change {key}.");
        }
    }

    private static async IAsyncEnumerable<Finding> SetUpAsync(StoreSession store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = store.Open();
        if (!await db.Set<Operator>().AnyAsync(cancel))
            yield return Finding.Warning("operators", "Belum ada operator; buat dengan: hotspot operator add NAMA --role admin --password-stdin", "There is no operator; add one: hotspot operator add NAME --role admin --password-stdin");
        if (!await db.Set<AccessPoint>().AnyAsync(cancel))
            yield return Finding.Warning("access points", "Belum ada titik akses; tambahkan dengan: hotspot ap add", "There is no access point; add one: hotspot ap add");
        if (store.Settings.Roles.Contains("portal") && store.Settings.Configuration["Portal:PublicUrl"] is not { Length: > 0 })
            yield return Finding.Warning("Portal:PublicUrl", "Alamat portal yang dilihat ponsel belum diatur: isi Portal:PublicUrl.", "The portal's address as phones see it is not set: fill in Portal:PublicUrl.");
        var backups = Directory.Exists(store.Settings.Folder.Backups) ? Directory.EnumerateFiles(store.Settings.Folder.Backups, "hotspot-*.tar.gz").Max() : null;
        if (!db.IsPostgres && backups is not null) yield return Finding.Good("back-up", $"Cadangan terakhir: {Path.GetFileName(backups)}.", $"Newest back-up: {Path.GetFileName(backups)}.");
    }
}
