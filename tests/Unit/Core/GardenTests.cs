using HotspotManager.Core.Areas;
using HotspotManager.Core.Gardens;
using HotspotManager.Core.Store;
using Xunit;

namespace HotspotManager.Unit.Core;

public class GardenTests
{
    [Theory]
    [InlineData(" Layanan.MalangKota.go.id. ", "layanan.malangkota.go.id")]
    [InlineData("*.malangkota.go.id", "*.malangkota.go.id")]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7/32", "203.0.113.7")]
    [InlineData("203.0.113.77/24", "203.0.113.0/24")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    public void A_host_has_one_spelling(string written, string expected) => Assert.Equal(expected, GardenHost.Read(written).Text);

    [Theory]
    [InlineData("")]
    [InlineData("https://malangkota.go.id")]
    [InlineData("malangkota.go.id/warga")]
    [InlineData("malangkota.go.id:8080")]
    [InlineData("a b.example")]
    [InlineData("*")]
    [InlineData("id")]
    [InlineData("*.*.example")]
    [InlineData("-a.example")]
    [InlineData("a\nadd dst-host=x.example")]
    [InlineData("a'b.example")]
    [InlineData("$(reboot).example")]
    [InlineData("10.0.0.0/8")]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.1.2")]
    [InlineData("300.1.1.1")]
    public void What_is_no_host_is_refused(string written) => Assert.Throws<RefusedException>(() => GardenHost.Read(written));

    /// <summary>Also every name above them: RouterOS and dnsmasq let what is below a name through as well.</summary>
    [Fact]
    public void What_phones_test_with_is_never_let_through()
    {
        foreach (var probe in ProbeHosts.All)
        {
            for (var name = probe; name.Contains('.'); name = name[(name.IndexOf('.') + 1)..])
            {
                Assert.Throws<RefusedException>(() => GardenHost.Read(name));
                Assert.Throws<RefusedException>(() => GardenHost.Read("*." + name));
            }
        }
        Assert.Throws<RefusedException>(() => GardenHost.Read("connectivitycheck.vendor.example"));
        Assert.Equal("fonts.googleapis.com", GardenHost.Read("fonts.googleapis.com").Text);
    }

    [Fact]
    public async Task What_holds_for_an_area_holds_inside_it()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var store = await TestStore.CreateAsync();
        await store.Writer.ChangeAsync(async db =>
        {
            await GardenList.AddAsync(db, "35.73", "darurat.malangkota.go.id");
            await GardenList.AddAsync(db, "35.73.05.1011/5", "sekolah.example");
            await GardenList.AddAsync(db, "35.73.02", "elsewhere.example");
            await db.SaveChangesAsync(cancel);
            await GardenList.AddAsync(db, "35.73", "darurat.malangkota.go.id");
        }, cancel);
        var table = new GardenTable();
        await using var db = store.Open();
        await table.ReloadAsync(db, cancel);
        Assert.Equal(["darurat.malangkota.go.id", "sekolah.example"], table.Of("35.73.05.1011/05/02").Select(h => h.Text));
        Assert.Equal(["darurat.malangkota.go.id"], table.Of("35.73.05.1011/06").Select(h => h.Text));
    }
}
