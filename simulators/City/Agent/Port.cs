using System.Globalization;

namespace HotspotManager.City.Agent;

/// <summary>One interface as IF-MIB shows it (RFC 2863).</summary>
/// <param name="Type">IANAifType: 6 ethernet, 24 loopback, 71 wireless, 209 bridge.</param>
/// <param name="Mbps">ifHighSpeed.</param>
/// <param name="In">Octets received.</param>
/// <param name="Out">Octets sent.</param>
internal sealed record Port(int Index, string Name, int Type, int Mbps, Func<ulong> In, Func<ulong> Out);

/// <summary>What stands behind an agent: an access point or an uplink.</summary>
/// <param name="Ticks">Hundredths of a second since it started.</param>
internal sealed record Machine(string Name, string Location, string Mac, Func<ulong> Ticks, Func<int> Clients, IReadOnlyList<Port> Ports)
{
    /// <summary>The hardware address of an interface.</summary>
    public byte[] MacOf(Port port)
    {
        var octets = Convert.FromHexString(Mac.Replace("-", "", StringComparison.Ordinal));
        octets[5] = (byte)(octets[5] + port.Index - 1);
        return octets;
    }

    public static string Number(ulong number) => number.ToString(CultureInfo.InvariantCulture);
}
