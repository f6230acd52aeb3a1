using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using HotspotManager.Radius.RadSec;
using HotspotManager.Radius.Server;
using HotspotManager.Unit.Radius.Server;
using Xunit;

namespace HotspotManager.Unit.Radius.RadSec;

public sealed class TrustTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private static TlsMaterial Material(TestAuthority authority, string? crl = null)
    {
        using var folder = new TemporaryFolder("tls");
        using var server = authority.Issue("radius");
        return TlsMaterial.Load(new TlsFiles(folder.Write("server.pem", server.ExportCertificatePem()), folder.Write("server.key", server.KeyPem()),
            folder.Write("ca.pem", authority.Pem), crl is null ? null : folder.Write("crl.pem", crl)));
    }

    [Fact]
    public void Each_kind_of_bad_certificate_is_refused_by_its_name()
    {
        using var authority = new TestAuthority();
        using var other = new TestAuthority("Other");
        using var sameName = new TestAuthority();
        var material = Material(authority);
        Assert.Null(material.Judge(authority.Issue("rw05"), [], Now));
        Assert.Equal(ConnectionRefusal.NoCertificate, material.Judge(null, [], Now));
        Assert.Equal(ConnectionRefusal.Stranger, material.Judge(other.Issue("rw05"), [], Now));
        Assert.Equal(ConnectionRefusal.Stranger, material.Judge(sameName.Issue("rw05"), [], Now));
        Assert.Equal(ConnectionRefusal.Expired, material.Judge(authority.Issue("rw05", days: -1), [], Now));
        Assert.Equal(ConnectionRefusal.WrongPurpose, material.Judge(authority.Issue("rw05", client: false), [], Now));
    }

    [Fact]
    public void Revocation_lists_count_when_their_authority_signed_them_overdue_or_not()
    {
        using var authority = new TestAuthority();
        using var sameName = new TestAuthority();
        var (good, bad) = (authority.Issue("rw05"), authority.Issue("rw06"));
        var material = Material(authority, authority.Crl(10, bad));
        Assert.Null(material.Judge(good, [], Now));
        Assert.Equal(ConnectionRefusal.Revoked, material.Judge(bad, [], Now));
        Assert.Equal(0, material.Overdue(Now));
        var overdue = Material(authority, authority.Crl(-1, bad));
        Assert.Equal((null, ConnectionRefusal.Revoked, 1), (overdue.Judge(good, [], Now), overdue.Judge(bad, [], Now), overdue.Overdue(Now)));
        Assert.Equal(ConnectionRefusal.RevocationUnknown, Material(authority, sameName.Crl(10, good)).Judge(good, [], Now));
    }

    [Fact]
    public void A_revocation_list_cut_anywhere_is_refused_cleanly()
    {
        using var authority = new TestAuthority();
        var pem = authority.Crl(10, authority.Issue("rw06"));
        var fields = PemEncoding.Find(pem);
        var der = Convert.FromBase64String(pem[fields.Base64Data]);
        Assert.Equal(1, Assert.Single(RevocationList.ReadPem(pem)).Count);
        for (var length = 0; length < der.Length; length++)
        {
            var cut = PemEncoding.WriteString("X509 CRL", der.AsSpan(0, length));
            Assert.Throws<CryptographicException>(() => RevocationList.ReadPem(cut));
        }
        Assert.Throws<CryptographicException>(() => RevocationList.ReadPem(authority.Pem));
    }

    [Fact]
    public void Names_are_dns_names_else_the_common_name_of_a_machine()
    {
        using var authority = new TestAuthority();
        Assert.Equal(["rw05", "rw06"], CertificateNames.Of(authority.Issue("other", ["rw05", "rw06"])));
        Assert.Equal(["rw05"], CertificateNames.Of(authority.Issue("rw05")));
        Assert.Empty(CertificateNames.Of(authority.Issue("rw05", email: "siti@example.org")));
    }

    [Fact]
    public async Task Strangers_are_refused_at_the_door_and_a_name_nobody_has_gets_nothing()
    {
        await using var room = await RadSecRoom.OpenAsync();
        using var stranger = new TestAuthority();
        foreach (var certificate in new[] { null, stranger.Issue("rw05", ["rw05"]), room.Authority.Issue("rw99", ["rw99"]) })
        {
            byte[]? answer;
            try
            {
                using var nas = await StreamClient.TlsAsync(room.At, certificate);
                answer = await nas.AskAsync(room.Pap("nobody"));
            }
            catch (Exception error) when (error is AuthenticationException or IOException)
            {
                answer = null; // refused within the handshake already, or while writing
            }
            Assert.Null(answer);
        }
    }

    [Fact]
    public async Task A_connection_is_closed_when_its_certificate_is_revoked_or_its_nas_is_gone()
    {
        await using var room = await RadSecRoom.OpenAsync(crl: null);
        using var gone = await room.ConnectAsync();
        await room.Room.ChangeNasAsync(n => n.Name = "renamed");
        Assert.Null(await gone.ReceiveAsync());

        using var authority = new TestAuthority();
        await using var other = await RadSecRoom.OpenAsync(crl: authority.Crl(10) + "\n");
        other.WriteCrl(other.Authority.Crl(10));
        StreamClient? nas = null;
        await AccessTests.Until(async () =>
        {
            try
            {
                nas = await other.ConnectAsync();
                return await nas.AskAsync(other.Pap("nobody")) is not null;
            }
            catch (Exception error) when (error is AuthenticationException or IOException)
            {
                return false; // the new list is not read yet
            }
        });
        other.WriteCrl(other.Authority.Crl(10, other.Nas));
        Assert.Null(await nas!.ReceiveAsync());
        nas.Dispose();
    }

    [Fact]
    public async Task Radsec_comes_on_with_its_certificate_and_takes_a_new_one_as_it_comes()
    {
        await using var room = await RadSecRoom.OpenAsync(withCertificate: false);
        var listener = room.Room.Get<RadSecListener>();
        Assert.Null(listener.TlsAt);
        room.WriteServer();
        await AccessTests.Until(() => Task.FromResult(listener.TlsAt is not null));
        using var first = await room.ConnectAsync();
        room.WriteServer();
        await AccessTests.Until(async () =>
        {
            using var later = await room.ConnectAsync();
            return later.Server!.SerialNumber != first.Server!.SerialNumber;
        });
    }

    [Fact]
    public async Task Several_NAS_of_one_certificate_are_told_apart_by_NAS_Identifier()
    {
        await using var room = await RadSecRoom.OpenAsync();
        await room.Room.Writer.ChangeAsync(db =>
        {
            db.Add(new Nas { Name = "rw06", NasIdentifier = "six", Address = "10.0.0.2", SecretSealed = room.Room.Get<SecretBox>().Seal(SecretPurpose.NasSecret, "x") });
            return Task.CompletedTask;
        }, TestContext.Current.CancellationToken);
        await room.Room.ReloadAsync();
        using var both = room.Authority.Issue("proxy", ["rw05", "rw06"]);
        using var proxy = await room.ConnectAsync(both);
        Assert.NotNull(await proxy.AskAsync(room.Pap("nobody", "rw05")));
        Assert.NotNull(await proxy.AskAsync(room.Pap("nobody", "six")));
        await proxy.SendAsync(room.Pap("nobody", "rw07"));
        Assert.NotNull(await proxy.AskAsync(room.Pap("nobody", "six")));
        var attempts = await room.Room.AttemptsAsync();
        Assert.Equal(["rw05", "rw06", "rw06"], attempts.Select(a => room.Room.Get<NasClientTable>().Find(a.NasId!.Value)!.Name));
    }
}
