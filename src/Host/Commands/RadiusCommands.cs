using System.CommandLine;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Host.Commands;

/// <summary><c>hotspot radius …</c>: RADIUS for people who look at traces. Needs no store.</summary>
internal static class RadiusCommands
{
    public static Command Create()
    {
        var hex = new Argument<string[]>("HEX") { Description = "The packet's octets (the UDP payload) as hex; spaces, colons and 0x do not matter", Arity = ArgumentArity.OneOrMore };
        var decode = new Command("decode", "Print a packet by the attribute table") { Arguments = { hex }, Options = { Common.Json } };
        decode.SetAction(a => Decode(string.Join(' ', a.GetValue(hex)!), new Output(a.GetValue(Common.Json))));
        return new Command("radius", "RADIUS: look into packets") { decode };
    }

    private static void Decode(string hex, Output output)
    {
        if (PacketText.Octets(hex) is not { } octets) throw new UsageException("This is not hex: write two digits for each octet.");
        if (!RadiusPacket.TryRead(octets, out var packet, out var fault)) throw new RefusedException($"This is not a RADIUS packet: {PacketText.Words(fault)}.");
        var view = new
        {
            Code = packet.Code.ToString(),
            packet.Identifier,
            Length = packet.Bytes.Length,
            Authenticator = Convert.ToHexStringLower(packet.Authenticator),
            Attributes = PacketText.Lines(packet).Select(line => line.Split(" = ", 2)).Select(part => new { Name = part[0], Value = part[1].Trim('"') }).ToList(),
        };
        if (output.IsJson)
        {
            output.One(view);
            return;
        }
        Terminal.Out.WriteLine($"{view.Code} id {view.Identifier} length {view.Length} authenticator {view.Authenticator}");
        foreach (var line in PacketText.Lines(packet)) Terminal.Out.WriteLine("  " + line);
    }
}
