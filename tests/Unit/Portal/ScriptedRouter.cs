using System.Diagnostics;

namespace HotspotManager.Unit.Portal;

/// <summary>The script that the portal hands to routers, run by this machine's own POSIX shell, with a stand-in for <c>ndsctl</c>.</summary>
internal sealed class ScriptedRouter : IDisposable
{
    private readonly string _folder;

    private readonly string? _shell;

    private ScriptedRouter(string folder, string? shell) => (_folder, _shell) = (folder, shell);

    /// <summary>What OpenWrt's programs are, as Debian packs it.</summary>
    public const string Busybox = "/usr/bin/busybox";

    /// <summary>What the script asked ndsctl to do, one line each.</summary>
    public string Deauthenticated => File.Exists(At("deauths")) ? File.ReadAllText(At("deauths")) : "";

    public static async Task<ScriptedRouter> MakeAsync(TestPortal portal, string key, bool busybox = false)
    {
        var folder = Directory.CreateTempSubdirectory("router-").FullName;
        var router = new ScriptedRouter(folder, busybox ? "ash" : null);
        // As a router fetches it.
        router.Write("binauth.sh", await portal.GetTextAsync("/g/nds/binauth.sh"));
        router.Write("binauth.conf", $"faskey {key}\nportal {portal.Phone.BaseAddress}g/nds\n");
        router.Write("ndsctl", $"#!/bin/sh\ncase $1 in json) cat {folder}/clients ;; *) echo \"$@\" >>{folder}/deauths ;; esac\n");
        router.Write("clients", "{}\n");
        // Nothing but busybox's own tools; its wget has no time limit in Debian's build, so curl fetches.
        if (busybox)
        {
            File.CreateSymbolicLink(router.At("curl"), "/usr/bin/curl");
            foreach (var tool in new[] { "awk", "sed", "tr", "cut", "cat", "sha256sum", "date", "mkdir", "mv", "rm", "ls", "head", "tee", "grep", "sleep", "printf", "logger" })
                File.CreateSymbolicLink(router.At(tool), Busybox);
        }
        return router;
    }

    /// <summary>Lets ndsctl tell of a phone, in openNDS's own layout.</summary>
    public void Online(string mac, string token, string custom, long downKiB, long upKiB) => Write("clients", $$"""
        {
          "client_list_length":"1",
          "clients":{
            "{{mac}}":{
              "gatewayname":"nds",
              "mac":"{{mac}}",
              "ip":"10.77.0.9",
              "session_start":"{{DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 1}}",
              "token":"{{token}}",
              "state":"Authenticated",
              "custom":"{{custom}}",
              "download_this_session":"{{downKiB}}",
              "upload_this_session":"{{upKiB}}"
            }
          }
        }
        """);

    /// <summary>What it prints; it must end well.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(_shell is null ? "/bin/sh" : Busybox) { RedirectStandardOutput = true };
        if (_shell is not null) start.ArgumentList.Add(_shell);
        foreach (var argument in (string[])[At("binauth.sh"), .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = _shell is null ? _folder + ":" + Environment.GetEnvironmentVariable("PATH") : _folder;
        start.Environment["HOTSPOT_SPOOL"] = At("spool");
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"the script ended with {process.ExitCode}");
        return text;
    }

    public void Dispose()
    {
        for (var turn = 0; ; turn++)
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
                return;
            }
            catch (IOException) when (turn < 50)
            {
                // The script still tidies up behind its back.
                Thread.Sleep(100);
            }
        }
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
