using System.Runtime.CompilerServices;
using HotspotManager.Core.Admission;
using HotspotManager.Core.Grants;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;
using HotspotManager.Radius.Proxy;
using HotspotManager.Radius.Wire;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Server;

/// <summary>One Accounting-Request from the socket to its answer.</summary>
public sealed partial class AccountingFlow : IDisposable
{
    private readonly PacketGate gate;
    private readonly DuplicateCache duplicates;
    private readonly Journal journal;
    private readonly Gatekeeper gatekeeper;
    private readonly GrantTable grants;
    private readonly NetworkTable network;
    private readonly ProxyFlow proxy;
    private readonly TimeProvider time;
    private readonly ILogger<AccountingFlow> log;
    private readonly GatheredReplies _gathered = new();

    public AccountingFlow(
        PacketGate gate, DuplicateCache duplicates, Journal journal, Gatekeeper gatekeeper, GrantTable grants, NetworkTable network, ProxyFlow proxy,
        TimeProvider time, ILogger<AccountingFlow> log)
    {
        (this.gate, this.duplicates, this.journal, this.gatekeeper, this.grants, this.network, this.proxy, this.time, this.log) =
            (gate, duplicates, journal, gatekeeper, grants, network, proxy, time, log);
        journal.Told += _gathered.Send;
    }

    /// <summary>
    /// <list type="number">
    /// <item>Who is this, and is it genuine? Source address, shape, Request Authenticator: else silence.</item>
    /// <item>Answered before? The same octets again; waiting to be stored: wait.</item>
    /// <item>Status-Server: we are here (RFC 5997).</item>
    /// <item>The record: what it says, whose session it is.</item>
    /// <item>The reply, made beforehand: it depends on the request alone.</item>
    /// <item>The journal; once the record is on disk, keep the reply and send it. Not stored: no answer, the NAS tries again. A copy goes to
    /// the home of somebody of elsewhere.</item>
    /// </list>
    /// The task ends when the request is answered or given up; only tests wait for it.
    /// </summary>
    [SkipLocalsInit]
    public Task Handle(DatagramSocket socket, ReadOnlySpan<byte> datagram, in DatagramPath path)
    {
        var began = time.GetTimestamp();
        Span<byte> buffer = stackalloc byte[RadiusPacket.MaxLength];

        // 1. Who is this?
        if (!gate.TryOpen(socket, datagram, path, RadiusPort.Accounting, out var request, out var client))
            return Task.CompletedTask;

        // 2. Answered before?
        var key = new RequestKey(path.Remote, request);
        switch (duplicates.Begin(key, buffer, out var length))
        {
            case RequestState.InProgress:
                gate.Drop(DropReason.InProgress, path, client);
                return Task.CompletedTask;
            case RequestState.Answered:
                RadiusMeter.Duplicate();
                socket.Send(buffer[..length], path);
                return Task.CompletedTask;
        }

        // 3. Status-Server
        if (request.Code == RadiusCode.StatusServer)
        {
            RadiusMeter.Request("status");
            Answer(socket, path, key, Reply(buffer, request, client));
            return Task.CompletedTask;
        }
        RadiusMeter.Request("accounting");

        // 4. The record
        var status = request.Number(Ietf.AcctStatusType);
        var record = Read(request, client, status);
        if (record is null)
        {
            if (status is null || IsOurs(status.Value))
            {
                duplicates.Forget(key);
                gate.Drop(DropReason.IncompleteAccounting, path, client);
            }
            else
            {
                // Tunnels and other statuses (RFC 2867) tell nothing we keep; unanswered they would be sent for ever.
                Answer(socket, path, key, Reply(buffer, request, client));
                RadiusMeter.Accounting("other");
            }
            return Task.CompletedTask;
        }

        // 5. The reply
        var reply = Reply(buffer, request, client).ToArray();

        // 6. The journal
        if (client.Health.Outstanding(1) > MostOutstanding)
        {
            client.Health.Outstanding(-1);
            duplicates.Forget(key);
            gate.Drop(DropReason.OverLimit, path, client);
            return Task.CompletedTask;
        }
        var copy = proxy.IsElsewhere(record.UserName) ? request.Bytes.ToArray() : null;
        var waiter = new Answering(this, socket, path, client, key, record, reply, copy, began);
        journal.Append(record, waiter);
        return waiter.Task;
    }

    /// <summary>Records of one NAS on their way to the disk: a slow disk must not fill up with one router's.</summary>
    internal const int MostOutstanding = 5000;

    public void Dispose()
    {
        journal.Told -= _gathered.Send;
        _gathered.Dispose();
    }

    /// <summary>A request whose record is on its way to the disk.</summary>
    private sealed class Answering(
        AccountingFlow flow, DatagramSocket socket, DatagramPath path, NasClient client, RequestKey key, AccountingRecord record, byte[] reply, byte[]? copy, long began)
        : JournalWaiter
    {
        protected override void OnStored(bool onDisk)
        {
            try
            {
                if (onDisk) flow.Stored(socket, path, client, key, record, reply, copy, began);
                else flow.NotStored(path, client, key);
            }
            catch (Exception error)
            {
                flow.duplicates.Forget(key);
                flow.gate.Drop(DropReason.InternalError, path, client);
                Failed(flow.log, client.Name, error);
            }
            finally
            {
                client.Health.Outstanding(-1);
            }
        }
    }

