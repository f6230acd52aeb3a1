using HotspotManager.Bench.Radius.Eap;
using System.Globalization;
using System.Net;

namespace HotspotManager.Bench.Radius;

/// <summary>Our real server, as an operator starts it: set up by its commands, run by <c>hotspot serve</c>.</summary>
internal static class OurServer
{
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "hotspot.dll");

    /// <summary>A data folder with a plan, an access point at 127.0.0.1 and the accounts.</summary>
    public static string SetUp(WorkFolder work)
    {
        var data = work.Folder("ours");
        var csv = Path.Combine(work.Path, "accounts.csv");
        File.WriteAllLines(csv, Enumerable.Range(0, Requests.Users).Select(i => $"{Requests.Name(i)},{Requests.Password(i)},warga").Prepend("name,password,plan"));
        Hotspot("plan", "add", "warga", "--minutes", "600", "--down-kbps", "4000", "--up-kbps", "1000", "--data", data);
        Hotspot("ap", "add", "RW05", "--area", "35.73.05.1011/05", "--address", "127.0.0.1", "--secret", Requests.SecretText, "--brand", "mikrotik", "--data", data);
        Hotspot("account", "import", csv, "--data", data);
        return data;
    }

    /// <summary>Starts it with the RADIUS role alone, as FreeRADIUS has no other.</summary>
    public static (Peer Peer, IPEndPoint Authentication, IPEndPoint Accounting) Start(WorkFolder work, string data)
    {
        var (auth, acct) = (LoadGenerator.FreePort(), LoadGenerator.FreePort());
        var peer = Peer.Start("HotspotManager", work.Path, Machine.ServerCore, "dotnet", Program, "serve", "--data", data, "--Roles", "radius", "--Radius:Bind", "127.0.0.1",
            "--Radius:AuthPort", Text(auth), "--Radius:AcctPort", Text(acct), "--Radius:RadSecPort", Text(LoadGenerator.FreePort()),
            "--Radius:NasPacketsPerSecond", "0"); // one NAS plays a whole city
        return (peer, new IPEndPoint(IPAddress.Loopback, auth), new IPEndPoint(IPAddress.Loopback, acct));
    }

    public const string KeyPassword = "bench";

    /// <summary>The certificates the server made for itself, and one it gives out to an account.</summary>
    public static TlsFiles Certificates(WorkFolder work, string data, string account)
    {
        var client = Path.Combine(work.Path, account + ".p12");
        Peer.Run("bash", "-c", $"printf '{KeyPassword}\\n' | dotnet {Program} cert client {account} --out {client} --password-stdin --data {data}");
        string Key(string file) => Path.Combine(data, "keys", "tls", file);
        return new TlsFiles(Key("server.pem"), Key("server.key"), Key("ca.pem"), client);
    }

    /// <summary>Waits until a server answers.</summary>
    public static void WaitFor(IPEndPoint authentication)
    {
        Thread.Sleep(1000);
        new LoadGenerator(authentication, Requests.Secret, HotspotManager.Radius.Wire.RadiusCode.AccessAccept).Run(1, Requests.Access, 1);
    }

    public static string Hotspot(params string[] arguments) => Peer.Run("dotnet", [Program, .. arguments]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
