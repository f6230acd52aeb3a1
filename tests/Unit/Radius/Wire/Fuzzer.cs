using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public delegate void FuzzTarget(ReadOnlySpan<byte> octets);

/// <summary>
/// Feeds mutated seeds to a target: a second or two in <c>./test</c>, longer under <c>--long</c>, as long as wanted by hand with
/// <c>HOTSPOT_FUZZ_SECONDS=600</c> (and <c>HOTSPOT_FUZZ_SEED=n</c>). What breaks a target is written to a file; put it under Vectors/Radius/Found, whose files
/// are seeds and are replayed every time.
/// </summary>
public static class Fuzzer
{
    private const long MostGrowth = 32 << 20;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "Radius", "Found");

    private static TimeSpan Budget => TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("HOTSPOT_FUZZ_SECONDS") is { Length: > 0 } seconds
        ? double.Parse(seconds, CultureInfo.InvariantCulture)
        : HotspotManager.Peers.Peer.Long ? 60 : 0.8);

    /// <summary>What was found before for this target, one file of hex each.</summary>
    public static IEnumerable<byte[]> Found(string target) => Directory.Exists(Folder)
        ? Directory.GetFiles(Folder, target + "-*.hex").Order().Select(f => Convert.FromHexString(string.Concat(File.ReadLines(f).Where(l => !l.StartsWith('#')))))
        : [];

    /// <summary>Runs the target on what was found before and then on mutations; no exception, no round without end, no growth of memory.</summary>
    public static async Task RunAsync(string target, IReadOnlyList<byte[]> seeds, FuzzTarget handle)
    {
        byte[][] all = [.. seeds, .. Found(target)];
        byte[] current = [];
        long rounds = 0;
        var random = new Random(int.TryParse(Environment.GetEnvironmentVariable("HOTSPOT_FUZZ_SEED"), out var seed) ? seed : 20260101);
        using var stop = new CancellationTokenSource();
        var loop = Task.Run(() =>
        {
            foreach (var one in all)
                One(one);
            var clock = Stopwatch.StartNew();
            var before = 0L;
            while (clock.Elapsed < Budget && !stop.IsCancellationRequested)
            {
                for (var i = 0; i < 200; i++)
                    One(Mutate(all, random));
                if (before == 0 && clock.Elapsed > Budget / 4)
                    before = GC.GetTotalMemory(forceFullCollection: true);
            }
            Assert.True(before == 0 || GC.GetTotalMemory(forceFullCollection: true) - before < MostGrowth, $"memory grew by more than {MostGrowth} octets in {rounds} rounds");
        }, TestContext.Current.CancellationToken);

        void One(byte[] octets)
        {
            Volatile.Write(ref current, octets);
            handle(octets);
            Interlocked.Increment(ref rounds);
        }

        try
        {
            for (var seen = -1L; !loop.IsCompleted;)
            {
                if (await Task.WhenAny(loop, Task.Delay(TimeSpan.FromSeconds(30), stop.Token)) == loop)
                    break;
                Assert.False(seen == Interlocked.Read(ref rounds), "a round does not end");
                seen = Interlocked.Read(ref rounds);
            }
            await loop;
        }
        catch (Exception error)
        {
            var hex = Convert.ToHexStringLower(Volatile.Read(ref current));
            var file = Path.Combine(Path.GetTempPath(), $"{target}-{hex.GetHashCode(StringComparison.Ordinal):x8}.hex");
            await File.WriteAllTextAsync(file, hex + "\n", CancellationToken.None);
            Assert.Fail($"{target}, round {rounds}: {error.GetType().Name} {error.Message}\n{file}: {hex}\n{error.StackTrace}");
        }
        finally
        {
            await stop.CancelAsync();
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{target}: {rounds} rounds");
    }

    /// <summary>One seed with a few octets changed, cut, repeated or spliced, its length field mostly put right.</summary>
    public static byte[] Mutate(byte[][] seeds, Random random)
    {
        var bytes = seeds[random.Next(seeds.Length)].ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, random.Next(bytes.Count - at) + 1);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at) + 1));
                    break;
                case 4:
                    bytes[at] = (byte)(random.Next(2) == 0 ? 0 : 255);
                    break;
                default:
                    var other = seeds[random.Next(seeds.Length)];
                    bytes.InsertRange(at, other.AsSpan(random.Next(other.Length)).ToArray());
                    break;
            }
        }
        if (bytes.Count > 5000)
            bytes.RemoveRange(5000, bytes.Count - 5000);
        if (bytes.Count >= 4 && random.Next(4) != 0)
            (bytes[2], bytes[3]) = ((byte)(bytes.Count >> 8), (byte)bytes.Count);
        return [.. bytes];
    }
}
