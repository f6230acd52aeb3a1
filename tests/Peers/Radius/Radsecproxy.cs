using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Radius;

/// <summary>radsecproxy on loopback: takes RADIUS over UDP and hands it on over TLS, as a router's RadSec client does.</summary>
public sealed class Radsecproxy : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private Radsecproxy(TemporaryFolder folder, ChildProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>The UDP port it takes access and accounting requests on; the secret is <c>testing123</c>.</summary>
    public int Port { get; }

    /// <summary>All it wrote.</summary>
    public string Log => _process.Text;

    /// <summary>Starts one before a TLS server.</summary>
    /// <param name="server">The server's address; IPv6 without brackets.</param>
    /// <param name="port">Its TCP port.</param>
    /// <param name="authority">PEM of the authority the server's certificate must be of.</param>
    /// <param name="serverName">DNS name the server's certificate must have.</param>
    /// <param name="certificate">What it shows.</param>
    /// <param name="tlsVersion"><c>TLS1_2</c> or <c>TLS1_3</c>.</param>
    public static async Task<Radsecproxy> StartAsync(
        string server, int port, string authority, string serverName, X509Certificate2 certificate, string tlsVersion = "TLS1_3")
    {
        var folder = new TemporaryFolder("radsecproxy");
        var listen = FreePorts.Next();
        var configuration = folder.Write("radsecproxy.conf", string.Create(CultureInfo.InvariantCulture, $$"""
            ListenUDP 127.0.0.1:{{listen}}
            LogLevel 2
            tls default {
              CACertificateFile {{folder.Write("ca.pem", authority)}}
              CertificateFile {{folder.Write("client.pem", certificate.ExportCertificatePem())}}
              CertificateKeyFile {{folder.Write("client.key", certificate.KeyPem())}}
              TlsVersion {{tlsVersion}}
            }
            client 127.0.0.1 {
              type UDP
              secret testing123
            }
            server hotspot {
              host {{(server.Contains(':', StringComparison.Ordinal) ? $"[{server}]" : server)}}
              port {{port}}
              type TLS
              secret radsec
              StatusServer on
              CertificateNameCheck off
              MatchCertificateAttribute SubjectAltName:DNS:/^{{serverName}}$/
            }
            realm * {
              server hotspot
              accountingServer hotspot
            }

            """));
        var process = ChildProcess.Start(Peer.Find("radsecproxy"), ["-f", "-c", configuration]);
        var proxy = new Radsecproxy(folder, process, listen);
        try
        {
            await process.LineAsync("listening", TimeSpan.FromSeconds(20));
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends an Access-Request through it.</summary>
    public Task<RadclientResult> AccessAsync(string request, int tries = 3, double seconds = 2) =>
        Radclient.SendAsync(request, "127.0.0.1", Port, "auth", "testing123", tries, seconds);

    /// <summary>Sends an Accounting-Request through it.</summary>
    public Task<RadclientResult> AccountingAsync(string request) => Radclient.SendAsync(request, "127.0.0.1", Port, "acct", "testing123");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
