using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Outages;

/// <summary>What the network itself tells of who hangs on whom, for an operator to take over: a device's likely uplink.</summary>
public sealed class UplinkSuggestion
{
    public int DeviceId { get; set; }

    /// <summary>The device that is likely its uplink.</summary>
    public int UplinkId { get; set; }

    /// <summary><c>lldp</c> or <c>mikrotik</c>.</summary>
    public required string Source { get; set; }

    /// <summary>The port it is seen at, when that is told.</summary>
    public string? Port { get; set; }

    public DateTimeOffset SeenAt { get; set; }

    /// <summary>An operator does not want it.</summary>
    public bool IsDismissed { get; set; }
}

internal sealed class UplinkSuggestionMapping : IEntityTypeConfiguration<UplinkSuggestion>
{
    public void Configure(EntityTypeBuilder<UplinkSuggestion> entity)
    {
        entity.ToTable("UplinkSuggestions").KeepDays(nameof(UplinkSuggestion.SeenAt), 30).HasKey(s => new { s.DeviceId, s.UplinkId });
        entity.HasIndex(s => s.SeenAt);
    }
}
