using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace HotspotManager.Portal;

/// <summary>Where the portal listens and how phones reach it. Section <c>Portal</c> of the settings.</summary>
public sealed record PortalOptions
{
    /// <summary>Address to listen on; several with ";" between them, when some routers want http and others https. Default http://0.0.0.0:8080: routers send phones from everywhere.</summary>
    public string Url { get; init; } = "http://0.0.0.0:8080";

    /// <summary>How phones reach the portal, when that is not <see cref="Url"/>; empty: as the phone asked for it.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>PEM file of the certificate, for an https address; read again when it changes.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>PEM file of the certificate's key.</summary>
    public string CertificateKey { get; init; } = "";

    /// <summary><c>Radius:AuthPort</c> and <c>Radius:AcctPort</c>, for the paste-in pages.</summary>
    public int RadiusAuthPort { get; init; } = 1812;

    public int RadiusAcctPort { get; init; } = 1813;

    /// <summary>How often controllers are asked what phones used: a minute, about what a controller itself refreshes its counters in. <c>Portal:CounterSeconds</c>.</summary>
    public TimeSpan CounterInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Name servers that routers shall give to phones (a filtering resolver, "Internet Sehat"), IPv4; empty: the router's own. <c>Portal:Resolvers</c>, with commas.</summary>
    public IReadOnlyList<string> Resolvers { get; init; } = [];

    /// <summary>How long a client may take for its headers, and to begin sending its body. Not a setting.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Connections that one address may hold open. Not a setting.</summary>
    internal int ConnectionsOfOne { get; init; } = 2_000;

    /// <summary>
    /// An http address that no walled garden lets through, so that every gateway catches a phone there and brings it to us: where the button on a scanned voucher's page leads. A phone that is
    /// online already gets the page there. <c>Portal:CatchUrl</c>; Apple's test page, which says "Success".
    /// </summary>
    public string CatchUrl { get; init; } = "http://captive.apple.com/hotspot-detect.html";

    /// <summary>Reads the settings. Errors are not thrown here: see <see cref="Errors"/>.</summary>
    public static PortalOptions Read(IConfiguration configuration)
    {
        var defaults = new PortalOptions();
        string Text(string key, string otherwise) => configuration[key] is { Length: > 0 } value ? value : otherwise;
        int Number(string key, int otherwise) => int.TryParse(configuration[key], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
        return new PortalOptions
        {
            Url = Text("Portal:Url", defaults.Url),
            PublicUrl = Text("Portal:PublicUrl", "").TrimEnd('/'),
            Certificate = Text("Portal:Certificate", ""),
            CertificateKey = Text("Portal:CertificateKey", ""),
            CounterInterval = TimeSpan.FromSeconds(Number("Portal:CounterSeconds", 60)),
            Resolvers = Text("Portal:Resolvers", "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            CatchUrl = Text("Portal:CatchUrl", defaults.CatchUrl),
            RadiusAuthPort = Number("Radius:AuthPort", defaults.RadiusAuthPort),
            RadiusAcctPort = Number("Radius:AcctPort", defaults.RadiusAcctPort),
        };
    }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new List<string>();
        if (EndPoints is null) errors.Add($"Portal:Url must be an http or https address such as http://0.0.0.0:8080, or several with ';' between them, not '{Url}'.");
        if (PublicUrl.Length > 0 && (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var outside) || outside.Scheme is not ("http" or "https") || outside.Query.Length > 0))
            errors.Add($"Portal:PublicUrl must be an http or https address, not '{PublicUrl}'.");
        if (EndPoints?.Any(e => e.IsHttps) == true && (Certificate.Length == 0 || CertificateKey.Length == 0)) errors.Add("Portal:Url is https: Portal:Certificate and Portal:CertificateKey must name PEM files.");
        foreach (var (key, file) in new[] { ("Portal:Certificate", Certificate), ("Portal:CertificateKey", CertificateKey) })
            if (file.Length > 0 && !File.Exists(file)) errors.Add($"{key} names {file}, which is not there.");
        if (CounterInterval < TimeSpan.FromSeconds(1) || CounterInterval > TimeSpan.FromHours(1)) errors.Add("Portal:CounterSeconds must be from 1 to 3600.");
        if (!Uri.TryCreate(CatchUrl, UriKind.Absolute, out var caught) || caught.Scheme != "http" || caught.Query.Length > 0)
            errors.Add($"Portal:CatchUrl must be an http address (gateways cannot catch https) without a '?', not '{CatchUrl}'.");
        foreach (var resolver in Resolvers.Where(r => !IPAddress.TryParse(r, out _) || r.Count(c => c == '.') != 3)) errors.Add($"Portal:Resolvers: '{resolver}' is not an IPv4 address.");
        return errors;
    }

    /// <summary>Addresses and ports of <see cref="Url"/>; a name other than localhost means every address. Null when one of them cannot be read.</summary>
    internal IReadOnlyList<(IPEndPoint At, bool IsHttps)>? EndPoints
    {
        get
        {
            var ends = Url.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read).ToList();
            return ends.Count > 0 && ends.TrueForAll(e => e is not null) ? ends.ConvertAll(e => e!.Value) : null;

            static (IPEndPoint, bool)? Read(string text)
            {
                // A star or plus for "every address" is what ASP.NET's own settings allow, though it is no URL.
                text = text.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
                if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) return null;
                var address = IPAddress.TryParse(url.DnsSafeHost, out var ip) ? ip : url.Host == "localhost" ? IPAddress.Loopback : IPAddress.Any;
                return (new IPEndPoint(address, url.Port), url.Scheme == Uri.UriSchemeHttps);
            }
        }
    }
}
