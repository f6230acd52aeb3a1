using System.Net;
using System.Net.Sockets;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Messages;

/// <summary>What is said of a courier; null: nothing. Texts "" take back what was said.</summary>
public sealed record CourierInput
{
    public string? Kind { get; init; }
    public string? Channel { get; init; }
    public string? Url { get; init; }
    public string? Method { get; init; }
    public IReadOnlyList<string>? Headers { get; init; }
    public string? Body { get; init; }
    public string? ContentType { get; init; }
    public string? Expect { get; init; }
    public string? User { get; init; }
    public string? Password { get; init; }
    public string? From { get; init; }
    public string? ReportUrl { get; init; }
    public long? Rupiah { get; init; }
    public int? TimeoutSeconds { get; init; }
    public int? Position { get; init; }
    public bool? Enabled { get; init; }
}

/// <summary>A courier as commands show it: its host, never its address, headers or passwords.</summary>
public sealed record CourierView(string Name, string Kind, string Channel, string Host, long RupiahEach, int Position, bool Enabled);

/// <summary>The verbs on couriers.</summary>
public static class CourierList
{
    /// <summary>The kinds that this program can speak to.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["http", "kannel", "telegram", "smtp", "webhook", "log"];

    /// <exception cref="RefusedException">The name is taken, or something is missing or wrong.</exception>
    public static async Task<CourierView> AddAsync(HotspotDb db, SecretBox secrets, string name, CourierInput input, CancellationToken cancel = default)
    {
        Names.Check(name, "courier");
        if (await db.Set<Courier>().AnyAsync(c => c.Name == name, cancel)) throw new RefusedException($"There is a courier '{name}' already. Change it with: hotspot courier set {name} …");
        if (input.Kind is null) throw new RefusedException($"--kind is missing: {string.Join(", ", Kinds)}.");
        var row = new Courier { Name = name, Kind = input.Kind, Channel = input.Channel ?? ChannelOf(input.Kind), SettingsSealed = [] };
        Apply(secrets, row, CourierSettings.Empty, input);
        db.Add(row);
        return View(row, secrets);
    }

    /// <exception cref="RefusedException">There is no such courier, or something is wrong.</exception>
    public static async Task<CourierView> SetAsync(HotspotDb db, SecretBox secrets, string name, CourierInput input, CancellationToken cancel = default)
    {
        var row = await GetAsync(db, name, cancel);
        Apply(secrets, row, CourierSettings.Open(secrets, row.SettingsSealed), input);
        return View(row, secrets);
    }

    /// <exception cref="RefusedException">There is no such courier.</exception>
    public static async Task RemoveAsync(HotspotDb db, string name, CancellationToken cancel = default) => db.Remove(await GetAsync(db, name, cancel));

    public static async Task<CourierView[]> ListAsync(HotspotDb db, SecretBox secrets, CancellationToken cancel = default) =>
        [.. (await db.Set<Courier>().AsNoTracking().OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(cancel)).Select(c => View(c, secrets))];

    private static async Task<Courier> GetAsync(HotspotDb db, string name, CancellationToken cancel) =>
        await db.Set<Courier>().FirstOrDefaultAsync(c => c.Name == name, cancel) ?? throw new RefusedException($"There is no courier '{name}'. See: hotspot courier list");

    private static CourierView View(Courier c, SecretBox secrets) => new(
        c.Name, c.Kind, c.Channel, Uri.TryCreate(CourierSettings.Open(secrets, c.SettingsSealed).Url, UriKind.Absolute, out var url) ? url.Authority : "", c.RupiahEach, c.Position, c.Enabled);

    private static string ChannelOf(string kind) => kind switch
    {
        "telegram" => MessageChannel.Telegram,
        "smtp" => MessageChannel.Email,
        "webhook" => MessageChannel.Webhook,
        _ => MessageChannel.Phone,
    };

