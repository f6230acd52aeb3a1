using System.Security.Cryptography;
using System.Text;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Proxy;

/// <summary>
/// A request as it goes on to a home server, and the reply as it comes back (RFC 2865 section 2.3): what hides under one secret is hidden anew under the
/// other, Message-Authenticators are made anew, and only attributes that a stranger may set come through.
/// </summary>
internal static class ProxyPacket
{
    private const byte TerminationAction = 29, ChargeableUserIdentity = 89;

    /// <summary>What a home server may say about its people: how they are let in and for how long. No addresses, VLANs, filters or rates: those are this network's.</summary>
    private static readonly HashSet<byte> Welcome =
    [
        Ietf.UserName.Number, Ietf.ReplyMessage.Number, Ietf.State.Number, Ietf.Class.Number, Ietf.IdleTimeout.Number, Ietf.EapMessageNumber,
        TerminationAction, ChargeableUserIdentity,
    ];

    /// <summary>Writes the request for a home server.</summary>
    /// <param name="request">The NAS's request.</param>
    /// <param name="nas">The secret shared with the NAS.</param>
    /// <param name="home">The secret shared with the home server.</param>
    /// <param name="identifier">This copy's Identifier.</param>
    /// <param name="authenticator">This copy's Request Authenticator; accounting has its own computed.</param>
    /// <param name="userName">What the home server calls the user.</param>
    /// <param name="mark">Our Proxy-State.</param>
    public static byte[] Forward(
        in RadiusPacket request, SharedSecret nas, SharedSecret home, byte identifier, ReadOnlySpan<byte> authenticator, string userName, ReadOnlySpan<byte> mark)
    {
        Span<byte> password = stackalloc byte[UserPassword.MaxLength];
        var copy = new RadiusWriter(stackalloc byte[RadiusPacket.MaxLength], request.Code, identifier);
        if (request.Code == RadiusCode.AccessRequest)
        {
            copy.SetAuthenticator(authenticator);
            copy.AddMessageAuthenticator();
        }
        var (chap, challenged) = (false, false);
        for (var rest = request.Bytes[RadiusPacket.HeaderLength..]; !rest.IsEmpty; rest = rest[rest[1]..])
        {
            var number = rest[0];
            var value = rest[2..rest[1]];
            chap |= number == Ietf.ChapPassword.Number;
            challenged |= number == Ietf.ChapChallenge.Number;
            if (number == Ietf.MessageAuthenticatorNumber)
                continue;
            if (number == Ietf.UserName.Number)
                copy.Add(Ietf.UserName, userName);
            else if (number == Ietf.UserPassword.Number)
                copy.AddUserPassword(password[..Math.Max(0, UserPassword.Reveal(value, request.Authenticator, nas, password))], home);
            else
                copy.Add(new OctetsAttribute("", 0, number), value);
        }
        CryptographicOperations.ZeroMemory(password);
        // Without a CHAP-Challenge the NAS's own authenticator is the challenge, which the home server does not see (RFC 2865 section 5.3).
        if (chap && !challenged)
            copy.Add(new OctetsAttribute("", 0, Ietf.ChapChallenge.Number), request.Authenticator);
        copy.Add(new OctetsAttribute("", 0, Ietf.ProxyState.Number), mark);
        return copy.Finish(home).ToArray();
    }

    /// <summary>Copies what is welcome of a home server's reply behind what the writer has already.</summary>
    /// <param name="back">The reply to the NAS.</param>
    /// <param name="reply">The home server's reply.</param>
    /// <param name="home">The secret shared with the home server.</param>
    /// <param name="asked">The Request Authenticator of the copy sent to it.</param>
    /// <param name="request">The NAS's request.</param>
    /// <param name="nas">The secret shared with the NAS.</param>
    public static void Return(
        ref RadiusWriter back, in RadiusPacket reply, SharedSecret home, scoped ReadOnlySpan<byte> asked, in RadiusPacket request, SharedSecret nas)
    {
        Span<byte> key = stackalloc byte[64];
        Span<byte> hidden = stackalloc byte[Mppe.MaxHidden];
        foreach (var attribute in reply.Attributes)
        {
            if (attribute.Vendor == 0)
            {
                if (Welcome.Contains(attribute.Number) && !IsOurMark(attribute))
                    back.Add(new OctetsAttribute("", 0, attribute.Number), attribute.Value);
                continue;
            }
            if (attribute.Vendor != Wire.Microsoft.Vendor)
                continue;
            if (attribute.Number == Wire.Microsoft.MppeSendKey.Number || attribute.Number == Wire.Microsoft.MppeRecvKey.Number)
            {
                var length = Mppe.Reveal(attribute.Value, asked, home, key);
                if (length <= 0)
                    continue;
                // The salts stay as different from each other as they were.
                var salt = (ushort)((attribute.Value[0] << 8) | attribute.Value[1]);
                var octets = Mppe.Hide(key[..length], salt, request.Authenticator, nas, hidden);
                back.Add(new OctetsAttribute("", Wire.Microsoft.Vendor, attribute.Number), hidden[..octets]);
            }
            else if (attribute.Number == Wire.Microsoft.Chap2Success.Number || attribute.Number == Wire.Microsoft.ChapError.Number)
            {
                back.Add(new OctetsAttribute("", Wire.Microsoft.Vendor, attribute.Number), attribute.Value);
            }
        }
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The name a home server is asked about.</summary>
    public static string NameAtHome(string userName, bool strip) => strip ? userName[..userName.LastIndexOf('@')] : userName;

    /// <summary>Whose use is counted here: a visitor, in at most the 64 characters that a Class carries.</summary>
    public static string PersonKey(string userName)
    {
        var key = "visitor:" + userName.ToLowerInvariant();
        return key.Length <= 64 ? key : string.Concat("visitor:", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key))).AsSpan(0, 40));
    }

    /// <summary>A Class of our own making, set by a stranger, would count their use on one of our people.</summary>
    private static bool IsOurMark(in AttributeView attribute) => attribute.Number == Ietf.Class.Number && attribute.Value.StartsWith("hs:"u8);
}
