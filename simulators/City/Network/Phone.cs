using System.Globalization;
using System.Net;

namespace HotspotManager.City.Network;

/// <summary>A phone on an access point's network. Its packets come from an address of its own in 127.0.0.0/8, so that the gateway knows it as a real one would.</summary>
/// <param name="Source">Where its connections come from.</param>
/// <param name="Mac"><c>02-AA-BB-CC-DD-EE</c>.</param>
public sealed record Phone(IPAddress Source, string Mac)
{
    /// <summary>Phones that fit one access point's /24.</summary>
    public const int MostAtOnePoint = 250;

    /// <summary>The address that its gateway gave it and tells others.</summary>
    public IPAddress LanAddress
    {
        get
        {
            var octets = Source.GetAddressBytes();
            octets[0] = 10;
            return new IPAddress(octets);
        }
    }

    /// <summary>A resident's phone.</summary>
    public static Phone Of(int accessPoint, int resident) => new(
        new IPAddress([127, (byte)(64 + (accessPoint >> 8)), (byte)accessPoint, (byte)(2 + resident)]),
        // The second digit says that the address is a random one, as phones use them.
        string.Create(CultureInfo.InvariantCulture, $"{(resident % 4) switch { 0 => "02", 1 => "A6", 2 => "DA", _ => "7E" }}-4D-4C-{accessPoint >> 8:X2}-{accessPoint & 255:X2}-{resident:X2}"));

    /// <summary>Phones that walk from one access point to the next have a second octet of their own.</summary>
    public const byte WalkersNet = 200;

    /// <summary>A phone that is the same at every access point.</summary>
    public static Phone Walker(byte number) => new(
        new IPAddress([127, WalkersNet, 0, number]), string.Create(CultureInfo.InvariantCulture, $"02-4D-4D-00-00-{number:X2}"));

    /// <summary>Somebody who opens a gateway's address in a browser on this very machine: a guest at that access point.</summary>
    public static Phone Guest(int accessPoint) => new(
        IPAddress.Loopback, string.Create(CultureInfo.InvariantCulture, $"06-4D-4C-{accessPoint >> 8:X2}-{accessPoint & 255:X2}-FE"));
}
