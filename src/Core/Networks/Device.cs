using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Networks;

/// <summary>Anything that can be polled: an access point, router, switch, link or ONT.</summary>
public sealed class Device
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary><c>ap</c>, <c>router</c>, <c>switch</c>, <c>link</c> or <c>ont</c>.</summary>
    public string Kind { get; set; } = "ap";

    /// <summary>IPv4 or IPv6 address of its SNMP agent.</summary>
    public required string Address { get; set; }

    public int SnmpPort { get; set; } = 161;

    /// <summary>SNMP v1/v2c community; null when it is not polled by community.</summary>
    public byte[]? SnmpCommunitySealed { get; set; }

    /// <summary>SNMPv3 user (RFC 3414); null for v2c.</summary>
    public string? SnmpUser { get; set; }

    /// <summary><c>SHA-256:PASSWORD</c>, sealed.</summary>
    public byte[]? SnmpAuthSealed { get; set; }

    /// <summary><c>AES-128:PASSWORD</c>, sealed.</summary>
    public byte[]? SnmpPrivSealed { get; set; }

    /// <summary>The key with which it reports itself, sealed; null: it does not, and is polled where that is set up.</summary>
    public byte[]? CheckInKeySealed { get; set; }

    /// <summary>The controller whose table of access points tells this one's state; null: it is asked itself, or not at all.</summary>
    public int? ControllerId { get; set; }

    /// <summary>How it is found in the controller's table: a MAC address, name or serial number; null: by its access point's MAC address, else by its name.</summary>
    public string? ControllerKey { get; set; }

    /// <summary>What this device's way to the internet goes through.</summary>
    public int? UplinkId { get; set; }

    /// <summary>Who sells the line.</summary>
    public string? Provider { get; set; }

    /// <summary>Contract rate of the line, Mbit/s.</summary>
    public int? ContractMbps { get; set; }

    /// <summary>Cost of the line a month, rupiah.</summary>
    public long? MonthlyCost { get; set; }

    /// <summary>The area it stands in; an access point's device takes the access point's.</summary>
    public string? AreaCode { get; set; }

    public bool IsPolled => SnmpCommunitySealed is not null || SnmpUser is not null;
}

internal sealed class DeviceMapping : IEntityTypeConfiguration<Device>
{
    public void Configure(EntityTypeBuilder<Device> entity)
    {
        entity.ToTable("Devices");
        entity.HasIndex(d => d.Name).IsUnique();
        entity.Ignore(d => d.IsPolled);
    }
}
