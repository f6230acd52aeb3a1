using System.Globalization;
using System.Text.Json;
using HotspotManager.Console.Access;
using HotspotManager.Console.Live;
using HotspotManager.Core.Attempts;
using HotspotManager.Core.Conditions;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Reports;
using HotspotManager.Core.Panels;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Series;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>A device on the way to the internet.</summary>
public sealed record ChainLink(string Name, string State);

/// <summary>One access point: state, the path to the internet, plots, sessions, facts, attempts, and what to paste into the router.</summary>
public sealed class AccessPointModel(
    IDbContextFactory<HotspotDb> databases, StoreWriter writer, FeedHistory history, PointReader points, LiveCounts counts, StateBook states, SampleRing ring,
    IEnumerable<Panel> panels, SecretBox secrets, Frame frame) : PageModel
{
    /// <summary>The spans a plot can show.</summary>
    public static readonly (int Hours, string Word)[] Ranges = [(1, "range.1"), (24, "range.24"), (168, "range.168"), (720, "range.720")];

    [BindProperty(SupportsGet = true, Name = "hours")]
    public int Hours { get; set; }

    public PointNow Point { get; private set; } = null!;

    public long Seq { get; private set; }

    public string Brand { get; private set; } = "";

    public string Uplink { get; private set; } = "";

    public bool LearnedMessageAuthenticator { get; private set; }

    public double? Success { get; private set; }

    /// <summary>Of the last 30 days.</summary>
    public Availability Availability { get; private set; }

    public IReadOnlyList<ChainLink> Chain { get; private set; } = [];

    public IReadOnlyList<OutageView> Outages { get; private set; } = [];

    public IReadOnlyList<AttemptRow> Attempts { get; private set; } = [];

    public IReadOnlyList<(string Label, string Value)> Facts { get; private set; } = [];

    /// <summary>What its device told of itself and its radios.</summary>
    public IReadOnlyList<(string Label, string Value)> Condition { get; private set; } = [];

    public DateTimeOffset ConditionAt { get; private set; }

    public IReadOnlyList<ShownPanel> Panels { get; private set; } = [];

    public PointSessions Sessions { get; private set; } = null!;

    /// <summary>The page with the routers' secrets in what is to be pasted: asked for by a button, told in the feed.</summary>
    public async Task<IActionResult> OnPostSecretsAsync(string name, CancellationToken cancel)
    {
        if (Find(name) is not { } row) return NotFound();
        if (!frame.Who.MayAct) return Forbid();
        await writer.WriteAsync(db => FeedLog.AppendAsync(db, [new FeedEvent
        {
            At = frame.Now, Kind = FeedKind.Notice, AccessPoint = row.Name, Area = row.AreaCode, State = "secrets-shown",
            Data = JsonSerializer.Serialize(new { who = frame.Who.Name }),
        }], cancel), cancel);
        ShowsSecrets = true;
        Response.Headers.CacheControl = "no-store";
        return await OnGetAsync(name, cancel);
    }

    /// <summary>Secrets stand in the panels.</summary>
    public bool ShowsSecrets { get; private set; }

    public async Task<IActionResult> OnGetAsync(string name, CancellationToken cancel)
    {
        if (Find(name) is not { } row) return NotFound();
        await using var db = await databases.CreateDbContextAsync(cancel);
        Seq = await history.NewestAsync(db, cancel);
        Point = points.Of(row);
        var nas = points.Network.FindNas(row.NasId);
        var device = row.DeviceId is { } id ? points.Network.FindDevice(id) : null;
        Brand = string.Join(" · ", new[] { nas?.Row.Gateway, nas?.Row.Brand is "ietf" ? null : nas?.Row.Brand }.Where(b => b is not null).Distinct());
        if (Brand.Length == 0) Brand = nas?.Name ?? "";
        LearnedMessageAuthenticator = nas?.Row is { SendsMessageAuthenticator: true, RequireMessageAuthenticator: false };
        IsPolled = device is { Row.IsPolled: true };
        ReadChain(device);
        Facts = FactsOf(row, nas, device);
        var (all, accepted) = counts.AttemptsAt(row.Id);
        Success = all == 0 ? null : (double)accepted / all;
        if (device is not null)
        {
            if (await Conditions.FindAsync(db, device.Id, cancel) is { } condition) (Condition, ConditionAt) = (ConditionFacts.Of(condition, frame), condition.At);
            Availability = await DeviceAvailability.ReadAsync(db, device.Id, frame.Now.AddDays(-30), frame.Now, frame.Now, cancel);
            Outages = await OutageList.ListAsync(db, openOnly: false, device: device.Name, take: 12, cancel: cancel);
            // A network that was set up an hour ago has no day to show yet.
            if (Hours == 0) Hours = await IsYoung(db, device.Id, cancel) ? 1 : 24;
        }

        if (!Ranges.Any(r => r.Hours == Hours)) Hours = 24;
        Attempts = await AttemptRow.ReadAsync(db, secrets, frame, points.Network, new AttemptQuery { AccessPoints = [row.Id], Take = 8 }, cancel);
        Sessions = await PointSessions.ReadAsync(db, row.Name, frame, cancel);
        Panels = ShownPanel.Of(panels, PanelPlace.AccessPoint, row.Name, frame, ShowsSecrets);
        return Page();
    }

    /// <summary>Forgets that the router always sends Message-Authenticator: for one that was replaced by an older.</summary>
    public async Task<IActionResult> OnPostForgetAsync(string name, CancellationToken cancel)
    {
        if (Find(name) is not { } row) return NotFound();
        if (!frame.Who.MayAct) return Forbid();
        await writer.ChangeAsync(async db =>
        {
            await NetworkList.ResetMessageAuthenticatorAsync(db, points.Network.FindNas(row.NasId)!.Name, cancel);
            await FeedLog.AppendAsync(db, [new FeedEvent
            {
                At = frame.Now, Kind = FeedKind.Notice, AccessPoint = row.Name, Area = row.AreaCode, State = "message-authenticator-reset",
            }], cancel);
        }, cancel);
        return Redirect("/aps/" + row.Name);
    }

    /// <summary>Saves what an administrator wrote into a panel's form; the panel's room checks it.</summary>
    public async Task<IActionResult> OnPostPanelAsync(string name, string key, string? text, CancellationToken cancel)
    {
        if (Find(name) is not { } row) return NotFound();
        if (!frame.Who.MaySetUp) return Forbid();
        if (ShownPanel.Form(panels, row.Name, key, frame.W.Language) is not { } form) return NotFound();
        try
        {
            await form.Save(text ?? "", cancel);
            return Redirect($"/aps/{row.Name}#{key}");
        }
        catch (RefusedException refused)
        {
            await OnGetAsync(name, cancel);
            Panels = [.. Panels.Select(p => p.Content.Form?.Key == key ? p with { IsAsked = true, Refused = refused.In(frame.W.Language), Typed = text } : p)];
            return Page();
        }
    }

    /// <summary>It has an address and an SNMP user or community.</summary>
    public bool IsPolled { get; private set; }

    /// <summary>What came of the poll that was just asked for, in words.</summary>
    public string? Polled { get; private set; }

    /// <summary>Has it polled now and shows the page with what came of it.</summary>
    public async Task<IActionResult> OnPostPollAsync([FromServices] Polls polls, string name, CancellationToken cancel)
    {
        if (Find(name) is not { } row) return NotFound();
        if (!frame.Who.MayAct) return Forbid();
        try
        {
            var order = await polls.OrderAsync(row.Name, frame.Who, cancel);
            Polled = frame.W["poll." + order.Outcome] + (order.Milliseconds is { } ms ? $" ({frame.F.Whole(ms)} ms)" : "");
        }
        catch (RefusedException refused)
        {
            Polled = refused.In(frame.W.Language);
        }

        return await OnGetAsync(name, cancel);
    }

    private AccessPoint? Find(string name) => points.Network.FindAccessPoint(name ?? "") is { } row && frame.Who.Sees(row.AreaCode) ? row : null;

    private void ReadChain(DeviceEntry? device)
    {
        var chain = new List<ChainLink>();
        DeviceEntry? line = null;
        for (var hop = device; hop is not null && chain.Count < 12; hop = hop.Row.UplinkId is { } up ? points.Network.FindDevice(up) : null)
        {
            chain.Add(new ChainLink(hop.Name, DeviceStates.Name(states.Of(hop.Id).State)));
            if (hop.Row.Provider is not null || hop.Row.ContractMbps is not null) line = hop;
        }

        Chain = chain;
        if (line is null) return;
        var used = line.Row.ContractMbps is > 0 and var mbps && ring.Latest(line.Id) is { } sample && sample.InBps >= 0
            ? frame.W.Say("ap.used", frame.F.Percent(sample.InBps * 8 / (mbps * 1e6), 0)) : null;
        Uplink = string.Join(", ", new[] { line.Row.Provider, line.Row.ContractMbps is { } rate ? $"{frame.F.Whole(rate)} Mb/s" : null, used }.Where(t => t is not null));
    }

    private List<(string, string)> FactsOf(AccessPoint row, NasEntry? nas, DeviceEntry? device)
    {
        var facts = new List<(string, string)>();
        if (nas is not null)
        {
            facts.Add(("fact.nas", nas.Name == row.Name ? nas.Row.HasAddress ? nas.Row.Whereabouts : "–" : $"{nas.Name} · {nas.Address}"));
            facts.Add(("fact.gateway", nas.Row.Gateway ?? "–"));
            facts.Add(("fact.brand", nas.Row.Brand));
            facts.Add(("fact.authenticator", frame.W[nas.Row.RequireMessageAuthenticator ? "fact.required" : nas.Row.SendsMessageAuthenticator ? "fact.learned" : "fact.whenThere"]));
        }

        if (row.CalledStationId is not null) facts.Add(("fact.called", row.CalledStationId));
        if (row.Mac is not null && frame.Who.SeesPeople) facts.Add(("fact.mac", row.Mac));
        if (device is not null)
        {
            if (device.CheckInKey is not null) facts.Add(("fact.watched", frame.W["fact.reports"]));
            else facts.Add(("fact.polled", device.Row.ControllerId is { } controller ? frame.W.Say("fact.toldBy", points.Network.FindDevice(controller)?.Name ?? "–")
                : device.IsPolled ? $"{device.Address}:{device.Row.SnmpPort.ToString(CultureInfo.InvariantCulture)}" : frame.W["fact.notPolled"]));
            if (ring.Latest(device.Id) is { } sample)
            {
                facts.Add(("fact.measured", frame.F.When(sample.At, frame.Now)));
                if (sample.UptimeSeconds >= 0) facts.Add(("fact.uptime", frame.F.Span(TimeSpan.FromSeconds(sample.UptimeSeconds))));
            }
        }

        return facts;
    }

    private async Task<bool> IsYoung(HotspotDb db, int device, CancellationToken cancel)
    {
        var before = frame.Now.AddHours(-2);
        return !await db.Set<RollUp>().AnyAsync(r => r.DeviceId == device && r.Resolution == RollUps.FiveMinutes && r.Start < before, cancel);
    }
}
