using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Secrets;
using HotspotManager.Couriers;
using Xunit;

namespace HotspotManager.Unit.Couriers;

public sealed class HttpCourierTests : IDisposable
{
    private const string Code = "123456";
    private readonly CourierHttp _http = new();
    private readonly Envelope _message = new(42, "+6281234567890", Code + " adalah kode \"WiFi\" <warga> & {password}\nKota Malang");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CourierEntry Courier(CourierSettings settings) => new(1, "sms", "http", MessageChannel.Phone, 350, settings);

    public void Dispose() => _http.Dispose();

    /// <summary>Answers one request and gives it back as it came over the wire.</summary>
    private static (string Url, Task<string> Request) Provider(string answer)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        async Task<string> RunAsync()
        {
            using var _ = listener;
            using var client = await listener.AcceptTcpClientAsync(Cancel);
            var stream = client.GetStream();
            var (buffer, text) = (new byte[8192], new StringBuilder());
            while (true)
            {
                var read = await stream.ReadAsync(buffer, Cancel);
                if (read == 0) break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, read));
                var all = text.ToString();
                var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end < 0) continue;
                var length = System.Text.RegularExpressions.Regex.Match(all, "Content-Length: ([0-9]+)") is { Success: true } m ? int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : 0;
                if (Encoding.UTF8.GetByteCount(all[(end + 4)..]) >= length) break;
            }
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), Cancel);
            return text.ToString();
        }
        return ($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", RunAsync());
    }

    private static string Reply(string status, string body, string more = "") => $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{more}\r\n{body}";

    [Fact]
    public async Task A_json_body_is_filled_and_stays_json_whatever_the_message_says()
    {
        var (url, request) = Provider(Reply("200 OK", "{\"status\":\"queued\",\"to\":\"6281234567890\"}"));
        var outcome = await new HttpCourier(_http).SendAsync(Courier(CourierSettings.Empty with
        {
            Url = url + "/v1/{from}/send?x={id}",
            Method = "POST",
            Headers = ["Authorization: Bearer {password}", "X-Id: {id}"],
            Body = "{\"to\":\"{to}\",\"plus\":\"{+to}\",\"local\":\"{local}\",\"body\":{\"text\":\"{text}\"},\"other\":\"{unknown}\"}",
            ContentType = "application/json",
            Expect = "queued",
            Password = "t0p-secret",
            From = "KOTA MALANG",
        }), _message, Cancel);
        var sent = await request;
        Assert.StartsWith("POST /v1/KOTA%20MALANG/send?x=42 HTTP/1.1", sent);
        Assert.Contains("Authorization: Bearer t0p-secret", sent);
        using var json = JsonDocument.Parse(sent[(sent.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Equal(_message.Text, json.RootElement.GetProperty("body").GetProperty("text").GetString());
        Assert.Equal(("6281234567890", "+6281234567890", "081234567890", "{unknown}"), (Text("to"), Text("plus"), Text("local"), Text("other")));
        Assert.Equal(HandOverResult.Taken, outcome.Result);
        // What operators read of the reply holds neither number nor code.
        Assert.Contains("queued", outcome.Answer);
        Assert.DoesNotContain("6281234", outcome.Answer);
        Assert.DoesNotContain("secret", outcome.Answer);

        string? Text(string name) => json.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public async Task A_query_is_percent_encoded_and_a_placeholder_in_the_message_stays_text()
    {
        var (url, request) = Provider(Reply("202 Accepted", ""));
        var outcome = await new HttpCourier(_http).SendAsync(Courier(CourierSettings.Empty with { Url = url + "/?to={+to}&t={text}", Password = "t0p-secret" }), _message, Cancel);
        var line = (await request).Split("\r\n")[0];
        Assert.Contains("to=%2B6281234567890&t=123456%20adalah%20kode%20%22WiFi%22%20%3Cwarga%3E%20%26%20%7Bpassword%7D%0AKota%20Malang", line);
        Assert.Equal(HandOverResult.Taken, outcome.Result);
    }

    [Theory]
    [InlineData("200 OK", "{\"status\":\"error\"}", HandOverResult.Refused)]
    [InlineData("400 Bad Request", "bad number 6281234567890", HandOverResult.Refused)]
    [InlineData("401 Unauthorized", "", HandOverResult.Refused)]
    [InlineData("302 Found", "", HandOverResult.Refused)]
    [InlineData("429 Too Many Requests", "", HandOverResult.NotNow)]
    [InlineData("503 Service Unavailable", "", HandOverResult.NotNow)]
    public async Task Each_answer_means_what_it_says(string status, string body, HandOverResult result)
    {
        var (url, request) = Provider(Reply(status, body, "Location: http://127.0.0.1:1/elsewhere\r\n"));
        var outcome = await new HttpCourier(_http).SendAsync(Courier(CourierSettings.Empty with { Url = url + "/?t={text}", Expect = "queued" }), _message, Cancel);
        await request;
        Assert.Equal(result, outcome.Result);
        Assert.DoesNotContain("6281234567890", outcome.Answer);
    }

    [Fact]
    public async Task What_cannot_be_reached_has_not_been_sent_and_what_breaks_off_may_have()
    {
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var courier = new HttpCourier(_http);
        Assert.Equal(HandOverResult.NotNow, (await courier.SendAsync(Courier(CourierSettings.Empty with { Url = $"http://127.0.0.1:{port}/?t={{text}}" }), _message, Cancel)).Result);
        var (url, request) = Provider("");
        Assert.Equal(HandOverResult.Unknown, (await courier.SendAsync(Courier(CourierSettings.Empty with { Url = url + "/?t={text}" }), _message, Cancel)).Result);
        Assert.NotEmpty(await request);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent()
    {
        using var key = System.Security.Cryptography.RSA.Create(2048);
        using var certificate = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=127.0.0.1", key, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Cancel);
            await using var tls = new System.Net.Security.SslStream(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                return await tls.ReadAsync(new byte[16], Cancel);
            }
            catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException)
            {
                return 0;
            }
        }, Cancel);
        var outcome = await new HttpCourier(_http).SendAsync(
            Courier(CourierSettings.Empty with { Url = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/?t={{text}}" }), _message, Cancel);
        Assert.Equal((HandOverResult.NotNow, "its certificate or TLS was refused"), (outcome.Result, outcome.Answer));
        Assert.Equal(0, await served);
    }

    [Fact]
    public async Task Kannel_is_asked_as_its_guide_says()
    {
        var secrets = new SecretBox(new byte[32]);
        var (url, request) = Provider(Reply("202 Accepted", "0: Accepted for delivery"));
        var settings = CourierSettings.Empty with { Url = url + "/cgi-bin/sendsms", User = "hotspot", Password = "t0p secret", From = "MALANG", ReportUrl = "http://portal.example" };
        var outcome = await new KannelCourier(_http, secrets).SendAsync(Courier(settings) with { Kind = "kannel" }, _message with { Text = "123456 kode" }, Cancel);
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(url + (await request).Split(' ')[1]).Query);
        Assert.Equal(("hotspot", "t0p secret", "+6281234567890", "123456 kode", "0", "MALANG", "19"), (query["username"], query["password"], query["to"], query["text"], query["coding"], query["from"], query["dlr-mask"]));
        Assert.Equal($"http://portal.example/messages/42?k={ReportKey.Of(secrets, 42)}&s=%d&a=%A", query["dlr-url"]);
        Assert.Equal((HandOverResult.Taken, "202 0: Accepted for delivery"), (outcome.Result, outcome.Answer));
        Assert.DoesNotContain("secret", settings.ToString());
    }
}
