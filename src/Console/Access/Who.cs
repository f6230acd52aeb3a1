using System.Security.Claims;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Operators;

namespace HotspotManager.Console.Access;

/// <summary>Who asks: an operator by cookie or a token. What each role may do stands here and nowhere else.</summary>
/// <param name="Name">The operator's or the token's name.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Area">Own area; null: the whole city.</param>
public sealed record Who(string Name, string Role, string? Area)
{
    internal const string AreaClaim = "area";
    internal const string StampClaim = "stamp";

    /// <summary>May end sessions, reset what was learned, see MAC addresses and user names.</summary>
    public bool MayAct => Role is Roles.Admin or Roles.Operator;

    /// <summary>May change the set-up.</summary>
    public bool MaySetUp => Role == Roles.Admin;

    /// <summary>May make vouchers; a coordinator for the own area only.</summary>
    public bool MayMakeVouchers => Role is Roles.Admin or Roles.Operator or Roles.Coordinator;

    /// <summary>Sees addresses of phones and names of people. A coordinator and a viewer see counts.</summary>
    public bool SeesPeople => MayAct;

    /// <summary>Whether something in that area is this one's to see.</summary>
    public bool Sees(string? area) => Area is null || (area is not null && AreaCode.Contains(Area, area));

    /// <summary>The area to show when one is asked for: the narrower of it and the own one; null where both are the whole city.</summary>
    /// <returns>False when the area asked for is not this one's to see.</returns>
    public bool Narrow(string? asked, out string? area)
    {
        area = asked ?? Area;
        return asked is null || Sees(asked);
    }

    /// <summary>Whether this role is at least that one: panels name the least role that may see them.</summary>
    public bool IsAtLeast(string role) => Array.IndexOf(Roles.All, Role) is >= 0 and var own && own <= Array.IndexOf(Roles.All, role);

    /// <summary>Reads the claims that the two ways of signing in give.</summary>
    public static Who Of(ClaimsPrincipal principal) => new(
        principal.Identity?.Name ?? "", principal.FindFirstValue(ClaimTypes.Role) ?? "", principal.FindFirstValue(AreaClaim));

    internal static ClaimsPrincipal Principal(string scheme, string name, string role, string? area, string? stamp)
    {
        var claims = new List<Claim> { new(ClaimTypes.Name, name), new(ClaimTypes.Role, role) };
        if (area is not null) claims.Add(new Claim(AreaClaim, area));
        if (stamp is not null) claims.Add(new Claim(StampClaim, stamp));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, scheme));
    }
}
