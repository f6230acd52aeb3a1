using HotspotManager.Core.Networks;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>What the waiting page does next: asks again, or sends the phone on.</summary>
public readonly record struct WaitAnswer(string? GoTo, AccessPoint? Point);

/// <summary>
/// Levels 3 and 4: a phone that may go in waits until its router has fetched the list. The page asks again every two seconds without a script. When the router does not let it
/// in for <see cref="Patience"/>, the phone goes to the gateway itself, which takes it as well: so a silent authmon is no dead end.
/// </summary>
public sealed class WaitFlow(Whereabouts whereabouts, AuthList list, StatusLink statusLink, TimeProvider time)
{
    /// <summary>Seconds between two looks.</summary>
    public const int Seconds = 2;

    /// <summary>authmon asks every 5 s (10.2 and later) or 10 s (9.10), and takes a second or two for each phone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>After <c>list</c>, which nobody acknowledges.</summary>
    private static readonly TimeSpan AfterList = TimeSpan.FromSeconds(2);

    public WaitAnswer Look(string name, string? link, string publicUrl)
    {
        if (whereabouts.ByName(name) is not var (point, nas) || statusLink.Read(link) is not { } grant) return new WaitAnswer($"{publicUrl}/status", null);
        if (list.Find(nas.Id, grant) is not { } phone) return new WaitAnswer($"{publicUrl}/status?s={link}", point);
        var now = time.GetUtcNow();
        if (phone.IsIn || now - phone.HandedOverAt > AfterList) return new WaitAnswer(phone.Landing, point);
        return new WaitAnswer(now - phone.Since > Patience ? phone.Direct : null, point);
    }
}
