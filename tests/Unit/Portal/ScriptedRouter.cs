using System.Diagnostics;

namespace HotspotManager.Unit.Portal;

/// <summary>The script that the portal hands to routers, run by this machine's own POSIX shell, with a stand-in for <c>ndsctl</c>.</summary>
internal sealed class ScriptedRouter : IDisposable
{
    private readonly string _folder;

    private ScriptedRouter(string folder) => _folder = folder;

    /// <summary>What the script asked ndsctl to do, one line each.</summary>
    public string Deauthenticated => File.Exists(At("deauths")) ? File.ReadAllText(At("deauths")) : "";

    public static async Task<ScriptedRouter> MakeAsync(TestPortal portal, string key)
    {
        var folder = Directory.CreateTempSubdirectory("router-").FullName;
        var router = new ScriptedRouter(folder);
        // As a router fetches it.
        router.Write("binauth.sh", await portal.GetTextAsync("/g/nds/binauth.sh"));
        router.Write("binauth.conf", $"faskey {key}\nportal {portal.Phone.BaseAddress}g/nds\n");
        router.Write("ndsctl", $"#!/bin/sh\ncase $1 in json) cat {folder}/clients ;; *) echo \"$@\" >>{folder}/deauths ;; esac\n");
        router.Write("clients", "{}\n");
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
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[At("binauth.sh"), .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["PATH"] = _folder + ":" + Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOTSPOT_SPOOL"] = At("spool");
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"the script ended with {process.ExitCode}");
        return text;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(At(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
