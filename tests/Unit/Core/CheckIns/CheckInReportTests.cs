using System.Text;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Secrets;
using HotspotManager.Unit.Monitor.Polling;
using Xunit;

namespace HotspotManager.Unit.Core.CheckIns;

public sealed class CheckInReportTests
{
    private const string Whole = "hc1 1732300000123.0123456789abcdef 86400\nabout TP-Link Archer C6 OpenWrt 23.05.5\nat 86340 18446744073709551615 2000 17 30 150\nat 86400 - - - - -\n";

    [Fact]
    public void A_report_reads_and_writes_the_same()
    {
        var report = CheckInReport.Read(Whole)!;
        Assert.Equal(("1732300000123.0123456789abcdef", 86400L, "TP-Link Archer C6 OpenWrt 23.05.5"), (report.Number, report.Uptime, report.About));
        Assert.Equal([new CheckInSample(86340, ulong.MaxValue, 2000, 17, 30, 150), new CheckInSample(86400, null, null, null, null, null)], report.Samples);
        Assert.Equal(Whole, report.Write());
    }

    [Theory]
    [InlineData("")]
    [InlineData("hc2 - 1\n")]
    [InlineData("hc1 - \n")]
    [InlineData("hc1 - -1\n")]
    [InlineData("hc1  1\n")]
    [InlineData("hc1 - 99999999999\n")]
    [InlineData("hc1 - 1 2\n")]
    [InlineData("hc1 - 9\nat 1 2 3 4 5\n")]
    [InlineData("hc1 - 9\nat 1 2 3 4 5 6 7\n")]
    [InlineData("hc1 - 9\nat 1 -2 3 4 5 6\n")]
    [InlineData("hc1 - 9\nat 1 0x2 3 4 5 6\n")]
    [InlineData("hc1 - 9\nat 1 18446744073709551616 3 4 5 6\n")]
    [InlineData("hc1 - 9\nat 1 2 3 4 5 99999999999\n")]
    [InlineData("hc1 - 9\nabout x\nabout y\n")]
    [InlineData("hc1 - 9\nDROP TABLE\n")]
    public void What_is_no_report_is_refused(string text) => Assert.Null(CheckInReport.Read(text));

    [Fact]
    public void Every_truncation_is_read_or_refused_without_a_fault()
    {
        for (var i = 0; i < Whole.Length; i++)
            if (CheckInReport.Read(Whole.AsSpan(0, i)) is { } read) Assert.InRange(read.Samples.Count, 0, 2);
        Assert.Null(CheckInReport.Read("hc1 - 999\n" + string.Concat(Enumerable.Range(1, CheckInReport.Most + 1).Select(i => $"at {i} 1 1 1 1 1\n"))));
    }

    [Fact]
    public void Samples_of_before_a_restart_and_doubled_ones_are_left_out_and_what_it_says_of_itself_is_cleaned()
    {
        var report = CheckInReport.Read($"hc1 - 60\nabout \u0007<b>{new string('x', 500)}\nat 9000 1 1 1 1 1\nat 30 1 1 1 1 1\nat 30 2 2 2 2 2\nat 60 3 3 3 3 3\n")!;
        Assert.Equal([30, 60], report.Samples.Select(s => s.Uptime));
        Assert.Equal((CheckInReport.LongestAbout, '<'), (report.About!.Length, report.About[0]));
    }

    [Fact]
    public void The_seal_is_HMAC_SHA_256_of_the_key_as_it_is_written()
    {
        const string key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        // printf 'hc1 - 1\n' | openssl dgst -sha256 -hmac 0001…1f
        Assert.Equal("1d29f8475ea3208ca0aa3d3974bff48d678e4c5ea5fcb66866b851e2c8bc9e8f", CheckInSeal.Of("hc1 - 1\n"u8, key));
        Assert.True(CheckInSeal.Holds("hc1 - 1\n"u8, key, CheckInSeal.Of("hc1 - 1\n"u8, key)));
        Assert.False(CheckInSeal.Holds("hc1 - 2\n"u8, key, CheckInSeal.Of("hc1 - 1\n"u8, key)));
        Assert.False(CheckInSeal.Holds("hc1 - 1\n"u8, key, "short"));
        Assert.False(CheckInSeal.IsKey(key[..63], key));
        Assert.NotEqual(CheckInSeal.NewKey(), CheckInSeal.NewKey());
    }

    [Fact]
    public void Numbers_rise_belong_to_one_device_and_last_ten_minutes()
    {
        var time = new SimulatedTime();
        var numbers = new CheckInNumbers(new SecretBox(new byte[32]), time);
        var first = numbers.Next(1, 0);
        Assert.True(numbers.TryRead(1, first, out var number));
        Assert.True(numbers.TryRead(1, numbers.Next(1, number), out var second));
        Assert.True(second > number);
        Assert.False(numbers.TryRead(2, first, out _));
        foreach (var forged in (string[])["-", "", ".", number + ".0000000000000000", number + 1 + first[first.IndexOf('.')..], first + "0"]) Assert.False(numbers.TryRead(1, forged, out _));
        time.Advance(600_001);
        Assert.False(numbers.TryRead(1, first, out _));
        // A clock of ours that was set back does not give numbers out twice.
        Assert.True(numbers.TryRead(1, numbers.Next(1, number + 10_000_000), out var later));
        Assert.Equal(number + 10_000_001, later);
    }

    [Fact]
    public void Noise_is_refused_without_a_fault()
    {
        var random = new Random(11);
        var words = Whole.Split(' ', '\n');
        for (var i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder("hc1 - 100\n");
            for (var w = random.Next(20); w > 0; w--) text.Append(words[random.Next(words.Length)]).Append(random.Next(4) == 0 ? '\n' : (char)random.Next(30, 128) is var c && random.Next(9) == 0 ? c : ' ');
            _ = CheckInReport.Read(text.ToString())?.Write();
        }
    }
}
