using System.Globalization;
using System.Text;

namespace HotspotManager.Core.Admission;

/// <summary>
/// What the Access-Accept's Class (RFC 2865 5.25) carries so that accounting joins to the person and to the sign-in: grant, plan, sign-in and person. Shape:
/// <c>hs:GRANT:PLAN:SIGNIN:PERSON</c>, grant 0 when there is none; without SIGNIN in marks of before it was given.
/// </summary>
/// <param name="SignIn">A number of its own for each Access-Accept: routers use session ids again after a power cut, this tells the two sessions apart.</param>
public readonly record struct SessionMark(long? GrantId, int PlanId, string PersonKey, long? SignIn = null)
{
    private static long s_last;

    public override string ToString() => SignIn is { } signIn
        ? string.Create(CultureInfo.InvariantCulture, $"hs:{GrantId ?? 0}:{PlanId}:{signIn}:{PersonKey}")
        : string.Create(CultureInfo.InvariantCulture, $"hs:{GrantId ?? 0}:{PlanId}:{PersonKey}");

    /// <summary>The number of a new sign-in: microseconds, and never the same twice.</summary>
    public static long NextSignIn(DateTimeOffset now)
    {
        var number = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        while (true)
        {
            var last = Volatile.Read(ref s_last);
            var next = Math.Max(number, last + 1);
            if (Interlocked.CompareExchange(ref s_last, next, last) == last) return next;
        }
    }

    /// <summary>Writes the mark as UTF-8; false when <paramref name="target"/> is too short.</summary>
    public bool TryWrite(Span<byte> target, out int length)
    {
        length = 0;
        var rest = target;
        if (!"hs:"u8.TryCopyTo(rest) || !Number(GrantId ?? 0, rest = rest[3..], out var written)) return false;
        if (!Number(PlanId, rest = rest[written..], out written)) return false;
        if (SignIn is { } signIn)
        {
            if (!Number(signIn, rest = rest[written..], out written)) return false;
        }
        if (!Encoding.UTF8.TryGetBytes(PersonKey, rest = rest[written..], out written)) return false;
        length = target.Length - rest.Length + written;
        return true;
    }

    private static bool Number(long value, Span<byte> target, out int written)
    {
        if (!value.TryFormat(target, out written, default, CultureInfo.InvariantCulture) || written == target.Length) return false;
        target[written++] = (byte)':';
        return true;
    }

    public static bool TryParse(string text, out SessionMark mark)
    {
        mark = default;
        var parts = text.Split(':', 5);
        if (parts.Length < 4 || parts[0] != "hs"
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var grant)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var plan)) return false;
        // A person's key begins with a letter, a sign-in is a number.
        var signIn = parts.Length == 5 && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        var person = signIn is null ? string.Join(':', parts[3..]) : parts[4];
        if (person.Length is 0 or > 64) return false;
        mark = new SessionMark(grant == 0 ? null : grant, plan, person, signIn);
        return true;
    }
}
