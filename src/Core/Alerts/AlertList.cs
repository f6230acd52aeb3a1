using System.Globalization;
using System.Net.Mail;
using HotspotManager.Core.Areas;
using HotspotManager.Core.Messages;
using HotspotManager.Core.Operators;
using HotspotManager.Core.People;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Alerts;

/// <summary>What is said of a subscription; null: nothing. Texts "" take back what was said.</summary>
public sealed record AlertInput
{
    public string? Channel { get; init; }
    public string? To { get; init; }
    public string? Operator { get; init; }
    public string? Area { get; init; }

    /// <summary><c>point</c>, <c>site</c> or <c>wide</c>.</summary>
    public string? Least { get; init; }

    public string? Language { get; init; }
    public int? AfterMinutes { get; init; }
    public int? PointMinutes { get; init; }

    /// <summary><c>22:00-05:00</c></summary>
    public string? Quiet { get; init; }

    public string? QuietLeast { get; init; }

    /// <summary>Minutes; 0: each incident by itself.</summary>
    public int? DigestMinutes { get; init; }

    public int? PerHour { get; init; }
    public bool? Enabled { get; init; }

    /// <summary>Minutes from now; 0: no longer.</summary>
    public int? MuteMinutes { get; init; }
}

/// <summary>A subscription as commands, pages and the API show it: the address masked.</summary>
public sealed record AlertView(
    int Id, string Name, string Channel, string To, string? Operator, string? Area, string Least, string Language, int AfterMinutes, int PointMinutes, string? Quiet, string QuietLeast,
    int? DigestMinutes, int PerHour, bool Enabled, DateTimeOffset? MutedUntil);

/// <summary>A contact as commands and pages show it.</summary>
public sealed record AlertContactView(string Operator, string Channel, string Id);

/// <summary>The verbs on subscriptions and contacts.</summary>
public static class AlertList
{
    /// <exception cref="RefusedException">The name is taken, or something is missing or wrong.</exception>
    public static async Task<AlertSubscription> AddAsync(HotspotDb db, SecretBox secrets, string? name, AlertInput input, DateTimeOffset now, string country = "62", CancellationToken cancel = default)
    {
        Names.Check(name, "subscription");
        if (await db.Set<AlertSubscription>().AnyAsync(s => s.Name == name, cancel)) throw new RefusedException($"There is a subscription '{name}' already. Change it with: hotspot alert set {name} …");
        if (string.IsNullOrWhiteSpace(input.Channel) || string.IsNullOrWhiteSpace(input.To)) throw new RefusedException("A subscription needs a channel and an address.");
        var row = new AlertSubscription { Name = name!, Channel = input.Channel, CreatedAt = now, RecipientSealed = [], RecipientLookUp = "", RecipientShown = "" };
        await ApplyAsync(db, secrets, row, input, now, country, cancel);
        db.Add(row);
        return row;
    }

    /// <exception cref="RefusedException">There is no such subscription, or something is wrong.</exception>
    public static async Task<AlertSubscription> SetAsync(HotspotDb db, SecretBox secrets, string name, AlertInput input, DateTimeOffset now, string country = "62", CancellationToken cancel = default)
    {
        var row = await GetAsync(db, name, cancel);
        await ApplyAsync(db, secrets, row, input, now, country, cancel);
        return row;
    }

    /// <summary>Removes a subscription and what it still waits to be told.</summary>
    /// <exception cref="RefusedException">There is no such subscription.</exception>
    public static async Task RemoveAsync(HotspotDb db, string name, CancellationToken cancel = default)
    {
        var row = await GetAsync(db, name, cancel);
        foreach (var thread in await db.Set<AlertNotice>().Where(n => n.SubscriptionId == row.Id).OrderByDescending(n => n.Id).Select(n => n.Thread).Take(200).ToListAsync(cancel))
            await Outbox.WithdrawAsync(db, thread, "the subscription was removed", cancel);
        await db.Set<AlertNotice>().Where(n => n.SubscriptionId == row.Id).ExecuteDeleteAsync(cancel);
        db.Remove(row);
    }

    public static async Task<AlertView[]> ListAsync(HotspotDb db, CancellationToken cancel = default) =>
        [.. (await db.Set<AlertSubscription>().AsNoTracking().OrderBy(s => s.AfterMinutes).ThenBy(s => s.Name).ToListAsync(cancel)).Select(View)];

    /// <exception cref="RefusedException">There is no such subscription.</exception>
    public static async Task<AlertSubscription> GetAsync(HotspotDb db, string name, CancellationToken cancel = default) =>
        await db.Set<AlertSubscription>().FirstOrDefaultAsync(s => s.Name == name, cancel) ?? throw new RefusedException($"There is no subscription '{name}'. See: hotspot alert list");

