using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Core.Messages;
using HotspotManager.Couriers;
using HotspotManager.Unit.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace HotspotManager.Unit.Couriers;

public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "a secret of some length";

    private readonly CourierHttp _http = new();
    private readonly ShiftedTime _time = new();
    private readonly Dictionary<string, int> _seen = [];
    private WebApplication _app = null!;
    private int _status = 200;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A receiver as one should be: checks time and signature, and takes each message once.</summary>
    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/hook", async http =>
        {
            using var memory = new MemoryStream();
            await http.Request.Body.CopyToAsync(memory);
            var headers = http.Request.Headers;
            var (id, stamp) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
            var signed = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{id}.{stamp}.{Encoding.UTF8.GetString(memory.ToArray())}")));
            var isNow = Math.Abs(_time.GetUtcNow().ToUnixTimeSeconds() - long.Parse(stamp, CultureInfo.InvariantCulture)) < 300;
            if (!isNow || headers["webhook-signature"] != "v1," + signed || headers["Idempotency-Key"] != id)
            {
                http.Response.StatusCode = 401;
                return;
            }
            if (_status == 200) _seen[id] = _seen.GetValueOrDefault(id) + 1;
            http.Response.StatusCode = _status;
        });
        await _app.StartAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    private Task<HandOver> SendAsync(string secret, string? url = null, bool maybeOut = false) => new WebhookCourier(_http, _time).SendAsync(
        new CourierEntry(1, "hook", "webhook", "webhook", 0, CourierSettings.Empty with { Password = secret }),
        new Envelope(1, url ?? _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook", "text")
        {
            Once = "incident:7:1:1",
            MayBeOut = maybeOut,
            Extras = new MessageExtras(null, "{\"kind\":\"alert\",\"text\":\"■ Padam\"}", [], false),
        }, Cancel);

    [Fact]
    public async Task A_receiver_can_check_the_signature_and_tell_a_copy()
    {
        Assert.Equal(HandOverResult.Taken, (await SendAsync(Secret)).Result);
        _time.Ahead += TimeSpan.FromHours(2);
        Assert.Equal(HandOverResult.Taken, (await SendAsync(Secret)).Result);
        Assert.Equal(("incident:7:1:1", 2), (_seen.Keys.Single(), _seen.Values.Single()));
    }

    [Fact]
    public async Task With_another_secret_it_is_refused() => Assert.Equal(HandOverResult.Refused, (await SendAsync("another secret of some length")).Result);

    [Theory]
    [InlineData(500, false, HandOverResult.NotNow)]
    [InlineData(429, false, HandOverResult.NotNow)]
    [InlineData(410, false, HandOverResult.Refused)]
    [InlineData(302, false, HandOverResult.Refused)]
    [InlineData(409, false, HandOverResult.Refused)]
    [InlineData(409, true, HandOverResult.Taken)]
    public async Task Each_answer_means_what_it_says(int status, bool maybeOut, HandOverResult result)
    {
        _status = status;
        Assert.Equal(result, (await SendAsync(Secret, maybeOut: maybeOut)).Result);
    }

    [Fact]
    public async Task It_goes_nowhere_readable() => Assert.Equal(HandOverResult.Refused, (await SendAsync(Secret, "http://aduan.example/hook")).Result);

    [Fact]
    public void A_secret_in_base64_is_taken_as_octets()
    {
        var key = RandomNumberGenerator.GetBytes(24);
        var expected = Convert.ToBase64String(HMACSHA256.HashData(key, "m.1.{}"u8));
        Assert.Equal(expected, WebhookCourier.Sign("whsec_" + Convert.ToBase64String(key), "m", "1", "{}"u8));
        Assert.NotEqual(expected, WebhookCourier.Sign(Convert.ToBase64String(key), "m", "1", "{}"u8));
    }
}
