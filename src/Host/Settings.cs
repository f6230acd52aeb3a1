using HotspotManager.Core.Areas;
using HotspotManager.Core.OneTimeCodes;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Host;

/// <summary>
/// Settings in their layers, each overriding the one before: built-in, <c>hotspot.json</c> in the data folder, environment <c>HOTSPOT_…</c>, command line. All that is wrong
/// is told at once.
/// </summary>
public sealed class Settings
{
    private static readonly string[] Known =
    [
        "Radius:AuthPort", "Radius:AcctPort", "Radius:Bind", "Radius:RadSecPort", "Radius:TcpPort", "Radius:StreamIdleSeconds", "Radius:EapOffer", "Radius:NasPacketsPerSecond", "Radius:LeaseMinutes",
        "Radius:Tls:Certificate", "Radius:Tls:CertificateKey", "Radius:Tls:ClientCa", "Radius:Tls:Crl",
        "Portal:Url", "Portal:PublicUrl", "Portal:Certificate", "Portal:CertificateKey", "Portal:CounterSeconds", "Portal:Resolvers", "Portal:CatchUrl", "Console:Url", "Console:PublicUrl", "Console:Certificate", "Console:CertificateKey",
        "Monitor:TrapPort", "Monitor:PollSeconds", "Monitor:CheckInSeconds", "Monitor:RingMiB", "Monitor:Sentinels", "Monitor:HeartbeatUrl", "City:Name", "City:TimeZone",
        "Tunnel:Pool", "Tunnel:Endpoint",
        "Codes:Minutes", "Codes:Tries", "Codes:PerNumber", "Codes:PerPhone", "Codes:PerAccessPoint", "Codes:PerDay", "Codes:Country", "Codes:Prefixes", "Database:Connection", "Roles", "Log:Level",
    ];

    private static readonly string[] AllRoles = ["radius", "portal", "monitor", "console"];

