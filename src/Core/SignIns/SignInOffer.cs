using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.SignIns;

/// <summary>The ways to sign in, by the words that commands, rows and grants use.</summary>
public static class SignInWay
{
    public const string Voucher = "voucher", Phone = "phone", ClickThrough = "click-through", Account = "account";

    /// <summary>A phone that is remembered with consent; not offered but kept (<see cref="SignInOffer.RememberDays"/>).</summary>
    public const string Returning = "returning";

    /// <summary>Those that an area or a plan can offer.</summary>
    public static IReadOnlyList<string> All { get; } = [Voucher, Phone, ClickThrough, Account];

    /// <summary>Reads <c>voucher,phone</c>: known words, each once, separated by commas. Null for null.</summary>
    /// <exception cref="RefusedException">A word is not a way to sign in.</exception>
    public static string? Check(string? list)
    {
        if (list is null) return null;
        var ways = Read(list).Distinct(StringComparer.Ordinal).ToList();
        if (ways.Find(w => !All.Contains(w)) is { } unknown) throw new RefusedException($"'{unknown}' is not a way to sign in: use {string.Join(", ", All)}.");
        return ways.Count > 0 ? string.Join(',', ways) : throw new RefusedException($"Name at least one way to sign in: {string.Join(", ", All)}.");
    }

    internal static string[] Read(string list) =>
        [.. list.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(w => w.ToLowerInvariant())];
}

/// <summary>What an operator chose for one area; what is null holds as around it, and in the end as built in.</summary>
public sealed class SignInOffer
{
    /// <summary>Official code; "" for the whole city.</summary>
    public required string AreaCode { get; set; }

    /// <summary>Words of <see cref="SignInWay"/> separated by commas.</summary>
    public string? Ways { get; set; }

    /// <summary>What one tap gives here.</summary>
    public int? ClickThroughPlanId { get; set; }

    /// <summary>What a phone number gives here.</summary>
    public int? PhonePlanId { get; set; }

    /// <summary>How long a phone is remembered that agreed to it; 0: phones are not remembered here.</summary>
    public int? RememberDays { get; set; }

    /// <summary>What messages with codes may cost in a month of the city's calendar, for this area and all in it together.</summary>
    public long? MonthlyRupiah { get; set; }
}

internal sealed class SignInOfferMapping : IEntityTypeConfiguration<SignInOffer>
{
    public void Configure(EntityTypeBuilder<SignInOffer> entity) => entity.ToTable("SignInOffers").HasKey(o => o.AreaCode);
}

/// <summary>What holds at one place.</summary>
/// <param name="Ways">Null: every way that is set up.</param>
public sealed record SignInTerms(IReadOnlyList<string>? Ways, int? ClickThroughPlanId, int? PhonePlanId, int RememberDays)
{
    public bool Offers(string way) => Ways is null || Ways.Contains(way);
}

/// <summary>All offers in memory.</summary>
public sealed class SignInOfferTable : ISnapshot
{
    /// <summary>As long as Android and iOS keep one made-up address for a network that is used often.</summary>
    public const int BuiltInRememberDays = 30;

    private Dictionary<string, SignInOffer> _offers = [];

    /// <summary>What holds in an area: the nearest row that says something, for each thing by itself.</summary>
    public SignInTerms Of(string areaCode)
    {
        var terms = new SignInTerms(null, null, null, BuiltInRememberDays);
        // From the city inwards: the nearer overrides.
        foreach (var row in Around(areaCode).Reverse())
        {
            terms = new SignInTerms(row.Ways is { } ways ? SignInWay.Read(ways) : terms.Ways, row.ClickThroughPlanId ?? terms.ClickThroughPlanId,
                row.PhonePlanId ?? terms.PhonePlanId, row.RememberDays ?? terms.RememberDays);
        }
        return terms;
    }

    /// <summary>Every budget that a message for this area counts against: its own and those of all areas around it ("" is the city).</summary>
    public IReadOnlyList<(string Area, long Rupiah)> BudgetsOf(string areaCode) =>
        [.. Around(areaCode).Where(o => o.MonthlyRupiah is not null).Select(o => (o.AreaCode, o.MonthlyRupiah!.Value))];

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel) =>
        Volatile.Write(ref _offers, await db.Set<SignInOffer>().AsNoTracking().ToDictionaryAsync(o => o.AreaCode, StringComparer.Ordinal, cancel));

    private IEnumerable<SignInOffer> Around(string areaCode)
    {
        var offers = Volatile.Read(ref _offers);
        if (offers.Count == 0) return [];
        return AreaCode.SelfAndParents(areaCode).Append("").Select(a => offers.GetValueOrDefault(a)).OfType<SignInOffer>();
    }
}
