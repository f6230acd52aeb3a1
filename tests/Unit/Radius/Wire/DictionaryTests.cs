using System.Globalization;
using HotspotManager.Peers.Radius;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

/// <summary>Our table beside another server's: what both name must be the same number and the same kind.</summary>
public sealed class DictionaryTests
{
    private static readonly string[] Dictionaries =
    [
        "rfc2865", "rfc2866", "rfc2867", "rfc2868", "rfc2869", "rfc3162", "rfc3576", "rfc3580", "rfc4072", "rfc4372", "rfc4603", "rfc4675", "rfc4818", "rfc4849", "rfc5090", "rfc5176",
        "rfc5447", "rfc5580", "rfc5607", "rfc5904", "rfc6519", "rfc6572", "rfc6677", "rfc6911", "rfc6929", "rfc6930", "rfc7055", "rfc7155", "rfc7268", "rfc7499", "rfc7930",
        "rfc8045", "rfc8559", "wispr", "mikrotik", "chillispot", "microsoft", "cisco", "airespace", "aruba", "ruckus", "huawei", "cambium",
    ];

    /// <summary>Theirs that ours leaves out on purpose: a second name of the same number, containers, telephony.</summary>
    private static bool IsLeftOut(DictionaryAttribute a) =>
        a.Kind is "extended" or "long-extended" or "evs" or "vsa" || (a.Vendor == Cisco.Vendor && !a.Name.StartsWith("Cisco-", StringComparison.Ordinal))
        || a.Name is "Mikrotik-DHCP-Option-ParamSTR2" or "Mikrotik-Wireless-VLANID-Type" or "MS-MPPE-Encryption-Types" or "Ruckus-Sta-Expiration";

    private static IEnumerable<(RadiusAttribute Row, string Number)> Ours()
    {
        foreach (var row in AttributeTable.All)
        {
            var number = (row.Extended != 0 ? row.Extended + "." : "") + row.Number.ToString(CultureInfo.InvariantCulture);
            yield return (row, number);
            foreach (var part in (row as TlvAttribute)?.Parts ?? [])
                yield return (part, $"{number}.{part.Number}");
        }
    }

    private static bool Fits(RadiusAttribute row, DictionaryAttribute theirs) => (theirs.Kind.ToLowerInvariant().Split('[')[0], row) switch
    {
        (_, SaltedAttribute salted) => theirs.Flags.Contains("encrypt=2", StringComparison.Ordinal) && salted.IsTagged == theirs.Flags.Contains("has_tag", StringComparison.Ordinal),
        ("string" or "octets", TextAttribute or OctetsAttribute) => !theirs.Flags.Contains("has_tag", StringComparison.Ordinal) && !theirs.Flags.Contains("encrypt=2", StringComparison.Ordinal),
        ("string", TaggedTextAttribute) or ("integer", TaggedIntegerAttribute) => theirs.Flags.Contains("has_tag", StringComparison.Ordinal),
        ("integer", IntegerAttribute) => !theirs.Flags.Contains("has_tag", StringComparison.Ordinal),
        ("integer64", Integer64Attribute) or ("date", TimeAttribute) or ("ifid", InterfaceIdAttribute) or ("tlv", TlvAttribute) => true,
        ("ipaddr", AddressAttribute { Length: 4 }) or ("ipv6addr", AddressAttribute { Length: 16 }) => true,
        ("ipv4prefix", PrefixAttribute { Length: 4 }) or ("ipv6prefix", PrefixAttribute { Length: 16 }) => true,
        ("short", SmallAttribute { Length: 2 }) or ("byte", SmallAttribute { Length: 1 }) => true,
        _ => false,
    };

    [Fact]
    public void Every_attribute_that_both_name_has_the_same_number_and_kind_and_none_of_theirs_is_missing()
    {
        var (theirs, _) = FreeRadiusDictionary.Read(Dictionaries);
        var ours = Ours().ToLookup(o => o.Row.Name, StringComparer.OrdinalIgnoreCase);
        var wrong = theirs.Where(t => !IsLeftOut(t)).Where(t => !ours[t.Name].Any(o => o.Row.Vendor == t.Vendor && o.Number == t.Number && Fits(o.Row, t)))
            .Select(t => $"{t.Vendor} {t.Number} {t.Name} {t.Kind} {t.Flags}: ours is {string.Join(", ", ours[t.Name].Select(o => $"{o.Row.Vendor} {o.Number} {o.Row.GetType().Name}"))}");
        Assert.Equal([], wrong.ToList());
        Assert.True(theirs.Count > 700);
    }

    [Fact]
    public void A_number_is_given_once_and_none_means_another_attribute_of_theirs()
    {
        Assert.Equal([], AttributeTable.All.GroupBy(a => (a.Extended, a.Vendor, a.Number)).Where(g => g.Count() > 1).ToList());
        var (theirs, _) = FreeRadiusDictionary.Read(Dictionaries);
        var names = theirs.ToLookup(t => (t.Vendor, t.Number), t => t.Name);
        var other = Ours().Where(o => names[(o.Row.Vendor, o.Number)] is var their && their.Any() && !their.Contains(o.Row.Name, StringComparer.OrdinalIgnoreCase));
        Assert.Equal([], other.ToList());
    }

    [Fact]
    public void Names_of_values_mean_the_same_numbers()
    {
        var (_, theirs) = FreeRadiusDictionary.Read([.. Dictionaries, "iana"]);
        var byName = theirs.Where(v => v.Attribute != "MS-MPPE-Encryption-Type").ToLookup(v => v.Attribute == "MS-MPPE-Encryption-Types" ? "MS-MPPE-Encryption-Type" : v.Attribute);
        var unknown = ValueNames.All.SelectMany(a => a.Value.Select(v => (Attribute: a.Key.Name, Number: v.Key, Name: v.Value)))
            .Where(v => !byName[v.Attribute].Any(t => t.Number == v.Number && t.Name == v.Name)).ToList();
        Assert.Equal("", string.Join(' ', unknown));
    }
}
