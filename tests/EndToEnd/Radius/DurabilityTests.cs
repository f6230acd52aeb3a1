using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>An Accounting-Response is a promise: the record is on disk, whatever happens next.</summary>
[Collection<OneAfterAnother>]
public sealed class DurabilityTests
{
    private const int Sockets = 8;
    private const int PerSocket = 250;

    [Fact]
    public async Task Every_answered_record_survives_kill_minus_nine()
    {
        await using var server = await RadiusServer.StartAsync();
        var secret = new SharedSecret(RadiusServer.Secret);
        var answered = new ConcurrentDictionary<string, bool>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var senders = Enumerable.Range(0, Sockets).Select(n => SendAsync(n, server.Hotspot.AcctPort, secret, answered, stop.Token)).ToArray();
        await Eventually.TrueAsync("a fifth is answered", () => Task.FromResult(answered.Count > Sockets * PerSocket / 5), TimeSpan.FromSeconds(60));

        await server.KillAsync();
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        Assert.InRange(answered.Count, Sockets * PerSocket / 5, Sockets * PerSocket);

        await server.ServeAsync();
        var stored = (await server.SessionsAsync()).EnumerateArray().Select(s => s.GetProperty("userName").GetString()!).ToHashSet();
        Assert.Empty(answered.Keys.Except(stored));
    }

    /// <summary>Sends its records one by one, a few under way at once, and notes which were answered.</summary>
    private static async Task SendAsync(int number, int port, SharedSecret secret, ConcurrentDictionary<string, bool> answered, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(IPAddress.Loopback, port);
        var buffer = new byte[4096];
        try
        {
            for (var i = 0; i < PerSocket; i += 5)
            {
                for (var k = i; k < i + 5; k++)
                    await socket.SendAsync(Start(number, k, secret), cancel);
                for (var k = i; k < i + 5; k++)
                {
                    var length = await socket.ReceiveAsync(buffer, cancel);
                    if (RadiusPacket.TryRead(buffer.AsSpan(0, length), out var reply, out _) && reply.Code == RadiusCode.AccountingResponse)
                        answered[Name(number, reply.Identifier)] = true;
                }
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // The server was killed: what is still under way gets no answer.
        }
    }

    private static string Name(int number, int identifier) => $"u{number}-{identifier}";

    private static byte[] Start(int number, int identifier, SharedSecret secret)
    {
        var writer = new RadiusWriter(new byte[512], RadiusCode.AccountingRequest, (byte)identifier);
        writer.Add(Ietf.AcctStatusType, (uint)AcctStatusType.Start);
        writer.Add(Ietf.AcctSessionId, $"{number}-{identifier}");
        writer.Add(Ietf.UserName, Name(number, identifier));
        return writer.Finish(secret).ToArray();
    }
}
