using System.CommandLine;

namespace HotspotManager.Host.Commands;

/// <summary>Placeholder until the city is wired.</summary>
internal static class DemoCommand
{
    public static Command Create() => new("demo", "x");
    public static Command CreateFault() => new("fault", "x");
}
