using System.Diagnostics;
using System.Globalization;

namespace HotspotManager.Bench.Radius;

/// <summary>
/// Phones signing in one after the other, several at once: eapol_test, wpa_supplicant's own EAP peer. It says more than it does (its debugging output cannot be turned off), so what it
/// reaches a second is its own measure as much as the server's; the server's CPU time for each sign-in is the server's alone.
/// </summary>
internal static class EapLoad
{
    private const int AtOnce = 4;

    /// <summary>Signs in so often with one network block; every sign-in must give the right keys. Returns the round and how many Access-Challenges each took.</summary>
    /// <exception cref="InvalidOperationException">Not all succeeded.</exception>
    public static (Round Round, double Challenges) Run(WorkFolder work, int port, string network, bool resumed, int count)
    {
        var each = Math.Max(1, count / AtOnce);
        var file = Path.Combine(work.Path, "eapol.conf");
        File.WriteAllText(file, $"fast_reauth={(resumed ? 1 : 0)}\nnetwork={{\n{network}\n}}\n");
        var began = Stopwatch.GetTimestamp();
        var runs = Enumerable.Range(0, AtOnce).Select(n => Task.Run(() => Peer.Run("bash", "-c",
            $"eapol_test -c {file} -a 127.0.0.1 -p {port} -s {Requests.SecretText} -M 02:00:00:00:ee:0{n} -t 30 -r {each - 1} | awk '/RADIUS message: code=11 /{{c++}} /MPPE keys OK/{{print c, $4, $6}}'"))).ToArray();
        Task.WaitAll(runs);
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var (challenges, right) = (0L, 0L);
        foreach (var run in runs)
        {
            var words = run.Result.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length != 3)
                throw new InvalidOperationException($"eapol_test says nothing of keys: {run.Result}");
            challenges += Number(words[0]);
            right += Number(words[1]);
        }
        if (right < (each * AtOnce) - AtOnce)
            throw new InvalidOperationException($"{right} of {each * AtOnce} sign-ins gave the right keys");
        return (new Round(each * AtOnce, took, 0), (double)challenges / (each * AtOnce));
    }

    private static long Number(string text) => long.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
