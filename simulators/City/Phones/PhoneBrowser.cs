using System.Net;
using System.Net.Sockets;
using HotspotManager.City.Gateways;
using HotspotManager.City.Network;

namespace HotspotManager.City.Phones;

/// <summary>How an attempt to get online ended.</summary>
public enum VisitOutcome
{
    Online,

    /// <summary>The portal or the gateway showed its page again.</summary>
    Refused,

    /// <summary>No page came: the line is cut, the portal is down.</summary>
    Unreachable,

    /// <summary>A page came that one cannot go on from.</summary>
    DeadEnd,
}

/// <summary>
/// The captive mini-browser of one phone: probes as Android does, is caught by its gateway, follows redirects, fills in the portal's form, and ends online or not. Without
/// script and cookies. All its connections come from the phone's own address, and what is for the internet lands at the gateway.
/// </summary>
internal sealed class PhoneBrowser : IDisposable
{
    private const int MostSteps = 16, LargestPage = 256 * 1024;
    private static readonly Uri Probe = new("http://connectivitycheck.gstatic.com/generate_204");

    private readonly SimulatedAccessPoint _point;
    private readonly GatewaySite _site;
    private readonly Phone _phone;
    private readonly HttpClient _http;

    public PhoneBrowser(SimulatedAccessPoint point, GatewaySite site, Phone phone)
    {
        (_point, _site, _phone) = (point, site, phone);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectCallback = (to, cancel) => ConnectAsync(to.DnsEndPoint, cancel),
        })
        {
            Timeout = TimeSpan.FromSeconds(20),
            MaxResponseContentBufferSize = LargestPage,
        };
        _http.DefaultRequestHeaders.Add("User-Agent", "Mozilla/5.0 (Linux; Android 11; Redmi 9A; wv) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36");
        _http.DefaultRequestHeaders.Add("Accept-Language", "id-ID,id;q=0.9");
    }

    /// <summary>Tries once to get online, with a voucher's code, or with a tap when it is null.</summary>
    public async Task<VisitOutcome> GetOnlineAsync(string? code, CancellationToken cancel)
    {
        try
        {
            return await WalkAsync(code, cancel);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException || error is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return VisitOutcome.Unreachable;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<VisitOutcome> WalkAsync(string? code, CancellationToken cancel)
    {
        var (at, answered) = (Probe, false);
        FormUrlEncodedContent? body = null;
        for (var step = 0; step < MostSteps; step++)
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, at) { Content = body };
            using var response = await _http.SendAsync(request, cancel);
            body = null;
            if (response.StatusCode == HttpStatusCode.NoContent) return VisitOutcome.Online;
            if (response is { StatusCode: >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest, Headers.Location: { } location })
            {
                at = new Uri(at, location);
                continue;
            }
            if ((int)response.StatusCode >= 500) return VisitOutcome.Unreachable;
            var html = await response.Content.ReadAsStringAsync(cancel);
            if (_point.IsOnline(_phone)) return VisitOutcome.Online;
            if (PageForm.Refresh(html) is { } next)
            {
                at = new Uri(at, next);
                continue;
            }
            var forms = PageForm.Read(html);
            // Some gateways want a form of the phone itself: one more button, with nothing to type.
            var handOver = answered ? forms.FirstOrDefault(f => !f.HasText && f.Fields.ContainsKey("username")) : null;
            if (answered && handOver is null) return forms.Count > 0 ? VisitOutcome.Refused : VisitOutcome.DeadEnd;
            var form = handOver ?? forms.FirstOrDefault(f => code is null ? !f.HasText && f.Fields.ContainsKey("consent") : f.Fields.ContainsKey("code"));
            if (form is null) return VisitOutcome.DeadEnd;
            if (!answered && code is not null) form.Fields["code"] = code;
            answered = true;
            (at, body) = (new Uri(at, form.Action), new FormUrlEncodedContent(form.Fields));
        }
        return VisitOutcome.DeadEnd;
    }

    private ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken cancel)
    {
        var portal = _site.Options.Portal;
        var gateway = new IPEndPoint(_point.Plan.Address, _site.HttpPort);
        if (to.Host == portal.Host && to.Port == portal.Port)
        {
            if (!_point.IsReachable) throw new SocketException((int)SocketError.HostUnreachable);
            return Dial.FromAsync(_phone.Source, to, cancel);
        }
        if (!_point.Condition.Powered) throw new SocketException((int)SocketError.NetworkDown);
        return Dial.FromAsync(_phone.Source, gateway, cancel);
    }
}
