using HotspotManager.Console.Access;
using HotspotManager.Console.Live;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Operators;
using Xunit;

namespace HotspotManager.Unit.Console;

public sealed class ScopeSequenceTests
{
    private static FeedEvent Row(long seq, string area, string point) =>
        new() { Seq = seq, At = DateTimeOffset.UnixEpoch, Kind = FeedKind.State, Area = area, AccessPoint = point, State = "down" };

    [Fact]
    public void Each_scope_has_its_own_previous_number()
    {
        var sequence = new ScopeSequence(start: 40);
        var first = sequence.Take([Row(41, "35.73.05.1011/05", "A"), Row(42, "35.73.02.1001/01", "B")]).ToDictionary(b => b.Scope.Key);
        var second = sequence.Take([Row(50, "35.73.05.1011/05", "A")]).ToDictionary(b => b.Scope.Key);

        Assert.Equal((40, 42, 2), (first["all"].Prev, first["all"].Seq, first["all"].Items.Count));
        Assert.Equal((40, 41), (first["area:35.73.05"].Prev, first["area:35.73.05"].Seq));
        Assert.Equal((40, 42), (first["ap:B"].Prev, first["ap:B"].Seq));
        Assert.Equal((42, 50), (second["all"].Prev, second["all"].Seq));
        Assert.Equal((41, 50), (second["area:35.73.05.1011/05"].Prev, second["area:35.73.05.1011/05"].Seq));
        Assert.DoesNotContain("ap:B", second.Keys);
    }

    [Fact]
    public void An_event_belongs_to_the_city_its_areas_from_small_to_large_and_its_point()
    {
        var scopes = Scope.Of(Row(1, "35.73.05.1011/05", "A")).Select(s => s.Key);
        Assert.Equal(["all", "area:35.73.05.1011/05", "area:35.73.05.1011", "area:35.73.05", "area:35.73", "ap:A"], scopes);
    }

    [Fact]
    public void A_scope_holds_what_lies_in_its_area_and_not_what_only_begins_like_it()
    {
        var scope = Scope.OfArea("35.73.05.1011");
        Assert.True(scope.Holds(Row(1, "35.73.05.1011/05", "A")));
        Assert.False(scope.Holds(Row(1, "35.73.05.10110", "A")));
    }

    [Fact]
    public void Who_has_an_area_gets_it_for_all_and_nothing_beside_it()
    {
        var network = new NetworkSnapshot([], [Point("A", "35.73.05.1011/05"), Point("B", "35.73.02.1001/01")], []);
        var coordinator = new Who("sari", Roles.Coordinator, "35.73.05.1011/05");
        var admin = new Who("budi", Roles.Admin, null);

        Assert.Equal("area:35.73.05.1011/05", Scope.Read("all", coordinator, network)?.Key);
        Assert.Equal("all", Scope.Read("all", admin, network)?.Key);
        Assert.Equal("ap:A", Scope.Read("ap:a", coordinator, network)?.Key);
        Assert.Null(Scope.Read("ap:B", coordinator, network));
        Assert.Null(Scope.Read("area:35.73", coordinator, network));
        Assert.Equal("area:35.73.02.1001/01", Scope.Read("area:35.73.02.1001/1", admin, network)?.Key);
        Assert.Null(Scope.Read("ap:C", admin, network));
        Assert.Null(Scope.Read("everything", admin, network));
        Assert.Null(Scope.Read(null, admin, network));
    }

    [Fact]
    public void An_item_has_its_fixed_fields_and_what_its_kind_adds_but_nothing_overwrites_them()
    {
        var row = Row(7, "35.73.05.1011/05", "A");
        row.Data = """{"cause":"no answer","affected":3,"seq":99}""";
        var item = LiveItem.Of(row);

        Assert.Equal(7, (long)item["seq"]!);
        Assert.Equal("1970-01-01T00:00:00.000Z", (string)item["at"]!);
        Assert.Equal("no answer", (string)item["cause"]!);
        Assert.Equal(3, (int)item["affected"]!);
    }

    private static AccessPoint Point(string name, string area) => new() { Id = name[0], Name = name, AreaCode = area };
}
