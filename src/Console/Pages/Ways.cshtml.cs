using HotspotManager.Core.Admission;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.People;
using HotspotManager.Core.Plans;
using HotspotManager.Core.SignIns;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>An area with an offer of its own, and what its messages cost this month.</summary>
public sealed record OfferRow(SignInOfferView Offer, long Spent);

/// <summary>Which ways to sign in are offered in an area, and by which ways each plan is given.</summary>
public sealed class WaysModel(
    StoreWriter writer, SignInOfferTable offers, PlanTable plans, CourierTable couriers, AccountTable accounts, CityClock clock, IDbContextFactory<HotspotDb> databases, Frame frame)
    : AreaPage(writer, frame)
{
    private readonly Frame frame = frame;

    [BindProperty]
    public WaysForm Form { get; set; } = new();

    /// <summary>What holds here, wherever it is said.</summary>
    public SignInTerms Now { get; private set; } = new(null, null, null, 0);

    /// <summary>What holds around it: what an empty field comes to.</summary>
    public SignInTerms Around { get; private set; } = new(null, null, null, 0);

    public IReadOnlyList<OfferRow> Others { get; private set; } = [];

    public IReadOnlyList<Plan> Plans => plans.All;

    public string? PlanName(int? id) => id is { } known ? plans.Find(known)?.Name : null;

    /// <summary>Why a way cannot be used yet, as a key of the words; null when all it needs is there.</summary>
    public string? Lacks(string way) => way switch
    {
        SignInWay.Phone when couriers.Of(MessageChannel.Phone).Count == 0 => "ways.no-courier",
        SignInWay.Phone when !Gives(Now.PhonePlanId ?? Now.ClickThroughPlanId, way) => "ways.no-plan",
        SignInWay.ClickThrough when !Gives(Now.ClickThroughPlanId, way) => "ways.no-plan",
        SignInWay.Account when accounts.Count == 0 => "ways.no-account",
        _ => null,
    };

    /// <summary>Nobody could come in here.</summary>
    public bool IsDeadEnd => SignInWay.All.All(w => !Now.Offers(w) || Lacks(w) is not null);

    public Task<IActionResult> OnPostSaveAsync(string? code, CancellationToken cancel) => ChangeAsync(code, frame.Who.MaySetUp, offers, async db =>
    {
        if (Form.Choose && Form.Ways.Length == 0) throw new RefusedException("Choose at least one way to sign in.", frame.W["ways.none"]);
        await SignInOfferList.SetAsync(db, Code, new SignInOfferInput(
            Form.Choose ? string.Join(',', Form.Ways) : "", Form.ClickThroughPlan ?? "", Form.PhonePlan ?? "", Form.RememberDays ?? -1, Form.MonthlyRupiah ?? -1), cancel);
    }, cancel);

    public Task<IActionResult> OnPostPlanAsync(string? code, string? plan, string[] ways, CancellationToken cancel) => ChangeAsync(
        code, frame.Who is { MaySetUp: true, Area: null }, plans, db => PlanChange.SetAsync(db, plan ?? "", WaysOf(ways), frame.Who.Name, frame.Now, cancel), cancel);

    protected override async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        var all = await SignInOfferList.ListAsync(db, cancel);
        (Now, Around) = (offers.Of(Code), Code.Length > 0 ? offers.Of(AreaCode.Parent(Code) ?? "") : new SignInTerms(null, null, null, SignInOfferTable.BuiltInRememberDays));
        if (Refused is null && all.FirstOrDefault(o => o.Area == Code) is { } own)
        {
            Form = new WaysForm
            {
                Choose = own.Ways is not null,
                Ways = own.Ways?.Split(',') ?? [],
                ClickThroughPlan = own.ClickThroughPlan,
                PhonePlan = own.PhonePlan,
                RememberDays = own.RememberDays,
                MonthlyRupiah = own.MonthlyRupiah,
            };
        }
        else if (Refused is null) Form = new WaysForm();
        var (rows, month) = (new List<OfferRow>(), Outbox.MonthOf(clock, clock.Now));
        foreach (var offer in all.Where(o => frame.Who.Area is null || frame.Who.Sees(o.Area))) rows.Add(new OfferRow(offer, await Outbox.SpentAsync(db, offer.Area, month, cancel)));
        Others = rows;
        return Page();
    }

    /// <summary>All of them ticked is any, also one that comes later.</summary>
    private static PlanInput WaysOf(string[] ways)
    {
        if (ways.Length == 0) throw new RefusedException("A plan needs at least one way to sign in.", "Sebuah paket perlu paling sedikit satu cara masuk.");
        var checkedWays = SignInWay.Check(string.Join(',', ways))!;
        return new PlanInput(null, null, null, null, null, null, null, checkedWays.Split(',').Length == SignInWay.All.Count ? "" : checkedWays);
    }

    private bool Gives(int? plan, string way) => (plan is { } id ? plans.Find(id) : plans.Find(PlanList.ClickThrough))?.Allows(way) == true;
}

/// <summary>What the form sends; empty: as around.</summary>
public sealed class WaysForm
{
    /// <summary>False: as around.</summary>
    public bool Choose { get; set; }

    public string[] Ways { get; set; } = [];
    public string? ClickThroughPlan { get; set; }
    public string? PhonePlan { get; set; }
    public int? RememberDays { get; set; }
    public long? MonthlyRupiah { get; set; }
}