    /// <summary>Posts a test message to a subscription.</summary>
    /// <exception cref="RefusedException">There is no such subscription.</exception>
    public static async Task<Message> TestAsync(HotspotDb db, SecretBox secrets, AlertWriter words, string name, DateTimeOffset now, CancellationToken cancel = default)
    {
        var row = await GetAsync(db, name, cancel);
        var message = words.Test(row.Language, row.Name);
        return await Outbox.PostAsync(db, secrets, new NewMessage($"test:{Guid.NewGuid():N}", MessagePurpose.Test, row.Channel, secrets.OpenText(SecretPurpose.AlertRecipient, row.RecipientSealed),
            row.RecipientShown, message.Text, null, now.AddMinutes(2), 0)
        { Extras = message.Extras }, now, cancel);
    }

    /// <summary>Says by which number an operator is known on a channel; said again it changes nothing.</summary>
    /// <exception cref="RefusedException">There is no such operator, or the number is none or somebody else's.</exception>
    public static async Task<AlertContactView> AddContactAsync(HotspotDb db, SecretBox secrets, string name, string channel, string? user, DateTimeOffset now, CancellationToken cancel = default)
    {
        var lower = name.ToLowerInvariant();
        if (!await db.Set<Operator>().AnyAsync(o => o.Name == lower, cancel)) throw new RefusedException($"There is no operator '{name}'. See: hotspot operator list");
        if (!long.TryParse(user, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= 0) throw new RefusedException($"'{user}' is not a Telegram user number: press a button once, the bot says yours.");
        var lookUp = ContactLookUp(secrets, channel, user);
        if (await db.Set<AlertContact>().FirstOrDefaultAsync(c => c.Channel == channel && c.LookUp == lookUp, cancel) is { } known)
            return known.Operator == lower ? new AlertContactView(known.Operator, known.Channel, known.Shown) : throw new RefusedException($"That number is {known.Operator}'s.");
        var row = new AlertContact { Operator = lower, Channel = channel, LookUp = lookUp, Shown = Mask(user), CreatedAt = now };
        db.Add(row);
        return new AlertContactView(row.Operator, row.Channel, row.Shown);
    }

    /// <exception cref="RefusedException">The operator has none.</exception>
    public static async Task RemoveContactsAsync(HotspotDb db, string name, CancellationToken cancel = default)
    {
        var lower = name.ToLowerInvariant();
        if (await db.Set<AlertContact>().Where(c => c.Operator == lower).ExecuteDeleteAsync(cancel) == 0) throw new RefusedException($"Operator '{name}' has no contact.");
    }

    public static Task<AlertContactView[]> ContactsAsync(HotspotDb db, CancellationToken cancel = default) =>
        db.Set<AlertContact>().AsNoTracking().OrderBy(c => c.Operator).ThenBy(c => c.Id).Select(c => new AlertContactView(c.Operator, c.Channel, c.Shown)).ToArrayAsync(cancel);

    /// <summary>A Telegram group that became a supergroup has another number: every subscription of it goes there.</summary>
    public static async Task<int> MoveAsync(HotspotDb db, SecretBox secrets, string channel, string fromChat, string toChat, CancellationToken cancel = default)
    {
        var lookUp = RecipientLookUp(secrets, channel, fromChat);
        var rows = await db.Set<AlertSubscription>().Where(s => s.RecipientLookUp == lookUp).ToListAsync(cancel);
        foreach (var row in rows)
        {
            var topic = Topic(secrets.OpenText(SecretPurpose.AlertRecipient, row.RecipientSealed));
            SetRecipient(secrets, row, topic is null ? toChat : $"{toChat}/{topic}");
        }
        return rows.Count;
    }

    public static AlertView View(AlertSubscription s) => new(
        s.Id, s.Name, s.Channel, s.RecipientShown, s.Operator, s.AreaCode, AlertWriter.Name(s.Least), s.Language, s.AfterMinutes, s.PointMinutes,
        s is { QuietFrom: { } from, QuietUntil: { } until } ? $"{Clock(from)}-{Clock(until)}" : null, AlertWriter.Name(s.QuietLeast), s.DigestMinutes, s.PerHour, s.Enabled, s.MutedUntil);

    internal static string ContactLookUp(SecretBox secrets, string channel, string? user) => secrets.LookUp(SecretPurpose.AlertContact, $"{channel}:{user}");

    internal static string RecipientLookUp(SecretBox secrets, string channel, string recipient) => secrets.LookUp(SecretPurpose.AlertRecipient, $"{channel}:{recipient.Split('/')[0]}");

    private static string? Topic(string recipient) => recipient.IndexOf('/', StringComparison.Ordinal) is > 0 and var at ? recipient[(at + 1)..] : null;

    private static async Task ApplyAsync(HotspotDb db, SecretBox secrets, AlertSubscription row, AlertInput input, DateTimeOffset now, string country, CancellationToken cancel)
    {
        row.Channel = input.Channel is { Length: > 0 } channel ? Names.Check(channel, "channel") : row.Channel;
        var to = input.To ?? (input.Channel is null ? null : secrets.OpenText(SecretPurpose.AlertRecipient, row.RecipientSealed));
        if (to is not null) SetRecipient(secrets, row, Recipient(row.Channel, to.Trim(), country));
        if (input.Operator is { } name)
        {
            row.Operator = name.Length == 0 ? null : name.ToLowerInvariant();
            if (row.Operator is { } lower && !await db.Set<Operator>().AnyAsync(o => o.Name == lower, cancel)) throw new RefusedException($"There is no operator '{name}'. See: hotspot operator list");
        }
        if (input.Area is { } area) row.AreaCode = area.Length == 0 ? null : await AreaList.EnsureAsync(db, area, cancel);
        row.Least = Severity(input.Least) ?? row.Least;
        row.QuietLeast = Severity(input.QuietLeast) ?? row.QuietLeast;
        row.Language = input.Language is null or "id" or "en" ? input.Language ?? row.Language : throw new RefusedException("The language must be id or en.");
        row.AfterMinutes = Number(input.AfterMinutes, row.AfterMinutes, 0, 24 * 60, "The minutes without acknowledgement");
        row.PointMinutes = Number(input.PointMinutes, row.PointMinutes, 0, 24 * 60, "The minutes of a single access point");
        row.PerHour = Number(input.PerHour, row.PerHour, 1, 60, "Messages in an hour");
        if (input.DigestMinutes is { } digest) row.DigestMinutes = digest == 0 ? null : Number(digest, 0, 10, 24 * 60, "The minutes of a digest");
        if (input.Quiet is { } quiet) (row.QuietFrom, row.QuietUntil) = quiet.Length == 0 ? ((int?)null, (int?)null) : Quiet(quiet);
        if (input.MuteMinutes is { } mute) row.MutedUntil = mute == 0 ? null : now.AddMinutes(Number(mute, 0, 1, 30 * 24 * 60, "The minutes of silence"));
        row.Enabled = input.Enabled ?? row.Enabled;
    }

    private static void SetRecipient(SecretBox secrets, AlertSubscription row, string recipient) => (row.RecipientSealed, row.RecipientLookUp, row.RecipientShown) =
        (secrets.Seal(SecretPurpose.AlertRecipient, recipient), RecipientLookUp(secrets, row.Channel, recipient), Shown(row.Channel, recipient));

    /// <summary>The address in its one spelling.</summary>
    private static string Recipient(string channel, string to, string country) => channel switch
    {
        MessageChannel.Phone => PhoneNumbers.Normalize(to, country) ?? throw new RefusedException($"'{to}' is not a phone number."),
        MessageChannel.Email => to.Length <= 254 && !to.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c > '\x7e') && MailAddress.TryCreate(to, out var mail) && mail.Address == to
            ? to : throw new RefusedException($"'{to}' is not an e-mail address."),
        MessageChannel.Telegram => TelegramChat(to),
        _ when to.Contains("://", StringComparison.Ordinal) => CourierList.CheckUrl(to, "The address of a webhook"),
        _ => to.Length is > 0 and <= 300 && !to.Any(char.IsControl) ? to : throw new RefusedException("An address has 1 to 300 characters."),
    };

