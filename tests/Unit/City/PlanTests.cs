using System.Text.RegularExpressions;
using HotspotManager.City.Plan;
using HotspotManager.Core.Areas;
using Xunit;

namespace HotspotManager.Unit.City;

public sealed partial class PlanTests
{
    private static CityPlan Make(int count, int seed = 3573) => CityPlan.Make(AreaList.KotaMalang(), count, seed);

    [Fact]
    public void The_same_seed_gives_the_same_city_and_another_seed_another()
    {
        Assert.Equal(Make(57).AccessPoints, Make(57).AccessPoints);
        Assert.Equal(Make(551).Uplinks, Make(551).Uplinks);
        Assert.NotEqual(Make(57).AccessPoints, Make(57, 1).AccessPoints);
    }

    [Fact]
    public void Fifty_seven_access_points_stand_in_fifty_seven_kelurahan()
    {
        var plan = Make(57);
        Assert.Equal(57, plan.AccessPoints.Select(p => p.Area[..13]).Distinct().Count());
        Assert.All(plan.AccessPoints, p => Assert.Equal(p.Area, AreaCode.Normalize(p.Area)));
        Assert.Equal(AreaList.KotaMalang().Count(a => AreaCode.Kind(a.Code) == AreaKind.Kelurahan), plan.AccessPoints.Select(p => p.Name[..2]).Distinct().Count());
        Assert.Contains(plan.AccessPoints, p => p.Area.StartsWith("35.73.05.1011/", StringComparison.Ordinal) && p.Name.StartsWith("LW-RW", StringComparison.Ordinal));
        Assert.Equal(["coova", "generic", "mikrotik", "omada", "opennds", "unifi", "wifidog"], plan.AccessPoints.Select(p => p.Gateway).Distinct().Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(57)]
    [InlineData(551)]
    [InlineData(3000)]
    public void Names_and_addresses_are_valid_and_no_two_alike(int count)
    {
        var plan = Make(count);
        Assert.Equal(count, plan.AccessPoints.Count);
        var names = plan.AccessPoints.Select(p => p.Name).Concat(plan.Uplinks.Select(u => u.Name)).ToList();
        Assert.All(names, name => Assert.Matches(Name(), name));
        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var addresses = plan.AccessPoints.Select(p => p.Address).Concat(plan.Uplinks.Select(u => u.Address)).ToList();
        Assert.Equal(addresses.Count, addresses.Distinct().Count());
        Assert.Equal(count, plan.AccessPoints.Select(p => p.Mac).Distinct().Count());
        Assert.Equal(count, plan.AccessPoints.Select(p => p.Secret).Distinct().Count());
        Assert.All(plan.AccessPoints, p => Assert.True(p.Latitude is > -8.06 and < -7.9 && p.Longitude is > 112.56 and < 112.71, $"{p.Name} is not in Malang"));
    }

    [Fact]
    public void Uplinks_are_shared_by_a_handful_and_some_rw_have_four_access_points()
    {
        var plan = Make(551);
        Assert.All(plan.AccessPoints.GroupBy(p => p.Uplink), g => Assert.InRange(g.Count(), 2, CityPlan.SharingUplink));
        Assert.Equal(plan.Uplinks.Select(u => u.Name).Order(), plan.AccessPoints.Select(p => p.Uplink).Distinct().Order());
        Assert.Contains(plan.AccessPoints.GroupBy(p => p.Area), g => g.Count() == 4);
    }

    [Fact]
    public void Abbreviations_take_the_next_free_letter()
    {
        var made = Abbreviation.Of(["Kauman", "Kasin", "Klojen", "Karangbesuki", "Lowokwaru", "Oro-oro Dowo"]);
        Assert.Equal(["KM", "KS", "KL", "KR", "LW", "OR"], made.Values);
    }

    [GeneratedRegex("^[A-Za-z0-9._-]{1,63}$")]
    private static partial Regex Name();
}
