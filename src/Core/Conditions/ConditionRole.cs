namespace HotspotManager.Core.Conditions;

/// <summary>What a value that a device tells of itself means. A radio's or a network's values carry its name as their part.</summary>
public enum ConditionRole
{
    /// <summary>Text.</summary>
    Model,

    /// <summary>Text.</summary>
    Serial,

    /// <summary>Text: the software it runs.</summary>
    Firmware,

    /// <summary>Text: the software it could be brought to.</summary>
    Upgrade,

    /// <summary>Degrees Celsius.</summary>
    Temperature,

    /// <summary>Volts.</summary>
    Voltage,

    /// <summary>Percent busy; of several processors the busiest.</summary>
    Cpu,

    /// <summary>Percent in use.</summary>
    Memory,

    /// <summary>Addresses given out by its DHCP server.</summary>
    DhcpLeases,

    /// <summary>Percent of its DHCP pool in use.</summary>
    DhcpPoolUse,

    /// <summary>People its own hotspot counts as signed in.</summary>
    HotspotUsers,

    /// <summary>Access points that are joined to it: it is a controller.</summary>
    AccessPoints,

    /// <summary>Text: the address a controller knows it by.</summary>
    Address,

    /// <summary>Text: a network's name.</summary>
    Ssid,

    /// <summary>Text: <c>2.4 GHz</c>, <c>5 GHz</c>, <c>6 GHz</c>.</summary>
    Band,

    /// <summary>Channel number.</summary>
    Channel,

    /// <summary>MHz, the middle of the channel.</summary>
    Frequency,

    /// <summary>Phones associated.</summary>
    Clients,

    /// <summary>Percent of the time in which the channel is busy.</summary>
    Utilisation,

    /// <summary>dBm.</summary>
    Noise,

    /// <summary>dBm.</summary>
    TxPower,

    /// <summary>dBm, of a link between two buildings.</summary>
    Signal,

    /// <summary>Percent: how well a link or a radio sends (CCQ, airMAX quality).</summary>
    Quality,
}

/// <summary>Names of roles in files, commands and the API; their units; and which ones are texts.</summary>
public static class ConditionRoles
{
    private static readonly Dictionary<string, ConditionRole> ByName = Enum.GetValues<ConditionRole>().ToDictionary(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>In camel case: <c>dhcpPoolUse</c>.</summary>
    public static string Name(ConditionRole role)
    {
        var name = role.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>The role of that name; null when there is none.</summary>
    public static ConditionRole? Find(string? name) => name is not null && ByName.TryGetValue(name, out var role) ? role : null;

    /// <summary>Whether its values are texts, not numbers.</summary>
    public static bool IsText(ConditionRole role) => role is ConditionRole.Model or ConditionRole.Serial or ConditionRole.Firmware or ConditionRole.Upgrade
        or ConditionRole.Address or ConditionRole.Ssid or ConditionRole.Band;

    /// <summary>The unit its numbers are in; empty for counts and texts.</summary>
    public static string Unit(ConditionRole role) => role switch
    {
        ConditionRole.Temperature => "°C",
        ConditionRole.Voltage => "V",
        ConditionRole.Cpu or ConditionRole.Memory or ConditionRole.DhcpPoolUse or ConditionRole.Utilisation or ConditionRole.Quality => "%",
        ConditionRole.Frequency => "MHz",
        ConditionRole.Noise or ConditionRole.TxPower or ConditionRole.Signal => "dBm",
        _ => "",
    };
}
