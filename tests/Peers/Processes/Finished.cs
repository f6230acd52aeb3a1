namespace HotspotManager.Peers.Processes;

/// <summary>Signals by number, as on Linux.</summary>
public enum Signal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}

/// <summary>How a program ended: exit code (128 + signal when killed), its output and its error output.</summary>
public sealed record Finished(int ExitCode, string Output, string Errors)
{
    /// <summary>The output, or an exception with both outputs when the exit code is not 0.</summary>
    public string OrThrow(string what) =>
        ExitCode == 0 ? Output : throw new InvalidOperationException($"{what} ended with {ExitCode}\n{Output}\n{Errors}");
}
