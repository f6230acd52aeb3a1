using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text.Json;
using HotspotManager.Core.Networks;

namespace HotspotManager.Portal.Gateways.Controllers;

/// <summary>A controller does not answer, says no, or says something else than its documents promise; the message is for the operator.</summary>
public sealed class ControllerException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The way to one controller: its cookies, short waits, and trust in its certificate by an authority or by its pin. A controller that did not answer is left alone for a
/// few seconds, so that a crowd of phones does not wait one behind the other.
/// </summary>
internal sealed class ControllerHttp : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    // Client lists of the largest controllers are a few MiB.
    private const int LargestAnswer = 16 * 1024 * 1024;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private DateTimeOffset _restsUntil;
    private string _why = "";

    public ControllerHttp(NasEntry nas, TimeProvider time)
    {
        (Nas, _time) = (nas, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            CookieContainer = Cookies,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (nas.Row.GatewayPin is { } pin)
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && Convert.ToHexStringLower(SHA256.HashData(certificate.GetRawCertData())) == pin;
        _http = new HttpClient(handler)
        {
            BaseAddress = nas.GatewayUrl ?? throw new ControllerException($"{nas.Name} has no --gateway-url: where its controller is."),
            Timeout = TimeSpan.FromSeconds(6),
            MaxResponseContentBufferSize = LargestAnswer,
        };
    }

    public NasEntry Nas { get; }

    public CookieContainer Cookies { get; } = new();

    /// <summary>Header names and values that go with each request.</summary>
    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the same address, user, key and pin are still set.</summary>
    public bool IsStillOf(NasEntry nas) => nas.Row.GatewayUrl == Nas.Row.GatewayUrl && nas.Row.GatewayUser == Nas.Row.GatewayUser
        && nas.Row.GatewaySite == Nas.Row.GatewaySite && nas.Row.GatewayPin == Nas.Row.GatewayPin && nas.GatewayKey == Nas.GatewayKey;

    /// <summary>Sends a request and reads its answer as JSON, or as nothing when it is none. The status is the caller's to judge.</summary>
    /// <exception cref="ControllerException">No answer came.</exception>
    public async Task<ControllerReply> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        if (_time.GetUtcNow() < _restsUntil) throw new ControllerException(_why);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await _http.SendAsync(request, cancel);
            var bytes = await answer.Content.ReadAsByteArrayAsync(cancel);
            return new ControllerReply(answer.StatusCode, answer.Headers.TryGetValues("x-csrf-token", out var csrf) ? csrf.FirstOrDefault() : null, Read(bytes));
        }
        catch (Exception error) when (error is HttpRequestException or IOException || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            _why = $"The controller at {Nas.Row.GatewayUrl} does not answer ({Words(error)}).";
            _restsUntil = _time.GetUtcNow() + Rest;
            throw new ControllerException(_why, error);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string Words(Exception error) => error switch
    {
        OperationCanceledException => "too slow",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "its certificate is not trusted: set --gateway-pin",
        _ => error.GetBaseException().Message,
    };

    private static JsonElement Read(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>What a controller answered. <paramref name="Body"/> is Undefined when it was no JSON.</summary>
internal readonly record struct ControllerReply(HttpStatusCode Status, string? CsrfToken, JsonElement Body)
{
    public bool IsRefused => Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;

    public JsonElement At(params ReadOnlySpan<string> path)
    {
        var at = Body;
        foreach (var name in path)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at)) return default;
        return at;
    }

    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Flag(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>Octets; 0 for what is missing, negative or no number.</summary>
    public static long Octets(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && number is > 0 and < 1e15 ? (long)number : 0;
}
