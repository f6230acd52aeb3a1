using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using HotspotManager.City.Faults;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Demo;

/// <summary><c>hotspot fault KIND NAME|AREA [--for SECONDS]</c>: plays a fault in a running demo.</summary>
public static class DemoFault
{
    /// <summary>The kinds, as they are written.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetNames<FaultKind>().Select(name => name.ToLowerInvariant())];

    /// <summary>Plays it; the devices it hits.</summary>
    /// <param name="target">An access point, an uplink, an area's code, or <c>all</c>.</param>
    /// <param name="seconds">Null: until it is restored.</param>
    /// <param name="simulator">The simulator's port, to choose among several demos; null: the newest.</param>
    /// <exception cref="RefusedException">No demo runs, or it does not know this target; the message says which.</exception>
    public static async Task<IReadOnlyList<string>> PlayAsync(string kind, string target, double? seconds, int? simulator = null, CancellationToken cancel = default)
    {
        var port = simulator ?? (DemoFile.Running() is [var newest, ..] ? newest.Simulator : throw new RefusedException("No demo runs on this machine. Start one with: hotspot demo"));
        var duration = seconds is { } s ? "&seconds=" + s.ToString(CultureInfo.InvariantCulture) : "";
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/fault?kind={Uri.EscapeDataString(kind)}&target={Uri.EscapeDataString(target)}{duration}"));
            using var response = await http.PostAsync(address, null, cancel);
            if (response.StatusCode == HttpStatusCode.OK) return await response.Content.ReadFromJsonAsync<List<string>>(cancel) ?? [];
            throw new RefusedException(await response.Content.ReadAsStringAsync(cancel));
        }
        catch (Exception error) when (error is HttpRequestException || error is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            throw new RefusedException($"The demo does not answer on 127.0.0.1:{port}: {error.Message}");
        }
    }
}