    private static readonly Dictionary<string, LogLevel> LogLevels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["debug"] = LogLevel.Debug,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
    };

    private Settings(IConfigurationRoot configuration, DataFolder folder, DatabaseOptions database, CityOptions city, IReadOnlySet<string> roles) =>
        (Configuration, Folder, Database, City, Roles) = (configuration, folder, database, city, roles);

    public IConfigurationRoot Configuration { get; }
    public DataFolder Folder { get; }
    public DatabaseOptions Database { get; }
    public CityOptions City { get; }
    public IReadOnlySet<string> Roles { get; }

    /// <summary>The least that is logged; <c>Log:Level</c>, or information.</summary>
    public LogLevel Logs => Configuration["Log:Level"] is { } level ? LogLevels[level] : LogLevel.Information;

    /// <summary>Limits of one-time codes.</summary>
    public CodeLimits Codes { get; private init; } = new();

    /// <summary>Reads the settings for a data folder.</summary>
    /// <param name="dataFolder">Path of the data folder.</param>
    /// <param name="arguments">What is left of the command line: <c>--Radius:AuthPort 18120</c>.</param>
    /// <exception cref="SettingsException">Something is wrong; the message names everything.</exception>
    public static Settings Read(string dataFolder, IReadOnlyList<string>? arguments = null)
    {
        var folder = new DataFolder(Path.GetFullPath(dataFolder));
        var errors = new List<string>();
        var pairs = Pairs(arguments ?? [], errors);
        IConfigurationRoot configuration;
        try
        {
            configuration = new ConfigurationBuilder().AddJsonFile(folder.Settings, optional: true, reloadOnChange: false)
                .AddEnvironmentVariables("HOTSPOT_").AddInMemoryCollection(pairs).Build();
        }
        catch (Exception error) when (error is InvalidDataException or FormatException)
        {
            throw new SettingsException($"{folder.Settings} is not valid JSON: {error.InnerException?.Message ?? error.Message}");
        }
        var file = new ConfigurationBuilder().AddJsonFile(folder.Settings, optional: true, reloadOnChange: false).Build();
        foreach (var key in file.AsEnumerable().Where(p => p.Value is not null).Select(p => p.Key).Concat(pairs.Keys).Distinct(StringComparer.OrdinalIgnoreCase))
            if (!IsKnown(key)) errors.Add($"{key} is not a setting{Nearest(key)}");

        var city = new CityOptions { Name = configuration["City:Name"] ?? new CityOptions().Name, TimeZone = configuration["City:TimeZone"] ?? new CityOptions().TimeZone };
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(city.TimeZone, out _)) errors.Add($"City:TimeZone: '{city.TimeZone}' is not a time zone; write for example Asia/Jakarta");
        if (configuration["Log:Level"] is { } level && !LogLevels.ContainsKey(level)) errors.Add($"Log:Level: '{level}' is none of {string.Join(", ", LogLevels.Keys)}");
        var roles = (configuration["Roles"] ?? string.Join(',', AllRoles)).Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(r => r.ToLowerInvariant()).ToHashSet();
        foreach (var role in roles.Except(AllRoles)) errors.Add($"Roles: '{role}' is not a role; use {string.Join(", ", AllRoles)}");
        if (roles.Count == 0) errors.Add("Roles: at least one of " + string.Join(", ", AllRoles));
        foreach (var port in (string[])["Radius:AuthPort", "Radius:AcctPort", "Radius:RadSecPort", "Radius:TcpPort", "Monitor:TrapPort"]) CheckNumber(configuration, port, 0, 65535, errors);
        var codes = ReadCodes(configuration, errors);
        CheckNumber(configuration, "Radius:NasPacketsPerSecond", 0, 10_000_000, errors);
        CheckNumber(configuration, "Radius:LeaseMinutes", 0, 1440, errors);
        CheckNumber(configuration, "Radius:StreamIdleSeconds", 10, 86400, errors);
        CheckNumber(configuration, "Monitor:PollSeconds", 1, 3600, errors);
        CheckNumber(configuration, "Monitor:CheckInSeconds", 1, 3600, errors);
        CheckNumber(configuration, "Monitor:RingMiB", 1, 65536, errors);
        foreach (var url in (string[])["Portal:Url", "Portal:PublicUrl", "Console:Url", "Console:PublicUrl"]) CheckUrl(configuration, url, errors);
        if (configuration["Radius:Bind"] is { } bind && !System.Net.IPAddress.TryParse(bind, out _)) errors.Add($"Radius:Bind: '{bind}' is not an IP address");
        CheckConnection(configuration["Database:Connection"], errors);
        var tunnel = configuration.GetSection("Tunnel").Get<Core.Tunnels.TunnelOptions>() ?? new Core.Tunnels.TunnelOptions();
        if (tunnel.Network is null) errors.Add($"Tunnel:Pool: '{tunnel.Pool}' is not an IPv4 network such as 10.213.0.0/16");
        if (tunnel.Endpoint.Length > 0 && tunnel.End is null) errors.Add($"Tunnel:Endpoint: '{tunnel.Endpoint}' is not HOST:PORT");
        if (errors.Count > 0) throw new SettingsException(string.Join("; ", errors) + ".");
        return new Settings(configuration, folder, new DatabaseOptions { Connection = configuration["Database:Connection"] ?? "" }, city, roles) { Codes = codes };
    }

    private static CodeLimits ReadCodes(IConfiguration configuration, List<string> errors)
    {
        var built = new CodeLimits();
        int Number(string key, int otherwise, int least, int most)
        {
            CheckNumber(configuration, key, least, most, errors);
            return int.TryParse(configuration[key], out var value) ? value : otherwise;
        }
        var prefixes = configuration["Codes:Prefixes"]?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [.. built.Prefixes];
        if (Array.Exists(prefixes, p => p.Length < 2 || p[0] != '+' || p.AsSpan(1).ContainsAnyExceptInRange('0', '9'))) errors.Add("Codes:Prefixes: write the beginnings of numbers with their country, for example +628");
        var country = configuration["Codes:Country"] ?? built.Country;
        if (country.Length is < 1 or > 3 || country.AsSpan().ContainsAnyExceptInRange('0', '9')) errors.Add($"Codes:Country: '{country}' is not a country code; write for example 62");
        return new CodeLimits
        {
            Minutes = Number("Codes:Minutes", built.Minutes, 15, 60),
            Tries = Number("Codes:Tries", built.Tries, 1, 10),
            PerNumber = Number("Codes:PerNumber", built.PerNumber, 1, 50),
            PerPhone = Number("Codes:PerPhone", built.PerPhone, 1, 50),
            PerAccessPoint = Number("Codes:PerAccessPoint", built.PerAccessPoint, 1, 100_000),
            PerDay = Number("Codes:PerDay", built.PerDay, 1, 10_000_000),
            Country = country,
            Prefixes = prefixes,
        };
    }

    private static Dictionary<string, string?> Pairs(IReadOnlyList<string> arguments, List<string> errors)
    {
        var pairs = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (!argument.StartsWith("--", StringComparison.Ordinal)) errors.Add($"'{argument}' is neither an option nor a setting");
            else if (equals > 0) pairs[argument[2..equals]] = argument[(equals + 1)..];
            else if (i + 1 < arguments.Count) pairs[argument[2..]] = arguments[++i];
            else errors.Add($"{argument[2..]} needs a value");
        }
        return pairs;
    }

    private static bool IsKnown(string key) => Known.Contains(key, StringComparer.OrdinalIgnoreCase);

    private static string Nearest(string key)
    {
        var last = key.Split(':')[^1];
        return Known.FirstOrDefault(k => k.EndsWith(":" + last, StringComparison.OrdinalIgnoreCase)) is { } near ? $" (did you mean {near}?)" : "";
    }

    private static void CheckNumber(IConfiguration configuration, string key, int least, int most, List<string> errors)
    {
        if (configuration[key] is { } text && (!int.TryParse(text, out var value) || value < least || value > most)) errors.Add($"{key}: '{text}' is not a whole number from {least} to {most}");
    }

    private static void CheckConnection(string? connection, List<string> errors)
    {
        if (connection is not { Length: > 0 }) return;
        try
        {
            _ = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or OverflowException)
        {
            errors.Add($"Database:Connection is not a PostgreSQL connection string ({error.Message}); write for example Host=127.0.0.1;Username=hotspot;Password=…;Database=hotspot");
        }
    }

    private static void CheckUrl(IConfiguration configuration, string key, List<string> errors)
    {
        // The portal may listen on several.
        var texts = configuration[key] is { Length: > 0 } said ? key == "Portal:Url" ? said.Split(';') : [said] : [];
        foreach (var text in texts.Where(t => !(Uri.TryCreate(t.Trim(), UriKind.Absolute, out var url) && url!.Scheme is "http" or "https")))
            errors.Add($"{key}: '{text}' is not an http or https address, for example http://0.0.0.0:8080");
    }
}

/// <summary>Settings are wrong; the message names everything that is.</summary>
public sealed class SettingsException(string message) : Exception(message);
