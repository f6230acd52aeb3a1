using System.Net;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Control;
using HotspotManager.Radius.Server;
using HotspotManager.Radius.Wire;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.RadSec;

/// <summary>
/// What a stream carries is told apart by Code, not by port (RFC 6614 section 2.5): requests go to the flows of UDP, answers to our own requests to
/// <see cref="ControlClient"/>.
/// </summary>
internal sealed partial class StreamDispatch(
    AccessFlow access, AccountingFlow accounting, ControlClient control, PacketGate gate, ILogger<StreamDispatch> log)
{
    /// <summary>Takes one whole packet; it is valid during the call only.</summary>
    public void Handle(RadiusStream stream, ReadOnlySpan<byte> packet)
    {
        var path = new DatagramPath(new DatagramEndPoint(stream.RemoteEndPoint), default);
        try
        {
            switch ((RadiusCode)packet[0])
            {
                case RadiusCode.AccountingRequest:
                    _ = accounting.Handle(stream, packet, path);
                    break;
                case RadiusCode.AccessRequest or RadiusCode.StatusServer:
                    access.Handle(stream, packet, path);
                    break;
                case RadiusCode.DisconnectAck or RadiusCode.DisconnectNak or RadiusCode.CoaAck or RadiusCode.CoaNak:
                    control.Received(stream, packet, path);
                    break;
                case RadiusCode.DisconnectRequest:
                    Decline(stream, packet, path, RadiusCode.DisconnectNak);
                    break;
                case RadiusCode.CoaRequest:
                    Decline(stream, packet, path, RadiusCode.CoaNak);
                    break;
                default:
                    gate.Drop(DropReason.Malformed, path, null); // an unknown Code alone does not end the connection (RFC 6613 section 2.6.4)
                    break;
            }
        }
        catch (Exception error)
        {
            RadiusMeter.Drop(DropReason.InternalError);
            Failed(log, stream.RemoteEndPoint, error);
        }
    }

    /// <summary>Who asks us to end a session has the wrong end of the connection; RFC 6614 section 2.5 wants it told so, not left waiting.</summary>
    private void Decline(RadiusStream stream, ReadOnlySpan<byte> packet, in DatagramPath path, RadiusCode nak)
    {
        var peers = stream.Peers;
        if (!RadiusPacket.TryRead(packet, out var request, out _) || peers.IsEmpty || !PacketCheck.HasRequestAuthenticator(request, peers[0].Secret))
        {
            gate.Drop(DropReason.WrongRequestAuthenticator, path, peers.IsEmpty ? null : peers[0]);
            stream.Condemn(DropReason.WrongRequestAuthenticator);
            return;
        }
        var reply = new RadiusWriter(stackalloc byte[RadiusPacket.MaxLength], nak, request.Identifier);
        reply.AddMessageAuthenticator();
        reply.AddProxyStates(request);
        reply.Add(Ietf.ErrorCause, ErrorCauses.UnsupportedExtension);
        stream.Send(reply.FinishReply(request.Authenticator, peers[0].Secret), path);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A packet from {Source} met a fault of ours and got no answer")]
    private static partial void Failed(ILogger log, IPEndPoint source, Exception error);
}
