using HotspotManager.Console.Assets;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class AssetTableTests
{
    [Fact]
    public void The_hash_changes_with_a_files_content_and_with_its_name()
    {
        var one = new AssetTable(new Dictionary<string, byte[]> { ["app.js"] = [1, 2], ["style.css"] = [3] });
        var same = new AssetTable(new Dictionary<string, byte[]> { ["style.css"] = [3], ["app.js"] = [1, 2] });
        var otherContent = new AssetTable(new Dictionary<string, byte[]> { ["app.js"] = [1, 3], ["style.css"] = [3] });
        var otherName = new AssetTable(new Dictionary<string, byte[]> { ["app2.js"] = [1, 2], ["style.css"] = [3] });

        Assert.Equal(one.Hash, same.Hash);
        Assert.NotEqual(one.Hash, otherContent.Hash);
        Assert.NotEqual(one.Hash, otherName.Hash);
        Assert.Equal(16, one.Hash.Length);
    }

    [Fact]
    public void The_script_the_style_sheet_and_the_font_are_embedded()
    {
        var assets = new AssetTable();

        Assert.StartsWith($"/assets/{assets.Hash}/", assets.PathOf("app.js"), StringComparison.Ordinal);
        Assert.NotEmpty(assets.PathOf("style.css"));
        Assert.NotEmpty(assets.PathOf("inter-latin-wght-normal.woff2"));
        Assert.Throws<InvalidOperationException>(() => assets.PathOf("missing.js"));
    }
}
