using System.Net;

namespace HotspotManager.City.PowerCuts;

/// <summary>How the routers of a city that loses power behave. Shares are of the routers, 0 to 1, and independent of each other.</summary>
public sealed record CutOptions
{
    /// <summary>The server's port for Access-Requests.</summary>
    public required IPEndPoint RadiusAuth { get; init; }

    /// <summary>The server's port for Accounting-Requests.</summary>
    public required IPEndPoint RadiusAcct { get; init; }

    /// <summary>Phones at each router, one voucher each.</summary>
    public int Phones { get; init; } = 60;

    /// <summary>Routers that number their sessions from the beginning again after a cut.</summary>
    public double ReusesIds { get; init; } = 0.6;

    /// <summary>Routers that say Accounting-On when power is back.</summary>
    public double SaysOn { get; init; } = 0.5;

    /// <summary>Routers that do not give Class back (RFC 2865 section 5.25 says they should).</summary>
    public double ForgetsClass { get; init; } = 0.2;

    /// <summary>Routers that send a record again under a new Identifier; the others send the same octets.</summary>
    public double NewIdentifier { get; init; } = 0.5;

    /// <summary>Share of datagrams lost in each direction.</summary>
    public double Loss { get; init; }

    /// <summary>Between two tries: what RouterOS does unless it is told otherwise.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Tries for an Access-Request, an update or a Start; a Stop and an Accounting-On are tried until they are answered.</summary>
    public int Tries { get; init; } = 3;

    public int Seed { get; init; } = 1;
}

/// <summary>One phone's time online as its router counted it: what the server should have.</summary>
/// <param name="AccessPoint">The router's name.</param>
/// <param name="Life">0 for before the cut, 1 and up for after.</param>
/// <param name="Answered">The figures of the newest record that was answered; null: none was.</param>
/// <param name="Sent">The figures of every record that was sent, Start first: the server may have a newer one whose answer was lost.</param>
public sealed record LedgerEntry(string AccessPoint, string Mac, string Code, int Life, Figures? Answered, IReadOnlyList<Figures> Sent)
{
    /// <summary>Whether these are the figures a server may have: the answered ones, or newer ones that were sent.</summary>
    public bool Fits(Figures figures) => figures == Answered || Sent.Any(s => s == figures && (Answered is not { } answered || s.Output > answered.Output));
}

/// <summary>What a record told.</summary>
public readonly record struct Figures(long Seconds, long Input, long Output);
