using System.Globalization;

namespace HotspotManager.Core.Looks;

/// <summary>One scheme's colours that a city can choose: the brand, what is written on it, and its soft ground.</summary>
public sealed record SchemeColours(string Brand, string On, string Soft);

/// <summary>
/// The colours of a resident's pages in both schemes. Whatever is asked for, text on and in the brand's colour keeps 4.5 : 1 on every ground of the pages: a colour that
/// cannot is made darker (or, in the dark scheme, lighter) until it can, and <see cref="Notes"/> says so.
/// </summary>
public sealed record LookColours(SchemeColours Light, SchemeColours Dark)
{
    private static readonly CultureInfo Indonesian = CultureInfo.GetCultureInfo("id-ID");

    /// <summary>The house's own, as drawn.</summary>
    public static LookColours BuiltIn { get; } = new(new SchemeColours("#0b6b53", "#ffffff", "#e4f1ec"), new SchemeColours("#4cc9a0", "#06231b", "#173029"));

    private static readonly Colour White = new(255, 255, 255), Black = new(0, 0, 0), Night = new(0x08, 0x10, 0x0e);

    /// <summary>Grounds that the brand's colour stands on as text: card and page.</summary>
    private static readonly Colour[] LightGrounds = [White, new(0xf4, 0xf7, 0xf5)], DarkGrounds = [new(0x15, 0x20, 0x1d), new(0x0d, 0x15, 0x13)];

    /// <summary>From one colour, or one for each scheme; null: the house's own for light, and for dark the light one's lighter sister.</summary>
    public static LookColours Of(Colour? brand, Colour? dark)
    {
        if (brand is null && dark is null) return BuiltIn;
        var light = brand is { } asked ? Scheme(asked, LightGrounds, Black, White, 0.11) : BuiltIn.Light;
        var night = (dark ?? brand) is { } nightly ? Scheme(nightly, DarkGrounds, White, Night, 0.16) : BuiltIn.Dark;
        return new LookColours(light, night);
    }

    /// <summary>What was changed of the colours asked for, a sentence each: with the contrast they have and the colour that is used.</summary>
    public static IReadOnlyList<string> Notes(Colour? brand, Colour? dark, string language)
    {
        var (used, notes) = (Of(brand, dark), new List<string>());
        if (brand is { } light && used.Light.Brand != light.ToString()) notes.Add(Say(light, used.Light.Brand, LightGrounds, night: false));
        if (dark is { } asked && used.Dark.Brand != asked.ToString()) notes.Add(Say(asked, used.Dark.Brand, DarkGrounds, night: true));
        return notes;

        string Say(Colour asked, string instead, Colour[] grounds, bool night)
        {
            var ratio = Least(asked, grounds);
            return language == "en"
                ? FormattableString.Invariant($"{asked} has {ratio:0.0} : 1 on the {(night ? "dark" : "light")} pages, text needs 4.5 : 1. {instead} is used instead.")
                : string.Create(Indonesian, $"{asked} hanya {ratio:0.0} : 1 di halaman {(night ? "gelap" : "terang")}, teks perlu 4,5 : 1. Yang dipakai {instead}.");
        }
    }

    private static SchemeColours Scheme(Colour asked, Colour[] grounds, Colour towards, Colour on, double tint)
    {
        var brand = asked;
        for (var part = 0.02; Least(brand, grounds) < Colour.TextContrast && part <= 1; part += 0.02) brand = asked.Mix(towards, part);
        return new SchemeColours(brand.ToString(), on.ToString(), grounds[0].Mix(brand, tint).ToString());
    }

    private static double Least(Colour colour, Colour[] grounds) => grounds.Min(colour.Against);
}
