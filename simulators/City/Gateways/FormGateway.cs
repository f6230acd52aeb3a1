using HotspotManager.City.Nas;
using HotspotManager.City.Network;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>A controller that wants a form, as Cisco's wireless controllers do: <c>switch_url</c> in the redirect, <c>buttonClicked=4</c> with name and password back, PAP to RADIUS.</summary>
internal sealed class FormGateway(SimulatedAccessPoint point, GatewaySite site, NasClient nas) : RadiusGateway(point, site, nas)
{
    protected override bool InputIsDown => false;

    protected override string CalledStation => Point.Plan.Mac;

    protected override char MacSeparator => '-';

    protected override async Task ServeAsync(HttpContext http, Phone phone, PhoneEntry entry)
    {
        if (!IsOwnPage(http.Request) || http.Request.Path != "/login.html" || !http.Request.HasFormContentType)
        {
            await Redirect(http, ToPortal(phone, Wanted(http.Request), null));
            return;
        }
        var form = await http.Request.ReadFormAsync();
        var wanted = form["redirect_url"].ToString();
        var answer = form["buttonClicked"] == "4" ? await LogInAsync(phone, form["username"].ToString(), form["password"].ToString()) : new LogIn(false, null);
        await Redirect(http, answer.IsIn ? wanted : ToPortal(phone, wanted, "5"));
    }

    private string ToPortal(Phone phone, string wanted, string? status) =>
        $"{PortalPage}?switch_url={Uri.EscapeDataString($"http://{Authority}/login.html")}&ap_mac={Point.Plan.Mac}&client_mac={phone.Mac}&wlan=WiFi%20Warga"
            + (status is null ? "" : "&statusCode=" + status) + $"&redirect={Uri.EscapeDataString(wanted)}";
}
