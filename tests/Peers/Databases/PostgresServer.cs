using System.Globalization;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Databases;

/// <summary>
/// Debian's PostgreSQL on a loopback port with a cluster in a temporary folder, run by an unprivileged user (it refuses root). One for a test run:
/// <see cref="SharedAsync"/>, and a new database in it for each test: <see cref="NewDatabaseAsync"/>.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);
    private static int _databases;
    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;
    private readonly string _binaries;

    private PostgresServer(TemporaryFolder folder, ChildProcess process, string binaries, int port)
    {
        (_folder, _process, _binaries, Port) = (folder, process, binaries, port);
    }

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The one instance of this test run, started when first asked for; it ends with the test process. Skips or fails when PostgreSQL is missing.</summary>
    public static Task<PostgresServer> SharedAsync()
    {
        _ = FindBinaries();
        return Shared.Value;
    }

    /// <summary>Starts an instance of its own.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var binaries = FindBinaries();
        var user = Environment.IsPrivilegedProcess ? "postgres" : null;
        var folder = new TemporaryFolder("postgres");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        if (user is not null)
        {
            (await ChildProcess.RunAsync("chown", [user, folder.FullPath])).OrThrow("chown");
        }

        var cluster = folder.At("cluster");
        var made = await ChildProcess.RunAsync(
            Path.Combine(binaries, "initdb"),
            ["-D", cluster, "-U", "hotspot", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"],
            user: user);
        made.OrThrow("initdb");
        var port = FreePorts.Next();
        var process = ChildProcess.Start(
            Path.Combine(binaries, "postgres"),
            [
                "-D", cluster, "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder.FullPath,
                "-c", "max_connections=100", "-c", "shared_buffers=32MB", "-c", "log_min_messages=warning", "-c", "log_startup_progress_interval=0",
            ],
            onParentDeath: Signal.Quit,
            user: user);
        var server = new PostgresServer(folder, process, binaries, port);
        try
        {
            await Eventually.IsAsync(
                "a connection to PostgreSQL",
                () => ChildProcess.RunAsync(Path.Combine(binaries, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", $"{port}", "-U", "hotspot"]),
                ready => ready.ExitCode == 0 || process.HasExited,
                TimeSpan.FromSeconds(60));
            return process.HasExited ? throw new InvalidOperationException($"PostgreSQL ended at start:\n{process.Text}") : server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection string of one database in it.</summary>
    public string Connection(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=hotspot;Database={database};Include Error Detail=true;Maximum Pool Size=20";

    /// <summary>Makes an empty database and returns its connection string.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        (await SqlAsync("postgres", $"CREATE DATABASE {name}")).OrThrow("CREATE DATABASE");
        return Connection(name);
    }

    /// <summary>Runs SQL by psql; rows come one a line, columns separated by <c>|</c>.</summary>
    public Task<Finished> SqlAsync(string database, string sql) => ChildProcess.RunAsync(
        Path.Combine(_binaries, "psql"), ["-h", "127.0.0.1", "-p", $"{Port}", "-U", "hotspot", "-d", database, "-qAtX", "-v", "ON_ERROR_STOP=1", "-c", sql]);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.EndAsync(Signal.Interrupt);
        await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static string FindBinaries()
    {
        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
                .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
        if (found is null)
        {
            Peer.Missing("PostgreSQL is not installed (tests/Peers/install.sh brings it)");
        }

        return found;
    }
}
