using System.Security.Cryptography.X509Certificates;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Server;
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
        foreach (var (_, ends) in CertificateDates.Of(TlsFiles.Of(new TlsOptions(), Data)))
            Assert.True(ends - _clock.Now > CertificateDates.WarnBefore);
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

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
