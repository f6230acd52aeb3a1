using System.Text;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Looks;
using HotspotManager.Core.Networks;
using HotspotManager.Portal.Login.Texts;
using HotspotManager.Portal.SignIn;
using HotspotManager.Portal.SignIn.ClickThrough;

namespace HotspotManager.Portal.Login;

/// <summary>The first page of an area in a look that is not stored yet: the page itself, with the ways that are offered there, for the console to show.</summary>
public sealed class LookPages(CityOptions city, AreaTable areas, OfferedWays ways, ClickThroughSignIn clickThrough, LookTable looks, CityClock clock)
{
    public LookPage Show(LookDraft draft)
    {
        var texts = PortalTexts.Of(draft.Language);
        var page = PortalPages.Make(texts, city.Name, draft.Look, draft.Dark ? PageScheme.Dark : PageScheme.Light).SignIn;
        var place = draft.Area.Length > 0 ? draft.Area : areas.Names.Keys.Where(a => AreaCode.Kind(a) == AreaKind.Kelurahan).Order(StringComparer.Ordinal).FirstOrDefault() ?? "";
        var fields = new Fields { [Field.Action] = "/", [Field.PointName] = "CONTOH-01", [Field.Place] = areas.Names.ContainsKey(place) ? areas.Spoken(place) : null };
        var offered = ways.At(new AccessPoint { Name = "CONTOH-01", AreaCode = place });
        WayFields.Fill(fields, texts, offered, clickThrough.Plan(offered.Terms), clock);
        PortalScreens.Tell(fields, draft.Notice is { } notice ? [notice] : looks.NoticesOf(place, clock.Now).Select(n => n.Text(texts.Language)));
        return new LookPage(Encoding.UTF8.GetString(PageWriter.Compose(page, fields, gzip: false).Span), page.ContentSecurityPolicy);
    }
}
