using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Conditions;

/// <summary>One value as commands and the API show it: <c>number</c> in <c>unit</c>, or <c>text</c>.</summary>
public sealed record ConditionValueView(string Part, string Role, double? Number, string? Text, string Unit);

/// <summary>What a device last told of itself, as commands and the API show it.</summary>
public sealed record ConditionView(string Device, DateTimeOffset At, string Profile, IReadOnlyList<ConditionValueView> Values);

/// <summary>Reads and writes what devices tell of themselves.</summary>
public static class Conditions
{
    /// <summary>The newest of one device; null: it never told anything.</summary>
    public static Task<DeviceCondition?> FindAsync(HotspotDb db, int deviceId, CancellationToken cancel = default) =>
        db.Set<DeviceCondition>().AsNoTracking().FirstOrDefaultAsync(c => c.DeviceId == deviceId, cancel);

    /// <summary>As it is shown.</summary>
    public static ConditionView View(string device, DeviceCondition condition) => new(device, condition.At, condition.Profile,
        [.. condition.Values().Select(v => new ConditionValueView(v.Part, ConditionRoles.Name(v.Role), v.Number, v.Text, ConditionRoles.Unit(v.Role)))]);

    /// <summary>Writes them, each in the place of the device's former one.</summary>
    public static async Task UpsertAsync(HotspotDb db, IEnumerable<DeviceCondition> conditions, CancellationToken cancel = default)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await BatchCommand.RunAsync(db, "DeviceConditions", ["DeviceId"], ["At", "Profile", "Data"],
            conditions.Select(c => (object?[])[c.DeviceId, c.At.ToUnixTimeMilliseconds(), c.Profile, c.Data]), cancel);
    }
}
