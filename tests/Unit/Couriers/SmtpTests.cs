using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;
using HotspotManager.Couriers.Mail;
using HotspotManager.Peers.Messages;
using Xunit;

namespace HotspotManager.Unit.Couriers;

public sealed class SmtpTests
{
    private const string Text = "■ Padam: 4 titik (kemungkinan listrik)\nRW 05 Lowokwaru · sejak 11.42 WIB\n.31 warga terputus\nhttps://noc.example/outages?incident=7";

    private static readonly SecretBox Secrets = new(RandomNumberGenerator.GetBytes(32));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CourierEntry Courier(string url, bool signsIn = false, string password = SmtpPeer.Password) => new(1, "mail", "smtp", "email", 0, CourierSettings.Empty with
    {
        Url = url,
        From = "WiFi Warga · NOC <noc@kota.example>",
        User = signsIn ? SmtpPeer.User : null,
        Password = signsIn ? password : null,
    });

    private static Envelope Mail(string once, string to = "sari@kota.example", (string, string)? earlier = null) => new(1, to, Text)
    {
        Once = once,
        Thread = "incident:7:1",
        Earlier = earlier,
        Extras = new MessageExtras("■ Padam: 4 titik (kemungkinan listrik atau jalur utama) di RW 05 Lowokwaru", null, [], false),
    };

    /// <summary>A certificate for 127.0.0.1, trusted by whoever is told so.</summary>
    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=mail", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static (string, string) Pem(X509Certificate2 certificate) => (certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

    private static SmtpCourier Client(X509Certificate2? trusted = null) => new(Secrets, TimeProvider.System, trusted is null ? null : [trusted]);

