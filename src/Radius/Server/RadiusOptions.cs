using System.Net;
using HotspotManager.Radius.Eap;
using Microsoft.Extensions.Options;

namespace HotspotManager.Radius.Server;

/// <summary><c>Radius:…</c> settings.</summary>
public sealed record RadiusOptions
{
    /// <summary>UDP port of Access-Request; 1812 by RFC 2865 section 3. 0 takes a free one (tests).</summary>
    public int AuthPort { get; set; } = 1812;

    /// <summary>UDP port of Accounting-Request; 1813 by RFC 2866 section 3. 0 takes a free one (tests).</summary>
    public int AcctPort { get; set; } = 1813;

    /// <summary>Address both ports are bound to; the default is every IPv4 address of the machine. <c>::</c> takes both families.</summary>
    public string Bind { get; set; } = "0.0.0.0";

    /// <summary>Receiving threads of each port; 0: half of the machine's processors, at least 1 and at most 4 (the work is a few µs a packet).</summary>
    public int Threads { get; set; }

    /// <summary>2083 by RFC 6614 section 2.1.</summary>
    public const int StandardRadSecPort = 2083;

    /// <summary>
    /// TCP port of RADIUS over TLS; null: <see cref="StandardRadSecPort"/>. Taken only when there is a certificate. A port that was asked for must be free;
    /// the standard one is taken as soon as it is, so that a second server on a machine is not stopped by what nobody set.
    /// </summary>
    public int? RadSecPort { get; set; }

    /// <summary>TCP port of plain RADIUS over TCP (RFC 6613), for networks that are protected otherwise; 0: off.</summary>
    public int TcpPort { get; set; }

    /// <summary>Seconds after which a stream connection without any packet is closed.</summary>
    public int StreamIdleSeconds { get; set; } = 900;

    /// <summary>The EAP method that is offered first: one of <see cref="EapOffers"/>. A phone that has another asks for it, which costs one round trip.</summary>
    public string EapOffer { get; set; } = "peap";

    /// <summary>Names of methods that can be offered first. MD5 and MSCHAPv2 without a tunnel are for wires and for tests with clients that know nothing else.</summary>
    internal static readonly IReadOnlyDictionary<string, EapType> EapOffers = new Dictionary<string, EapType>
    {
        ["peap"] = EapType.Peap,
        ["ttls"] = EapType.Ttls,
        ["tls"] = EapType.Tls,
        ["mschapv2"] = EapType.MsChap2,
        ["md5"] = EapType.Md5,
    };

    /// <summary>
    /// Genuine packets that one NAS may send a second for as long as it goes on, and twice as many at once; more are discarded, so that a router gone mad or taken
    /// over does not starve the others. A controller for a whole city sends some 2,000 a second after a power cut. 0: no limit.
    /// </summary>
    public int NasPacketsPerSecond { get; set; } = 5000;

    /// <summary>
    /// The shortest sign-in, in minutes, at a NAS that Disconnect- and CoA-Requests do not reach, where a limit could be overrun otherwise; 0: they last as long as anywhere.
    /// </summary>
    public int LeaseMinutes { get; set; } = 15;

    /// <summary>The PEM files of EAP and RadSec.</summary>
    public TlsOptions Tls { get; set; } = new();

    internal int ThreadsOrDefault => Threads > 0 ? Threads : Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    internal IPEndPoint At(int port) => new(IPAddress.Parse(Bind), port);
}

/// <summary>What can be wrong with the settings, all at once.</summary>
internal sealed class RadiusOptionsCheck : IValidateOptions<RadiusOptions>
{
    public ValidateOptionsResult Validate(string? name, RadiusOptions options)
    {
        var errors = new List<string>();
        if (options.AuthPort is < 0 or > 65535)
            errors.Add($"Radius:AuthPort must be from 0 to 65535, not {options.AuthPort}.");
        if (options.AcctPort is < 0 or > 65535)
            errors.Add($"Radius:AcctPort must be from 0 to 65535, not {options.AcctPort}.");
        if (options.RadSecPort is < 0 or > 65535)
            errors.Add($"Radius:RadSecPort must be from 0 to 65535, not {options.RadSecPort}.");
        if (options.TcpPort is < 0 or > 65535)
            errors.Add($"Radius:TcpPort must be from 0 to 65535, not {options.TcpPort}.");
        if (options.NasPacketsPerSecond is < 0 or > 10_000_000)
            errors.Add($"Radius:NasPacketsPerSecond must be from 0 to 10000000, not {options.NasPacketsPerSecond}.");
        if (options.LeaseMinutes is < 0 or > 1440)
            errors.Add($"Radius:LeaseMinutes must be from 0 to 1440, not {options.LeaseMinutes}.");
        if (options.StreamIdleSeconds is < 10 or > 86400)
            errors.Add($"Radius:StreamIdleSeconds must be from 10 to 86400, not {options.StreamIdleSeconds}.");
        if (options.AuthPort != 0 && options.AuthPort == options.AcctPort)
            errors.Add($"Radius:AuthPort and Radius:AcctPort are both {options.AuthPort}; they must differ.");
        if (!RadiusOptions.EapOffers.ContainsKey(options.EapOffer))
            errors.Add($"Radius:EapOffer must be one of {string.Join(", ", RadiusOptions.EapOffers.Keys)}, not '{options.EapOffer}'.");
        if (!IPAddress.TryParse(options.Bind, out _))
            errors.Add($"Radius:Bind '{options.Bind}' is not an IP address.");
        if (options.Threads is < 0 or > 64)
            errors.Add($"Radius:Threads must be from 0 to 64, not {options.Threads}.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
