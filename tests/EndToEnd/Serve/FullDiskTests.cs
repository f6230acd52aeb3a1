using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>
/// The disk runs full under the server (a small file system of its own): accounting falls silent, because what cannot be stored must not be answered; people
/// still sign in; with room again all goes on by itself and nothing that was answered is missing.
/// </summary>
[Collection<OneAfterAnother>]
public sealed class FullDiskTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounting_falls_silent_sign_in_goes_on_and_both_recover_by_themselves()
    {
        Peer.NeedRoot();
        Peer.Find("radclient");
        await using var hotspot = HotspotProcess.Prepare(settings: "--Roles=radius,console");
        await using var disk = await SmallDisk.MountAsync(hotspot.Data, megabytes: 96);
        await hotspot.CommandAsync($"ap add plain --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --nas-id plain --brand ietf");
        await hotspot.CommandAsync("plan add hour --minutes 60 --down-kbps 4000 --up-kbps 1000 --devices 9");
        var code = (await hotspot.CommandAsync("voucher create --plan hour --count 1"))[0].GetProperty("code").GetString()!;
        await hotspot.ServeAsync();
        Assert.Equal("Access-Accept", await SignInAsync(hotspot, code));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = new AccountingLoad(hotspot.AcctPort, "disk", 1);
        var running = load.RunAsync(8, TimeSpan.FromSeconds(1), enough.Token);
        await Eventually.TrueAsync("the reserve is made", () => Task.FromResult(File.Exists(Path.Combine(hotspot.Data, "reserve.bin"))), TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync("records are answered", () => Task.FromResult(load.Answers > 100), TimeSpan.FromSeconds(60));

        // Whatever is given up to make room is taken as well, until there is none.
        await Eventually.TrueAsync("accounting is silent", async () =>
        {
            disk.Fill();
            var before = load.Answers;
            await Task.Delay(2500, Cancel);
            return load.Answers == before;
        }, TimeSpan.FromSeconds(120));
        Assert.Equal("Access-Accept", await SignInAsync(hotspot, code));
        Assert.Contains("disk is full", hotspot.Log, StringComparison.Ordinal);
        var health = await hotspot.Http.GetAsync(new Uri(hotspot.Console, "healthz"), Cancel);
        Assert.Equal(503, (int)health.StatusCode);
        Assert.Contains("disk is full", await health.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var command = await hotspot.TryAsync(["plan", "list"]);
        Assert.Contains("The disk is full: make room in " + hotspot.Data, command.Errors, StringComparison.Ordinal);

        disk.Empty();
        var silent = load.Answers;
        await Eventually.TrueAsync("accounting is answered again", () => Task.FromResult(load.Answers > silent + 100), TimeSpan.FromSeconds(60));
        Assert.Equal("Access-Accept", await SignInAsync(hotspot, code));
        await Eventually.TrueAsync("the console is well again", async () => (await hotspot.Http.GetAsync(new Uri(hotspot.Console, "healthz"), Cancel)).IsSuccessStatusCode);
        await enough.CancelAsync();
        await running;
        await hotspot.KillAsync();
        await hotspot.ServeAsync();
        var stored = (await hotspot.CommandAsync("session list --all")).EnumerateArray()
            .ToDictionary(s => s.GetProperty("userName").GetString()!, s => s.GetProperty("outputOctets").GetInt64());
        Assert.DoesNotContain(load.Promised, p => !stored.TryGetValue(p.Key, out var octets) || octets < p.Value);
    }

    private static async Task<string?> SignInAsync(HotspotProcess hotspot, string code) => (await Radclient.SendAsync(
        $"User-Name={code},User-Password={code},NAS-Identifier=plain,Message-Authenticator=0x00", "127.0.0.1", hotspot.AuthPort, "auth", ServedCity.Secret)).Reply?.Code;

    /// <summary>A file system of a few megabytes in memory, mounted on a folder.</summary>
    private sealed class SmallDisk(string folder) : IAsyncDisposable
    {
        private string Filler => Path.Combine(folder, "filler");

        public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
        {
            Directory.CreateDirectory(folder);
            var mounted = await ChildProcess.RunAsync("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0700", "tmpfs", folder]);
            if (mounted.ExitCode != 0) Peer.Missing($"no file system can be mounted here: {mounted.Errors.Trim()}");
            return new SmallDisk(folder);
        }

        /// <summary>Takes all the room there is.</summary>
        public void Fill()
        {
            using var file = new FileStream(Filler, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, BufferSize = 0 });
            for (var block = new byte[1 << 20]; block.Length >= 512;)
            {
                try
                {
                    file.Write(block);
                }
                catch (IOException)
                {
                    block = new byte[block.Length / 2];
                }
            }
        }

        public void Empty() => File.Delete(Filler);

        public async ValueTask DisposeAsync() => await ChildProcess.RunAsync("umount", ["-l", folder]);
    }
}
