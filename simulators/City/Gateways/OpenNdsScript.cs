using System.Globalization;
using System.Net.Sockets;
using HotspotManager.City.Network;

namespace HotspotManager.City.Gateways;

/// <summary>
/// What the BinAuth script does on an openNDS router: checks the portal's ticket, writes down who came and went, posts all that under the seal, and every ten seconds asks
/// for phones to put out. What did not arrive is kept and sent again.
/// </summary>
internal sealed class OpenNdsScript : IDisposable
{
    private const int MostMessages = 200;
    private static readonly TimeSpan Asks = TimeSpan.FromSeconds(10), Counts = TimeSpan.FromSeconds(60);

    private readonly SimulatedAccessPoint _point;
    private readonly string _key;
    private readonly Uri _counters;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Queue<string> _spool = new();
    private readonly Lock _lock = new();
    private DateTimeOffset _nextAsk, _nextCount;
    private string _nonce = "-";
    private bool _posting;

    public OpenNdsScript(SimulatedAccessPoint point, string portalPage, string key, TimeProvider time)
    {
        (_point, _key, _time) = (point, key, time);
        _counters = new Uri(portalPage + "/counters");
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (to, cancel) => Phones.Dial.FromAsync(point.Plan.Address, to.DnsEndPoint, cancel), UseProxy = false })
        {
            Timeout = TimeSpan.FromSeconds(20),
        };
        // cron starts it on the minute, each router's clock a little off the others'.
        var now = time.GetUtcNow();
        _nextCount = now + TimeSpan.FromSeconds(point.Plan.Index * 7 % 60);
        _nextAsk = now + TimeSpan.FromSeconds(point.Plan.Index % 10);
    }

    /// <summary>Reads <c>hm2.GRANT.MAC.ENTRY.SECONDS.UPKBPS.DOWNKBPS.UPKIB.DOWNKIB.SEAL</c>; null: not the portal's, or for another phone or another entry of it.</summary>
    public static (string Grant, Terms Terms)? Ticket(string text, Phone phone, string token, string key)
    {
        var end = text.LastIndexOf('.');
        if (end < 0 || RouterSeal.Of(text[..end], key)[..32] != text[(end + 1)..]) return null;
        var part = text[..end].Split('.');
        if (part.Length != 9 || part[0] != "hm2" || part[2] != Bare(phone) || part[3] != RouterSeal.Hash(RouterSeal.Hash(token) + key)[..16]) return null;
        var numbers = new long[5];
        for (var i = 0; i < numbers.Length; i++)
            if (!long.TryParse(part[4 + i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
        return (part[1], new Terms
        {
            SessionSeconds = NotZero(numbers[0]),
            UpRate = NotZero(numbers[1]) * 1000.0,
            DownRate = NotZero(numbers[2]) * 1000.0,
            UpOctets = (ulong?)NotZero(numbers[3]) * 1024,
            DownOctets = (ulong?)NotZero(numbers[4]) * 1024,
        });
    }

    /// <summary>Writes down what openNDS says of a session.</summary>
    public void Tell(string method, PhoneSession session, string token, DateTimeOffset now)
    {
        lock (_lock) _spool.Enqueue(Message(method, session, token, now));
        if (_nextAsk > now + TimeSpan.FromSeconds(1)) _nextAsk = now + TimeSpan.FromSeconds(1);
    }

    /// <summary>What was kept in the router's memory is gone with its power.</summary>
    public void Forget()
    {
        lock (_lock) _spool.Clear();
    }

    /// <summary>Posts what is due.</summary>
    public void Tick(DateTimeOffset now, Func<PhoneSession, string> token)
    {
        if (now < _nextAsk) return;
        _nextAsk = now + Asks;
        List<string> messages;
        lock (_lock)
        {
            if (_posting) return;
            _posting = true;
            messages = [.. _spool.Take(MostMessages)];
        }
        var kept = messages.Count;
        var all = now >= _nextCount;
        if (all)
        {
            _nextCount = now + Counts;
            lock (_point.Gate)
            {
                _point.Advance(now);
                messages.AddRange(_point.Sessions.Select(s => Message("interim", s, token(s), now)));
            }
        }
        _ = PostAsync(string.Create(CultureInfo.InvariantCulture, $"{_point.RouterClock(now).ToUnixTimeSeconds()} {(all ? "all" : "some")}\n{string.Concat(messages.Select(m => m + "\n"))}"), kept);
    }

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string text, int kept)
    {
        try
        {
            if (!_point.IsReachable) return;
            // Once more with the number it is given, when the one it has is used up or too old.
            for (var turn = 0; turn < 2; turn++)
            {
                var post = $"hm2 {_nonce} {text}";
                var seal = RouterSeal.Of(post, _key);
                using var body = new StringContent(post, null, "text/plain");
                using var response = await _http.PostAsync(new Uri($"{_counters}?s={seal}"), body);
                if (!response.IsSuccessStatusCode) return;
                var lines = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
                if (lines[0].Split(' ') is not ["hm2", var nonce, var state] || RouterSeal.Of($"{seal}\n{string.Join('\n', lines[..^1])}\n", _key) != lines[^1]) return;
                _nonce = nonce;
                if (state == "again") continue;
                lock (_lock)
                    for (var i = 0; i < kept && _spool.Count > 0; i++) _spool.Dequeue();
                foreach (var mac in lines[1..^1].Select(line => line.Replace("deauth ", "", StringComparison.Ordinal).Replace(":", "", StringComparison.Ordinal)))
                    if (_point.TryFind(s => Bare(s.Phone) == mac, out var session)) _point.End(session, EndCause.AdminReset);
                return;
            }
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The portal is not there: the messages stay in the spool and go again.
        }
        finally
        {
            lock (_lock) _posting = false;
        }
    }

    private string Message(string method, PhoneSession session, string token, DateTimeOffset now)
    {
        var end = _point.RouterClock(now).ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture,
            $"{method} {session.Id} {session.Phone.Mac.Replace('-', ':').ToLowerInvariant()} {token} {session.Down} {session.Up} {end - session.Seconds(now)} {end}");
    }

    private static string Bare(Phone phone) => phone.Mac.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    private static long? NotZero(long number) => number == 0 ? null : number;
}
