using System.Net;

namespace HotspotManager.City;

/// <summary>Where the city finds the server, and what it opens itself.</summary>
public sealed record CityOptions
{
    /// <summary>The server's port for Access-Requests.</summary>
    public required IPEndPoint RadiusAuth { get; init; }

    /// <summary>The server's port for Accounting-Requests.</summary>
    public required IPEndPoint RadiusAcct { get; init; }

    /// <summary>The portal as phones reach it, without a path.</summary>
    public required Uri Portal { get; init; }

    /// <summary>TCP port of all gateways (each on its own address) and, on 127.0.0.1, of the control; 0 takes a free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>UDP port of all SNMP agents, each on its own address; 0 takes a free one.</summary>
    public int SnmpPort { get; init; } = 1161;

    /// <summary>UDP port from which every NAS speaks and where it takes Disconnect- and CoA-Requests (RFC 5176 section 2); 0 takes a free one.</summary>
    public int NasPort { get; init; } = 3799;

    /// <summary>Where devices send their traps; null: nowhere.</summary>
    public IPEndPoint? Traps { get; init; }

    /// <summary>Codes that residents hold; those beyond the list's end tap without one.</summary>
    public IReadOnlyList<string> Vouchers { get; init; } = [];

    /// <summary>Whether residents come by themselves.</summary>
    public bool Residents { get; init; } = true;

    /// <summary>New phones in a second at most, so that a start or the end of a power cut does not take the machine.</summary>
    public int ArrivalsPerSecond { get; init; } = 25;

    /// <summary>What every phone asks for all the time, bit/s, a tenth of it upwards; null: bursts, as people do.</summary>
    public double? SteadyDemand { get; init; }

    /// <summary>Whether routers that ask RADIUS ask for a phone's MAC first, when they see it anew.</summary>
    public bool MacAuthentication { get; init; }

    /// <summary>Faults that happen by themselves; 0: none.</summary>
    public double FaultsPerHour { get; init; }
}
