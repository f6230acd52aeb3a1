using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using HotspotManager.Core.Store;
using HotspotManager.Monitor.Asking;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot snmp trap</c>: prints the notifications that come to a port until it is stopped; informs are answered.</summary>
internal static class SnmpTrapCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "UDP port to listen on", HelpName = "N", DefaultValueFactory = _ => 162 };
        var count = new Option<int>("--count") { Description = "Stop after so many", HelpName = "N" };
        var command = new Command("trap", "Print traps and informs (v1, v2c, v3) as they come, and answer informs")
        {
            port, count, NetworkOptions.SnmpUser, NetworkOptions.SnmpAuth, NetworkOptions.SnmpPriv,
        };
        command.SetAction(async (a, cancel) =>
        {
            await ListenAsync(a.GetValue(port), a.GetValue(count), SnmpCommands.User(a), cancel);
            return 0;
        });
        return command;
    }

    private static async Task ListenAsync(int port, int count, UsmUser? user, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, port));
        }
        catch (SocketException error)
        {
            throw new RefusedException($"UDP port {port} cannot be used: {error.Message}. Ports below 1024 need root.");
        }
        Terminal.Out.WriteLine($"Listening for notifications on UDP port {((IPEndPoint)socket.LocalEndPoint!).Port}; Ctrl-C ends.");
        var receiver = new UsmReceiver(UsmReceiver.NewEngineId(), name => user?.Name == name ? user : null, TimeProvider.System);
        var (buffer, reply) = (new byte[UsmMessage.MaxSize], new byte[UsmMessage.MaxSize]);
        var anywhere = new IPEndPoint(IPAddress.IPv6Any, 0);
        for (var seen = 0; count <= 0 || seen < count;)
        {
            var came = await socket.ReceiveFromAsync(buffer, anywhere, cancel);
            var source = (IPEndPoint)came.RemoteEndPoint;
            if (source.Address.IsIPv4MappedToIPv6) source = new IPEndPoint(source.Address.MapToIPv4(), source.Port);
            var (told, length) = Take(receiver, buffer.AsSpan(0, came.ReceivedBytes), reply, source);
            if (length > 0) await socket.SendToAsync(reply.AsMemory(0, length), came.RemoteEndPoint, cancel);
            if (told) seen++;
        }
    }

    private static (bool Told, int ReplyLength) Take(UsmReceiver receiver, ReadOnlySpan<byte> datagram, Span<byte> reply, IPEndPoint source)
    {
        if (UsmMessage.TryRead(datagram, out _) == DecodeReason.None)
        {
            if (!receiver.TryReceive(datagram, reply, out var length, out _, out var message)) return (false, length);
            Print(source, message.Type == PduType.Inform ? "v3 inform" : "v3 trap", message.VarBinds);
            return (true, length);
        }
        if (Trap.TryRead(datagram, out var trap) != DecodeReason.None)
        {
            Terminal.Out.WriteLine($"{source} sent {datagram.Length} octets that are no notification.");
            return (false, 0);
        }
        Print(source, $"{(trap.Version == SnmpVersion.V1 ? "v1" : "v2c")} {(trap.IsInform ? "inform" : "trap")}{(trap.Version == SnmpVersion.V1 ? " " + trap.Kind : "")}", trap.VarBinds);
        return (true, trap.IsInform ? trap.WriteAnswer(datagram, reply) : 0);
    }

    private static void Print(IPEndPoint source, string what, VarBindReader variables)
    {
        Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetLocalNow():yyyy-MM-dd HH:mm:ss} {source} {what}"));
        while (variables.TryRead(out var variable))
            Terminal.Out.WriteLine($"  {Oid.Decode(variable.Name)} = {SnmpText.Of(variable.Tag, variable.Content)}");
    }
}
