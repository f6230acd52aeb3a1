using System.Globalization;

namespace HotspotManager.Core.Admission;

/// <summary>
/// What the Access-Accept's Class (RFC 2865 5.25) carries so that accounting joins to the person: grant, plan and person. Shape: <c>hs:GRANT:PLAN:PERSON</c>, grant 0 when there is none.
/// </summary>
public readonly record struct SessionMark(long? GrantId, int PlanId, string PersonKey)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"hs:{GrantId ?? 0}:{PlanId}:{PersonKey}");

    public static bool TryParse(string text, out SessionMark mark)
    {
        mark = default;
        var parts = text.Split(':', 4);
        if (parts.Length != 4 || parts[0] != "hs" || parts[3].Length is 0 or > 64
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var grant)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var plan)) return false;
        mark = new SessionMark(grant == 0 ? null : grant, plan, parts[3]);
        return true;
    }
}
