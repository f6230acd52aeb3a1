using System.Text.Json;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Messages;

/// <summary>A service that carries our messages: an SMS or WhatsApp provider, a Kannel, the log of a demo. Several on one channel stand in for each other in their order.</summary>
public sealed class Courier
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>Which code speaks to it: <c>http</c>, <c>kannel</c>, <c>log</c> …</summary>
    public required string Kind { get; set; }

    public required string Channel { get; set; }

    /// <summary>Lower is tried first.</summary>
    public int Position { get; set; }

    public bool Enabled { get; set; } = true;

    /// <summary>What one message costs, as contracted.</summary>
    public long RupiahEach { get; set; }

    /// <summary>Address, headers, passwords: a <see cref="CourierSettings"/> as JSON, sealed whole, because a secret may stand in any of them.</summary>
    public required byte[] SettingsSealed { get; set; }
}

/// <summary>How to speak to a courier.</summary>
/// <param name="Url">Address; may hold placeholders.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Headers"><c>Name: value</c>; may hold placeholders.</param>
/// <param name="Body">Template; null: none.</param>
/// <param name="ContentType">Of the body.</param>
/// <param name="Expect">A text the reply must contain to count as taken over; null: any 2xx.</param>
/// <param name="User">For <c>{user}</c>.</param>
/// <param name="Password">For <c>{password}</c>.</param>
/// <param name="From">For <c>{from}</c>: the sender as contracted.</param>
/// <param name="ReportUrl">How the courier reaches our portal with delivery reports, without a slash at the end; null: it reports nothing.</param>
/// <param name="TimeoutSeconds">How long an answer may take.</param>
public sealed record CourierSettings(
    string Url, string Method, IReadOnlyList<string> Headers, string? Body, string ContentType, string? Expect, string? User, string? Password, string? From, string? ReportUrl,
    int TimeoutSeconds)
{
    public static CourierSettings Empty { get; } = new("", "GET", [], null, "application/x-www-form-urlencoded", null, null, null, null, null, 10);

    internal byte[] Seal(SecretBox secrets) => secrets.Seal(SecretPurpose.CourierSettings, JsonSerializer.SerializeToUtf8Bytes(this));

    internal static CourierSettings Open(SecretBox secrets, byte[] box) => JsonSerializer.Deserialize<CourierSettings>(secrets.Open(SecretPurpose.CourierSettings, box))!;

    /// <summary>Never what is in it: a record would print its secrets.</summary>
    public override string ToString() => nameof(CourierSettings);
}

internal sealed class CourierMapping : IEntityTypeConfiguration<Courier>
{
    public void Configure(EntityTypeBuilder<Courier> entity)
    {
        entity.ToTable("Couriers");
        entity.HasIndex(c => c.Name).IsUnique();
    }
}

/// <summary>A courier ready for use.</summary>
public sealed record CourierEntry(int Id, string Name, string Kind, string Channel, long RupiahEach, CourierSettings Settings);

/// <summary>All enabled couriers in memory, in their order.</summary>
public sealed class CourierTable(SecretBox secrets) : ISnapshot
{
    private CourierEntry[] _couriers = [];

    /// <summary>Channels that somebody serves.</summary>
    public IEnumerable<string> Channels => Volatile.Read(ref _couriers).Select(c => c.Channel).Distinct();

    public IReadOnlyList<CourierEntry> Of(string channel) => Array.FindAll(Volatile.Read(ref _couriers), c => c.Channel == channel);

    public async Task ReloadAsync(HotspotDb db, CancellationToken cancel)
    {
        var rows = await db.Set<Courier>().AsNoTracking().Where(c => c.Enabled).OrderBy(c => c.Position).ThenBy(c => c.Id).ToListAsync(cancel);
        Volatile.Write(ref _couriers, [.. rows.Select(c => new CourierEntry(c.Id, c.Name, c.Kind, c.Channel, c.RupiahEach, CourierSettings.Open(secrets, c.SettingsSealed)))]);
    }
}

/// <summary>One kind of courier: the code that speaks to it. Registered by the room that has it.</summary>
public interface ICourierKind
{
    /// <summary>As in <see cref="Courier.Kind"/>.</summary>
    string Kind { get; }

    /// <summary>Hands a message over once; what goes wrong is an outcome, never an exception, except when cancelled.</summary>
    Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel);
}

/// <summary>A message in the hands of a courier's code, opened.</summary>
public sealed record Envelope(long Id, string Recipient, string Text)
{
    /// <summary>The message's own name, the same at every try: what a receiver tells copies by.</summary>
    public string Once { get; init; } = "";

    /// <summary>What it belongs to; null: it stands alone.</summary>
    public string? Thread { get; init; }

    /// <summary>The reference of the first and the last message of this thread that went out; null: this is the first.</summary>
    public (string First, string Last)? Earlier { get; init; }

    /// <summary>An earlier try may have got through.</summary>
    public bool MayBeOut { get; init; }

    public MessageExtras Extras { get; init; } = MessageExtras.None;

    /// <summary>Never what is in it.</summary>
    public override string ToString() => $"message {Id}";
}

public enum HandOverResult
{
    /// <summary>The courier took it over.</summary>
    Taken,

    /// <summary>It says no for good: another may take it, this one will not.</summary>
    Refused,

    /// <summary>It cannot now, and has certainly not taken it.</summary>
    NotNow,

    /// <summary>It may have it or not: no answer came.</summary>
    Unknown,

    /// <summary>It was not asked: it wants to be left alone for a while, as <see cref="HandOver.Pause"/> says. No try.</summary>
    Later,
}

/// <summary>What came of handing over.</summary>
/// <param name="Answer">In the courier's words, without anything secret.</param>
/// <param name="Reference">What the courier calls the message.</param>
/// <param name="Pause">How long it wants to be left alone, as it said.</param>
public readonly record struct HandOver(HandOverResult Result, string Answer, string? Reference = null, TimeSpan? Pause = null);
