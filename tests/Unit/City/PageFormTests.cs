using HotspotManager.City.Phones;
using Xunit;

namespace HotspotManager.Unit.City;

public sealed class PageFormTests
{
    [Fact]
    public void A_page_s_forms_are_read_as_a_person_without_script_would_use_them()
    {
        var forms = PageForm.Read("""
            <form method="post" action="/g/A?x=1&amp;y=2"><input type="hidden" name="q" value="a&amp;b&quot;"><label>Kode</label>
            <input type="text" id="code" name="code" value="" required><button>Sambungkan</button></form>
            <p></p><form METHOD="POST" action=""><input type="hidden" name="q" value="1"><button class="q" name="consent" value="yes">Setuju</button></form>
            """);
        Assert.Equal(2, forms.Count);
        Assert.Equal(("/g/A?x=1&y=2", true, true, "a&b\""), (forms[0].Action, forms[0].IsPost, forms[0].HasText, forms[0].Fields["q"]));
        Assert.Equal(["code", "q"], forms[0].Fields.Keys.Order());
        Assert.Equal((false, "yes"), (forms[1].HasText, forms[1].Fields["consent"]));
    }

    [Fact]
    public void A_router_s_page_that_goes_on_by_itself_is_told_apart()
    {
        Assert.Equal("http://p/g/A?mac=1&chap-id=\\371", PageForm.Refresh("<meta http-equiv=\"refresh\" content=\"0; url=http://p/g/A?mac=1&amp;chap-id=\\371\">"));
        Assert.Null(PageForm.Refresh("<body><form></form>"));
    }
}
