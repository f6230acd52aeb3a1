using System.Globalization;
using System.Net;

namespace HotspotManager.Bench.Radius.Eap;

/// <summary><c>./bench radius --only eap</c>: EAP-TLS and PEAP with MS-CHAPv2, in full and resumed, ours beside FreeRADIUS: the same certificates and keys (ECDSA P-256), TLS 1.2.</summary>
internal static class EapBench
{
    public static void Run(Options options, WorkFolder work, string data)
    {
        var count = options.Requests > 0 ? options.Requests : 5000;
        var (ours, at, _) = OurServer.Start(work, data);
        using var mine = ours;
        OurServer.WaitFor(at);
        var files = OurServer.Certificates(work, data, Requests.Name(0));
        var (theirs, there, _) = FreeRadius.Start(work, FreeRadiusStore.Files, tls: files);
        using var other = theirs;
        OurServer.WaitFor(there);
        foreach (var peap in new[] { false, true })
        {
            var tls = new ClientTls(work.Path, files, shows: !peap);
            using var toOurs = new EapLoad(at, tls, peap);
            using var toTheirs = new EapLoad(there, tls, peap);
            foreach (var resumed in new[] { false, true })
            {
                var rounds = new Rounds($"{(peap ? "PEAP with MS-CHAPv2" : "EAP-TLS")}, {(resumed ? "resumed" : "in full")}", "sign-ins");
                for (var round = -1; round < options.Rounds; round++)
                {
                    if (round == 0)
                        tls.StopVerifying(); // everybody has seen both servers' certificates
                    foreach (var (peer, load) in new[] { (ours, toOurs), (theirs, toTheirs) })
                    {
                        var (before, challenges, repeated) = (peer.CpuSeconds(), load.Challenges, load.Repeated);
                        var taken = load.Run(count, resumed);
                        peer.WaitUntilQuiet(TimeSpan.FromSeconds(10));
                        if (load.Repeated != repeated)
                            Terminal.WriteLine($"  {peer.Name}: {load.Repeated - repeated} requests had to be sent again");
                        if (round >= 0)
                            rounds.Add(peer.Name, taken with { CpuSeconds = peer.CpuSeconds() - before });
                        else
                            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {peer.Name}: {(load.Challenges - challenges) / (double)count:N1} Access-Challenges for each sign-in (warming up)"));
                    }
                }
                rounds.Print();
            }
        }
    }
}

/// <summary>PEM files that both servers use, and the client's PKCS #12.</summary>
internal sealed record TlsFiles(string Certificate, string Key, string Ca, string Client);
