using System.Text;
using HotspotManager.Core.Networks;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Server;

/// <summary>What requests say in words, as the store keeps it.</summary>
internal static class RequestText
{
    /// <summary>
    /// A text attribute without the zero octets some routers end it with; zero octets within become U+FFFD, since no database takes them.
    /// </summary>
    public static string Of(in RadiusPacket request, TextAttribute attribute)
    {
        if (!request.TryGet(attribute, out var value))
            return "";
        value = value[..(value.LastIndexOfAnyExcept((byte)0) + 1)];
        var text = Encoding.UTF8.GetString(value);
        return text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
    }

    /// <summary>The phone's MAC in the one spelling, "" when the NAS does not tell.</summary>
    public static string MacOf(in RadiusPacket request)
    {
        if (!request.TryGet(Ietf.CallingStationId, out var value) || value.Length > 64)
            return "";
        Span<char> text = stackalloc char[64];
        return Mac.Normalize(text[..Encoding.UTF8.GetChars(value, text)]) ?? "";
    }

    /// <summary>The access point a request tells of: the NAS's only one without a look at the packet.</summary>
    public static AccessPoint? AccessPointOf(in RadiusPacket request, NasClient client, NetworkSnapshot network)
    {
        var candidates = network.AccessPointsOf(client.Id);
        return candidates.Length <= 1
            ? candidates.Length == 0 ? null : candidates[0]
            : network.AccessPointOf(client.Id, Of(request, Ietf.CalledStationId), Of(request, Ietf.NasPortId));
    }
}