    /// <summary>An address that messages may travel to: https, or http to a private one.</summary>
    /// <exception cref="RefusedException">It is not.</exception>
    public static string CheckUrl(string text, string what)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")) throw new RefusedException($"{what} must be an http or https address.");
        return url.Scheme == "https" || IsNear(url) ? text : throw new RefusedException($"{what} must be https: what it carries would travel readable. (http only to a private address.)");
    }

    private static void Apply(SecretBox secrets, Courier row, CourierSettings now, CourierInput input)
    {
        row.Kind = input.Kind ?? row.Kind;
        if (!Kinds.Contains(row.Kind)) throw new RefusedException($"--kind must be one of {string.Join(", ", Kinds)}.");
        row.Channel = input.Channel is { } channel ? Names.Check(channel, "channel") : row.Channel;
        row.RupiahEach = input.Rupiah is null or (>= 0 and <= 1_000_000) ? input.Rupiah ?? row.RupiahEach : throw new RefusedException("--rupiah must be from 0 to 1,000,000.");
        (row.Position, row.Enabled) = (input.Position ?? row.Position, input.Enabled ?? row.Enabled);
        static string? Text(string? given, string? was) => given is null ? was : given.Length == 0 ? null : given;
        var settings = now with
        {
            Url = Text(input.Url, now.Url) is { Length: > 0 } url ? url : row.Kind == "telegram" ? "https://api.telegram.org" : "",
            Method = (Text(input.Method, now.Method) ?? "GET").ToUpperInvariant(),
            Headers = input.Headers is { Count: > 0 } headers ? headers : now.Headers,
            Body = Text(input.Body, now.Body),
            ContentType = Text(input.ContentType, now.ContentType) ?? CourierSettings.Empty.ContentType,
            Expect = Text(input.Expect, now.Expect),
            User = Text(input.User, now.User),
            Password = Text(input.Password, now.Password),
            From = Text(input.From, now.From),
            ReportUrl = Text(input.ReportUrl, now.ReportUrl)?.TrimEnd('/'),
            TimeoutSeconds = input.TimeoutSeconds ?? now.TimeoutSeconds,
        };
        Check(row.Kind, settings);
        row.SettingsSealed = settings.Seal(secrets);
    }

    private static void Check(string kind, CourierSettings settings)
    {
        if (settings.TimeoutSeconds is < 1 or > 60) throw new RefusedException("--timeout must be from 1 to 60 seconds.");
        if (kind == "log") return;
        if (kind == "smtp")
        {
            CheckMail(settings);
            return;
        }
        if (kind == "webhook")
        {
            if (settings.Password is not { Length: >= 16 }) throw new RefusedException("A webhook needs a secret of at least 16 characters (--password-stdin): receivers check the signature with it.");
            return;
        }
        if (kind == "telegram" && settings.Password is not { Length: >= 10 }) throw new RefusedException("A telegram courier needs the bot's token (--password-stdin), as @BotFather gave it.");
        // A placeholder may stand in path and query; the host is what the operator wrote.
        if (!Uri.TryCreate(settings.Url.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new RefusedException("--url must be an http or https address.");
        if (url.Scheme == "http" && !IsNear(url)) throw new RefusedException("--url must be https: codes and passwords would travel readable. (http only to a private address.)");
        if (settings.Method is not ("GET" or "POST" or "PUT")) throw new RefusedException("--method must be GET, POST or PUT.");
        if (settings.Headers.FirstOrDefault(h => h.IndexOf(':', StringComparison.Ordinal) < 1 || h.Any(char.IsControl)) is { } bad) throw new RefusedException($"--header must be 'Name: value' ({bad.Split(':')[0]}).");
        if (settings.ReportUrl is { } report && !(Uri.TryCreate(report, UriKind.Absolute, out var back) && back!.Scheme is "http" or "https")) throw new RefusedException("--report-url must be an http or https address.");
        if (kind == "kannel" && (settings.User is null || settings.Password is null)) throw new RefusedException("A kannel courier needs --user and --password-stdin: those of its sendsms-user.");
        if (kind == "http" && !string.Join(' ', [settings.Url, settings.Body ?? "", .. settings.Headers]).Contains("{text", StringComparison.Ordinal))
            throw new RefusedException("{text} stands nowhere in --url, --header or --body: the message would be empty.");
    }

    private static void CheckMail(CourierSettings settings)
    {
        if (!Uri.TryCreate(settings.Url, UriKind.Absolute, out var url) || url.Scheme is not ("smtp" or "smtps") || url.Host.Length == 0)
            throw new RefusedException("--url must be smtp://HOST:587 (STARTTLS) or smtps://HOST:465 (TLS from the start).");
        if (settings.From is not { } from || !System.Net.Mail.MailAddress.TryCreate(from, out _) || from.Any(char.IsControl)) throw new RefusedException("--from must be the sender's address: noc@example.id or 'WiFi Warga <noc@example.id>'.");
        if ((settings.User is null) != (settings.Password is null)) throw new RefusedException("--user and --password-stdin belong together.");
    }

    /// <summary>Whether an address is this machine's or in a private network.</summary>
    public static bool IsNear(Uri url)
    {
        if (url.IsLoopback) return true;
        if (!IPAddress.TryParse(url.DnsSafeHost, out var ip)) return false;
        if (ip.AddressFamily == AddressFamily.InterNetworkV6) return ip.IsIPv6UniqueLocal || ip.IsIPv6LinkLocal;
        var octets = ip.GetAddressBytes();
        return octets[0] == 10 || octets[0] == 192 && octets[1] == 168 || octets[0] == 172 && octets[1] is >= 16 and < 32;
    }
}
