using System.Globalization;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Looks;

/// <summary>What to change of an area's look; null: nothing, "" (or an empty file): from now on as around it.</summary>
/// <param name="Logo">The uploaded file as it is.</param>
public sealed record LookInput(string? Name = null, string? Brand = null, string? BrandDark = null, byte[]? Logo = null);

/// <summary>An area's look as commands and the API show it; null: as around it. <c>used…</c> are the colours that come of it, <c>notes</c> why they are others.</summary>
public sealed record LookView(
    string Area, string? Name, string? Brand, string? BrandDark, string? Logo, int LogoOctets, string UsedBrand, string UsedBrandDark, IReadOnlyList<string> Notes);

/// <summary>A notice as commands and the API show it; times in UTC.</summary>
public sealed record NoticeView(int Id, string Area, string TextId, string? TextEn, DateTimeOffset? From, DateTimeOffset? Until, bool On);

/// <summary>A notice as an operator writes it; times in the city's time, <c>2026-12-24</c> or <c>2026-12-24 18:00</c>.</summary>
public sealed record NoticeInput(string? Area, string? TextId, string? TextEn, string? From, string? Until);

/// <summary>The verbs on looks and notices.</summary>
public static class LookList
{
    public const int MostNoticesOfArea = 20;

    /// <summary>Changes what <paramref name="input"/> names for an area; null or "" is the whole city. A row that says nothing any more is removed.</summary>
    /// <exception cref="RefusedException">No such area, no colour, a name that is too long, or a logo that cannot be used.</exception>
    public static async Task<LookView> SetAsync(HotspotDb db, string? area, LookInput input, CancellationToken cancel = default)
    {
        var code = string.IsNullOrWhiteSpace(area) ? "" : await AreaList.EnsureAsync(db, area, cancel);
        var row = await db.Set<Look>().FirstOrDefaultAsync(l => l.AreaCode == code, cancel);
        var isNew = row is null;
        row ??= new Look { AreaCode = code };
        if (input.Name is { } name) row.Name = Name(name);
        if (input.Brand is { } brand) row.Brand = Hex(brand);
        if (input.BrandDark is { } dark) row.BrandDark = Hex(dark);
        if (input.Logo is { } logo) row.Logo = logo.Length == 0 ? null : LogoFile.Clean(logo);
        var says = row is not { Name: null, Brand: null, BrandDark: null, Logo: null };
        if (isNew && says) db.Add(row);
        else if (!isNew && !says) db.Remove(row);
        return View(row);
    }

    /// <summary>Every area that has something of its own, the city first.</summary>
    public static async Task<IReadOnlyList<LookView>> ListAsync(HotspotDb db, CancellationToken cancel = default) =>
        [.. (await db.Set<Look>().AsNoTracking().OrderBy(l => l.AreaCode).ToListAsync(cancel)).Select(View)];

    /// <exception cref="RefusedException">No such area, no text, times that cannot be, or too many.</exception>
    public static async Task<LookNotice> AddNoticeAsync(HotspotDb db, CityClock clock, NoticeInput input, CancellationToken cancel = default)
    {
        var code = string.IsNullOrWhiteSpace(input.Area) ? "" : await AreaList.EnsureAsync(db, input.Area, cancel);
        var (from, until) = (Time(clock, input.From, endOfDay: false), Time(clock, input.Until, endOfDay: true));
        if (until <= (from ?? clock.Now)) throw new RefusedException("The notice would end before it begins, or has ended already.", "Pengumuman berakhir sebelum mulai, atau sudah lewat.");
        var text = Text(input.TextId) ?? throw new RefusedException("Write the notice in Indonesian; English may come with it.", "Tulis pengumumannya dalam bahasa Indonesia; bahasa Inggris boleh menyusul.");
        // Those that are over for a month are of no use; the trace of who wrote what is not kept here.
        var old = clock.Now.AddDays(-30);
        await db.Set<LookNotice>().Where(n => n.Until != null && n.Until < old).ExecuteDeleteAsync(cancel);
        if (await db.Set<LookNotice>().CountAsync(n => n.AreaCode == code, cancel) >= MostNoticesOfArea)
            throw new RefusedException($"There are {MostNoticesOfArea} notices here already: remove some first.", $"Sudah ada {MostNoticesOfArea} pengumuman di sini: hapus sebagian dulu.");
        var notice = new LookNotice { AreaCode = code, TextId = text, TextEn = Text(input.TextEn), From = from, Until = until };
        db.Add(notice);
        return notice;
    }

