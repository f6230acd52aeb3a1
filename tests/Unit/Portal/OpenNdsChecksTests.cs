using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Portal.Gateways;
using HotspotManager.Portal.Gateways.OpenNds;
using Xunit;

namespace HotspotManager.Unit.Portal;

public class OpenNdsChecksTests
{
    private static async Task<Dictionary<string, GatewayFinding>> FindAsync(TestPortal portal, string nas = "nds")
    {
        await portal.Get<GatewayContacts>().SaveAsync(TestContext.Current.CancellationToken);
        var found = await portal.Get<OpenNdsChecks>().RunAsync(portal.Get<NetworkTable>().Current.FindNas(nas)!, TestContext.Current.CancellationToken);
        return found.ToDictionary(f => f.Check);
    }

    [Fact]
    public async Task The_doctor_tells_what_was_seen_last_and_what_is_wrong()
    {
        await using var portal = await TestPortal.StartAsync();
        var before = await FindAsync(portal);
        Assert.Null(before["script"].IsGood);

        await portal.GetAsync(LoginFlowTests.NdsVisit());
        await CountersTests.PostAsync(portal, "");
        var well = await FindAsync(portal);
        Assert.True(well["openNDS"].IsGood);
        Assert.Contains("FAS 1", well["openNDS"].English);
        Assert.True(well["script"].IsGood);

        portal.Clock.Ahead += TimeSpan.FromMinutes(10);
        Assert.False((await FindAsync(portal))["script"].IsGood);
        await CountersTests.PostAsync(portal, "", "another key");
        var wrong = (await FindAsync(portal))["script"];
        Assert.False(wrong.IsGood);
        Assert.Contains("faskey is another", wrong.English);
    }

    [Fact]
    public async Task A_key_that_everybody_knows_and_none_at_all_are_said()
    {
        await using var portal = await TestPortal.StartAsync();
        foreach (var (key, part) in new[] { ("1234567890", "everybody knows"), ("", "There is no key") })
        {
            await portal.ChangeAsync(db => NetworkList.SetAccessPointAsync(db, portal.Get<SecretBox>(), "nds", new NetworkInput { GatewayKey = key }));
            await TestPortal.UntilAsync(() => (portal.Get<NetworkTable>().Current.FindNas("nds")!.GatewayKey ?? "") == key);
            var found = (await FindAsync(portal))["faskey"];
            Assert.False(found.IsGood);
            Assert.Contains(part, found.English);
        }
    }
}
