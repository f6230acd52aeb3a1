using HotspotManager.Console.Access;
using HotspotManager.Console.Assets;
using HotspotManager.Console.Live;
using HotspotManager.Console.Words;
using HotspotManager.Core.Areas;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.Console.Pages;

/// <summary>What every page is written with: who looks, in which words and figures, and the counts beside the navigation.</summary>
public sealed class Frame
{
    internal const string LanguageCookie = "hotspot-lang";
    internal const string ThemeCookie = "hotspot-theme";

    /// <summary>Made once for each request.</summary>
    public Frame(IHttpContextAccessor accessor, ConsoleOptions options, CityOptions city, AssetTable assets, CityClock clock, AreaTable areas, PointReader points, LiveCounts sessions)
    {
        var http = accessor.HttpContext ?? throw new InvalidOperationException("A page is written for a request.");
        (Options, City, Assets, Areas) = (options, city, assets, areas);
        Who = Who.Of(http.User);
        W = WordTable.For(http.Request.Cookies[LanguageCookie]);
        Now = clock.Now;
        ZoneName = NameOf(clock, Now);
        F = new Figures(W, clock.Zone, ZoneName);
        Theme = http.Request.Cookies[ThemeCookie] is "light" or "dark" ? http.Request.Cookies[ThemeCookie] : null;
        Path = http.Request.Path;
        Address = http.Request.Path + http.Request.QueryString;
        totals = new Lazy<Totals>(() => Totals.Of(points, sessions, Who.Area));
    }

    private readonly Lazy<Totals> totals;

    /// <summary>Who looks.</summary>
    public Who Who { get; }

    /// <summary>The words.</summary>
    public WordTable W { get; }

    /// <summary>How figures are written.</summary>
    public Figures F { get; }

    /// <summary>The settings.</summary>
    public ConsoleOptions Options { get; }

    /// <summary>Whose service this is.</summary>
    public CityOptions City { get; }

    /// <summary>Script and style sheet.</summary>
    public AssetTable Assets { get; }

    /// <summary>Names of areas.</summary>
    public AreaTable Areas { get; }

    /// <summary>The moment the page is written.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Short name of the city's time zone: WIB, WITA, WIT, or its offset.</summary>
    public string ZoneName { get; }

    /// <summary><c>light</c>, <c>dark</c>, or null: as the system has it.</summary>
    public string? Theme { get; }

    /// <summary>Path of the request.</summary>
    public string Path { get; }

    /// <summary>Path and query of the request: where to come back to.</summary>
    public string Address { get; }

    /// <summary>Counts over what this one may see.</summary>
    public Totals Totals => totals.Value;

    /// <summary>The scope of everything this one may see.</summary>
    public Scope Everything => Who.Area is null ? Scope.All : Scope.OfArea(Who.Area);

    /// <summary>The state's word.</summary>
    public string State(string state) => W["state." + state];

    /// <summary>A cause in words; one we have no words for stays as it was written.</summary>
    public string Cause(string? cause) => Causes.Say(W, cause);

    private static string NameOf(CityClock clock, DateTimeOffset now) => clock.Zone.Id switch
    {
        "Asia/Jakarta" or "Asia/Pontianak" => "WIB",
        "Asia/Makassar" => "WITA",
        "Asia/Jayapura" => "WIT",
        _ => "UTC" + clock.Local(now).ToString("zzz", System.Globalization.CultureInfo.InvariantCulture),
    };
}
