using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace HotspotManager.Console;

/// <summary>Where the console listens and how its pages are named from outside. Section <c>Console</c> of the settings.</summary>
public sealed record ConsoleOptions
{
    /// <summary>Address to listen on. Default http://127.0.0.1:8081: operators come through a proxy or a tunnel unless told otherwise.</summary>
    public string Url { get; init; } = "http://127.0.0.1:8081";

    /// <summary>How browsers reach the console, when that is not <see cref="Url"/>; empty: the same.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>PEM file of the certificate, for an https <see cref="Url"/>.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>PEM file of the certificate's key.</summary>
    public string CertificateKey { get; init; } = "";

    /// <summary>How the portal is reached from a phone, for the codes on printed vouchers. <c>Portal:PublicUrl</c>, else <c>Portal:Url</c>.</summary>
    public string PortalUrl { get; init; } = "";

    /// <summary>Seconds between two polls of a point, to judge the age of data. <c>Monitor:PollSeconds</c>.</summary>
    public int PollSeconds { get; init; } = 60;

    /// <summary>How long a client may take for its headers, and to begin sending its body. Not a setting.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether the console is reached by https.</summary>
    public bool Https => Url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || PublicUrl.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the settings. Errors are not thrown here: see <see cref="Errors"/>.</summary>
    public static ConsoleOptions Read(IConfiguration configuration)
    {
        var defaults = new ConsoleOptions();
        string Text(string key, string otherwise) => configuration[key] is { Length: > 0 } value ? value : otherwise;
        return new ConsoleOptions
        {
            Url = Text("Console:Url", defaults.Url),
            PublicUrl = Text("Console:PublicUrl", ""),
            Certificate = Text("Console:Certificate", ""),
            CertificateKey = Text("Console:CertificateKey", ""),
            PortalUrl = Text("Portal:PublicUrl", Text("Portal:Url", "")),
            PollSeconds = int.TryParse(configuration["Monitor:PollSeconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : defaults.PollSeconds,
        };
    }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> Errors()
    {
        var errors = new List<string>();
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            errors.Add($"Console:Url must be an http or https address such as http://127.0.0.1:8081, not '{Url}'.");
        if (PublicUrl.Length > 0 && (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var outside) || outside.Scheme is not ("http" or "https")))
            errors.Add($"Console:PublicUrl must be an http or https address, not '{PublicUrl}'.");
        if (url?.Scheme == "https" && (Certificate.Length == 0 || CertificateKey.Length == 0))
            errors.Add("Console:Url is https: Console:Certificate and Console:CertificateKey must name PEM files.");
        foreach (var (key, file) in new[] { ("Console:Certificate", Certificate), ("Console:CertificateKey", CertificateKey) })
            if (file.Length > 0 && !File.Exists(file)) errors.Add($"{key} names {file}, which is not there.");
        return errors;
    }
}
