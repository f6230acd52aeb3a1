using System.Globalization;
using HotspotManager.City.Gateways;
using HotspotManager.City.Network;

namespace HotspotManager.City.Phones;

/// <summary>The people around one access point: who comes when, with what in hand. Ticked by one thread; visits run beside it.</summary>
internal sealed class Neighbourhood
{
    private const double TypingErrors = 0.03;
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(45), AfterNoPage = TimeSpan.FromSeconds(40);

    private readonly GatewaySite _site;
    private readonly Resident[] _residents;
    private readonly Random _random;
    private int _visiting;

    public Neighbourhood(SimulatedAccessPoint point, GatewaySite site, IReadOnlyList<string> vouchers, int seed)
    {
        (Point, _site, _random) = (point, site, new Random(seed));
        _residents = [.. Enumerable.Range(0, Math.Min(Phone.MostAtOnePoint - 2, point.Plan.Popularity * 6))
            .Select(i => new Resident(Phone.Of(point.Plan.Index, i)) { Code = i < vouchers.Count ? vouchers[i] : null })];
    }

    public SimulatedAccessPoint Point { get; }

    /// <summary>Attempts under way.</summary>
    public int Visiting => Volatile.Read(ref _visiting);

    /// <summary>Lets people come who are expected at this hour.</summary>
    /// <param name="atOnce">All who are missing, not one by one: the city has just been started.</param>
    /// <param name="most">How many may come now.</param>
    /// <returns>How many came.</returns>
    public int Arrive(DateTimeOffset now, bool atOnce, int most, CancellationToken cancel)
    {
        if (!Point.IsPowered) return 0;
        var missing = (int)Math.Round(Point.Plan.Popularity * Rhythm.Share(now)) - Point.Clients - Visiting;
        var coming = 0;
        for (var i = 0; i < missing && coming < most; i++)
        {
            if (!atOnce && _random.NextDouble() > 0.03) continue;
            var resident = _residents[_random.Next(_residents.Length)];
            if (resident.IsBusy || resident.NotBefore > now || Point.IsOnline(resident.Phone)) continue;
            resident.IsBusy = true;
            Interlocked.Increment(ref _visiting);
            coming++;
            _ = VisitAsync(resident, resident.Code is { } code && _random.NextDouble() < TypingErrors ? Mistype(code) : null, cancel);
        }
        return coming;
    }

    private async Task VisitAsync(Resident resident, string? mistyped, CancellationToken cancel)
    {
        try
        {
            await Task.Yield();
            using var browser = new PhoneBrowser(Point, _site, resident.Phone);
            if (mistyped is not null) await browser.GetOnlineAsync(mistyped, cancel);
            var outcome = await browser.GetOnlineAsync(resident.Code, cancel);
            var now = _site.Time.GetUtcNow();
            if (outcome == VisitOutcome.Refused && resident.Code is not null) resident.Code = null; // used up: next time a tap
            else if (outcome is VisitOutcome.Refused or VisitOutcome.DeadEnd) resident.NotBefore = now + AfterRefusal;
            else if (outcome == VisitOutcome.Unreachable) resident.NotBefore = now + AfterNoPage;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The city is being put away.
        }
        finally
        {
            resident.IsBusy = false;
            Interlocked.Decrement(ref _visiting);
        }
    }

    private static string Mistype(string code) =>
        string.Create(CultureInfo.InvariantCulture, $"{code[..^2]}{code[^1]}{(char)('0' + (code[^2] - '0' + 1) % 10)}");

    private sealed class Resident(Phone phone)
    {
        public Phone Phone => phone;

        /// <summary>The voucher in hand; null: taps.</summary>
        public string? Code { get; set; }

        public DateTimeOffset NotBefore { get; set; }
        public bool IsBusy { get; set; }
    }
}
