using HotspotManager.Core.Areas;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Console.Pages;

/// <summary>How residents' pages look in an area: name, colours, logo, notices, beside the real page in both schemes.</summary>
public sealed class LooksModel(StoreWriter writer, LookTable looks, CityClock clock, IDbContextFactory<HotspotDb> databases, Frame frame, IServiceProvider services) : AreaPage(writer, frame)
{
    private readonly Frame frame = frame;

    [BindProperty]
    public LookForm Form { get; set; } = new();

    [BindProperty]
    public NoticeForm Notice { get; set; } = new();

    public LookView? Own { get; private set; }

    /// <summary>What holds here now.</summary>
    public LookShown Now { get; private set; } = LookShown.BuiltIn;

    /// <summary>Why the colours on show are not those that were asked for.</summary>
    public IReadOnlyList<string> Notes { get; private set; } = [];

    public IReadOnlyList<NoticeView> Notices { get; private set; } = [];

    public bool HasPreview => services.GetService(typeof(LookPreview)) is not null;

    /// <summary>As residents read it: the city's name when nobody chose another.</summary>
    public string Name => Now.Name ?? "WiFi Warga " + (frame.City.Name.StartsWith("Kota ", StringComparison.Ordinal) ? frame.City.Name[5..] : frame.City.Name);

    public string Preview(bool dark) => $"/preview/look?area={Uri.EscapeDataString(Code)}&dark={(dark ? 1 : 0)}";

    /// <summary>From when until when a notice is there.</summary>
    public string When(NoticeView n) => (n.From, n.Until) switch
    {
        ({ } from, { } until) => $"{frame.F.Full(from)} – {frame.F.Full(until)}",
        ({ } from, null) => $"{frame.W["looks.from"]} {frame.F.Full(from)}",
        (null, { } until) => $"{frame.W["looks.until"]} {frame.F.Full(until)}",
        _ => frame.W["looks.always"],
    };

    public async Task<IActionResult> OnPostSaveAsync(string? code, CancellationToken cancel)
    {
        byte[]? logo = null;
        if (Form.Logo is { Length: > LogoFile.LargestUpload }) logo = new byte[LogoFile.LargestUpload + 1];
        else if (Form.Logo is { Length: > 0 } file)
        {
            using var to = new MemoryStream();
            await file.CopyToAsync(to, cancel);
            logo = to.ToArray();
        }
        else if (Form.NoLogo) logo = [];
        return await ChangeAsync(code, frame.Who.MaySetUp, looks, db => LookList.SetAsync(db, Code, new LookInput(Form.Name ?? "", Form.Brand ?? "", Form.BrandDark ?? "", logo), cancel), cancel);
    }

    public Task<IActionResult> OnPostNoticeAsync(string? code, CancellationToken cancel) => ChangeAsync(code, frame.Who.MayAct, looks, async db =>
    {
        await LookList.AddNoticeAsync(db, clock, new NoticeInput(Code, Notice.TextId, Notice.TextEn, Notice.From, Notice.Until), cancel);
        Notice = new NoticeForm();
    }, cancel);

    public Task<IActionResult> OnPostRemoveAsync(string? code, int id, CancellationToken cancel) =>
        ChangeAsync(code, frame.Who.MayAct, looks, db => LookList.RemoveNoticeAsync(db, id, frame.Who.Area, cancel), cancel);

    protected override async Task<IActionResult> ShowAsync(CancellationToken cancel)
    {
        await using var db = await databases.CreateDbContextAsync(cancel);
        Own = (await LookList.ListAsync(db, cancel)).FirstOrDefault(l => l.Area == Code);
        Now = looks.Of(Code.Length > 0 ? Code : null);
        if (Refused is null) Form = new LookForm { Name = Own?.Name, Brand = Own?.Brand, BrandDark = Own?.BrandDark };
        Notes = LookColours.Notes(Colour.Read(Own?.Brand), Colour.Read(Own?.BrandDark), frame.W.Language);
        var here = Code.Length == 0 ? [""] : AreaCode.SelfAndParents(Code).Append("").ToList();
        Notices = [.. (await LookList.NoticesAsync(db, frame.Now, cancel)).Where(n => here.Contains(n.Area)).OrderBy(n => here.IndexOf(n.Area)).ThenByDescending(n => n.Id)];
        // The preview is a page of ours in a frame of ours; no other page needs that.
        Response.Headers.ContentSecurityPolicy = Response.Headers.ContentSecurityPolicy + "; frame-src 'self'";
        return Page();
    }
}

/// <summary>What the form sends; empty: as around.</summary>
public sealed class LookForm
{
    public string? Name { get; set; }
    public string? Brand { get; set; }
    public string? BrandDark { get; set; }
    public IFormFile? Logo { get; set; }
    public bool NoLogo { get; set; }
}

/// <summary>A notice as the form sends it; times as <c>2026-12-24T18:00</c>, in the city's time.</summary>
public sealed class NoticeForm
{
    public string? TextId { get; set; }
    public string? TextEn { get; set; }
    public string? From { get; set; }
    public string? Until { get; set; }
}
