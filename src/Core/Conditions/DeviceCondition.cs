using System.Text.Json;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HotspotManager.Core.Conditions;

/// <summary>One value of a device: of itself (<paramref name="Part"/> empty) or of a radio or network of that name. Either a number or a text.</summary>
public readonly record struct ConditionValue(string Part, ConditionRole Role, double? Number, string? Text);

/// <summary>
/// What a device last told of itself besides traffic: firmware, temperature, radios. The newest telling only; figures worth a curve are in the samples.
/// </summary>
public sealed class DeviceCondition
{
    public int DeviceId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>The profile it was read with.</summary>
    public required string Profile { get; set; }

    /// <summary>The values as JSON: part → role → number or text.</summary>
    public required string Data { get; set; }

    /// <summary>The values; what a newer or older server wrote and this one does not know is left out.</summary>
    public IReadOnlyList<ConditionValue> Values()
    {
        var values = new List<ConditionValue>();
        using var json = JsonDocument.Parse(Data);
        foreach (var part in json.RootElement.EnumerateObject())
        {
            foreach (var value in part.Value.EnumerateObject())
            {
                if (ConditionRoles.Find(value.Name) is not { } role) continue;
                values.Add(value.Value.ValueKind == JsonValueKind.Number
                    ? new ConditionValue(part.Name, role, value.Value.GetDouble(), null)
                    : new ConditionValue(part.Name, role, null, value.Value.GetString()));
            }
        }
        return values;
    }

    /// <summary>As <see cref="Data"/> holds them.</summary>
    public static string Write(IEnumerable<ConditionValue> values) => JsonSerializer.Serialize(values.GroupBy(v => v.Part).ToDictionary(
        p => p.Key, p => p.DistinctBy(v => v.Role).ToDictionary(v => ConditionRoles.Name(v.Role), v => v.Number is { } number ? (object)number : v.Text ?? "")));
}

internal sealed class DeviceConditionMapping : IEntityTypeConfiguration<DeviceCondition>
{
    public void Configure(EntityTypeBuilder<DeviceCondition> entity)
    {
        entity.ToTable("DeviceConditions").HasKey(c => c.DeviceId);
        entity.Property(c => c.DeviceId).ValueGeneratedNever();
        entity.HasIndex(c => c.At);
        entity.KeepDays(nameof(DeviceCondition.At), 90);
    }
}
