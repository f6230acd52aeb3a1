using HotspotManager.Bench.Radius.Eap;
using System.Net;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Bench.Radius;

/// <summary><c>./bench radius</c>: PAP and durable accounting, ours beside FreeRADIUS.</summary>
internal static class RadiusBench
{
    private const int InFlight = 256;
    private const int WarmUps = 8;
    private static int s_run;

    public static void Run(Options options)
    {
        using var work = new WorkFolder(options.Keep);
        Terminal.WriteLine($"setting up {Requests.Users:N0} accounts with hotspot account import …");
        var data = OurServer.SetUp(work);
        if (options.Only is "eap")
        {
            EapBench.Run(options, work, data);
            return;
        }
        if (options.Only is "memory")
        {
            MemoryBench.Run(options, work, data);
            return;
        }
        var (postgres, postgresPort) = options.Wants("postgres") || options.Only.Length == 0 ? Postgres.Start(work) : (null, 0);
        using var database = postgres;
        List<Subject> all = [new(() => OurServer.Start(work, data), []), new(() => FreeRadius.Start(work, FreeRadiusStore.Files), [])];
        if (database is not null)
            all.Add(new(() => FreeRadius.Start(work, FreeRadiusStore.Postgres, postgresPort), [database]));
        var count = options.Requests > 0 ? options.Requests : 100_000;
        try
        {
            foreach (var subject in all)
                subject.Start();
            if (options.Wants("access") || options.Wants("postgres"))
            {
                Measure(options, all, "PAP with Message-Authenticator, as fast as it goes", count, 0, accounting: false);
                Measure(options, all, "PAP with Message-Authenticator, 1,500 requests/s", count / 10, 1500, accounting: false);
            }
            if (options.Wants("accounting") || options.Wants("postgres"))
                Measure(options, all, "Accounting, answered when stored", count / 2, 0, accounting: true);
        }
        finally
        {
            foreach (var subject in all)
                subject.Peer?.Dispose();
        }
        if (options.Only.Length == 0)
            EapBench.Run(options with { Requests = 0 }, work, OurServer.SetUp(work));
    }

    private static void Measure(Options options, List<Subject> all, string title, int count, int perSecond, bool accounting)
    {
        Terminal.WriteLine(title);
        var rounds = new Rounds(title, accounting ? "records" : "requests");
        // Warm up: our code is compiled again and again in the background while it is new, theirs fills its caches.
        foreach (var subject in all)
        {
            for (var i = 0; i < (subject.Helpers.Length > 0 ? 1 : WarmUps); i++)
                One(subject, subject.Helpers.Length > 0 ? 2_000 : 20_000, 0, accounting);
            subject.Quiet();
        }
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var subject in all)
            {
                // A database answers far slower: fewer questions give as exact a figure.
                var questions = subject.Helpers.Length > 0 && perSecond == 0 ? Math.Max(1000, count / 20) : count;
                rounds.Add(subject.Peer!.Name, One(subject, questions, perSecond, accounting));
            }
        }
        rounds.Print();
    }

    private static Round One(Subject subject, int count, int perSecond, bool accounting)
    {
        var generator = new LoadGenerator(accounting ? subject.Accounting : subject.Authentication, Requests.Secret,
            accounting ? RadiusCode.AccountingResponse : RadiusCode.AccessAccept);
        RequestMaker maker = accounting ? Requests.Accounting(++s_run, count) : Requests.Access;
        var before = subject.Cpu();
        var round = generator.Run(count, maker, subject.Helpers.Length > 0 ? 32 : InFlight, perSecond);
        subject.Quiet();
        if (generator.Repeated > 0)
            Terminal.WriteLine($"  {subject.Peer!.Name}: {generator.Repeated} requests had to be sent again");
        return round with { CpuSeconds = subject.Cpu() - before };
    }

    /// <summary>A server and what it needs beside it: all their CPU time counts.</summary>
    private sealed record Subject(Func<(Peer Peer, IPEndPoint Authentication, IPEndPoint Accounting)> Open, Peer[] Helpers)
    {
        public Peer? Peer { get; private set; }

        public IPEndPoint Authentication { get; private set; } = new(IPAddress.Loopback, 0);

        public IPEndPoint Accounting { get; private set; } = new(IPAddress.Loopback, 0);

        public void Start()
        {
            (Peer, Authentication, Accounting) = Open();
            Thread.Sleep(1000);
            Peer.CpuSeconds(); // says so when it ended at once
            // It is up when it answers.
            new LoadGenerator(Authentication, Requests.Secret, RadiusCode.AccessAccept).Run(1, Requests.Access, 1);
        }

        public double Cpu() => Peer!.CpuSeconds() + Helpers.Sum(h => h.CpuSeconds());

        public void Quiet()
        {
            foreach (var peer in (Peer[])[Peer!, .. Helpers])
                peer.WaitUntilQuiet(TimeSpan.FromSeconds(20));
        }
    }
}
