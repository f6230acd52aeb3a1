using System.CommandLine;

namespace HotspotManager.Host.Commands;

internal static class DoctorCommand
{
    public static Command Create() => new("doctor", "x");
}