    private static string TelegramChat(string to)
    {
        var parts = to.Split('/');
        var isChat = long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chat) && chat != 0;
        var isTopic = parts.Length == 1 || parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var topic) && topic > 0;
        return isChat && isTopic ? to : throw new RefusedException($"'{to}' is not a Telegram chat: write its number, or number/topic: -1001234567890/17.");
    }

    private static string Shown(string channel, string recipient) => channel switch
    {
        MessageChannel.Phone => PhoneNumbers.Mask(recipient),
        MessageChannel.Email => recipient.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{recipient[0]}…{recipient[at..]}" : Mask(recipient),
        _ when Uri.TryCreate(recipient, UriKind.Absolute, out var url) && url.Host.Length > 0 => url.Authority + "/…",
        _ => Topic(recipient) is { } topic ? $"{Mask(recipient.Split('/')[0])}/{topic}" : Mask(recipient),
    };

    private static string Mask(string? text) => text is { Length: > 3 } ? "•" + text[^3..] : "•";

    private static AlertSeverity? Severity(string? text) => text switch
    {
        null => null,
        "point" => AlertSeverity.Point,
        "site" => AlertSeverity.Site,
        "wide" => AlertSeverity.Wide,
        _ => throw new RefusedException($"'{text}' is none of point, site, wide."),
    };

    private static int Number(int? given, int was, int least, int most, string what) =>
        given is null ? was : given >= least && given <= most ? given.Value : throw new RefusedException($"{what} must be from {least} to {most}.");

    private static (int?, int?) Quiet(string text)
    {
        var parts = text.Split('-', '–');
        return parts.Length == 2 && Minute(parts[0]) is { } from && Minute(parts[1]) is { } until && from != until
            ? (from, until) : throw new RefusedException($"'{text}' are no quiet hours: write 22:00-05:00.");
    }

    private static int? Minute(string text) =>
        TimeOnly.TryParseExact(text.Trim().Replace('.', ':'), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.Hour * 60 + time.Minute : null;

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
