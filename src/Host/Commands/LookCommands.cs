using System.CommandLine;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Store;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot looks …</c>: how residents' pages look, and what they are to read there.</summary>
internal static class LookCommands
{
    public static Command Create()
    {
        var area = Common.Opt<string?>("--area", "An area and all in it; without it the whole city", "CODE");
        var name = Common.Opt<string?>("--name", $"At the top of each page, at most {Look.LongestName} characters; \"\" as around it", "TEXT");
        var brand = Common.Opt<string?>("--brand", "Colour such as #0b6b53; made darker where text could not be read in it; \"\" as around it", "#HEX");
        var dark = Common.Opt<string?>("--brand-dark", "The same for the dark scheme; \"\" made from --brand", "#HEX");
        var logo = Common.Opt<FileInfo?>("--logo", "A PNG or SVG; only the picture in it is kept", "FILE");
        var noLogo = new Option<bool>("--no-logo") { Description = "As around it again" };
        var english = Common.Opt<string?>("--english", "The same in English", "TEXT");
        var from = Common.Opt<string?>("--from", "From then on, in the city's time: 2026-12-24 or \"2026-12-24 18:00\"", "TIME");
        var until = Common.Opt<string?>("--until", "Until then; a day counts whole", "TIME");
        var text = new Argument<string>("TEXT") { Description = $"In Indonesian, at most {LookNotice.LongestText} characters" };
        var id = new Argument<int>("ID");
        var looks = new Command("looks", "Residents' pages: name, colours, logo and notices, for the city or an area");
        looks.Add(Common.Command("set", "Choose for the city or an area; what is not said stays, what nobody says is as around", async (a, store, cancel) =>
        {
            if (a.GetValue(logo) is not null && a.GetValue(noLogo)) throw new UsageException("--logo and --no-logo do not go together.");
            var file = a.GetValue(logo) is { } given ? await ReadAsync(given, cancel) : a.GetValue(noLogo) ? [] : null;
            var view = await store.Writer.ChangeAsync(db => LookList.SetAsync(db, a.GetValue(area), new LookInput(a.GetValue(name), a.GetValue(brand), a.GetValue(dark), file), cancel), cancel);
            store.Output.Done(string.Join(' ', view.Notes.Prepend($"{(view.Area.Length > 0 ? view.Area : "The city")} looks as said.")), view);
        }, area, name, brand, dark, logo, noLogo));
        looks.Add(Common.Command("list", "Every area that has something of its own; \"\" is the whole city", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await LookList.ListAsync(db, cancel));
        }));
        looks.Add(Common.Command("notices", "All notices", async (_, store, cancel) =>
        {
            await using var db = store.Open();
            store.Output.Many(await LookList.NoticesAsync(db, store.Now, cancel));
        }));
        var notice = new Command("notice", "What residents read on the first page and on /status");
        notice.Add(Common.Command("add", "Add a notice", async (a, store, cancel) =>
        {
            var clock = new CityClock(store.Settings.City, store.Time);
            var row = await store.Writer.ChangeAsync(async db =>
            {
                var added = await LookList.AddNoticeAsync(db, clock, new NoticeInput(a.GetValue(area), a.GetValue(text), a.GetValue(english), a.GetValue(from), a.GetValue(until)), cancel);
                await db.SaveChangesAsync(cancel);
                return added;
            }, cancel);
            store.Output.Done($"Notice {row.Id} is added.", LookList.View(row, store.Now));
        }, text, area, english, from, until));
        notice.Add(Common.Command("remove", "Remove a notice", async (a, store, cancel) =>
        {
            await store.Writer.ChangeAsync(db => LookList.RemoveNoticeAsync(db, a.GetValue(id), null, cancel), cancel);
            store.Output.Done($"Notice {a.GetValue(id)} is removed.", new { id = a.GetValue(id) });
        }, id));
        looks.Add(notice);
        return looks;
    }

    private static async Task<byte[]> ReadAsync(FileInfo file, CancellationToken cancel)
    {
        if (!file.Exists) throw new RefusedException($"There is no file {file.FullName}.");
        if (file.Length > LogoFile.LargestUpload) throw new RefusedException("The logo's file is larger than 256 KB.");
        return await File.ReadAllBytesAsync(file.FullName, cancel);
    }
}
