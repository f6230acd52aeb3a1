using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using HotspotManager.Core.Store;

namespace HotspotManager.Core.People;

/// <summary>What a phone's user agreed to, when and to which wording: the ledger that the data-protection law asks for.</summary>
public sealed class Consent
{
    public long Id { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>Whose consent: see <see cref="People.PersonKey"/>.</summary>
    public required string PersonKey { get; set; }

    /// <summary>What for: <c>terms</c>, <c>remember-phone</c> …</summary>
    public required string Purpose { get; set; }

    /// <summary>Version of the wording that was shown.</summary>
    public required string Wording { get; set; }

    public int? AccessPointId { get; set; }
}

internal sealed class ConsentMapping : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> entity)
    {
        entity.ToTable("Consents").KeepDays(nameof(Consent.At), 365);
        entity.HasIndex(c => c.PersonKey);
        entity.HasIndex(c => c.At);
    }
}
