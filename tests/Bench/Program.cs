using System.Runtime.InteropServices;
using HotspotManager.Bench;
using HotspotManager.Bench.Portal;
using HotspotManager.Bench.Radius;
using HotspotManager.Bench.Reports;
using HotspotManager.Bench.Return;
using HotspotManager.Bench.Snmp;

// Measurements, not tests: nothing here passes or fails. See docs/speed.md.
if (args is ["snmp-poll", ..])
{
    OurPoller.Run(args[1..]);
    return 0;
}
if (args is ["snmp-fleet", ..])
    return FleetPoller.Run(args[1..]);
// Ended from outside (timeout, Ctrl-C): what was started ends with it, and its folder goes.
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
try
{
    var options = Options.Read(args.Length > 0 ? args[1..] : []);
    Terminal.WriteLine(Machine.Describe());
    switch (args.FirstOrDefault())
    {
        case "radius":
            RadiusBench.Run(options);
            break;
        case "return":
            ReturnBench.Run(options);
            break;
        case "snmp":
            SnmpBench.Run(options);
            break;
        case "reports":
            ReportBench.Run(options);
            break;
        case "portal":
            PortalBench.Run(options);
            break;
        default:
            throw new ArgumentException("usage: ./bench radius|return|snmp|portal|reports [--rounds N] [--requests N] [--only PART] [--devices N] [--minutes N] [--keep]");
    }
    Terminal.WriteLine($"load at the end {Machine.Load()}");
    return 0;
}
catch (Exception error) when (error is ArgumentException or InvalidOperationException or IOException)
{
    Terminal.Error.WriteLine(error.Message);
    return error is ArgumentException ? 2 : 1;
}

static void Leave(PosixSignalContext signal)
{
    signal.Cancel = true;
    Peer.EndAll();
    WorkFolder.RemoveAll();
    Environment.Exit(130);
}
