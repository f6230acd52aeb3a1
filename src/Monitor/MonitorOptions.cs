using Microsoft.Extensions.Options;

namespace HotspotManager.Monitor;

/// <summary><c>Monitor:…</c> settings.</summary>
public sealed record MonitorOptions
{
    public const string Section = "Monitor";

    /// <summary>Seconds between two polls of a device. 60: what monitoring systems agree on for access points; a death then shows within 75 s.</summary>
    public int PollSeconds { get; set; } = 60;

    /// <summary>Seconds between two reports of a device that reports itself. 60: cron's shortest time, and what our scripts do.</summary>
    public int CheckInSeconds { get; set; } = 60;

    /// <summary>UDP port of the trap listener; 0 for none. 1162: snmptrapd's usual unprivileged port; have port 162 redirected to it.</summary>
    public int TrapPort { get; set; } = 1162;

    /// <summary>The most memory for the last two hours of samples. 512 MiB hold them for 140,000 devices at 60 s.</summary>
    public int RingMiB { get; set; } = 512;

    /// <summary>Addresses outside that always answer ping, separated by commas; beside them this machine's default gateway is one. None by default: nobody else is pinged unasked.</summary>
    public string Sentinels { get; set; } = "";

    /// <summary>Fetched every minute as long as all is well inside; empty for none.</summary>
    public string HeartbeatUrl { get; set; } = "";

    /// <summary>The addresses in a list; null when one is none.</summary>
    internal static IReadOnlyList<System.Net.IPAddress>? Addresses(string list)
    {
        var addresses = new List<System.Net.IPAddress>();
        foreach (var text in list.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!System.Net.IPAddress.TryParse(text, out var address))
            {
                return null;
            }

            addresses.Add(address);
        }

        return addresses;
    }
}

internal sealed class MonitorOptionsCheck : IValidateOptions<MonitorOptions>
{
    public ValidateOptionsResult Validate(string? name, MonitorOptions options)
    {
        var errors = new List<string>();
        if (options.PollSeconds is < 1 or > 3600)
        {
            errors.Add($"Monitor:PollSeconds is {options.PollSeconds}; it must be from 1 to 3600.");
        }

        if (options.CheckInSeconds is < 1 or > 3600)
        {
            errors.Add($"Monitor:CheckInSeconds is {options.CheckInSeconds}; it must be from 1 to 3600.");
        }

        if (options.TrapPort is < 0 or > 65535)
        {
            errors.Add($"Monitor:TrapPort is {options.TrapPort}; it must be from 0 (none) to 65535.");
        }

        if (options.RingMiB is < 1 or > 1 << 20)
        {
            errors.Add($"Monitor:RingMiB is {options.RingMiB}; it must be from 1 to 1048576.");
        }

        if (MonitorOptions.Addresses(options.Sentinels) is null)
        {
            errors.Add($"Monitor:Sentinels is '{options.Sentinels}'; it must be IP addresses separated by commas.");
        }

        if (options.HeartbeatUrl.Length > 0 && !(Uri.TryCreate(options.HeartbeatUrl, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            errors.Add("Monitor:HeartbeatUrl is no http:// or https:// URL.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
