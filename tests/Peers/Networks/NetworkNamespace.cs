using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Networks;

/// <summary>
/// A network of its own in the kernel: interfaces, addresses, routes and sockets in it meet nothing outside. Needs root. Programs run in it by
/// <see cref="Start"/>; this process opens sockets in it by <see cref="Inside{T}"/>. Removed on dispose; those a killed test run left are removed by the next.
/// </summary>
public sealed partial class NetworkNamespace : IAsyncDisposable
{
    private const int CloneNewNet = 0x40000000;
    private static int _count;

    private NetworkNamespace(string name)
    {
        Name = name;
    }

    /// <summary>Its name for <c>ip netns</c>.</summary>
    public string Name { get; }

    /// <summary>Makes one, with loopback up; the role (letters) becomes part of its name. The name server, when given, is what programs in it ask.</summary>
    public static async Task<NetworkNamespace> CreateAsync(string role, string? nameServer = null)
    {
        Peer.NeedRoot();
        await RemoveLeftOverAsync();
        var space = new NetworkNamespace($"hs{Environment.ProcessId}-{Interlocked.Increment(ref _count)}-{role}");
        await IpAsync("netns", "add", space.Name);
        await space.LinkAsync("set", "lo", "up");
        if (nameServer is not null)
        {
            // `ip netns exec` lays the files of this folder over /etc.
            Directory.CreateDirectory($"/etc/netns/{space.Name}");
            await File.WriteAllTextAsync($"/etc/netns/{space.Name}/resolv.conf", $"nameserver {nameServer}\n");
        }

        return space;
    }

    /// <summary>Joins two namespaces by a cable: a veth pair, both ends up.</summary>
    public static async Task CableAsync(NetworkNamespace one, string nameThere, NetworkNamespace other, string nameHere)
    {
        await IpAsync("link", "add", nameThere, "netns", one.Name, "type", "veth", "peer", "name", nameHere, "netns", other.Name);
        await one.LinkAsync("set", nameThere, "up");
        await other.LinkAsync("set", nameHere, "up");
    }

    /// <summary><c>ip link …</c> in it.</summary>
    public Task LinkAsync(params string[] arguments) => IpAsync(["-n", Name, "link", .. arguments]);

    /// <summary>Adds an address with its prefix length to an interface.</summary>
    public Task AddressAsync(string network, string device) => IpAsync("-n", Name, "addr", "add", network, "dev", device);

    /// <summary>Sets the default route.</summary>
    public Task DefaultRouteAsync(string via) => IpAsync("-n", Name, "route", "replace", "default", "via", via);

    /// <summary>The hardware address of an interface.</summary>
    public async Task<string> MacAsync(string device) =>
        (await RunAsync("cat", [$"/sys/class/net/{device}/address"])).OrThrow("cat").Trim();

    /// <summary>Starts a program in it.</summary>
    public ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null) =>
        ChildProcess.Start("ip", ["netns", "exec", Name, program, .. arguments], environment);

    /// <summary>Runs a program in it to its end.</summary>
    public Task<Finished> RunAsync(string program, IEnumerable<string> arguments, string? input = null, TimeSpan? limit = null) =>
        ChildProcess.RunAsync("ip", ["netns", "exec", Name, program, .. arguments], input, limit);

    /// <summary>
    /// Runs a function on a thread that stands in this namespace: sockets made by it belong to it for good. The function must do its work on
    /// that thread (no await).
    /// </summary>
    public T Inside<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle($"/run/netns/{Name}", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                if (SetNamespace((int)file.DangerousGetHandle(), CloneNewNet) != 0)
                {
                    throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
                }

                done.SetResult(function());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        })
        { IsBackground = true };
        thread.Start();
        return done.Task.GetAwaiter().GetResult();
    }

    /// <summary>A listening TCP socket in it (Kestrel takes its handle).</summary>
    public Socket Listen(IPAddress address, int port) => Inside(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(address, port));
        socket.Listen(64);
        return socket;
    });

    /// <summary>An HTTP client whose connections start in it; host names must be addresses. Redirects are not followed.</summary>
    public HttpClient Http() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await RemoveAsync(Name);

    private static async Task RemoveLeftOverAsync()
    {
        if (!Directory.Exists("/run/netns"))
        {
            return;
        }

        foreach (var path in Directory.GetFiles("/run/netns", "hs*-*-*"))
        {
            var name = Path.GetFileName(path);
            var process = name[2..name.IndexOf('-', StringComparison.Ordinal)];
            if (process.All(char.IsAsciiDigit) && !Directory.Exists($"/proc/{process}"))
            {
                await RemoveAsync(name);
            }
        }
    }

    private static async Task RemoveAsync(string name)
    {
        // Another test process may be removing the same left-over.
        await ChildProcess.RunAsync("ip", ["netns", "del", name]);
        if (Directory.Exists($"/etc/netns/{name}"))
        {
            Directory.Delete($"/etc/netns/{name}", recursive: true);
        }
    }

    private static async Task IpAsync(params string[] arguments) =>
        (await ChildProcess.RunAsync("ip", arguments)).OrThrow("ip " + string.Join(' ', arguments));

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int file, int kind);
}
