using HotspotManager.Core.Conditions;

namespace HotspotManager.Console.Pages;

/// <summary>What a device told of itself, in words: a row for each value of its own, and one for each radio.</summary>
internal static class ConditionFacts
{
    /// <summary>Where and what its addresses are is for those who run the network.</summary>
    public static bool IsInternal(ConditionRole role) => role is ConditionRole.Address or ConditionRole.Serial;

    /// <summary>Label and value of each row. Labels of its own values are words of the table, those of radios are their names.</summary>
    public static List<(string Label, string Value)> Of(DeviceCondition condition, Frame frame)
    {
        var rows = new List<(string, string)>();
        foreach (var part in condition.Values().Where(v => frame.Who.SeesPeople || !IsInternal(v.Role)).GroupBy(v => v.Part).OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            if (part.Key.Length == 0)
            {
                rows.AddRange(part.OrderBy(v => v.Role).Select(v => (frame.W["role." + ConditionRoles.Name(v.Role)], Text(v, frame))));
            }
            else
            {
                rows.Add((part.Key, string.Join(" · ", part.OrderBy(v => v.Role).Select(v => Named(v, frame)))));
            }
        }

        return rows;
    }

    // A frequency says the same as channel and band; texts and dBm speak for themselves.
    private static string Named(ConditionValue value, Frame frame) => value.Role is ConditionRole.Band or ConditionRole.Ssid or ConditionRole.Frequency
        ? Text(value, frame) : $"{frame.W["role." + ConditionRoles.Name(value.Role)]} {Text(value, frame)}";

    private static string Text(ConditionValue value, Frame frame)
    {
        if (value.Number is not { } number) return value.Text ?? "";
        var unit = ConditionRoles.Unit(value.Role);
        var text = number.ToString("0.##", frame.W.Culture);
        return unit.Length == 0 ? text : $"{text} {unit}";
    }
}