    [Fact]
    public async Task An_incident_is_one_conversation_that_a_mail_reader_understands()
    {
        using var certificate = Certificate();
        await using var server = await SmtpPeer.StartAsync(Pem(certificate), auth: true);
        var courier = Courier($"smtp://127.0.0.1:{server.Port}", signsIn: true);
        var first = await Client(certificate).SendAsync(courier, Mail("incident:7:1:1"), Cancel);
        Assert.Equal((HandOverResult.Taken, "250 2.0.0 taken"), (first.Result, first.Answer));
        var second = await Client(certificate).SendAsync(courier, Mail("incident:7:1:2", earlier: (first.Reference!, first.Reference!)), Cancel);
        await Client(certificate).SendAsync(courier, Mail("incident:7:1:3", earlier: (first.Reference!, second.Reference!)), Cancel);
        // The same message tried again has the same Message-ID: mailboxes can tell the copy.
        var again = await Client(certificate).SendAsync(courier, Mail("incident:7:1:1"), Cancel);
        Assert.Equal(first.Reference, again.Reference);

        var mails = server.Mails;
        Assert.Equal(4, mails.Count);
        Assert.All(mails, m => Assert.Equal(("noc", "noc@kota.example", "sari@kota.example", "auto-generated"), (m.User, m.From, m.To, m.AutoSubmitted)));
        Assert.All(mails, m => Assert.NotEqual("", m.Tls));
        Assert.All(mails, m => Assert.Equal(Text, m.Body.Trim().Replace("\r\n", "\n", StringComparison.Ordinal)));
        Assert.All(mails, m => Assert.InRange(m.LongestLine, 1, 78));
        Assert.Equal("■ Padam: 4 titik (kemungkinan listrik atau jalur utama) di RW 05 Lowokwaru", mails[0].Subject);
        Assert.Contains("WiFi Warga · NOC", mails[0].HeaderFrom);
        Assert.Null(mails[0].References);
        Assert.Equal(($"<{first.Reference}>", $"<{first.Reference}>"), (mails[1].References, mails[1].InReplyTo));
        Assert.Equal(($"<{first.Reference}> <{second.Reference}>", $"<{second.Reference}>"), (mails[2].References, mails[2].InReplyTo));
        Assert.Equal(mails[0].MessageId, mails[3].MessageId);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task It_signs_in_by_either_way_also_with_TLS_from_the_start(string mechanism)
    {
        using var certificate = Certificate();
        await using var server = await SmtpPeer.StartAsync(Pem(certificate), auth: true, tlsFirst: true, mechanisms: mechanism);
        var outcome = await Client(certificate).SendAsync(Courier($"smtps://127.0.0.1:{server.Port}", signsIn: true), Mail("m"), Cancel);
        Assert.Equal(HandOverResult.Taken, outcome.Result);
        Assert.Equal("noc", Assert.Single(server.Mails).User);
    }

    [Fact]
    public async Task What_servers_say_is_understood()
    {
        await using var server = await SmtpPeer.StartAsync();
        var courier = Courier($"smtp://127.0.0.1:{server.Port}");
        var later = await Client().SendAsync(courier, Mail("a", "later@kota.example"), Cancel);
        Assert.Equal((HandOverResult.NotNow, "451 4.7.1 greylisted, come again"), (later.Result, later.Answer));
        Assert.Equal(HandOverResult.Taken, (await Client().SendAsync(courier, Mail("a", "later@kota.example"), Cancel)).Result);
        var nobody = await Client().SendAsync(courier, Mail("b", "nobody@kota.example"), Cancel);
        Assert.Equal((HandOverResult.Refused, "550 5.1.1 no such mailbox …"), (nobody.Result, nobody.Answer));
        Assert.Equal(HandOverResult.Refused, (await Client().SendAsync(courier, Mail("c", "full@kota.example"), Cancel)).Result);
        Assert.Single(server.Mails);
    }

    [Fact]
    public async Task A_certificate_nobody_vouches_for_and_a_wrong_password_send_nothing()
    {
        using var certificate = Certificate();
        await using var server = await SmtpPeer.StartAsync(Pem(certificate), auth: true);
        var url = $"smtp://127.0.0.1:{server.Port}";
        Assert.Equal(HandOverResult.NotNow, (await Client().SendAsync(Courier(url, signsIn: true), Mail("a"), Cancel)).Result);
        var wrong = await Client(certificate).SendAsync(Courier(url, signsIn: true, password: "wrong"), Mail("a"), Cancel);
        Assert.Equal(HandOverResult.Refused, wrong.Result);
        Assert.StartsWith("535", wrong.Answer);
        Assert.Empty(server.Mails);
    }

    [Theory]
    [InlineData("", HandOverResult.NotNow)]
    [InlineData("220 x\r\n", HandOverResult.NotNow)]
    [InlineData("220 x\r\n250 y\r\n250 ok\r\n250 ok\r\n354 go\r\n", HandOverResult.Unknown)]
    [InlineData("554 go away\r\n", HandOverResult.Refused)]
    [InlineData("421 later\r\n", HandOverResult.NotNow)]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", HandOverResult.NotNow)]
    [InlineData("220 x\r\n250-a\r\n250 STARTTLS\r\n220 go\r\n250 slipped in\r\n", HandOverResult.Refused)]
    public async Task A_line_that_breaks_off_may_have_taken_the_message_only_after_its_last_dot(string script, HandOverResult result)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Cancel);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(script), Cancel);
            client.Client.Shutdown(SocketShutdown.Send);
            var rest = new byte[4096];
            while (await stream.ReadAsync(rest, Cancel) > 0) { }
        }, Cancel);
        var outcome = await Client().SendAsync(Courier($"smtp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), Mail("a"), Cancel);
        Assert.Equal(result, outcome.Result);
        await served;
    }

    [Theory]
    [InlineData("smtp://127.0.0.1", false, true, true)]
    [InlineData("smtp://10.1.2.3", false, true, false)]
    [InlineData("smtp://mail.example", false, false, false)]
    [InlineData("smtp://mail.example", true, true, true)]
    public void Without_TLS_a_message_stays_in_a_private_network_and_a_password_on_this_machine(string url, bool secure, bool maySend, bool maySignIn) =>
        Assert.Equal((maySend, maySignIn), (SmtpCourier.MaySend(secure, new Uri(url)), SmtpCourier.MaySignIn(secure, new Uri(url))));

    [Fact]
    public void A_line_with_a_dot_gets_one_more() => Assert.Equal("..a\r\nb.\r\n...\r\n", Encoding.ASCII.GetString(SmtpConversation.Stuffed(".a\r\nb.\r\n..\r\n"u8)));

    [Fact]
    public void Long_headers_are_cut_between_characters()
    {
        var encoded = MailText.Encoded(string.Concat(Enumerable.Repeat("🛜é", 40)));
        Assert.All(encoded.Split("\r\n "), w => Assert.InRange(w.Length, 20, 75));
        var octets = encoded.Split("\r\n ").Select(w => Convert.FromBase64String(w["=?utf-8?B?".Length..^2]));
        Assert.All(octets, o => Assert.DoesNotContain('�', Encoding.UTF8.GetString(o)));
        Assert.DoesNotContain("Bcc: x", MailText.Encoded("hello\r\nBcc: x").Split("\r\n"));
    }
}
