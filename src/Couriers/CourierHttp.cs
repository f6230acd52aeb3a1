using System.Net;
using System.Net.Sockets;
using System.Text;
using HotspotManager.Core.Messages;

namespace HotspotManager.Couriers;

/// <summary>A reply, or why there is none.</summary>
/// <param name="Text">At most 4 KiB of it, or as much as was asked for.</param>
/// <param name="Shown">What of it operators may read.</param>
public readonly record struct CourierReply(HandOver? Failure, HttpStatusCode Status, string Text, string Shown);

/// <summary>
/// HTTP to couriers: certificates are verified, no redirects (they would carry the message elsewhere), no cookies, replies cut off, nothing logged: addresses and bodies hold
/// passwords and codes.
/// </summary>
public sealed class CourierHttp : IDisposable
{
    private const int LargestReply = 4096, LongestShown = 160;

    private static readonly HttpRequestOptionsKey<bool> Connected = new("connected"), Repeated = new("repeated");

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        // A connection for each message: the handler repeats by itself what broke off without an answer, and a message that was sent would be sent again unseen.
        PooledConnectionLifetime = TimeSpan.Zero,
        ConnectCallback = ConnectOnceAsync,
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Asks once. A request that may have arrived without an answer is <see cref="HandOverResult.Unknown"/>; one that cannot have is <see cref="HandOverResult.NotNow"/>.</summary>
    /// <param name="message">What must not be shown of the reply; null: it is not shown at all.</param>
    /// <param name="largest">Octets of the reply that are read.</param>
    public async Task<CourierReply> SendAsync(HttpRequestMessage request, Envelope? message, CancellationToken cancel, int largest = LargestReply)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var text = await ReadAsync(response.Content, largest, cancel);
            return new CourierReply(null, response.StatusCode, text, message is null ? "" : Show(text, message));
        }
        catch (HttpRequestException error)
        {
            var repeated = request.Options.TryGetValue(Repeated, out var again) && again;
            var before = !repeated && (error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                || error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused });
            return new CourierReply(new HandOver(before ? HandOverResult.NotNow : HandOverResult.Unknown, repeated ? "the connection broke off" : Words(error)), default, "", "");
        }
        catch (IOException)
        {
            return new CourierReply(new HandOver(HandOverResult.Unknown, "the connection broke off"), default, "", "");
        }
    }

    /// <summary>Whether this answer speaks of the moment and not of the message.</summary>
    public static bool IsForNow(HttpStatusCode status) => (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;

    public void Dispose() => _http.Dispose();

    /// <summary>One line of printable text in which long numbers are masked: codes and phone numbers come back in many replies.</summary>
    internal static string Show(string text, Envelope message)
    {
        var shown = new StringBuilder(LongestShown);
        var plain = text.Replace(message.Text, "…", StringComparison.Ordinal);
        var digits = 0;
        foreach (var c in plain)
        {
            if (shown.Length >= LongestShown) break;
            digits = char.IsAsciiDigit(c) ? digits + 1 : 0;
            shown.Append(char.IsControl(c) ? ' ' : digits > 3 ? '•' : c);
        }
        return shown.ToString().Trim();
    }

    private static async ValueTask<Stream> ConnectOnceAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var options = context.InitialRequestMessage.Options;
        if (options.TryGetValue(Connected, out var already) && already)
        {
            options.Set(Repeated, true);
            throw new IOException("a message is sent once");
        }
        options.Set(Connected, true);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> ReadAsync(HttpContent content, int largest, CancellationToken cancel)
    {
        await using var stream = await content.ReadAsStreamAsync(cancel);
        var buffer = new byte[largest];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    private static string Words(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name is not known",
        HttpRequestError.ConnectionError => "it cannot be reached",
        HttpRequestError.SecureConnectionError => "its certificate or TLS was refused",
        _ => "the request failed: " + error.HttpRequestError,
    };
}
