using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Attempts;

/// <summary>One try to get online, with its steps and why it ended as it did: what "voucher active but no internet" is answered from.</summary>
public sealed class Attempt
{
    public long Id { get; set; }
    public DateTimeOffset At { get; set; }

    /// <summary>How: <c>radius-pap</c>, <c>radius-chap</c>, <c>portal-voucher</c>, <c>portal-click-through</c> …</summary>
    public required string Way { get; set; }

    public int? NasId { get; set; }
    public int? AccessPointId { get; set; }

    /// <summary>Who, masked: a code or password is never readable here.</summary>
    public string UserName { get; set; } = "";

    public string Mac { get; set; } = "";
    public string? PersonKey { get; set; }
    public bool Accepted { get; set; }

    /// <summary>Name of the <c>Admission.Reason</c> member.</summary>
    public required string Reason { get; set; }

    /// <summary>What happened, one step a line.</summary>
    public string Steps { get; set; } = "";

    /// <summary>A user name as it may be shown: codes keep their last three digits.</summary>
    public static string Mask(string userName)
    {
        if (userName.Length == 0) return "";
        var digits = userName.Count(char.IsAsciiDigit);
        return digits >= 6 ? "•••••••" + userName[^Math.Min(3, userName.Length)..] : userName.Length > 64 ? userName[..64] : userName;
    }
}

internal sealed class AttemptMapping : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> entity)
    {
        entity.ToTable("Attempts").KeepDays(nameof(Attempt.At), 30);
        entity.HasIndex(a => a.At);
        entity.HasIndex(a => new { a.AccessPointId, a.At });
        entity.HasIndex(a => new { a.Mac, a.At });
        entity.HasIndex(a => new { a.PersonKey, a.At });
        entity.HasIndex(a => new { a.NasId, a.At });
    }
}
