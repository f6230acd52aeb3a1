using HotspotManager.Core.Areas;
using HotspotManager.Core.Spreadsheets;
using HotspotManager.Core.Store;
using HotspotManager.Core.Vouchers;
using Xunit;

namespace HotspotManager.Unit.Core;

public class SpreadsheetTests
{
    [Theory]
    [InlineData("name;lat;area\nA1;-7,98;35.73.05.1011/05\n")]
    [InlineData("\uFEFFName,LAT,Area\r\nA1,\"-7,98\",35.73.05.1011/05\r\n\r\n")]
    [InlineData("area\tname\tlat\n35.73.05.1011/05\tA1\t-7.98\n")]
    public void Csv_is_read_as_spreadsheets_write_it(string text)
    {
        var row = Assert.Single(Spreadsheet.Read(new StringReader(text), "name", "area"));
        Assert.Equal(("A1", -7.98, "35.73.05.1011/05"), (row["name"], row.Number("lat"), row["area"]));
    }

    [Fact]
    public void A_missing_column_is_named() =>
        Assert.Contains("'area'", Assert.Throws<RefusedException>(() => Spreadsheet.Read(new StringReader("name\nA1\n"), "name", "area")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_keeps_its_number_in_the_file() => Assert.Equal(4, Spreadsheet.Read(new StringReader("name\nA\n\nB\n"), "name")[1].Line);

    [Theory]
    [InlineData("35.73.05.1011/5", "35.73.05.1011/05")]
    [InlineData("35.73.05.1011/05/2", "35.73.05.1011/05/02")]
    [InlineData("35.73.05", "35.73.05")]
    [InlineData("35.73.05/05", null)]
    [InlineData("35.73.05.1011/0", null)]
    [InlineData("35.73.05.1011/05/02/01", null)]
    [InlineData("Lowokwaru", null)]
    public void Area_codes_have_one_spelling(string text, string? expected) => Assert.Equal(expected, AreaCode.Normalize(text));

    [Fact]
    public void An_area_contains_itself_and_what_lies_in_it_but_not_its_neighbours()
    {
        Assert.True(AreaCode.Contains("35.73.05", "35.73.05.1011/05"));
        Assert.True(AreaCode.Contains("35.73.05.1011/05", "35.73.05.1011/05"));
        Assert.False(AreaCode.Contains("35.73.05.1011/05", "35.73.05.1011/051"));
        Assert.False(AreaCode.Contains("35.73.05.101", "35.73.05.1011"));
    }

    [Theory]
    [InlineData(" 12345-67890 ", "1234567890")]
    [InlineData("12345 6789O", "1234567890")]
    [InlineData("123456789", null)]
    [InlineData("12345678901", null)]
    [InlineData("abcdefghij", null)]
    public void Voucher_codes_forgive_how_people_type(string typed, string? expected) => Assert.Equal(expected, VoucherCode.Normalize(typed));
}
