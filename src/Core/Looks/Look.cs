using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Looks;

/// <summary>How residents' pages look in an area and all in it; what is null holds as around it, and in the end as built in.</summary>
public sealed class Look
{
    /// <summary>Octets that a logo may add to a page, compressed. With it the first page stays within one flight (14,336 octets), however long its texts are.</summary>
    public const int LargestLogo = 4300;

    public const int LongestName = 40;

    /// <summary>Official code; "" for the whole city.</summary>
    public required string AreaCode { get; set; }

    /// <summary>At the top of each page: "WiFi Warga Malang".</summary>
    public string? Name { get; set; }

    /// <summary>As asked for, <c>#rrggbb</c>; what is used is <see cref="LookColours"/>.</summary>
    public string? Brand { get; set; }

    /// <summary>The same for the dark scheme; null: made from <see cref="Brand"/>.</summary>
    public string? BrandDark { get; set; }

    /// <summary>A PNG or an SVG as <see cref="LogoFile"/> left it.</summary>
    public byte[]? Logo { get; set; }
}

internal sealed class LookMapping : IEntityTypeConfiguration<Look>
{
    public void Configure(EntityTypeBuilder<Look> entity) => entity.ToTable("Looks").HasKey(l => l.AreaCode);
}

/// <summary>Something residents should read on the first page and on <c>/status</c>: in an area and all in it, for a while.</summary>
public sealed class LookNotice
{
    public const int LongestText = 240;

    public int Id { get; set; }

    /// <summary>Official code; "" for the whole city.</summary>
    public required string AreaCode { get; set; }

    public required string TextId { get; set; }

    /// <summary>In English; null: the Indonesian text is shown there too.</summary>
    public string? TextEn { get; set; }

    public DateTimeOffset? From { get; set; }
    public DateTimeOffset? Until { get; set; }

    public string Text(string language) => language == "en" ? TextEn ?? TextId : TextId;

    public bool IsOn(DateTimeOffset now) => (From is not { } from || from <= now) && (Until is not { } until || now < until);
}

internal sealed class LookNoticeMapping : IEntityTypeConfiguration<LookNotice>
{
    public void Configure(EntityTypeBuilder<LookNotice> entity)
    {
        entity.ToTable("LookNotices");
        entity.HasIndex(n => n.AreaCode);
    }
}
