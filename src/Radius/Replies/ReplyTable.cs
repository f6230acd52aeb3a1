using System.Collections.Frozen;

namespace HotspotManager.Radius.Replies;

/// <summary>All brands. To add one, add its file under Brands and its line here.</summary>
public static class ReplyTable
{
    /// <summary>Every brand, the standard one first.</summary>
    public static IReadOnlyList<ReplyBrand> All { get; } =
    [
        Brands.Ietf.Table, Brands.Mikrotik.Table, Brands.Coova.Table, Brands.Ruckus.Table, Brands.Aruba.Table, Brands.Cisco.Table, Brands.Huawei.Table,
        Brands.Ubiquiti.Table, Brands.Cambium.Table, Brands.Tplink.Table,
    ];

    private static readonly FrozenDictionary<string, ReplyBrand> ByKey = All.ToFrozenDictionary(b => b.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The brand of this key; the standard one for a key nobody knows.</summary>
    public static ReplyBrand Of(string key) => ByKey.GetValueOrDefault(key, All[0]);
}
