using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Processes;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary>
/// What the kernel was asked, as strace saw it: an Accounting-Response leaves only after the file that the record was written to has been flushed. A
/// <c>kill -9</c> cannot show this (the kernel keeps what was written); a power cut would.
/// </summary>
[Collection<OneAfterAnother>]
public sealed partial class FlushTests
{
    private const int Records = 24;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_accounting_answer_follows_the_flush_of_what_it_answers()
    {
        Peer.Find("strace");
        await using var hotspot = HotspotProcess.Prepare(settings: "--Roles=radius");
        await hotspot.CommandAsync($"ap add plain --area {ServedCity.Area} --address 127.0.0.1 --secret {ServedCity.Secret} --nas-id plain --brand ietf");
        await hotspot.ServeAsync();
        using var folder = new TemporaryFolder("trace");
        var file = folder.At("trace");
        await using var strace = ChildProcess.Start("strace",
        [
            "-f", "-yy", "-v", "-s", "8192", "-o", file, "-p", hotspot.ProcessId.ToString(CultureInfo.InvariantCulture),
            "-e", "trace=write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,sync_file_range,sendto,sendmsg,sendmmsg",
        ]);
        await strace.LineAsync("attached", TimeSpan.FromSeconds(60));

        // Each record from a port of its own, a few at a time, so that some share a flush.
        var ports = new Dictionary<int, string>();
        foreach (var some in Enumerable.Range(0, Records).Chunk(4))
        {
            var asked = some.Select(n =>
            {
                var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
                ports[((IPEndPoint)socket.Client.LocalEndPoint!).Port] = Name(n);
                return AskAsync(socket, hotspot.AcctPort, AccountingLoad.Record(AcctStatusType.Start, (byte)n, Name(n), n, 0, 0));
            }).ToList();
            await Task.WhenAll(asked);
        }
        strace.Send(Signal.Interrupt);
        await strace.ExitAsync(TimeSpan.FromSeconds(30));

        var events = Read(await File.ReadAllLinesAsync(file, Cancel));
        foreach (var (port, name) in ports)
        {
            var answer = events.FindIndex(e => e.Call.StartsWith("send", StringComparison.Ordinal) && e.Text.Contains($"htons({port})", StringComparison.Ordinal));
            Assert.True(answer >= 0, $"no answer to port {port} in the trace");
            var write = events.FindIndex(e => e.Call.Contains("write", StringComparison.Ordinal) && e.File.StartsWith(hotspot.Data, StringComparison.Ordinal) && e.Text.Contains(name, StringComparison.Ordinal));
            Assert.True(write >= 0, $"{name} was never written");
            var flush = events.FindIndex(e => e.Call is "fsync" or "fdatasync" && e.File == events[write].File && e.Began > events[write].Ended && e.Text.EndsWith("= 0", StringComparison.Ordinal));
            Assert.True(flush >= 0 && events[flush].Ended < events[answer].Began, $"{name}: written at line {events[write].Began} of {events[write].File}, answered at line "
                + $"{events[answer].Began}, flushed {(flush < 0 ? "never" : $"at line {events[flush].Ended}")}");
        }

        static string Name(int number) => $"flushed-{number:000}";
    }

    private static async Task AskAsync(UdpClient socket, int port, byte[] packet)
    {
        using var mine = socket;
        socket.Connect(IPAddress.Loopback, port);
        await socket.SendAsync(packet, Cancel);
        await socket.ReceiveAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel);
    }

    private sealed record Traced(string Call, string File, string Text, int Began, int Ended);

    /// <summary>The calls in the order they began; one that another thread interrupted is put together again.</summary>
    private static List<Traced> Read(string[] lines)
    {
        var (events, open) = (new List<Traced>(), new Dictionary<string, int>());
        for (var i = 0; i < lines.Length; i++)
        {
            if (Resumed().Match(lines[i]) is { Success: true } resumed && open.Remove(resumed.Groups[1].Value, out var index))
            {
                events[index] = events[index] with { Text = (events[index].Text + resumed.Groups[2].Value).TrimEnd(), Ended = i };
            }
            else if (Begun().Match(lines[i]) is { Success: true } begun)
            {
                var unfinished = lines[i].EndsWith("<unfinished ...>", StringComparison.Ordinal);
                if (unfinished) open[begun.Groups[1].Value] = events.Count;
                events.Add(new Traced(begun.Groups[2].Value, begun.Groups[3].Value, begun.Groups[4].Value.TrimEnd(), i, unfinished ? int.MaxValue : i));
            }
        }
        return events;
    }

    [GeneratedRegex(@"^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$")]
    private static partial Regex Begun();

    [GeneratedRegex(@"^(\d+) +<\.\.\. \w+ resumed>(.*)$")]
    private static partial Regex Resumed();
}