    private void Stored(
        DatagramSocket socket, in DatagramPath path, NasClient client, in RequestKey key, AccountingRecord record, byte[] reply, byte[]? copy, long began)
    {
        duplicates.Complete(key, reply);
        _gathered.Add(socket, reply, path);
        if (copy is not null)
            proxy.CopyAccounting(copy, client, record.UserName);
        client.Health.CountAccounting();
        RadiusMeter.Accounting(Label(record.Status));
        RadiusMeter.Answered("accounting", time.GetElapsedTime(began));
    }

    private void NotStored(in DatagramPath path, NasClient client, in RequestKey key)
    {
        duplicates.Forget(key);
        gate.Drop(DropReason.NotStored, path, client);
    }

    private void Answer(DatagramSocket socket, in DatagramPath path, in RequestKey key, ReadOnlySpan<byte> reply)
    {
        duplicates.Complete(key, reply);
        socket.Send(reply, path);
    }

    private static ReadOnlySpan<byte> Reply(Span<byte> buffer, in RadiusPacket request, NasClient client)
    {
        var reply = new RadiusWriter(buffer, RadiusCode.AccountingResponse, request.Identifier);
        if (request.HasMessageAuthenticator)
            reply.AddMessageAuthenticator();
        reply.AddProxyStates(request);
        return reply.FinishReply(request.Authenticator, client.Secret);
    }

    /// <summary>What the packet says; null when it is none of the five statuses or lacks its session id.</summary>
    private AccountingRecord? Read(in RadiusPacket request, NasClient client, uint? status)
    {
        if (status is not { } number || !IsOurs(number))
            return null;
        var acctStatus = (AcctStatus)number;
        var ofSession = acctStatus is AcctStatus.Start or AcctStatus.InterimUpdate or AcctStatus.Stop;
        var sessionId = RequestText.Of(request, Ietf.AcctSessionId);
        if (ofSession && sessionId.Length == 0)
            return null;
        var userName = RequestText.Of(request, Ietf.UserName);
        var mac = RequestText.MacOf(request);
        var input = Octets(request, Ietf.AcctInputOctets, Ietf.AcctInputGigawords);
        var output = Octets(request, Ietf.AcctOutputOctets, Ietf.AcctOutputGigawords);
        if (client.Row.SwapOctets)
            (input, output) = (output, input);
        request.TryGet(Ietf.EventTimestamp, out var eventTimestamp);
        var mark = ofSession ? MarkOf(request, userName, mac) : null;
        return new AccountingRecord
        {
            ReceivedAt = time.GetUtcNow(),
            Source = RecordSource.Radius,
            NasId = client.Id,
            AccessPointId = ofSession ? RequestText.AccessPointOf(request, client, network.Current)?.Id : null,
            Status = acctStatus,
            AcctSessionId = sessionId,
            UserName = userName,
            Mac = mac,
            FramedIp = (request.Address(Ietf.FramedIPAddress) ?? request.Address(Ietf.FramedIPv6Address))?.ToString(),
            SessionSeconds = request.Number(Ietf.AcctSessionTime) ?? 0,
            InputOctets = input,
            OutputOctets = output,
            TerminateCause = request.Number(Ietf.AcctTerminateCause) is { } cause ? TerminateCauses.Name(cause) : null,
            DelaySeconds = (int)Math.Min(request.Number(Ietf.AcctDelayTime) ?? 0, int.MaxValue),
            PersonKey = mark?.PersonKey,
            GrantId = mark?.GrantId,
            PlanId = mark?.PlanId,
            SignIn = mark?.SignIn,
            EventTimestamp = eventTimestamp.ToArray(),
        };
    }

    private static bool IsOurs(uint status) =>
        (AcctStatusType)status is AcctStatusType.Start or AcctStatusType.Stop or AcctStatusType.InterimUpdate
            or AcctStatusType.AccountingOn or AcctStatusType.AccountingOff;

    private static long Octets(in RadiusPacket request, IntegerAttribute octets, IntegerAttribute gigawords) =>
        (long)Math.Min(Gigawords.Join(request.Number(octets), request.Number(gigawords)), long.MaxValue);

    /// <summary>Whose session: told by our Class (RFC 2865 section 5.25), of which there may be several; else by name, else by the phone.</summary>
    private SessionMark? MarkOf(in RadiusPacket request, string userName, string mac)
    {
        foreach (var attribute in request.Attributes)
        {
            if (attribute.Vendor == 0 && attribute.Number == Ietf.Class.Number
                && SessionMark.TryParse(System.Text.Encoding.UTF8.GetString(attribute.Value), out var mark))
                return mark;
        }
        var candidate = gatekeeper.Find(userName);
        if (candidate is null && mac.Length > 0 && Mac.Normalize(userName) == mac && grants.OfPhone(mac) is { } grant)
            candidate = gatekeeper.OfGrant(grant);
        return candidate is null ? null : new SessionMark(candidate.Grant?.Id, candidate.PlanId, candidate.PersonKey);
    }

    private static string Label(AcctStatus status) => status switch
    {
        AcctStatus.Start => "start",
        AcctStatus.Stop => "stop",
        AcctStatus.InterimUpdate => "interim",
        AcctStatus.AccountingOn => "on",
        AcctStatus.AccountingOff => "off",
        _ => "other",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "An Accounting-Request of {Nas} failed; it is not answered")]
    private static partial void Failed(ILogger log, string nas, Exception error);
}
