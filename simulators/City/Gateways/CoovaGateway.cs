using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.City.Nas;
using HotspotManager.City.Network;
using HotspotManager.Radius.Wire;
using Microsoft.AspNetCore.Http;

namespace HotspotManager.City.Gateways;

/// <summary>CoovaChilli with its universal access method: a signed redirect to the portal, <c>/logon</c> with a CHAP response back (coova-chilli src/redir.c).</summary>
internal sealed class CoovaGateway(SimulatedAccessPoint point, GatewaySite site, NasClient nas) : RadiusGateway(point, site, nas)
{
    protected override bool InputIsDown => true;

    protected override string CalledStation => Point.Plan.Mac;

    protected override char MacSeparator => '-';

    private string Secret => Point.Plan.GatewayKey ?? "";

    protected override async Task ServeAsync(HttpContext http, Phone phone, PhoneEntry entry)
    {
        var query = http.Request.Query;
        switch (IsOwnPage(http.Request) ? http.Request.Path.Value : "")
        {
            case "/logon" or "/login":
                await LogOn(http, phone, entry, query["username"].ToString(), query["response"].ToString(), query["userurl"].ToString());
                return;
            case "/logoff" or "/logout":
                if (Point.TryFind(s => s.Phone.Source.Equals(phone.Source), out var session)) Point.End(session, EndCause.UserRequest);
                await Redirect(http, Url(phone, "logoff", null, ""));
                return;
            default:
                if (Point.IsOnline(phone))
                {
                    await Redirect(http, Url(phone, "already", null, Wanted(http.Request)));
                    return;
                }
                await Redirect(http, Url(phone, "notyet", Fresh(entry), Wanted(http.Request)));
                return;
        }
    }

    private async Task LogOn(HttpContext http, Phone phone, PhoneEntry entry, string userName, string response, string userUrl)
    {
        if (entry.Challenge is not { } challenge || userName.Length == 0 || response.Length != 32 || !response.All(char.IsAsciiHexDigit))
        {
            await Redirect(http, Url(phone, "failed&reason=other", Fresh(entry), userUrl));
            return;
        }
        byte[] shared = Secret.Length == 0 ? challenge : Digest([.. challenge, .. Encoding.UTF8.GetBytes(Secret)]);
        var answer = await LogInAsync(phone, userName, [0, .. Convert.FromHexString(response)], shared);
        if (answer.IsIn) await Redirect(http, Url(phone, "success", null, userUrl));
        else await Redirect(http, Url(phone, answer.Message is null ? "failed&reason=timeout" : "failed&reason=reject", Fresh(entry), userUrl));
    }

    private byte[] Fresh(PhoneEntry entry)
    {
        var challenge = new byte[16];
        lock (Point.Gate) Point.Random.NextBytes(challenge);
        return entry.Challenge = challenge;
    }

    /// <summary>The portal's address with what CoovaChilli says, in its order, and <c>md</c> over all that stands before it.</summary>
    private string Url(Phone phone, string result, byte[]? challenge, string userUrl)
    {
        var url = new StringBuilder(PortalPage).Append(CultureInfo.InvariantCulture, $"?res={result}&uamip={Point.Plan.Address}&uamport={Site.HttpPort}");
        if (challenge is not null) url.Append("&challenge=").Append(Convert.ToHexStringLower(challenge));
        url.Append(CultureInfo.InvariantCulture, $"&called={Point.Plan.Mac}&mac={phone.Mac}&ip={phone.LanAddress}&nasid={Point.Plan.Name}")
            .Append(CultureInfo.InvariantCulture, $"&sessionid={phone.Source.GetAddressBytes()[3]:x8}&userurl={Uri.EscapeDataString(userUrl)}");
        var signed = url.ToString();
        return Secret.Length == 0 ? signed : signed + "&md=" + Convert.ToHexString(Digest(Encoding.UTF8.GetBytes(signed + Secret)));
    }

    private static byte[] Digest(byte[] octets)
    {
        var digest = new byte[Md5.Size];
        Md5.Hash(octets, digest);
        return digest;
    }

    protected override void AddOwn(ref RadiusWriter request, Phone phone) => request.Add(Wispr.LocationName, Point.Plan.AreaName);
}
