using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Monitor.Asking;

/// <summary>Asks one agent one thing after another: what operators' commands need. The poller, which asks thousands at once, has its own way.</summary>
public sealed class SnmpManager : IDisposable
{
    /// <summary>No walk goes on for ever, whatever the agent says.</summary>
    public const int MostRows = 1_000_000;

    private readonly SnmpAgent agent;
    private readonly UsmSession? session;
    private readonly Socket socket;
    private readonly byte[] sending = new byte[UsmMessage.MaxSize];
    private readonly byte[] receiving = new byte[UsmMessage.MaxSize];
    private int next = System.Security.Cryptography.RandomNumberGenerator.GetInt32(PreparedRequest.FirstRequestId, int.MaxValue / 2);

    /// <exception cref="SnmpException">This machine has no socket for the agent's address.</exception>
    public SnmpManager(SnmpAgent agent, TimeProvider time)
    {
        this.agent = agent;
        session = agent.Version == SnmpVersion.V3 ? new UsmSession(agent.User ?? throw new ArgumentException("v3 needs a user", nameof(agent)), time) : null;
        socket = new Socket(agent.EndPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Connect(agent.EndPoint);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new SnmpException($"{agent.EndPoint} cannot be reached from this machine: {error.Message}.", error);
        }
    }

    /// <summary>Sends a request and waits for its answer, with a longer patience for each further try.</summary>
    /// <exception cref="SnmpException">No answer, or an SNMPv3 refusal.</exception>
    /// <exception cref="ArgumentException">The request does not fit into one datagram.</exception>
    public async Task<SnmpAnswer> AskAsync(PduType type, IReadOnlyList<Oid> names, int nonRepeaters = 0, int maxRepetitions = 0, CancellationToken cancel = default)
    {
        var request = new PreparedRequest(SnmpVersion.V2c, [], type, [.. names], nonRepeaters, maxRepetitions);
        var heard = false;
        for (var attempt = 0; attempt <= agent.Retries; attempt++)
        {
            var id = ++next;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(agent.Timeout * Math.Pow(2, attempt));
            try
            {
                return await ExchangeAsync(request, id, () => heard = true, patience.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
            {
                // Nothing listens there now; an agent that restarts may in a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancel);
            }
        }

        throw new SnmpException(session?.EngineId is not null
            ? $"{agent.EndPoint} told its engine and then nothing more. Most likely the privacy password or protocol of '{agent.User!.Name}' is another one there: many agents meet that with silence."
            : heard ? $"{agent.EndPoint} answers, but not with what was asked or not signed as it must be. Compare version, community or passwords with its configuration."
            : $"{agent.EndPoint} gives no answer. Is the agent on, is UDP port {agent.EndPoint.Port} open, and are version and community or user right? A wrong community is met with silence.")
        {
            IsSilence = !heard,
        };
    }

    /// <summary>
    /// Everything below <paramref name="root"/>, by GetBulk (v1: GetNext). Answers tooBig or silence to many repetitions: fewer are asked for. It ends at the end of the subtree or of
    /// the agent's view, and with an exception where the agent does not go forward.
    /// </summary>
    /// <exception cref="SnmpException">No answer, or the agent's names do not increase.</exception>
    public async IAsyncEnumerable<SnmpVariable> WalkAsync(Oid root, int repetitions = 25, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var at = root;
        for (var rows = 0; rows < MostRows;)
        {
            var bulk = agent.Version != SnmpVersion.V1;
            SnmpAnswer answer;
            try
            {
                answer = bulk ? await AskAsync(PduType.GetBulk, [at], 0, repetitions, cancel) : await AskAsync(PduType.GetNext, [at], cancel: cancel);
            }
            catch (SnmpException error) when (error.IsSilence && bulk && rows > 0 && repetitions > 1)
            {
                repetitions /= 2; // fragments of a large answer may be lost on the way
                continue;
            }

            if (answer.ErrorStatus == ErrorStatus.TooBig && bulk && repetitions > 1)
            {
                repetitions /= 2;
                continue;
            }

            if (answer.ErrorStatus == ErrorStatus.NoSuchName)
            {
                yield break; // v1's end of the view
            }

            if (answer.ErrorStatus != ErrorStatus.NoError)
            {
                throw new SnmpException($"{agent.EndPoint} refuses to go on after {at}: {answer.ErrorStatus}.");
            }

            if (answer.Variables.Count == 0)
            {
                yield break;
            }

            foreach (var variable in answer.Variables)
            {
                if (variable.Tag == SnmpTag.EndOfMibView || !root.Contains(variable.Name))
                {
                    yield break;
                }

                if (variable.Name <= at)
                {
                    throw new SnmpException($"{agent.EndPoint} does not go forward: after {at} it gives {variable.Name}. The walk ends here.");
                }

                at = variable.Name;
                rows++;
                yield return variable;
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<SnmpAnswer> ExchangeAsync(PreparedRequest request, int id, Action heard, CancellationToken cancel)
    {
        await socket.SendAsync(sending.AsMemory(0, Write(request, id)), cancel);
        // Discovery and one lost clock are two further rounds; an agent that wants more of them is not right.
        for (var rounds = 0; ;)
        {
            var length = await socket.ReceiveAsync(receiving, cancel);
            heard();
            switch (Read(receiving.AsSpan(0, length), id, out var answer))
            {
                case UsmStep.Answer:
                    return answer!;
                case UsmStep.Fault:
                    throw new SnmpException($"{agent.EndPoint} refuses the SNMPv3 user '{agent.User!.Name}': {UsmFaults.English(session!.Fault)}.");
                case UsmStep.AskAgain when ++rounds <= 3:
                    await socket.SendAsync(sending.AsMemory(0, Write(request, id)), cancel);
                    break;
            }
        }
    }

    private int Write(PreparedRequest request, int id)
    {
        Span<byte> pdu = stackalloc byte[request.Length];
        var length = request.WritePdu(id, pdu);
        return session?.Write(pdu[..length], id, sending) ?? CommunityFrame.Write(sending, agent.Version, agent.Community, pdu[..length]);
    }

    private UsmStep Read(ReadOnlySpan<byte> datagram, int id, out SnmpAnswer? answer)
    {
        answer = null;
        MessageReader message;
        if (session is not null)
        {
            var step = session.Read(datagram, id, out _, out message);
            if (step != UsmStep.Answer)
            {
                return step;
            }
        }
        else if (MessageReader.TryRead(datagram, out message) != DecodeReason.None)
        {
            return UsmStep.Ignore;
        }

        if (message.Type != PduType.Response || message.RequestId != id)
        {
            return UsmStep.Ignore;
        }

        var variables = new List<SnmpVariable>();
        var reader = message.VarBinds;
        while (reader.TryRead(out var variable))
        {
            if (Oid.Decode(variable.Name) is { } name)
            {
                variables.Add(new SnmpVariable(name, variable.Tag, variable.Content.ToArray()));
            }
        }

        answer = new SnmpAnswer(message.ErrorStatus, message.ErrorIndex, variables);
        return UsmStep.Answer;
    }
}
