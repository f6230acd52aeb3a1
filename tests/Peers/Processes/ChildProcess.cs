using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace HotspotManager.Peers.Processes;

/// <summary>
/// A program started by a test: its lines are kept and can be waited for, it is ended on dispose, and the kernel ends it when the test process dies
/// (PR_SET_PDEATHSIG, by <c>setpriv</c>).
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _name;
    private readonly List<string> _lines = [];
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _openOutputs = 2;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, string name)
    {
        _process = process;
        _name = name;
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>True once the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>All lines so far, of both outputs.</summary>
    public string Text
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts a program (a name or a path) with these arguments.</summary>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null,
        Signal onParentDeath = Signal.Kill,
        string? user = null)
    {
        var start = new ProcessStartInfo(Peer.Find("setpriv"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? "",
        };
        if (user is not null)
        {
            start.ArgumentList.Add($"--reuid={user}");
            start.ArgumentList.Add($"--regid={user}");
            start.ArgumentList.Add("--init-groups");
        }

        start.ArgumentList.Add("--pdeathsig=" + onParentDeath switch
        {
            Signal.Interrupt => "INT",
            Signal.Quit => "QUIT",
            Signal.Terminate => "TERM",
            _ => "KILL",
        });
        start.ArgumentList.Add("--");
        start.ArgumentList.Add(program.Contains('/') ? program : Peer.Find(program));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start, EnableRaisingEvents = true }, Path.GetFileName(program));
        child._process.OutputDataReceived += (_, line) => child.Add(line.Data, child._output);
        child._process.ErrorDataReceived += (_, line) => child.Add(line.Data, child._errors);
        child._process.Exited += (_, _) => child._exited.TrySetResult();
        StarterThread.Run(() => child._process.Start());
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a program to its end. Throws <see cref="TimeoutException"/> (after ending it) when it takes longer than the limit, 60 s by default.</summary>
    public static async Task<Finished> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? input = null,
        TimeSpan? limit = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? user = null)
    {
        await using var child = Start(program, arguments, environment, user: user);
        if (input is not null)
        {
            await child._process.StandardInput.WriteAsync(input);
        }

        child._process.StandardInput.Close();
        var code = await child.ExitAsync(limit ?? TimeSpan.FromSeconds(60));
        lock (child._gate)
        {
            return new Finished(code, child._output.ToString(), child._errors.ToString());
        }
    }

    /// <summary>The first line, also among those already written, that contains the text. Throws with all output when none comes or the program ends.</summary>
    public Task<string> LineAsync(string containing, TimeSpan? limit = null) =>
        LineAsync(line => line.Contains(containing, StringComparison.Ordinal), $"with '{containing}'", limit);

    /// <summary>The first line that fits; the words say which in the exception's message.</summary>
    public async Task<string> LineAsync(Func<string, bool> fits, string words, TimeSpan? limit = null)
    {
        using var timeout = new CancellationTokenSource(limit ?? TimeSpan.FromSeconds(30));
        for (var next = 0; ;)
        {
            Task changed;
            bool ended;
            lock (_gate)
            {
                ended = _read.Task.IsCompleted;
                for (; next < _lines.Count; next++)
                {
                    if (fits(_lines[next]))
                    {
                        return _lines[next];
                    }
                }

                changed = _changed.Task;
            }

            if (ended)
            {
                throw new InvalidOperationException($"{_name} ended without a line {words}:\n{Text}");
            }

            try
            {
                await changed.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{_name} wrote no line {words} in time:\n{Text}");
            }
        }
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        if (!await WithinAsync(_exited.Task, limit))
        {
            Send(Signal.Kill);
            throw new TimeoutException($"{_name} did not end within {limit.TotalSeconds} s:\n{Text}");
        }

        // A grandchild may hold the outputs open for ever.
        await WithinAsync(_read.Task, TimeSpan.FromSeconds(5));
        return _process.ExitCode;
    }

    /// <summary>Sends a signal to this process, if it still runs.</summary>
    public void Send(Signal signal)
    {
        if (!_process.HasExited)
        {
            _ = SendSignal(_process.Id, (int)signal);
        }
    }

    /// <summary>Ends it: politely (SIGTERM unless told), after the grace by SIGKILL.</summary>
    public async Task EndAsync(Signal first = Signal.Terminate, TimeSpan? grace = null)
    {
        Send(first);
        if (!await WithinAsync(_exited.Task, grace ?? TimeSpan.FromSeconds(10)))
        {
            Send(Signal.Kill);
            await _exited.Task;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int process, int signal);

    private static async Task<bool> WithinAsync(Task task, TimeSpan limit) => await Task.WhenAny(task, Task.Delay(limit)) == task;

    private void Add(string? line, StringBuilder into)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _openOutputs) == 0)
            {
                _read.TrySetResult();
                Change();
            }

            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
            into.AppendLine(line);
        }

        Change();
    }

    private void Change()
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.TrySetResult();
    }
}
