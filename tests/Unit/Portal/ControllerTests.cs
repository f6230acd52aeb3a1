using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Sessions;
using HotspotManager.Portal.Gateways.Controllers;
using HotspotManager.Portal.Gateways.Unifi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>Controllers that are slow, down, or not who they say they are.</summary>
public class ControllerTests
{
    private const string Visit = "/guest/s/default/?id=02:aa:bb:cc:dd:ee&ap=78:8a:20:01:02:03&t=1&url=http%3A%2F%2Fberita.example%2F&ssid=WiFi";

    private static async Task<TestPortal> StartAsync(string url, string? pin = null)
    {
        var portal = await TestPortal.StartAsync();
        await portal.ChangeAsync(async db => await NetworkList.AddAccessPointAsync(db, portal.Get<SecretBox>(), "uap", new NetworkInput
        {
            Area = TestPortal.Place,
            Address = "10.8.8.1",
            Gateway = "unifi",
            GatewayUrl = url,
            GatewayUser = "portal",
            GatewayKey = "controllers-password",
            GatewayPin = pin,
            Mac = "78:8A:20:01:02:03",
        }));
        await TestPortal.UntilAsync(() => portal.Get<NetworkTable>().Current.FindAccessPoint("uap") is not null);
        return portal;
    }

    [Fact]
    public async Task A_controller_that_never_answers_gives_a_page_with_a_retry_and_no_session()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        await using var portal = await StartAsync($"http://127.0.0.1:{((IPEndPoint)deaf.LocalEndpoint).Port}");
        foreach (var _ in new[] { 1, 2 })
        {
            var answer = await portal.SubmitAsync(Visit, ("consent", "yes"));
            var page = await TestPortal.TextAsync(answer);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains(ReasonTexts.Indonesian(Reason.GatewayUnreachable), page, StringComparison.Ordinal);
            Assert.Contains("name=\"consent\"", page, StringComparison.Ordinal);
        }
        Assert.Empty(portal.Get<SessionBook>().All);
    }

    [Fact]
    public async Task A_controller_that_is_down_says_so_and_the_password_is_nowhere()
    {
        await using var portal = await StartAsync("http://127.0.0.1:1");
        var page = await TestPortal.TextAsync(await portal.SubmitAsync(Visit, ("consent", "yes")));
        Assert.Contains(ReasonTexts.Indonesian(Reason.GatewayUnreachable), page, StringComparison.Ordinal);
        var attempt = await portal.AttemptAsync();
        Assert.Contains("does not answer", attempt.Steps, StringComparison.Ordinal);
        Assert.DoesNotContain("controllers-password", attempt.Steps, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_no_authority_is_taken_by_its_pin_alone()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=unifi.local", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var kept = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(kept)));
        await using var controller = builder.Build();
        controller.MapGet("/", () => Results.Redirect("/manage"));
        controller.MapPost("/api/login", () => Results.Json(new { meta = new { rc = "ok" }, data = Array.Empty<int>() }));
        controller.MapGet("/api/s/default/stat/sta", () => Results.Json(new { meta = new { rc = "ok" }, data = new[] { new { mac = "02:aa:bb:cc:dd:ee", authorized = true, rx_bytes = 5, tx_bytes = 7 } } }));
        await controller.StartAsync(TestContext.Current.CancellationToken);
        var url = controller.Urls.First();

        var pin = Convert.ToHexStringLower(SHA256.HashData(kept.RawData));
        foreach (var (set, works) in new[] { (null, false), (new string('0', 64), false), (pin, true) })
        {
            var nas = new NasEntry(new Nas { Name = "uap", Address = "10.8.8.1", SecretSealed = [], GatewayUrl = url, GatewayUser = "portal", GatewayPin = set }, IPAddress.Loopback, [], "k");
            var gateway = new UnifiGateway(TimeProvider.System);
            if (works) Assert.Equal(new ControllerClient("02-AA-BB-CC-DD-EE", true, 5, 7), Assert.Single(await gateway.ClientsAsync(nas, TestContext.Current.CancellationToken)));
            else Assert.Contains("certificate", (await Assert.ThrowsAsync<ControllerException>(() => gateway.ClientsAsync(nas, TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        }
    }
}
