using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.People;

/// <summary>A phone number that somebody proved to have. Only proven numbers are rows here; the number is sealed and found by its keyed digest.</summary>
public sealed class PhoneNumber
{
    public long Id { get; set; }
    public required byte[] NumberSealed { get; set; }
    public required string LookUp { get; set; }

    /// <summary>When it was proven first.</summary>
    public DateTimeOffset VerifiedAt { get; set; }

    /// <summary>When it was proven last.</summary>
    public DateTimeOffset LastSeenAt { get; set; }
}

internal sealed class PhoneNumberMapping : IEntityTypeConfiguration<PhoneNumber>
{
    public void Configure(EntityTypeBuilder<PhoneNumber> entity)
    {
        // As long as usage is counted; providers give unused numbers to others.
        entity.ToTable("PhoneNumbers").KeepDays(nameof(PhoneNumber.LastSeenAt), 400);
        entity.HasIndex(p => p.LookUp).IsUnique();
        entity.HasIndex(p => p.LastSeenAt);
    }
}

/// <summary>Numbers as people write them.</summary>
public static class PhoneNumbers
{
    /// <summary>
    /// The number with its country, <c>+6281234567890</c>: from <c>0812 3456 7890</c>, <c>+62 812-3456-7890</c>, <c>62812…</c>, <c>812…</c>, <c>+62 (0)812…</c>, <c>0062…</c>;
    /// null when it cannot be a number (E.164: at most 15 digits).
    /// </summary>
    public static string? Normalize(string? typed, string country = "62")
    {
        if (typed is null || typed.Length > 40) return null;
        Span<char> digits = stackalloc char[24];
        var (count, plus) = (0, false);
        foreach (var c in typed)
        {
            if (char.IsDigit(c) && char.GetNumericValue(c) is >= 0 and <= 9 and var value)
            {
                if (count == digits.Length) return null;
                digits[count++] = (char)('0' + (int)value);
            }
            else if (c is '+' or '＋')
            {
                if (count > 0 || plus) return null;
                plus = true;
            }
            else if (!(char.IsWhiteSpace(c) || c is '-' or '.' or '(' or ')' or '/' || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.DashPunctuation or System.Globalization.UnicodeCategory.Format))
            {
                return null;
            }
        }
        var text = digits[..count].ToString();
        if (!plus && text.StartsWith("00", StringComparison.Ordinal)) (plus, text) = (true, text[2..]);
        if (!plus && text.StartsWith('0')) text = country + text.TrimStart('0');
        else if (!plus && !text.StartsWith(country, StringComparison.Ordinal)) text = country + text;
        // "+62 (0)812": the 0 is for calls within the country only.
        if (text.StartsWith(country + "0", StringComparison.Ordinal)) text = country + text[country.Length..].TrimStart('0');
        return text.Length is >= 10 and <= 15 && text[0] != '0' ? "+" + text : null;
    }

    /// <summary>As it may be shown: its last three digits.</summary>
    public static string Mask(string number) => "•••••" + number[^3..];

    /// <summary>The proven number's row, made at its first time.</summary>
    public static async Task<PhoneNumber> ProvenAsync(HotspotDb db, SecretBox secrets, string number, DateTimeOffset now, CancellationToken cancel = default)
    {
        var lookUp = secrets.LookUp(SecretPurpose.PhoneNumber, number);
        var row = await db.Set<PhoneNumber>().FirstOrDefaultAsync(p => p.LookUp == lookUp, cancel);
        if (row is null) db.Add(row = new PhoneNumber { LookUp = lookUp, NumberSealed = secrets.Seal(SecretPurpose.PhoneNumber, number), VerifiedAt = now });
        row.LastSeenAt = now;
        await db.SaveChangesAsync(cancel);
        return row;
    }
}
