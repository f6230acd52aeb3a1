using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Networks;

/// <summary>A router or controller that asks us whether a phone may come in (RFC 2865: the RADIUS client).</summary>
public sealed class Nas
{
    public int Id { get; set; }
    public required string Name { get; set; }

    /// <summary>IPv4 or IPv6 address its packets come from.</summary>
    public required string Address { get; set; }

    /// <summary>Where the router last reported itself from, when that is not <see cref="Address"/>: its packets are known there as well.</summary>
    public string? SeenAddress { get; set; }

    /// <summary>Where it is now, as far as it is known.</summary>
    public string Whereabouts => SeenAddress ?? Address;

    /// <summary>Whether there is an address to send anything to: one that reports itself may have none.</summary>
    public bool HasAddress => Whereabouts != NetworkInput.NoAddress;

    /// <summary>Tells several behind one address apart (RFC 2865 5.32).</summary>
    public string? NasIdentifier { get; set; }

    public required byte[] SecretSealed { get; set; }

    /// <summary>Gateway brand on the HTTP side (<c>coova</c>, <c>mikrotik</c>, <c>opennds</c> …); null when it has no portal.</summary>
    public string? Gateway { get; set; }

    /// <summary>What gateway and portal share (openNDS faskey, CoovaChilli uamsecret, a key in wifidog's paths), or a controller's password or API key.</summary>
    public byte[]? GatewayKeySealed { get; set; }

    /// <summary>Where a controller's API is, without a path (<c>https://10.0.0.2:8443</c>), or the login address of a gateway that does not tell it; null: none.</summary>
    public string? GatewayUrl { get; set; }

    /// <summary>Who signs in to the controller; null with a key: the key is an API key.</summary>
    public string? GatewayUser { get; set; }

    /// <summary>The controller's site; null: its first one.</summary>
    public string? GatewaySite { get; set; }

    /// <summary>SHA-256 of the controller's certificate (64 hex digits) where no authority signed it; null: it must be a valid one.</summary>
    public string? GatewayPin { get; set; }

    /// <summary>Whose reply attributes it understands: <c>ietf</c>, <c>mikrotik</c>, <c>coova</c> …</summary>
    public string Brand { get; set; } = "ietf";

    /// <summary>Where it takes Disconnect-Request and CoA-Request (RFC 5176).</summary>
    public int CoaPort { get; set; } = 3799;

    /// <summary>Learned: since when Disconnect- and CoA-Requests go unanswered (address translation, a closed port); null: it answers, or was never asked.</summary>
    public DateTimeOffset? SilentToControlSince { get; set; }

    public bool RequireMessageAuthenticator { get; set; }

    /// <summary>Learned: it has sent Message-Authenticator in every valid packet without EAP-Message, so one without is refused.</summary>
    public bool SendsMessageAuthenticator { get; set; }

    /// <summary>It counts Acct-Input-Octets from the phone's point of view (CoovaChilli's default): swap on receipt.</summary>
    public bool SwapOctets { get; set; }
}

internal sealed class NasMapping : IEntityTypeConfiguration<Nas>
{
    public void Configure(EntityTypeBuilder<Nas> entity)
    {
        entity.ToTable("Nas");
        entity.Ignore(n => n.Whereabouts).Ignore(n => n.HasAddress);
        entity.HasIndex(n => n.Name).IsUnique();
        entity.HasIndex(n => n.Address);
    }
}
