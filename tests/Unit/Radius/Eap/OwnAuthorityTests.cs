using System.Security.Cryptography.X509Certificates;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Store;
using HotspotManager.Radius;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Server;
using HotspotManager.Unit.Core;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace HotspotManager.Unit.Radius.Eap;

public sealed class OwnAuthorityTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("authority");
    private readonly Clock _clock = new();

    private DataFolder Data => new(_folder.FullName);

    private OwnAuthority Authority => new(Data, _clock);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_made_once_and_its_server_certificate_is_renewed_before_the_end()
    {
        Assert.True(Authority.Ensure());
        Assert.False(Authority.Ensure());
        var ca = Authority.AuthorityPem();
        var first = Assert.Single(Authority.List());
        Assert.Equal(OwnAuthority.DefaultName, first.Name);
        Authority.Renew("radius.example.org");
        _clock.Now = Authority.List()[^1].Ends - OwnAuthority.RenewBefore + TimeSpan.FromDays(1);
        Assert.True(Authority.Ensure());
        Assert.Equal("radius.example.org", Authority.List()[^1].Name);
        Assert.Equal(ca, Authority.AuthorityPem());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Data.At("keys", "tls", "ca.key")));
        var ends = CertificateDates.All(new TlsOptions(), Data, _clock);
        Assert.Equal(["server.pem", "ca.pem", "crl.pem"], ends.Select(e => Path.GetFileName(e.What)));
        Assert.All(ends, e => Assert.False(e.IsSoon(_clock.Now)));
    }

    [Fact]
    public void A_client_certificate_is_given_out_and_taken_back()
    {
        var (issued, pkcs12) = Authority.Issue("siti", "pw");
        using var certificate = X509CertificateLoader.LoadPkcs12(pkcs12, "pw");
        Assert.Equal((issued.Serial, true), (certificate.SerialNumber, certificate.HasPrivateKey));
        Assert.Equal("siti", certificate.GetNameInfo(X509NameType.SimpleName, false));
        Assert.Equal(1, Authority.Revoke("siti"));
        Assert.Equal(0, Authority.Revoke(issued.Serial));
        var list = CertificateRevocationListBuilder.LoadPem(File.ReadAllText(Data.At("keys", "tls", "crl.pem")), out _);
        Assert.True(list.RemoveEntry(Convert.FromHexString(issued.Serial)));
    }

    [Fact]
    public void A_certificate_says_whether_it_is_a_persons_or_a_NASs()
    {
        X509Certificate2 Issue(string holder) => X509CertificateLoader.LoadPkcs12(Authority.Issue("rw05", "pw", holder).Pkcs12, "pw");
        using var person = Issue(CertificateHolder.Account);
        using var nas = Issue(CertificateHolder.Nas);
        Assert.Empty(CertificateNames.Of(person));
        Assert.Equal(["rw05"], CertificateNames.Of(nas));
        Assert.False(CertificateNames.IsMachine(person));
        Assert.True(CertificateNames.IsMachine(nas));
        Assert.Equal(["server", "account", "nas"], Authority.List().Select(c => c.Holder));
    }

    [Fact]
    public void Clients_are_told_of_before_they_end_unless_they_have_a_new_one()
    {
        Authority.Issue("siti", "pw");
        Authority.Issue("rw05", "pw", CertificateHolder.Nas);
        Authority.Issue("ani", "pw");
        Authority.Revoke("ani");
        Assert.Empty(CertificateDates.Clients(Authority, _clock.Now));
        _clock.Now = Authority.List()[^1].Ends - TimeSpan.FromDays(10);
        Assert.Equal(["account siti", "nas rw05"], CertificateDates.Clients(Authority, _clock.Now).Select(e => e.What).Order());
        Authority.Issue("Siti", "pw");
        Assert.Equal(["nas rw05"], CertificateDates.Clients(Authority, _clock.Now).Select(e => e.What));
        _clock.Now += TimeSpan.FromDays(60);
        Assert.Empty(CertificateDates.Clients(Authority, _clock.Now));
    }

    [Fact]
    public async Task Operators_are_told_once_a_day_and_the_settings_page_shows_every_end()
    {
        // Its worker is not started: the looks are the test's own.
        await using var store = await TestStore.CreateAsync(_clock, more: services => services.AddRadius(new ConfigurationBuilder().Build()));
        var watch = store.Get<CertificateWatch>();
        var cancel = TestContext.Current.CancellationToken;
        new OwnAuthority(store.Folder, _clock).Issue("siti", "pw");
        await watch.LookAsync(cancel);
        Assert.Empty(Notices(store));
        _clock.Now += TimeSpan.FromDays(3 * 365 - 5);
        new OwnAuthority(store.Folder, _clock).Ensure(); // as the running server does every two seconds
        await watch.LookAsync(cancel);
        await watch.LookAsync(cancel);
        Assert.Contains("The certificate of account siti ends on 2029-11-21: hotspot cert client siti.", Assert.Single(Notices(store)).Data, StringComparison.Ordinal);
        _clock.Now += TimeSpan.FromDays(1.1);
        await watch.LookAsync(cancel);
        Assert.Equal(2, Notices(store).Count);
        var shown = watch.Panel().Show(new PanelRequest(null, "id", ""))!;
        Assert.StartsWith("Sertifikat account siti akan berakhir", shown.Text, StringComparison.Ordinal);
        Assert.Equal(["server.pem", "ca.pem", "crl.pem", "account siti"], shown.Fields.Select(f => f.Label));
    }

    private static List<FeedEvent> Notices(TestStore store)
    {
        using var db = store.Open();
        return [.. db.Set<FeedEvent>().Where(e => e.State == CertificateWatch.State)];
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
