using System.Globalization;
using System.Net;
using HotspotManager.Bench.Radius;

namespace HotspotManager.Bench.Portal;

/// <summary><c>./bench portal</c>: the first page a phone gets, ours beside nginx giving the same octets from a file. The generator is wrk.</summary>
internal static class PortalBench
{
    private const int Connections = 64;

    private const string Mac = "02:00:00:00:00:01", Gzip = "Accept-Encoding: gzip";

    // What a MikroTik's login.html sends a phone along with.
    private const int Phones = 500;

    private const string Visit = "/g/RW05?mac=" + Mac + "&ip=10.5.50.2&identity=RW05"
        + "&link-login-only=http%3A%2F%2F10.5.50.1%2Flogin&link-orig=http%3A%2F%2Fconnectivitycheck.gstatic.com%2Fgenerate_204&error=";

    public static void Run(Options options)
    {
        using var work = new WorkFolder(options.Keep);
        var data = work.Folder("ours");
        OurServer.Hotspot("plan", "add", "warga", "--minutes", "600", "--down-kbps", "4000", "--up-kbps", "1000", "--data", data);
        OurServer.Hotspot("ap", "add", "RW05", "--area", "35.73.05.1011/05", "--address", "127.0.0.1", "--secret", Requests.SecretText, "--gateway", "mikrotik", "--data", data);
        var (port, theirs) = (FreePort(), FreePort());
        var us = $"http://127.0.0.1:{port}{Visit}";
        using var ours = Peer.Start("HotspotManager", work.Path, Machine.ServerCore, "dotnet", OurServer.Program, "serve", "--data", data, "--Roles", "portal", "--Portal:Url",
            $"http://127.0.0.1:{port}");
        var page = Get(us);
        var zipped = Get(us, Gzip);
        Terminal.WriteLine($"the first page has {page.Length:N0} octets, {zipped.Length:N0} as phones ask for it");
        using var nginx = StartNginx(work, theirs, page, zipped);
        var (file, zip) = ($"http://127.0.0.1:{theirs}/page.html", $"http://127.0.0.1:{theirs}/page.gz");
        if (Get(file).Length != page.Length || Get(zip).Length != zipped.Length)
            throw new InvalidOperationException("nginx gives another page");
        for (var i = 0; i < 4; i++)
            Load(ours, us, 4, i % 2 == 0 ? "" : Gzip); // our code is compiled in the background after some thousand calls
        var (plain, gzip, signIns) = (new Rounds("The portal's first page, plain", "pages"), new Rounds("The portal's first page as gzip, what phones take", "pages"),
            new Rounds($"{Phones} phones signing in at once, from the post to the redirect", "sign-ins"));
        var burst = new SignInBurst(data, new Uri($"http://127.0.0.1:{port}"));
        for (var round = 0; round < options.Rounds; round++)
        {
            plain.Add("HotspotManager", Load(ours, us, 5));
            plain.Add("nginx, static file", Load(nginx, file, 5));
            gzip.Add("HotspotManager", Load(ours, us, 5, Gzip));
            gzip.Add("nginx, static file", Load(nginx, zip, 5));
            signIns.Add("HotspotManager", burst.Run(ours, Phones, mac => Visit.Replace(Mac, mac, StringComparison.Ordinal)));
        }
        plain.Print();
        gzip.Print();
        signIns.Print();
    }

    private static Peer StartNginx(WorkFolder work, int port, byte[] page, byte[] zipped)
    {
        if (!File.Exists("/usr/sbin/nginx"))
            throw new InvalidOperationException("nginx is missing: apt install nginx-light");
        var folder = work.Folder("nginx");
        File.WriteAllBytes(Path.Combine(folder, "page.html"), page);
        File.WriteAllBytes(Path.Combine(folder, "page.gz"), zipped);
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            worker_processes 1;
            pid {{folder}}/pid;
            error_log {{folder}}/error.log;
            events { worker_connections 1024; }
            http {
              types { text/html html; }
              access_log off;
              sendfile on;
              tcp_nopush on;
              open_file_cache max=100;
              keepalive_requests 100000000;
              client_body_temp_path {{folder}};
              proxy_temp_path {{folder}};
              fastcgi_temp_path {{folder}};
              uwsgi_temp_path {{folder}};
              scgi_temp_path {{folder}};
              server { listen 127.0.0.1:{{port}}; root {{folder}}; }
            }
            """);
        return Peer.Start("nginx", folder, Machine.ServerCore, "/usr/sbin/nginx", "-c", Path.Combine(folder, "nginx.conf"), "-p", folder);
    }

    private static Round Load(Peer peer, string url, int seconds, string header = "")
    {
        var before = peer.CpuSeconds();
        var said = Peer.Run("taskset", "-c", Text(Machine.GeneratorCore), "wrk", "-t1", $"-c{Connections}", $"-d{seconds}s", "--latency", "-H", header.Length > 0 ? header : "Accept: */*", url);
        peer.WaitUntilQuiet(TimeSpan.FromSeconds(10));
        var cpu = peer.CpuSeconds() - before;
        if (said.Contains("Non-2xx", StringComparison.Ordinal))
            throw new InvalidOperationException($"{peer.Name} refused some: {said}");
        var lines = said.Split('\n', StringSplitOptions.TrimEntries);
        var requests = long.Parse(lines.First(l => l.Contains(" requests in ", StringComparison.Ordinal)).Split(' ')[0], CultureInfo.InvariantCulture);
        var perSecond = double.Parse(lines.First(l => l.StartsWith("Requests/sec:", StringComparison.Ordinal)).Split(':')[1], CultureInfo.InvariantCulture);
        return new Round(requests, requests / perSecond, cpu, Microseconds(lines, "50%"), Microseconds(lines, "99%"));
    }

    private static double Microseconds(string[] lines, string share)
    {
        var text = lines.First(l => l.StartsWith(share, StringComparison.Ordinal))[share.Length..].Trim();
        var digits = text.TrimEnd('u', 'm', 's');
        var number = double.Parse(digits, CultureInfo.InvariantCulture);
        return text[digits.Length..] switch { "us" => number, "ms" => number * 1e3, _ => number * 1e6 };
    }

    private static byte[] Get(string url, string header = "")
    {
        using var http = new HttpClient();
        if (header.Split(": ") is [var name, var value])
            http.DefaultRequestHeaders.Add(name, value);
        for (var tries = 0; ; tries++)
        {
            try
            {
                return http.GetByteArrayAsync(new Uri(url)).GetAwaiter().GetResult();
            }
            catch (HttpRequestException) when (tries < 100)
            {
                Thread.Sleep(300); // not up yet
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
