using System.Runtime.InteropServices;

namespace HotspotManager.Bench;

/// <summary>Where the figures were taken, and what else the machine was doing: without that they say nothing.</summary>
internal static class Machine
{
    /// <summary>The core of the program under measurement; the generator has <see cref="GeneratorCore"/> (see the script <c>bench</c>).</summary>
    public static int ServerCore => 0;

    public static int GeneratorCore => 1;

    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var cores = File.ReadLines("/proc/cpuinfo").Count(l => l.StartsWith("processor", StringComparison.Ordinal));
        return $"{model}, {cores} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; load at the start {Load()}";
    }

    /// <summary>Load average of the last minute.</summary>
    public static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
