using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using Xunit;

namespace HotspotManager.EndToEnd.Eap;

/// <summary>What must not work with wpa_supplicant's EAP peer: names, authorities, versions and client certificates that are not the right ones.</summary>
[Collection<OneAfterAnother>]
public sealed class EapolRefusalTests(EapFixture eap) : IClassFixture<EapFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_phone_that_expects_another_server_name_or_authority_gives_nothing_away()
    {
        var other = eap.At("other-ca.pem");
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        using (var authority = Authority(key))
            await File.WriteAllTextAsync(other, authority.ExportCertificatePem(), Cancel);
        foreach (var (method, phase2) in new[] { ("PEAP", "auth=MSCHAPV2"), ("TTLS", "auth=PAP"), ("TLS", "") })
        {
            var certificate = method == "TLS" ? eap.Certificate("siti.p12") : [];
            foreach (var tls13 in new[] { false, true })
            {
                var name = await eap.RunAsync(method, phase2, tls13, more: ["domain_match=\"radius.example.org\"", .. certificate]);
                Assert.False(name.Success, name.Text);
                Assert.Contains("Domain mismatch", name.Text, StringComparison.Ordinal);
                var stranger = await eap.RunAsync(method, phase2, tls13, more: [$"ca_cert=\"{other}\"", .. certificate]);
                Assert.False(stranger.Success, stranger.Text);
                Assert.Contains("self-signed certificate in certificate chain", stranger.Text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Nothing_older_than_TLS_1_2_is_spoken() =>
        Assert.False((await eap.RunAsync("TTLS", "auth=PAP", more: "phase1=\"tls_disable_tlsv1_3=1 tls_disable_tlsv1_2=1 tls_disable_tlsv1_1=1\"")).Success);

    [Theory, InlineData(false), InlineData(true)]
    public async Task Expired_stranger_and_nameless_client_certificates_are_refused(bool tls13)
    {
        using var authority = X509Certificate2.CreateFromPemFile(eap.Keys("ca.pem"), eap.Keys("ca.key"));
        using var strangerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = Authority(strangerKey);
        var now = TimeProvider.System.GetUtcNow();
        Make("expired.p12", authority, now.AddHours(-20), now.AddHours(-10));
        Make("stranger.p12", stranger, now.AddDays(-1), now.AddDays(10));
        // orang-lain has a certificate of our own authority, but no account.
        foreach (var file in new[] { "expired.p12", "stranger.p12", "orang-lain.p12" })
        {
            Assert.False((await eap.RunAsync("TLS", tls13: tls13, more: eap.Certificate(file))).Success, file);
            Assert.False((await eap.RunAsync("PEAP", "auth=TLS", tls13, more: eap.InnerCertificate(file))).Success, file);
        }
        Assert.True((await eap.RunAsync("TLS", tls13: tls13, more: eap.Certificate("siti.p12"))).Success);
    }

    [Fact]
    public async Task A_revoked_client_certificate_is_refused_within_seconds()
    {
        await eap.Server.Hotspot.CommandAsync(["account", "add", "ani", "--plan", "jam", "--password-stdin"], "pw\n");
        await eap.Server.Hotspot.CommandAsync(["cert", "client", "ani", "--out", eap.At("ani.p12"), "--password-stdin"], "pw\n");
        await Eventually.TrueAsync("the certificate signs in", async () => (await eap.RunAsync("TLS", more: eap.Certificate("ani.p12"))).Success);
        await eap.Server.Hotspot.CommandAsync("cert revoke ani");
        await Eventually.TrueAsync("the certificate is refused", async () => !(await eap.RunAsync("TLS", more: eap.Certificate("ani.p12"))).Success);
        Assert.False((await eap.RunAsync("TLS", tls13: true, more: eap.Certificate("ani.p12"))).Success);
        Assert.False((await eap.RunAsync("PEAP", "auth=TLS", more: eap.InnerCertificate("ani.p12"))).Success);
        Assert.True((await eap.RunAsync("TLS", more: eap.Certificate("siti.p12"))).Success);
    }

    [Fact]
    public async Task The_certificate_of_a_NAS_signs_nobody_in_though_an_account_has_its_name()
    {
        var server = eap.Server.Hotspot;
        await server.CommandAsync(["account", "add", "rw05", "--plan", "jam", "--password-stdin"], "pw\n");
        var which = await server.TryAsync(["cert", "client", "rw05", "--out", eap.At("which.p12"), "--password-stdin"], "pw\n");
        Assert.Equal(1, which.ExitCode);
        Assert.Contains("--for account or --for nas", which.Output + which.Errors, StringComparison.Ordinal);
        foreach (var holder in new[] { "account", "nas" })
            await server.CommandAsync(["cert", "client", "rw05", "--for", holder, "--out", eap.At($"rw05-{holder}.p12"), "--password-stdin"], "pw\n");
        await Eventually.TrueAsync("the account's certificate signs in", async () => (await eap.RunAsync("TLS", more: eap.Certificate("rw05-account.p12"))).Success);
        Assert.False((await eap.RunAsync("TLS", more: eap.Certificate("rw05-nas.p12"))).Success);
    }

    [Fact]
    public async Task A_new_server_certificate_is_shown_without_a_restart()
    {
        Assert.False((await eap.RunAsync("PEAP", "auth=MSCHAPV2", more: "domain_match=\"radius.baru.internal\"")).Success);
        await eap.Server.Hotspot.CommandAsync("cert renew --name radius.baru.internal");
        await Eventually.TrueAsync("the new name is shown", async () => (await eap.RunAsync("PEAP", "auth=MSCHAPV2", more: "domain_match=\"radius.baru.internal\"")).Success);
    }

    private static X509Certificate2 Authority(ECDsa key)
    {
        var request = new CertificateRequest("CN=Somebody else", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
    }

    private void Make(string file, X509Certificate2 authority, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=siti", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        using var certificate = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(8));
        using var whole = certificate.CopyWithPrivateKey(key);
        File.WriteAllBytes(eap.At(file), whole.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "pw"));
    }
}
