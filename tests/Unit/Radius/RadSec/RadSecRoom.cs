using System.Net;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Core.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using HotspotManager.Radius.RadSec;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Server;
using Microsoft.Extensions.DependencyInjection;

namespace HotspotManager.Unit.Radius.RadSec;

/// <summary>The RADIUS room with RadSec on: its own authority, the NAS <c>rw05</c> and a certificate for it.</summary>
internal sealed class RadSecRoom : IAsyncDisposable
{
    public static readonly SharedSecret Secret = new("radsec");

    private readonly TemporaryFolder _folder = new("radsec");

    private RadSecRoom()
    {
        Nas = Authority.Issue("anything", ["rw05"]);
    }

    public TestAuthority Authority { get; } = new();

    public X509Certificate2 Nas { get; }

    public RadiusRoom Room { get; private set; } = null!;

    public IPEndPoint At => Room.Get<RadSecListener>().TlsAt!;

    public static async Task<RadSecRoom> OpenAsync(
        StreamLimits? limits = null, Action<Nas>? nas = null, string bind = "127.0.0.1", string? crl = null, bool withCertificate = true,
        HotspotManager.Datagrams.IDatagrams? network = null)
    {
        var room = new RadSecRoom();
        room.WriteServer(withCertificate);
        room._folder.Write("ca.pem", room.Authority.Pem);
        var settings = new Dictionary<string, string?>
        {
            ["Radius:RadSecPort"] = "0",
            ["Radius:Bind"] = bind,
            ["Radius:Tls:Certificate"] = room._folder.At("server.pem"),
            ["Radius:Tls:CertificateKey"] = room._folder.At("server.key"),
            ["Radius:Tls:ClientCa"] = room._folder.At("ca.pem"),
        };
        if (crl is not null)
        {
            room.WriteCrl(crl);
            settings["Radius:Tls:Crl"] = room._folder.At("crl.pem");
        }
        room.Room = await RadiusRoom.OpenAsync(nas: nas, network: network, settings: settings,
            more: services => services.AddSingleton((limits ?? new StreamLimits()) with { Look = TimeSpan.FromMilliseconds(100) }));
        return room;
    }

    public void WriteServer(bool really = true)
    {
        if (!really)
            return;
        using var server = Authority.Issue("radius", ["radius"]);
        _folder.Write("server.key", server.KeyPem());
        _folder.Write("server.pem", server.ExportCertificatePem());
    }

    public void WriteCrl(string pem) => _folder.Write("crl.pem", pem);

    public Task<StreamClient> ConnectAsync(X509Certificate2? certificate = null) => StreamClient.TlsAsync(At, certificate ?? Nas);

    public byte[] Pap(string code, string? identifier = null, SharedSecret? secret = null) => Room.Request((ref RadiusWriter w) =>
    {
        w.Add(Ietf.UserName, code);
        w.AddUserPassword(System.Text.Encoding.UTF8.GetBytes(code), secret ?? Secret);
        w.Add(Ietf.CallingStationId, "02:00:00:00:00:01");
        if (identifier is not null)
            w.Add(Ietf.NasIdentifier, identifier);
    }, secret: secret ?? Secret);

    public byte[] Accounting(AcctStatusType status, string session, SharedSecret? secret = null) => Room.Request((ref RadiusWriter w) =>
    {
        w.Add(Ietf.AcctStatusType, (uint)status);
        w.Add(Ietf.AcctSessionId, session);
        w.Add(Ietf.UserName, "siti");
        w.Add(Ietf.CallingStationId, "02:00:00:00:00:01");
    }, sign: false, secret: secret ?? Secret, code: RadiusCode.AccountingRequest);

    public async ValueTask DisposeAsync()
    {
        await Room.DisposeAsync();
        Nas.Dispose();
        Authority.Dispose();
        _folder.Dispose();
    }
}
