using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HotspotManager.Bench.Portal;

/// <summary>
/// Phones that all sign in at once, as when a lesson ends: each has its page open already and posts its own voucher; the time is from the post to the redirect, with the grant
/// on disk in between. A new set of phones and vouchers for each round.
/// </summary>
internal sealed partial class SignInBurst(string data, Uri portal)
{
    private readonly string _data = data;
    private int _phones;

    public Round Run(Peer server, int phones, Func<string, string> visitOf)
    {
        using var said = JsonDocument.Parse(Radius.OurServer.Hotspot("voucher", "create", "--plan", "warga", "--count", phones.ToString(CultureInfo.InvariantCulture), "--json", "--data", _data));
        var codes = said.RootElement.EnumerateArray().Select(v => v.GetProperty("code").GetString()!).ToArray();
        Thread.Sleep(3000); // a running server sees new vouchers within two seconds
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxConnectionsPerServer = phones }) { BaseAddress = portal };
        var forms = Task.WhenAll(codes.Select(code => OpenAsync(http, visitOf($"02:00:00:{(_phones >> 16) & 255:x2}:{(_phones >> 8) & 255:x2}:{_phones++ & 255:x2}"), code))).GetAwaiter().GetResult();
        var before = server.CpuSeconds();
        var watch = Stopwatch.StartNew();
        var times = Task.WhenAll(forms.Select(form => PostAsync(http, form.Path, form.Fields))).GetAwaiter().GetResult();
        var seconds = watch.Elapsed.TotalSeconds;
        server.WaitUntilQuiet(TimeSpan.FromSeconds(10));
        Array.Sort(times);
        return new Round(phones, seconds, server.CpuSeconds() - before, times[times.Length / 2] * 1e6, times[(int)(times.Length * 0.99)] * 1e6);
    }

    private static async Task<(string Path, Dictionary<string, string> Fields)> OpenAsync(HttpClient http, string visit, string code)
    {
        var page = await http.GetStringAsync(new Uri(visit, UriKind.Relative));
        // The hidden inputs of the form around the box for a code.
        var form = page[..page.IndexOf("name=\"code\"", StringComparison.Ordinal)];
        form = form[form.LastIndexOf("<form", StringComparison.Ordinal)..];
        var fields = Hidden().Matches(form).ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value), StringComparer.Ordinal);
        fields["code"] = code;
        return (visit.Split('?')[0], fields);
    }

    private static async Task<double> PostAsync(HttpClient http, string path, Dictionary<string, string> fields)
    {
        using var content = new FormUrlEncodedContent(fields);
        var start = Stopwatch.GetTimestamp();
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return answer.StatusCode == HttpStatusCode.SeeOther ? took : throw new InvalidOperationException($"a phone was not let in: {answer.StatusCode}");
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
