using System.Diagnostics;
using HotspotManager.Core.CheckIns;
using HotspotManager.Portal.CheckIns;
using Xunit;

namespace HotspotManager.Unit.Portal.CheckIns;

/// <summary>The scripts that are handed to routers; the one for OpenWrt run by this machine's shell, and by busybox with nothing but its own tools.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_script_reports_keeps_what_did_not_arrive_and_sends_it_later(bool busybox)
    {
        if (!OperatingSystem.IsLinux() || busybox && !File.Exists(ScriptedRouter.Busybox)) Assert.Skip("needs Linux and busybox");
        var (portal, key) = await CheckInTests.StartAsync();
        await using var _ = portal;
        var folder = Directory.CreateTempSubdirectory("checkin-").FullName;
        try
        {
            await File.WriteAllTextAsync($"{folder}/checkin.sh", await portal.GetTextAsync("/checkin/openwrt.sh"), TestContext.Current.CancellationToken);
            Configure(portal.Phone.BaseAddress!.ToString().TrimEnd('/'));
            Assert.Equal(0, await RunAsync(folder, busybox));
            Assert.Single(await portal.RowsAsync<CheckIn>());

            Configure("http://127.0.0.1:1");
            for (var i = 0; i < 2; i++)
            {
                await Task.Delay(1100, TestContext.Current.CancellationToken);
                Assert.Equal(1, await RunAsync(folder, busybox));
            }
            await Task.Delay(1100, TestContext.Current.CancellationToken);
            Configure(portal.Phone.BaseAddress!.ToString().TrimEnd('/'));
            Assert.Equal(0, await RunAsync(folder, busybox));
            var rows = await portal.RowsAsync<CheckIn>();
            Assert.Equal(4, rows.Sum(r => CheckInReport.Read(r.Report)!.Samples.Count));
            Assert.Equal(2, Assert.Single(await portal.RowsAsync<CheckInState>()).Late);
            Assert.Equal("", await File.ReadAllTextAsync($"{folder}/spool/waiting", TestContext.Current.CancellationToken));

            // With another key nothing is taken, and nothing is thrown away.
            await File.WriteAllTextAsync($"{folder}/checkin.conf", $"device=rw05\nkey={CheckInSeal.NewKey()}\nportal={portal.Phone.BaseAddress}\n", TestContext.Current.CancellationToken);
            Assert.Equal(1, await RunAsync(folder, busybox));
            Assert.NotEqual("", await File.ReadAllTextAsync($"{folder}/spool/waiting", TestContext.Current.CancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Configure(string at) => File.WriteAllText($"{folder}/checkin.conf", $"device=rw05\nkey={key}\nportal={at}\n");
    }

    [Fact]
    public void Each_script_has_at_most_forty_lines_and_needs_no_secret_to_be_fetched()
    {
        var shell = System.Text.Encoding.UTF8.GetString(CheckInScripts.OpenWrtFile);
        Assert.InRange(shell.TrimEnd('\n').Split('\n').Length, 20, 40);
        var pasted = CheckInScripts.RouterOs("rw05", new string('a', 64), "https://portal.example");
        Assert.InRange(pasted.Split('\n').Count(l => l.StartsWith("    ", StringComparison.Ordinal)) + 1, 20, 40);
        Assert.Contains("\\\"rw05\\\"", pasted, StringComparison.Ordinal);
        Assert.Contains("check-certificate=yes", pasted, StringComparison.Ordinal);
        Assert.DoesNotContain("\"DEVICE\"", pasted.Replace("\\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        // Within RouterOS's quotes no quote, dollar or question mark stands alone.
        var source = pasted[(pasted.IndexOf("source=\"", StringComparison.Ordinal) + 8)..pasted.IndexOf("\"\n/system/scheduler/add", StringComparison.Ordinal)];
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\\') i++;
            else Assert.False(source[i] is '"' or '$' or '?', source[..i]);
        }
    }

    [Fact]
    public void Nothing_in_an_address_becomes_a_command() =>
        Assert.Contains("'portal=https://x/'\\''; reboot; '\\'''", CheckInScripts.OpenWrt("rw05", "k", "https://x/'; reboot; '"), StringComparison.Ordinal);

    private static async Task<int> RunAsync(string folder, bool busybox)
    {
        var start = new ProcessStartInfo(busybox ? ScriptedRouter.Busybox : "/bin/sh");
        if (busybox) start.ArgumentList.Add("ash");
        start.ArgumentList.Add($"{folder}/checkin.sh");
        start.ArgumentList.Add("now");
        start.Environment["HOTSPOT_SPOOL"] = $"{folder}/spool";
        if (busybox)
        {
            // Debian's busybox wget has no time limit, so curl fetches.
            var tools = Directory.CreateDirectory($"{folder}/tools").FullName;
            foreach (var tool in (string[])["awk", "sed", "tr", "cut", "cat", "sha256sum", "date", "mkdir", "mv", "rm", "head", "tail", "grep", "sleep", "printf"])
                if (!File.Exists($"{tools}/{tool}")) File.CreateSymbolicLink($"{tools}/{tool}", ScriptedRouter.Busybox);
            if (!File.Exists($"{tools}/curl")) File.CreateSymbolicLink($"{tools}/curl", "/usr/bin/curl");
            start.Environment["PATH"] = tools;
        }
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
