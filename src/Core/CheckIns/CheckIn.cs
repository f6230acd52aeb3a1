using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.CheckIns;

/// <summary>
/// A report that was acknowledged and waits for the monitor: deleted in the transaction that writes its figures into the roll-ups, so each counts once whatever is killed
/// in between.
/// </summary>
public sealed class CheckIn
{
    public long Id { get; set; }
    public int DeviceId { get; set; }
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>The report as <see cref="CheckInReport.Write"/> puts it, with only those samples that were new.</summary>
    public required string Report { get; set; }
}

/// <summary>What a device's last report said, and what keeps an old one from counting again.</summary>
public sealed class CheckInState
{
    public int DeviceId { get; set; }

    /// <summary>The greatest number that was used; see <see cref="CheckInNumbers"/>.</summary>
    public long Number { get; set; }

    public DateTimeOffset LastAt { get; set; }

    /// <summary>When the device started, by our clock: tells a restart from samples that were sent twice.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Uptime of the newest sample, seconds.</summary>
    public long Uptime { get; set; }

    /// <summary>Where the report came from: of a router behind address translation not its own.</summary>
    public required string Address { get; set; }

    /// <summary>Since when it comes from there.</summary>
    public DateTimeOffset AddressSince { get; set; }

    /// <summary>Hardware and version as the device tells them; short and cleaned.</summary>
    public string? About { get; set; }

    public int? Clients { get; set; }

    /// <summary>DHCP leases given out.</summary>
    public int? Leases { get; set; }

    /// <summary>Addresses in its DHCP pool.</summary>
    public int? Pool { get; set; }

    /// <summary>Samples of the last report that could not be sent when they were taken.</summary>
    public int Late { get; set; }
}

internal sealed class CheckInMapping : IEntityTypeConfiguration<CheckIn>
{
    public void Configure(EntityTypeBuilder<CheckIn> entity)
    {
        entity.ToTable("CheckIns");
        // Where no process has the role "monitor" nobody takes them away.
        entity.KeepDays(nameof(CheckIn.ReceivedAt), 2);
        entity.HasIndex(c => c.ReceivedAt);
    }
}

internal sealed class CheckInStateMapping : IEntityTypeConfiguration<CheckInState>
{
    public void Configure(EntityTypeBuilder<CheckInState> entity)
    {
        entity.ToTable("CheckInStates").HasKey(s => s.DeviceId);
        entity.Property(s => s.DeviceId).ValueGeneratedNever();
    }
}
