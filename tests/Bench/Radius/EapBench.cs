using System.Globalization;
using System.Net;

namespace HotspotManager.Bench.Radius;

/// <summary><c>./bench radius --only eap</c>: EAP-TLS and PEAP with MS-CHAPv2, in full and resumed, ours beside FreeRADIUS: the same certificates and keys (ECDSA P-256), TLS 1.2.</summary>
internal static class EapBench
{
    private const string Name = "warga00000";

    public static void Run(Options options, WorkFolder work, string data)
    {
        var count = options.Requests > 0 ? options.Requests : 400;
        var (ours, at, _) = OurServer.Start(work, data);
        using var mine = ours;
        OurServer.WaitFor(at);
        var files = OurServer.Certificates(work, data, Name);
        var (theirs, there, _) = FreeRadius.Start(work, FreeRadiusStore.Files, tls: files);
        using var other = theirs;
        OurServer.WaitFor(there);
        (string Title, string Network)[] methods =
        [
            ("EAP-TLS", $"""
                key_mgmt=WPA-EAP
                eap=TLS
                identity="{Name}"
                ca_cert="{files.Ca}"
                private_key="{files.Client}"
                private_key_passwd="{OurServer.KeyPassword}"
                phase1="tls_disable_tlsv1_3=1"
                """),
            ("PEAP with MS-CHAPv2", $"""
                key_mgmt=WPA-EAP
                eap=PEAP
                identity="{Name}"
                anonymous_identity="anonymous"
                password="{Requests.Password(0)}"
                ca_cert="{files.Ca}"
                phase1="tls_disable_tlsv1_3=1"
                phase2="auth=MSCHAPV2"
                """),
        ];
        foreach (var (title, network) in methods)
        {
            foreach (var resumed in new[] { false, true })
            {
                var rounds = new Rounds($"{title}, {(resumed ? "resumed" : "in full")}", "sign-ins");
                for (var round = -1; round < options.Rounds; round++)
                {
                    foreach (var (peer, port) in new[] { (ours, at.Port), (theirs, there.Port) })
                    {
                        var before = peer.CpuSeconds();
                        var (taken, challenges) = EapLoad.Run(work, port, network, resumed, count);
                        peer.WaitUntilQuiet(TimeSpan.FromSeconds(10));
                        if (round >= 0)
                            rounds.Add(peer.Name, taken with { CpuSeconds = peer.CpuSeconds() - before });
                        else
                            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {peer.Name}: {challenges:N1} Access-Challenges for each sign-in (warming up)"));
                    }
                }
                rounds.Print();
            }
        }
    }
}

/// <summary>PEM files that both servers use, and the client's PKCS #12.</summary>
internal sealed record TlsFiles(string Certificate, string Key, string Ca, string Client);
