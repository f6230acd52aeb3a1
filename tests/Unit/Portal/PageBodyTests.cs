using System.IO.Compression;
using System.Text;
using HotspotManager.Portal.Login;
using HotspotManager.Portal.Login.Texts;
using HotspotManager.Portal.Login.Wire;
using Xunit;

namespace HotspotManager.Unit.Portal;

/// <summary>A page's compressed form is put together from ready pieces: the framework's zlib must read out of it what the plain form is, check sum included.</summary>
public class PageBodyTests
{
    private static byte[] Unzip(ReadOnlyMemory<byte> zipped)
    {
        using var from = new GZipStream(new MemoryStream(zipped.ToArray()), CompressionMode.Decompress);
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    [Fact]
    public void Gzip_unpacks_to_the_plain_page_whatever_the_fields_hold()
    {
        var pages = PortalPages.Make(PortalTexts.Indonesian, "Kota Malang");
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var fields = new Fields();
            foreach (var field in Enum.GetValues<Field>())
            {
                if (random.Next(4) == 0) continue;
                fields[field] = new string([.. Enumerable.Range(0, random.Next(3) == 0 ? random.Next(4500) : random.Next(60)).Select(_ => (char)random.Next(32, random.Next(2) == 0 ? 127 : 0x2FF))]);
            }
            foreach (var page in new[] { pages.SignIn, pages.Status, pages.Message })
            {
                var plain = PageWriter.Compose(page, fields, gzip: false).ToArray();
                Assert.Equal(plain, Unzip(PageWriter.Compose(page, fields, gzip: true)));
            }
        }
    }

    [Theory]
    [InlineData(32)]
    [InlineData(257)]
    [InlineData(258)]
    [InlineData(259)]
    [InlineData(260)]
    [InlineData(261)]
    [InlineData(516)]
    [InlineData(4096)]
    public void A_long_text_weighs_nothing_the_second_time(int length)
    {
        var random = new Random(length);
        var once = new Fields { [Field.Query] = new string([.. Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1))]) };
        var (single, twice) = (PreparedPage.Make("<p>[[Query]]</p>", ""), PreparedPage.Make("<p>[[Query]]</p>[[Query]]", ""));
        var zipped = PageWriter.Compose(twice, once, gzip: true).ToArray();
        Assert.Equal($"<p>{once[Field.Query]}</p>{once[Field.Query]}", Encoding.ASCII.GetString(Unzip(zipped)));
        Assert.InRange(zipped.Length - PageWriter.Compose(single, once, gzip: true).Length, 1, 20 + length / 40);
    }

    [Fact]
    public void Check_sums_are_those_of_gzip()
    {
        // The check value of CRC-32/ISO-HDLC.
        Assert.Equal(0xCBF43926u, Crc32.Append(0, "123456789"u8));
        Assert.Equal(0xCBF43926u, Crc32.Join(Crc32.Append(0, "1234"u8), Crc32.Append(0, "56789"u8), Crc32.Shift(5)));
        Assert.Equal(0u, Crc32.Append(0, []));
    }
}