    /// <param name="within">Only when its area lies there; null: anywhere.</param>
    /// <exception cref="RefusedException">There is no such notice.</exception>
    public static async Task RemoveNoticeAsync(HotspotDb db, int id, string? within = null, CancellationToken cancel = default)
    {
        var notice = await db.Set<LookNotice>().FirstOrDefaultAsync(n => n.Id == id, cancel);
        if (notice is null || within is not null && !AreaCode.Contains(within, notice.AreaCode))
            throw new RefusedException($"There is no notice {id}. See: hotspot looks notices", $"Tidak ada pengumuman {id}.");
        db.Remove(notice);
    }

    public static async Task<IReadOnlyList<NoticeView>> NoticesAsync(HotspotDb db, DateTimeOffset now, CancellationToken cancel = default) =>
        [.. (await db.Set<LookNotice>().AsNoTracking().OrderBy(n => n.AreaCode).ThenByDescending(n => n.Id).ToListAsync(cancel)).Select(n => View(n, now))];

    public static NoticeView View(LookNotice n, DateTimeOffset now) => new(n.Id, n.AreaCode, n.TextId, n.TextEn, n.From, n.Until, n.IsOn(now));

    private static LookView View(Look row)
    {
        var (brand, dark) = (Colour.Read(row.Brand), Colour.Read(row.BrandDark));
        var used = LookColours.Of(brand, dark);
        return new LookView(row.AreaCode, row.Name, row.Brand, row.BrandDark, row.Logo is null ? null : LogoFile.IsPng(row.Logo) ? "png" : "svg", row.Logo?.Length ?? 0,
            used.Light.Brand, used.Dark.Brand, LookColours.Notes(brand, dark, "en"));
    }

    /// <summary>A name as it may stand on a page; null for none.</summary>
    /// <exception cref="RefusedException">Too long, or with control characters.</exception>
    public static string? Name(string text)
    {
        var name = text.Trim();
        if (name.Length > Look.LongestName || name.Any(char.IsControl))
            throw new RefusedException($"A name has at most {Look.LongestName} characters.", $"Nama paling panjang {Look.LongestName} huruf.");
        return name.Length == 0 ? null : name;
    }

    /// <exception cref="RefusedException">Not a colour.</exception>
    public static string? Hex(string text) => text.Trim().Length == 0 ? null : (Colour.Read(text) ?? throw new RefusedException(
        $"'{text.Trim()}' is not a colour: write #0b6b53.", $"'{text.Trim()}' bukan warna: tulis #0b6b53.")).ToString();

    private static string? Text(string? text)
    {
        var clean = text?.ReplaceLineEndings(" ").Trim();
        if (string.IsNullOrEmpty(clean)) return null;
        return clean.Length <= LookNotice.LongestText && !clean.Any(char.IsControl) ? clean
            : throw new RefusedException($"A notice has at most {LookNotice.LongestText} characters.", $"Pengumuman paling panjang {LookNotice.LongestText} huruf.");
    }

    private static DateTimeOffset? Time(CityClock clock, string? text, bool endOfDay)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        string[] withTime = ["yyyy-MM-dd HH:mm", "yyyy-MM-dd HH.mm", "yyyy-MM-ddTHH:mm"];
        if (!DateTime.TryParseExact(text.Trim(), withTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            if (!DateTime.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out local))
                throw new RefusedException($"'{text}' is not a time: write 2026-12-24 or 2026-12-24 18:00.", $"'{text}' bukan waktu: tulis 2026-12-24 atau 2026-12-24 18:00.");
            // Until a day: that day counts.
            if (endOfDay) local = local.AddDays(1);
        }
        return new DateTimeOffset(local, clock.Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
