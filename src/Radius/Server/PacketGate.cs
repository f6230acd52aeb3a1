using HotspotManager.Datagrams;
using HotspotManager.Radius.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.Server;

/// <summary>Which of the two ports a packet came to.</summary>
internal enum RadiusPort
{
    Authentication,
    Accounting,
}

/// <summary>
/// Lets in only what a known NAS sent: source address, shape, NAS-Identifier, Request Authenticator, Message-Authenticator, and no more than one NAS may send. Everything else is counted,
/// said in the log at most once a minute for each NAS and reason, and discarded in silence, as RFC 2865 section 3 and RFC 3579 section 3.2 have it.
/// </summary>
public sealed partial class PacketGate(
    NasClientTable clients, MessageAuthenticatorLearner learner, UnknownSenders unknown, SecretAlarm secrets, TimeProvider time, IOptions<RadiusOptions> options, ILogger<PacketGate> log)
{
    private readonly SaidLately<DropReason> _said = new(time);
    private readonly PacketAllowance _allowance = new(options.Value.NasPacketsPerSecond, time);

    /// <summary>False: discarded and counted.</summary>
    internal bool TryOpen(
        DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path, RadiusPort port, out RadiusPacket packet, out NasClient client)
    {
        var stream = socket as RadiusStream;
        var why = Open(stream is null ? clients.At(path.Remote) : stream.Peers, datagram, path, port, out packet, out client);
        if (why is not { } reason)
        {
            // Only what proved genuine counts: nobody else can use up a NAS's allowance with forged packets.
            return _allowance.TryTake(client.Health) || Drop(DropReason.OverLimit, path, client);
        }
        Drop(reason, path, client);
        stream?.Condemn(reason);
        return false;
    }

    private DropReason? Open(
        scoped ReadOnlySpan<NasClient> here, ReadOnlySpan<byte> datagram, in DatagramPath path, RadiusPort port, out RadiusPacket packet, out NasClient client)
    {
        client = null!;
        packet = default;
        if (here.IsEmpty)
        {
            unknown.Saw(datagram, path.Remote);
            return DropReason.UnknownSource;
        }
        if (here.Length == 1)
            client = here[0];
        if (!RadiusPacket.TryRead(datagram, out packet, out _))
            return DropReason.Malformed;
        if (!Belongs(packet.Code, port))
            return DropReason.WrongPort;
        packet.TryGet(Ietf.NasIdentifier, out var identifier);
        DropReason? why = DropReason.UnknownNasIdentifier;
        foreach (var candidate in here)
        {
            if (!NasClientTable.MayBe(here, candidate, identifier))
                continue;
            client = candidate;
            why = Check(packet, candidate);
            if (why is null)
                break;
        }
        // Routers behind one address translation: others are known there, this one is not. It is not the others' secret that is wrong.
        if (why is not null && !identifier.IsEmpty && !NasClientTable.Knows(here, identifier))
        {
            unknown.Saw(datagram, path.Remote);
            why = DropReason.UnknownNasIdentifier;
        }
        if (why is null && packet.Code == RadiusCode.AccessRequest && !packet.HasEapMessage && !client.OverTls)
            learner.Saw(client, packet.HasMessageAuthenticator);
        return why;
    }

    private static bool Belongs(RadiusCode code, RadiusPort port) => code switch
    {
        RadiusCode.StatusServer => true,
        RadiusCode.AccessRequest => port == RadiusPort.Authentication,
        RadiusCode.AccountingRequest => port == RadiusPort.Accounting,
        _ => false,
    };

    private static DropReason? Check(in RadiusPacket packet, NasClient client)
    {
        if (packet.Code == RadiusCode.AccountingRequest && !PacketCheck.HasRequestAuthenticator(packet, client.Secret))
            return DropReason.WrongRequestAuthenticator;
        return PacketCheck.MessageAuthenticator(packet, client.Secret) switch
        {
            MessageAuthenticatorState.Valid => null,
            MessageAuthenticatorState.Wrong => DropReason.WrongMessageAuthenticator,
            // A must with EAP (RFC 3579 section 3.1) and Status-Server (RFC 5997 section 3); accounting is signed as a whole and needs none.
            _ => packet.Code == RadiusCode.StatusServer || packet.HasEapMessage
                || (packet.Code == RadiusCode.AccessRequest && client.MustSendMessageAuthenticator)
                ? DropReason.MessageAuthenticatorMissing
                : null,
        };
    }

    /// <summary>Counts a packet that gets no answer; always false.</summary>
    internal bool Drop(DropReason reason, in DatagramPath path, NasClient? client)
    {
        RadiusMeter.Drop(reason);
        client?.Health.CountDrop(reason);
        if (client is { OverTls: false } && reason is (DropReason.WrongMessageAuthenticator or DropReason.WrongRequestAuthenticator))
            secrets.Raise(client);
        if (reason != DropReason.InProgress && log.IsEnabled(LogLevel.Warning) && _said.May(path.Remote, reason))
            Discarded(log, client?.Name ?? "?", path.Remote.ToAddress(), DropTexts.English(reason));
        return false;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "RADIUS packet of {Nas} ({Address}) discarded: {Why}")]
    private static partial void Discarded(ILogger log, string nas, System.Net.IPAddress address, string why);
}
