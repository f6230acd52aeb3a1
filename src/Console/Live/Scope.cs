using HotspotManager.Console.Access;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Feed;
using HotspotManager.Core.Networks;

namespace HotspotManager.Console.Live;

/// <summary>What a client follows: <c>all</c>, <c>area:CODE</c> (and what lies in it) or <c>ap:NAME</c>.</summary>
public readonly record struct Scope(string Key)
{
    /// <summary>The whole city.</summary>
    public static readonly Scope All = new("all");

    /// <summary>The scope of an area and what lies in it.</summary>
    public static Scope OfArea(string code) => new("area:" + code);

    /// <summary>The scope of one access point.</summary>
    public static Scope OfAccessPoint(string name) => new("ap:" + name);

    /// <summary>The area's code, or null.</summary>
    public string? Area => Key.StartsWith("area:", StringComparison.Ordinal) ? Key[5..] : null;

    /// <summary>The access point's name, or null.</summary>
    public string? AccessPoint => Key.StartsWith("ap:", StringComparison.Ordinal) ? Key[3..] : null;

    /// <summary>
    /// Reads what a client sent, in the one spelling. Null when it is no scope, names an access point that is not known, or is not for this one to see: somebody
    /// with an area of their own who asks for <c>all</c> gets their area.
    /// </summary>
    public static Scope? Read(string? text, Who who, NetworkSnapshot network)
    {
        if (text is null or { Length: > 128 }) return null;
        if (text == All.Key) return who.Area is null ? All : OfArea(who.Area);
        var asked = new Scope(text);
        if (asked.Area is { } area) return AreaCode.Normalize(area) is { } code && who.Sees(code) ? OfArea(code) : null;
        return asked.AccessPoint is { } name && network.FindAccessPoint(name) is { } point && who.Sees(point.AreaCode) ? OfAccessPoint(point.Name) : null;
    }

    /// <summary>Every scope an event belongs to.</summary>
    public static IEnumerable<Scope> Of(FeedEvent item)
    {
        yield return All;
        if (item.Area is { } area)
            foreach (var code in AreaCode.SelfAndParents(area)) yield return OfArea(code);
        if (item.AccessPoint is { } name) yield return OfAccessPoint(name);
    }

    /// <summary>Whether an event belongs to this scope.</summary>
    public bool Holds(FeedEvent item)
    {
        if (Area is { } area) return item.Area is not null && AreaCode.Contains(area, item.Area);
        if (AccessPoint is { } name) return item.AccessPoint == name;
        return true;
    }
}
