using System.Security.Cryptography.X509Certificates;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;

namespace HotspotManager.EndToEnd.RadSec;

/// <summary><c>hotspot serve</c> with RadSec on, one access point <c>rw05</c>, and an authority for both sides.</summary>
public sealed class RadSecServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private RadSecServer(TemporaryFolder folder, TestAuthority authority, HotspotProcess hotspot) => (_folder, Authority, Hotspot) = (folder, authority, hotspot);

    public TestAuthority Authority { get; }

    public HotspotProcess Hotspot { get; }

    public static async Task<RadSecServer> StartAsync(string address = "127.0.0.1", string bind = "127.0.0.1", string nasAddress = "192.0.2.5")
    {
        var folder = new TemporaryFolder("tls");
        var authority = new TestAuthority();
        using var certificate = authority.Issue("radius", ["radius"]);
        var hotspot = HotspotProcess.Prepare(null, address, "--Roles=radius", $"--Radius:Bind={bind}",
            $"--Radius:Tls:Certificate={folder.Write("server.pem", certificate.ExportCertificatePem())}",
            $"--Radius:Tls:CertificateKey={folder.Write("server.key", certificate.KeyPem())}",
            $"--Radius:Tls:ClientCa={folder.Write("ca.pem", authority.Pem)}",
            $"--Radius:Tls:Crl={folder.Write("crl.pem", authority.Crl(10))}");
        var server = new RadSecServer(folder, authority, hotspot);
        try
        {
            await hotspot.CommandAsync("plan add jam --minutes 60 --mb 5000 --down-kbps 5000 --up-kbps 2000 --devices 4");
            await hotspot.CommandAsync(["ap", "add", "rw05", "--area", "35.73.05.1011/05", "--address", nasAddress, "--secret", "other-than-radsec", "--brand", "mikrotik"]);
            await hotspot.ServeAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public void Revoke(params X509Certificate2[] revoked) => _folder.Write("crl.pem", Authority.Crl(10, revoked));

    public Task<Radsecproxy> ProxyAsync(X509Certificate2 certificate, string address = "127.0.0.1", string tlsVersion = "TLS1_3") =>
        Radsecproxy.StartAsync(address, Hotspot.RadSecPort, Authority.Pem, "radius", certificate, tlsVersion);

    public async Task<string> VoucherAsync() => (await Hotspot.CommandAsync("voucher create --plan jam --count 1"))[0].GetProperty("code").GetString()!;

    public async ValueTask DisposeAsync()
    {
        await Hotspot.DisposeAsync();
        Authority.Dispose();
        _folder.Dispose();
    }
}
