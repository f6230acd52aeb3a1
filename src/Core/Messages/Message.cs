using System.Text.Json;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Messages;

/// <summary>
/// One message to somebody outside, from its first writing to what became of it: written in the transaction of what it tells of, carried by a <see cref="Courier"/>, tried
/// again with growing pauses until it is through or too late. Text and recipient are sealed; the text is gone once nobody needs it.
/// </summary>
public sealed class Message
{
    public long Id { get; set; }

    /// <summary>What for: <see cref="MessagePurpose"/>.</summary>
    public required string Purpose { get; set; }

    /// <summary>By which kind of way: <see cref="MessageChannel"/>.</summary>
    public required string Channel { get; set; }

    /// <summary>Sealed: a phone number as <c>+62812…</c>, an e-mail address, a chat.</summary>
    public required byte[] RecipientSealed { get; set; }

    /// <summary>As operators may see it: masked.</summary>
    public required string RecipientShown { get; set; }

    /// <summary>Sealed; null once it was handed over or given up.</summary>
    public byte[]? TextSealed { get; set; }

    /// <summary>Unique: the same message posted twice is one message.</summary>
    public required string Once { get; set; }

    /// <summary>What it belongs to: messages of one thread go out one after the other, and a courier that can changes or answers the earlier one. Null: it stands alone.</summary>
    public string? Thread { get; set; }

    /// <summary>What some couriers show beside the text: a <see cref="MessageExtras"/> as JSON, sealed; gone with the text.</summary>
    public byte[]? ExtrasSealed { get; set; }

    /// <summary>A try ended without an answer, or in a process that died: it may be out already.</summary>
    public bool Uncertain { get; set; }

    /// <summary>Whose budget it counts against; null: nobody's.</summary>
    public string? AreaCode { get; set; }

    /// <summary><see cref="MessageState"/>.</summary>
    public string State { get; set; } = MessageState.Waiting;

    public int Tries { get; set; }
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>After this nobody wants it any more.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When it is tried (again); while it is being sent: when that counts as lost.</summary>
    public DateTimeOffset NextTryAt { get; set; }

    public DateTimeOffset? SentAt { get; set; }
    public DateTimeOffset? DeliveredAt { get; set; }

    /// <summary>Name of the courier that had it last.</summary>
    public string? Courier { get; set; }

    /// <summary>What the courier calls it.</summary>
    public string? Reference { get; set; }

    /// <summary>What it cost: each time a courier took it over, or may have.</summary>
    public long Rupiah { get; set; }

    /// <summary>What it will cost when it goes out: set aside when it is written, so that a budget holds also for what still waits.</summary>
    public long SetAside { get; set; }

    /// <summary>What came of it, in the courier's words, without anything secret.</summary>
    public string? Answer { get; set; }
}

public static class MessagePurpose
{
    public const string OneTimeCode = "one-time-code", Alert = "alert", Test = "test";
}

/// <summary>Which kind of address a message goes to. Couriers say which they serve; a new kind needs no change here.</summary>
public static class MessageChannel
{
    /// <summary>To a phone number, by SMS or a messenger: what the operators' courier does with it.</summary>
    public const string Phone = "phone";

    /// <summary>To a Telegram chat: its number, or number and topic as <c>-1001234567890/17</c>.</summary>
    public const string Telegram = "telegram";

    public const string Email = "email";

    /// <summary>To an HTTP address, for programs.</summary>
    public const string Webhook = "webhook";
}

public static class MessageState
{
    /// <summary>Nobody has it yet, or it is to be tried again.</summary>
    public const string Waiting = "waiting";

    /// <summary>A courier has it in hand just now.</summary>
    public const string Sending = "sending";

    /// <summary>A courier took it over.</summary>
    public const string Sent = "sent";

    /// <summary>The courier says that it arrived.</summary>
    public const string Delivered = "delivered";

    /// <summary>No courier could take it over, or it did not arrive.</summary>
    public const string Failed = "failed";

    /// <summary>It was too late before anybody could take it over.</summary>
    public const string Expired = "expired";

    /// <summary>What it told was over before anybody took it over.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>All of them, in the order a message goes through them.</summary>
    public static IReadOnlyList<string> All { get; } = [Waiting, Sending, Sent, Delivered, Failed, Expired, Withdrawn];
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> entity)
    {
        // Long enough for the bill of the quarter.
        entity.ToTable("Messages").KeepDays(nameof(Message.CreatedAt), 100);
        entity.HasIndex(m => m.Once).IsUnique();
        entity.HasIndex(m => new { m.State, m.NextTryAt });
        entity.HasIndex(m => m.CreatedAt);
        entity.HasIndex(m => m.Thread);
    }
}

/// <summary>A button under a message; <paramref name="Data"/> comes back when it is pressed (Telegram: at most 64 octets).</summary>
public sealed record MessageButton(string Text, string Data);

/// <summary>What a courier may show beside the text, each as far as it can.</summary>
/// <param name="Subject">Of an e-mail.</param>
/// <param name="Data">For programs: a JSON object.</param>
/// <param name="Buttons">One row of them.</param>
/// <param name="Quiet">Nobody's phone should ring for it.</param>
public sealed record MessageExtras(string? Subject, string? Data, IReadOnlyList<MessageButton> Buttons, bool Quiet)
{
    public static MessageExtras None { get; } = new(null, null, [], false);

    internal byte[] Seal(SecretBox secrets) => secrets.Seal(SecretPurpose.MessageText, JsonSerializer.SerializeToUtf8Bytes(this));

    internal static MessageExtras Open(SecretBox secrets, byte[]? box) => box is null ? None : JsonSerializer.Deserialize<MessageExtras>(secrets.Open(SecretPurpose.MessageText, box))!;
}

/// <summary>A message as commands and pages show it.</summary>
public sealed record MessageView(
    long Id, DateTimeOffset CreatedAt, string Purpose, string Recipient, string State, int Tries, string? Courier, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt,
    long Rupiah, string? Area, string? Answer);
