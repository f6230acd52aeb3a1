using System.Globalization;
using System.Net;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Bench.Radius;

/// <summary>
/// <c>./bench radius --only memory [--requests N]</c>: what our server holds after each so many requests, sign-ins and accounting in turn. A tenth of N is a step; the run of ten million is
/// <c>--requests 10000000</c>.
/// </summary>
internal static class MemoryBench
{
    public static void Run(Options options, WorkFolder work, string data)
    {
        var count = options.Requests > 0 ? options.Requests : 400_000;
        var (peer, authentication, accounting) = OurServer.Start(work, data);
        using var ours = peer;
        OurServer.WaitFor(authentication);
        Terminal.WriteLine("| requests | resident, MiB | on disk (journal and database), MiB |");
        Terminal.WriteLine("|---|---|---|");
        var steps = 10;
        for (var step = 0; step <= steps; step++)
        {
            if (step > 0)
            {
                var half = count / steps / 6 * 3; // a session is three records: none is left open, whose device would count
                new LoadGenerator(authentication, Requests.Secret, RadiusCode.AccessAccept).Run(half, Requests.Access, 256);
                new LoadGenerator(accounting, Requests.Secret, RadiusCode.AccountingResponse).Run(half, Requests.Accounting(step, half), 256);
                peer.WaitUntilQuiet(TimeSpan.FromSeconds(60));
            }
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {(long)step * count / steps:N0} | {peer.ResidentMiB():N0} | {new DirectoryInfo(data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length) >> 20:N0} |"));
        }
    }
}
