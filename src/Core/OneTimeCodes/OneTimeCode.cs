using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.OneTimeCodes;

/// <summary>
/// A question put to a phone number from one phone at one place. The six digits are stored nowhere: they are a keyed digest (HMAC-SHA256) of <see cref="Nonce"/>, cut short, so
/// the same code can be sent again and none can be read from the database.
/// </summary>
public sealed class OneTimeCode
{
    public const int Digits = 6;

    public long Id { get; set; }
    public required string NumberLookUp { get; set; }
    public required byte[] NumberSealed { get; set; }

    /// <summary>The number, masked.</summary>
    public required string Shown { get; set; }

    /// <summary>The phone that asked, and must answer.</summary>
    public required string Mac { get; set; }

    public int AccessPointId { get; set; }
    public required string AreaCode { get; set; }
    public required byte[] Nonce { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>How often it was handed to the outbox, and when last.</summary>
    public int Sends { get; set; }
    public DateTimeOffset LastSentAt { get; set; }
    public long MessageId { get; set; }

    public int WrongTries { get; set; }
    public DateTimeOffset? VerifiedAt { get; set; }

    /// <summary>Replaced by another, or tried too often.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The six digits.</summary>
    public string Code(SecretBox secrets)
    {
        var digest = HMACSHA256.HashData(secrets.SigningKey(SecretPurpose.OneTimeCode), Nonce);
        return (BinaryPrimitives.ReadUInt64BigEndian(digest) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The digits somebody typed, or null when it cannot be a code.</summary>
    public static string? Normalize(string? typed)
    {
        var digits = new string([.. (typed ?? "").Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '.'))]);
        return digits.Length == Digits && digits.All(char.IsAsciiDigit) ? digits : null;
    }
}

internal sealed class OneTimeCodeMapping : IEntityTypeConfiguration<OneTimeCode>
{
    public void Configure(EntityTypeBuilder<OneTimeCode> entity)
    {
        // The limits look one day back; the number is nobody's business afterwards.
        entity.ToTable("OneTimeCodes").KeepDays(nameof(OneTimeCode.CreatedAt), 2);
        entity.HasIndex(c => c.ExpiresAt);
        entity.HasIndex(c => new { c.NumberLookUp, c.CreatedAt });
        entity.HasIndex(c => new { c.Mac, c.CreatedAt });
        entity.HasIndex(c => c.CreatedAt);
    }
}

/// <summary>How much may be asked. Section <c>Codes</c> of the settings; a day is the city's.</summary>
public sealed record CodeLimits
{
    /// <summary>How long a code is good: the mini-browser closes for the message, and people look for their glasses. OpenWISP's default is 30.</summary>
    public int Minutes { get; init; } = 20;

    /// <summary>Wrong answers to one code (OpenWISP's default).</summary>
    public int Tries { get; init; } = 5;

    /// <summary>Messages to one number in a day.</summary>
    public int PerNumber { get; init; } = 5;

    /// <summary>Messages asked for by one phone in a day.</summary>
    public int PerPhone { get; init; } = 5;

    /// <summary>Messages asked for at one access point in a day.</summary>
    public int PerAccessPoint { get; init; } = 200;

    /// <summary>Messages in a day in all.</summary>
    public int PerDay { get; init; } = 5000;

    /// <summary>Country code for numbers written without one.</summary>
    public string Country { get; init; } = "62";

    /// <summary>Numbers that messages go to begin so: expensive numbers of far countries are how such services are milked.</summary>
    public IReadOnlyList<string> Prefixes { get; init; } = ["+628"];

    /// <summary>How long to wait before the n-th message of one code.</summary>
    public static TimeSpan Pause(int sends) => TimeSpan.FromSeconds(sends switch { 0 => 0, 1 => 60, 2 => 180, _ => 600 });
}
