using System.Globalization;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Snmp;

/// <summary>snmpsim's agent on a loopback port: answers the community <c>public</c> from a recording, with its variations (numeric, delay, error).</summary>
public sealed class Snmpsimd : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly ChildProcess process;

    private Snmpsimd(TemporaryFolder folder, ChildProcess process, int port) => (this.folder, this.process, Port) = (folder, process, port);

    public int Port { get; }

    /// <summary>Starts one with these lines of a recording (sorted here) and waits until it listens.</summary>
    public static async Task<Snmpsimd> StartAsync(IEnumerable<string> recording)
    {
        Peer.Find("snmpsimd");
        var folder = new TemporaryFolder("snmpsim");
        Directory.CreateDirectory(folder.At("data"));
        Directory.CreateDirectory(folder.At("cache"));
        folder.Write(Path.Combine("data", "public.snmprec"), string.Join('\n', recording.OrderBy(Oid, OidOrder.Instance)) + "\n");
        var port = FreePorts.Next();
        List<string> arguments =
        [
            $"--data-dir={folder.At("data")}", $"--cache-dir={folder.At("cache")}", $"--agent-udpv4-endpoint=127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", "--logging-method=stdout",
        ];
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            // It does not run as root.
            foreach (var path in new[] { folder.FullPath, folder.At("data"), folder.At("cache") })
            {
                File.SetUnixFileMode(path, (UnixFileMode)511);
            }

            arguments.AddRange(["--process-user=nobody", "--process-group=nogroup"]);
        }

        var agent = new Snmpsimd(folder, ChildProcess.Start("snmpsimd", arguments), port);
        try
        {
            await agent.process.LineAsync("Listening at UDP/IPv4 endpoint");
            return agent;
        }
        catch
        {
            await agent.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        folder.Dispose();
    }

    private static uint[] Oid(string line) => [.. line[..line.IndexOf('|', StringComparison.Ordinal)].Split('.').Select(a => uint.Parse(a, CultureInfo.InvariantCulture))];

    private sealed class OidOrder : IComparer<uint[]>
    {
        public static readonly OidOrder Instance = new();

        public int Compare(uint[]? x, uint[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
