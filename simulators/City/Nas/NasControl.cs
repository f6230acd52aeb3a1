using HotspotManager.City.Network;
using HotspotManager.Radius.Wire;

namespace HotspotManager.City.Nas;

/// <summary>Answers Disconnect- and CoA-Requests (RFC 5176) as a router does: by the session's identity, with ACK, or NAK and Error-Cause.</summary>
internal sealed class NasControl(SimulatedAccessPoint point, SharedSecret secret)
{
    // RFC 5176 section 3.5.
    private const uint MissingAttribute = 402, SessionContextNotFound = 503;

    private readonly Lock _lock = new();
    private byte[]? _lastRequest, _lastAnswer;

    /// <summary>The answer's octets; null: not from our server, so nothing is said.</summary>
    public byte[]? Answer(in RadiusPacket request)
    {
        if (!PacketCheck.HasRequestAuthenticator(request, secret)) return null;
        if (PacketCheck.MessageAuthenticator(request, secret) == MessageAuthenticatorState.Wrong) return null;
        lock (_lock)
        {
            // The same request again has lost its answer, not its session.
            if (_lastRequest.AsSpan().SequenceEqual(request.Bytes)) return _lastAnswer;
            var (code, error) = request.Code == RadiusCode.DisconnectRequest ? Disconnect(request) : Change(request);
            Span<byte> buffer = stackalloc byte[RadiusPacket.MaxLength];
            var writer = new RadiusWriter(buffer, code, request.Identifier);
            writer.AddMessageAuthenticator();
            if (error is { } cause) writer.Add(Ietf.ErrorCause, cause);
            writer.AddProxyStates(request);
            (_lastRequest, _lastAnswer) = (request.Bytes.ToArray(), writer.FinishReply(request.Authenticator, secret).ToArray());
            return _lastAnswer;
        }
    }

    private (RadiusCode, uint?) Disconnect(in RadiusPacket request)
    {
        if (Find(request) is not { } session) return (RadiusCode.DisconnectNak, Why(request));
        return point.End(session, EndCause.AdminReset) ? (RadiusCode.DisconnectAck, null) : (RadiusCode.DisconnectNak, SessionContextNotFound);
    }

    private (RadiusCode, uint?) Change(in RadiusPacket request)
    {
        if (Find(request) is not { } session) return (RadiusCode.CoaNak, Why(request));
        var terms = Terms.Read(request, session.Terms);
        point.Change(session, _ => terms);
        return (RadiusCode.CoaAck, null);
    }

    private static uint Why(in RadiusPacket request) => Identity(request) == default ? MissingAttribute : SessionContextNotFound;

    /// <summary>Every attribute that names the session must fit (RFC 5176 section 3).</summary>
    private PhoneSession? Find(in RadiusPacket request)
    {
        var identity = Identity(request);
        if (identity == default) return null;
        return point.TryFind(
            s => Fits(identity.Session, s.Id) && Fits(identity.User, s.UserName) && Fits(identity.Mac, Bare(s.Phone.Mac)) && Fits(identity.Ip, s.Phone.LanAddress.ToString()),
            out var session) ? session : null;

        static bool Fits(string? asked, string has) => asked is null || asked == has;
    }

    private static (string? Session, string? User, string? Mac, string? Ip) Identity(in RadiusPacket request) => (
        OrNull(request.Text(Ietf.AcctSessionId)), OrNull(request.Text(Ietf.UserName)), OrNull(Bare(request.Text(Ietf.CallingStationId))),
        request.Address(Ietf.FramedIPAddress)?.ToString());

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string Bare(string mac) => new([.. mac.Where(char.IsAsciiHexDigit).Select(char.ToUpperInvariant)]);
}
