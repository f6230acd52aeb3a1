using System.Diagnostics;
using System.Globalization;

namespace HotspotManager.Bench;

/// <summary>
/// A program under measurement, pinned to one core. Its CPU time is that of the process, of its children and of those that ended, as the kernel counts them
/// (proc(5), /proc/PID/stat, fields utime, stime, cutime and cstime).
/// </summary>
internal sealed class Peer : IDisposable
{
    private static readonly double TicksPerSecond = ReadTicks();
    private readonly Process _process;
    private readonly TextWriter _log;

    private static readonly List<Peer> Running = [];
    private readonly string _folder;

    private Peer(string name, string folder, Process process, TextWriter log)
    {
        (Name, _folder, _process, _log) = (name, folder, process, log);
        lock (Running) Running.Add(this);
    }

    /// <summary>Ends whatever was started and still runs.</summary>
    public static void EndAll()
    {
        Peer[] running;
        lock (Running) running = [.. Running];
        foreach (var peer in running.Reverse()) peer.Dispose();
    }

    public string Name { get; }

    /// <summary>Starts a program on a core; what it says goes to a file in <paramref name="folder"/>.</summary>
    public static Peer Start(string name, string folder, int core, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("taskset") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        // Should this process be killed, the kernel ends what it started (prctl(2), PR_SET_PDEATHSIG).
        foreach (var argument in (string[])["-c", core.ToString(CultureInfo.InvariantCulture), "setpriv", "--pdeathsig", "TERM", program, .. arguments])
            start.ArgumentList.Add(argument);
        var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, name + ".log"), append: true) { AutoFlush = true });
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new Peer(name, folder, process, log);
    }

    /// <summary>Runs a program to its end, on any core.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message holds what it said.</exception>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}{output}");
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>Seconds of CPU so far.</summary>
    public double CpuSeconds()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"{Name} ended with {_process.ExitCode}: {LastWords()}");
        var parents = new Dictionary<int, (int Parent, long Ticks)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Read(pid) is { } found)
                parents[pid] = found;
        }
        return Sum(_process.Id) / TicksPerSecond;

        long Sum(int pid) => (parents.TryGetValue(pid, out var mine) ? mine.Ticks : 0) + parents.Where(p => p.Value.Parent == pid).Sum(p => Sum(p.Key));
    }

    /// <summary>Memory in use (VmRSS of proc(5), /proc/PID/status).</summary>
    public long ResidentMiB() => long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))[6..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) >> 10;

    /// <summary>Waits until the program does nothing any more: what it put off counts as well. At most this long.</summary>
    public void WaitUntilQuiet(TimeSpan atMost)
    {
        var until = Stopwatch.StartNew();
        var before = CpuSeconds();
        // Two looks in a row: work that was put off may rest for a moment.
        for (var quiet = 0; quiet < 2 && until.Elapsed < atMost;)
        {
            Thread.Sleep(700);
            var now = CpuSeconds();
            quiet = now - before <= 0.03 ? quiet + 1 : 0;
            before = now;
        }
    }

    public void Dispose()
    {
        lock (Running)
        {
            if (!Running.Remove(this)) return;
        }
        if (!_process.HasExited)
        {
            Run("kill", "-TERM", _process.Id.ToString(CultureInfo.InvariantCulture));
            if (!_process.WaitForExit(10_000))
                _process.Kill(entireProcessTree: true);
        }
        _process.WaitForExit();
        _process.Dispose();
        _log.Dispose();
    }

    private string LastWords() => string.Join('\n', Directory.GetFiles(_folder, "*.log").SelectMany(f => File.ReadLines(f).TakeLast(10)));

    private static (int Parent, long Ticks)? Read(int pid)
    {
        try
        {
            // The name, in brackets, may hold anything; the fields count from behind it: state is the first.
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Number(int at) => long.Parse(fields[at], CultureInfo.InvariantCulture);
            return ((int)Number(1), Number(11) + Number(12) + Number(13) + Number(14));
        }
        catch (IOException)
        {
            return null; // it ended between the listing and now
        }
    }

    private static double ReadTicks() => double.Parse(Run("getconf", "CLK_TCK"), CultureInfo.InvariantCulture);
}
