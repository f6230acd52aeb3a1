using System.CommandLine;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot radius …</c>: RADIUS for people who look at traces. Needs no store.</summary>
internal static class RadiusCommands
{
    public static Command Create()
    {
        var hex = new Argument<string[]>("HEX") { Description = "The packet's octets (the UDP payload) as hex; spaces, colons and 0x do not matter; - reads it from standard input", Arity = ArgumentArity.OneOrMore };
        var secret = new Option<string?>("--secret") { Description = "Also say whether the packet is signed with this shared secret", HelpName = "S" };
        var to = new Option<string?>("--request") { Description = "The request's octets as hex, when the packet is its reply: replies are signed with their request", HelpName = "HEX" };
        var decode = new Command("decode", "Print a packet by the attribute table; passwords and keys are never shown") { Arguments = { hex }, Options = { secret, to, Common.Json } };
        decode.SetAction(a =>
        {
            var text = string.Join(' ', a.GetValue(hex)!);
            Decode(text == "-" ? Terminal.In.ReadToEnd() : text, a.GetValue(secret), a.GetValue(to), new Output(a.GetValue(Common.Json)));
        });
        return new Command("radius", "RADIUS: look into packets") { decode };
    }

    private static void Decode(string hex, string? secret, string? request, Output output)
    {
        if (secret is null && request is not null) throw new UsageException("--request is of no use without --secret.");
        var packet = Packet(hex, "This");
        var view = new
        {
            Code = packet.Code.ToString(),
            packet.Identifier,
            Length = packet.Bytes.Length,
            Authenticator = Convert.ToHexStringLower(packet.Authenticator),
            Signature = secret is null ? null : Signature(packet, secret, request),
            Attributes = PacketText.Lines(packet).Select(line => line.Split(" = ", 2)).Select(part => new { Name = part[0], Value = part[1].Trim('"') }).ToList(),
        };
        if (output.IsJson)
        {
            output.One(view);
            return;
        }
        Terminal.Out.WriteLine($"{view.Code} id {view.Identifier} length {view.Length} authenticator {view.Authenticator}");
        if (view.Signature is not null) Terminal.Out.WriteLine(view.Signature);
        foreach (var line in PacketText.Lines(packet)) Terminal.Out.WriteLine("  " + line);
    }

    private static RadiusPacket Packet(string hex, string which)
    {
        if (PacketText.Octets(hex) is not { } octets) throw new UsageException($"{which} is not hex: write two digits for each octet.");
        if (!RadiusPacket.TryRead(octets, out var packet, out var fault)) throw new RefusedException($"{which} is not a RADIUS packet: {PacketText.Words(fault)}.");
        return packet;
    }

    /// <summary>Whether the secret made the packet's authenticators, as far as it can be told.</summary>
    private static string Signature(in RadiusPacket packet, string secret, string? request)
    {
        var shared = new SharedSecret(secret);
        if (request is not null)
        {
            var asked = Packet(request, "The request");
            return PacketCheck.Reply(packet, asked.Identifier, asked.Authenticator, shared) switch
            {
                ReplyState.Valid => packet.HasMessageAuthenticator ? "signed with this secret, Message-Authenticator valid" : "signed with this secret, without Message-Authenticator",
                ReplyState.OtherIdentifier => "this is no reply to that request: the identifiers differ",
                ReplyState.WrongAuthenticator => "NOT signed with this secret for that request: the Response Authenticator is wrong",
                _ => "changed on its way: the Message-Authenticator is wrong",
            };
        }
        if (packet.Code is not (RadiusCode.AccessRequest or RadiusCode.StatusServer or RadiusCode.AccountingRequest or RadiusCode.DisconnectRequest or RadiusCode.CoaRequest))
            return "a reply: give its request with --request to check it";
        if (packet.Code is not (RadiusCode.AccessRequest or RadiusCode.StatusServer) && !PacketCheck.HasRequestAuthenticator(packet, shared))
            return "NOT signed with this secret: the Request Authenticator is wrong";
        return PacketCheck.MessageAuthenticator(packet, shared) switch
        {
            MessageAuthenticatorState.Valid => "signed with this secret, Message-Authenticator valid",
            MessageAuthenticatorState.Wrong => "NOT signed with this secret: the Message-Authenticator is wrong",
            _ when packet.Code is RadiusCode.AccessRequest or RadiusCode.StatusServer => "not signed: it has no Message-Authenticator, so the secret cannot be told",
            _ => "signed with this secret, without Message-Authenticator",
        };
    }
}
