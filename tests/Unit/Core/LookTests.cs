using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Store;
using HotspotManager.Portal.Login.Wire;
using HotspotManager.Unit.Console;
using Xunit;

namespace HotspotManager.Unit.Core;

public class LookTests
{
    private const string Rw = "35.73.05.1011/05";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Colour Hex(string text) => Colour.Read(text)!.Value;

    /// <summary>A PNG of this size in true colour, its pixels random: what compresses least.</summary>
    internal static byte[] Png(int side, params (string Kind, byte[] Data)[] more)
    {
        var random = new Random(side);
        var lines = new byte[side * (1 + side * 3)];
        random.NextBytes(lines);
        for (var y = 0; y < side; y++) lines[y * (1 + side * 3)] = 0;
        using var pixels = new MemoryStream();
        using (var deflate = new ZLibStream(pixels, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(lines);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, side);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), side);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. more.SelectMany(c => Chunk(c.Kind, c.Data)), .. Chunk("IDAT", pixels.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string kind, byte[] data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(kind, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc32.Append(0, chunk.AsSpan(4, 4 + data.Length)));
        return chunk;
    }

    private static string Svg(string inside, string attributes = "viewBox=\"0 0 10 10\"") =>
        Encoding.UTF8.GetString(LogoFile.Clean(Encoding.UTF8.GetBytes($"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" {attributes}>{inside}</svg>")));

    [Theory]
    [InlineData("#000", "#fff", 21.0)]
    [InlineData("#767676", "#ffffff", 4.54)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#0b6b53", "#f4f7f5", 6.00)]
    public void Contrast_is_what_wcag_says(string one, string other, double ratio) => Assert.Equal(ratio, Hex(one).Against(Hex(other)), 0.01);

    [Fact]
    public void Whatever_colour_is_asked_for_can_be_read_in_both_schemes()
    {
        var ink = (Light: Hex("#10241f"), Dark: Hex("#e9f2ee"));
        for (var r = 0; r < 256; r += 15)
        {
            for (var g = 0; g < 256; g += 15)
            {
                for (var b = 0; b < 256; b += 15)
                {
                    var colours = LookColours.Of(new Colour((byte)r, (byte)g, (byte)b), null);
                    foreach (var (scheme, grounds, text) in new[] { (colours.Light, new[] { "#ffffff", "#f4f7f5" }, ink.Light), (colours.Dark, new[] { "#15201d", "#0d1513" }, ink.Dark) })
                    {
                        var brand = Hex(scheme.Brand);
                        foreach (var ground in grounds) Assert.True(brand.Against(Hex(ground)) >= 4.5, $"{r},{g},{b}: {scheme.Brand} on {ground}");
                        Assert.True(brand.Against(Hex(scheme.On)) >= 4.5, $"{scheme.On} on {scheme.Brand}");
                        Assert.True(text.Against(Hex(scheme.Soft)) >= 4.5, $"text on {scheme.Soft}");
                    }
                }
            }
        }
    }

    [Fact]
    public void A_colour_that_cannot_be_read_is_changed_and_it_is_said()
    {
        var note = Assert.Single(LookColours.Notes(Hex("#ffcc00"), null, "id"));
        Assert.Contains("#ffcc00 hanya 1,4 : 1", note, StringComparison.Ordinal);
        Assert.Contains(LookColours.Of(Hex("#ffcc00"), null).Light.Brand, note, StringComparison.Ordinal);
        Assert.Empty(LookColours.Notes(Hex("#0b6b53"), null, "id"));
        Assert.Contains("dark pages", Assert.Single(LookColours.Notes(null, Hex("#0b2a20"), "en")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_keeps_its_picture_and_nothing_else()
    {
        var clean = LogoFile.Clean(Png(20, ("tEXt", "Author\0Budi"u8.ToArray()), ("eXIf", [1, 2, 3])));
        Assert.Equal(Png(20), clean);
        Assert.StartsWith("data:image/png;base64,iVBOR", LogoFile.Uri(clean), StringComparison.Ordinal);
    }

    [Fact]
    public void A_png_that_is_cut_changed_or_too_large_is_refused()
    {
        var whole = Png(8);
        for (var length = 0; length < whole.Length; length++) Assert.Throws<RefusedException>(() => LogoFile.Clean(whole.AsMemory(0, length)));
        for (var at = 8; at < whole.Length; at++)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x10;
            Assert.Throws<RefusedException>(() => LogoFile.Clean(changed));
        }
        Assert.Contains("at most 4,300", Assert.Throws<RefusedException>(() => LogoFile.Clean(Png(60))).Message, StringComparison.Ordinal);
        Assert.Throws<RefusedException>(() => LogoFile.Clean(new byte[LogoFile.LargestUpload + 1]));
        // A header that promises more than the lines hold, and one that promises a bomb.
        foreach (var side in new[] { 9, 16_000 })
        {
            var lies = (byte[])whole.Clone();
            BinaryPrimitives.WriteInt32BigEndian(lies.AsSpan(16), side);
            BinaryPrimitives.WriteUInt32BigEndian(lies.AsSpan(29), Crc32.Append(0, lies.AsSpan(12, 17)));
            Assert.Throws<RefusedException>(() => LogoFile.Clean(lies));
        }
    }

    [Fact]
    public void An_svg_keeps_its_shapes_and_nothing_that_acts()
    {
        var clean = Svg("<script>alert(1)</script><metadata>x</metadata><path onclick=\"alert(2)\" d=\"M0 0h1\" style=\"fill:#fff;behavior:url(http://x)\"/>"
            + "<use href=\"http://x/y#z\" xlink:href=\"#a\"/><rect fill=\"url(http://x)\" width=\"1\"/><rect id=\"a\" fill=\"url(#g)\"/><a href=\"javascript:alert(3)\"><circle r=\"1\"/></a>");
        Assert.Equal("<svg viewBox=\"0 0 10 10\" xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h1\" fill=\"#fff\" /><use href=\"#a\" /><rect width=\"1\" /><rect id=\"a\" fill=\"url(#g)\" /></svg>", clean);
        Assert.Contains("viewBox=\"0 0 40 20\"", Svg("<path d=\"M0 0h1\"/>", "width=\"40px\" height=\"20\""), StringComparison.Ordinal);
        Assert.DoesNotContain('"', LogoFile.Uri(Encoding.UTF8.GetBytes(clean)));
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><text>Malang</text></svg>", "<text>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><style>path{}</style></svg>", "<style>")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><path/></svg>", "no viewBox")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">&b;</svg>", "readable SVG")]
    [InlineData("<svg><path/></svg>", "neither a PNG nor an SVG")]
    [InlineData("GIF89a", "neither a PNG")]
    [InlineData("", "neither a PNG")]
    public void What_is_no_plain_picture_is_refused_by_name(string file, string why) =>
        Assert.Contains(why, Assert.Throws<RefusedException>(() => LogoFile.Clean(Encoding.UTF8.GetBytes(file))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task The_nearest_area_has_the_say_for_each_thing_by_itself()
    {
        await using var store = await TestStore.CreateAsync();
        var table = store.Get<LookTable>();
        Assert.Same(LookShown.BuiltIn, table.Of(Rw));
        await store.Writer.ChangeAsync(async db =>
        {
            await LookList.SetAsync(db, null, new LookInput(Name: "Batu Online", Brand: "#7b1e3a"), Cancel);
            await LookList.SetAsync(db, Rw, new LookInput(Logo: Png(20)), Cancel);
        }, Cancel);
        await ReloadAsync();
        var (city, here) = (table.Of(null), table.Of(Rw));
        Assert.Equal(("Batu Online", "#7b1e3a", null), (city.Name, city.Colours.Light.Brand, city.LogoUri));
        Assert.Equal(("Batu Online", "#7b1e3a"), (here.Name, here.Colours.Light.Brand));
        Assert.NotNull(here.LogoUri);
        Assert.Same(here, table.Of(Rw + "/02"));
        Assert.Same(city, table.Of("35.73.04.1001"));

        // Something else changes: pages stay prepared.
        await ReloadAsync();
        Assert.Same(here, table.Of(Rw));
        await store.Writer.ChangeAsync(async db =>
        {
            await LookList.SetAsync(db, null, new LookInput(Name: "", Brand: ""), Cancel);
            await LookList.SetAsync(db, Rw, new LookInput(Logo: []), Cancel);
        }, Cancel);
        await ReloadAsync();
        Assert.Same(LookShown.BuiltIn, table.Of(Rw));
        await Assert.ThrowsAsync<RefusedException>(() => store.Writer.ChangeAsync(db => LookList.SetAsync(db, null, new LookInput(Brand: "merah"), Cancel), Cancel));
        await Assert.ThrowsAsync<RefusedException>(() => store.Writer.ChangeAsync(db => LookList.SetAsync(db, null, new LookInput(Name: new string('x', 41)), Cancel), Cancel));

        async Task ReloadAsync()
        {
            await using var db = store.Open();
            await table.ReloadAsync(db, Cancel);
        }
    }

    [Fact]
    public async Task A_notice_is_there_from_when_until_when_it_says_nearest_first()
    {
        var time = new SteppedTime { Now = new DateTimeOffset(2026, 12, 24, 10, 0, 0, TimeSpan.Zero) };
        await using var store = await TestStore.CreateAsync(time);
        var (table, clock) = (store.Get<LookTable>(), store.Get<CityClock>());
        await store.Writer.ChangeAsync(async db =>
        {
            await LookList.AddNoticeAsync(db, clock, new NoticeInput(null, "Libur Natal: layanan tetap buka.", "Open at Christmas.", null, "2026-12-24"), Cancel);
            await LookList.AddNoticeAsync(db, clock, new NoticeInput(Rw, "Listrik padam 18.00.", null, "2026-12-24 18:00", "2026-12-24 20:00"), Cancel);
            await db.SaveChangesAsync(Cancel);
            await table.ReloadAsync(db, Cancel);
        }, Cancel);
        // 10.00 UTC is 17.00 in Malang.
        Assert.Equal(["Open at Christmas."], Shown("en"));
        time.Now += TimeSpan.FromHours(1);
        Assert.Equal(["Listrik padam 18.00.", "Open at Christmas."], Shown("en"));
        Assert.Equal(["Libur Natal: layanan tetap buka."], table.NoticesOf(null, time.GetUtcNow()).Select(n => n.Text("id")));
        time.Now += TimeSpan.FromHours(2);
        Assert.Equal(["Open at Christmas."], Shown("en"));
        time.Now += TimeSpan.FromHours(4);
        Assert.Empty(Shown("id"));

        foreach (var wrong in new[] { new NoticeInput(null, "", "x", null, null), new NoticeInput(null, "x", null, "besok", null), new NoticeInput(null, "x", null, null, "2026-12-01"), new NoticeInput("35.99", "x", null, null, null), new NoticeInput(null, new string('x', 241), null, null, null) })
            await Assert.ThrowsAsync<RefusedException>(() => store.Writer.ChangeAsync(db => LookList.AddNoticeAsync(db, clock, wrong, Cancel), Cancel));

        IEnumerable<string> Shown(string language) => table.NoticesOf(Rw, time.GetUtcNow()).Select(n => n.Text(language));
    }
}
