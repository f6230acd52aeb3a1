using System.Diagnostics;
using HotspotManager.Portal.Gateways;
using Xunit;

namespace HotspotManager.Unit.Portal.Gateways;

/// <summary>A secret or a name is a word in a router's configuration, whatever it holds.</summary>
public class PasteTextTests
{
    [Theory]
    [InlineData("plain-Secret_1")]
    [InlineData("two words")]
    [InlineData("it's $HOME `id` $(id) \"x\" \\ ; rm -rf * & | < > ! # ~")]
    [InlineData("")]
    public void A_shell_reads_back_what_was_written(string secret)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"HS_RADSECRET={PasteText.Shell(secret)}; printf %s \"$HS_RADSECRET\"");
        using var process = Process.Start(start)!;
        Assert.Equal(secret, process.StandardOutput.ReadToEnd());
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b", "\"a\\\"b\"")]
    [InlineData("$x ?\\", "\"\\$x \\?\\\\\"")]
    [InlineData("a\r\n/system reset", "\"a/system reset\"")]
    public void RouterOS_gets_one_string(string text, string expected) => Assert.Equal(expected, PasteText.RouterOs(text));
}
