using System.Collections.Concurrent;
using HotspotManager.Core.Store;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Core.Outages;

/// <summary>A device's state now.</summary>
public readonly record struct CurrentState(DeviceState State, string? Cause, DateTimeOffset Since);

/// <summary>Every device's state now, in memory, for pages and pushes of this process. The Monitor sets it after the rows are written; the open intervals are the truth.</summary>
public sealed class StateBook
{
    private readonly ConcurrentDictionary<int, CurrentState> _states = new();

    public CurrentState Of(int deviceId) => _states.GetValueOrDefault(deviceId);

    public void Set(int deviceId, CurrentState state) => _states[deviceId] = state;

    public async Task LoadAsync(HotspotDb db, CancellationToken cancel)
    {
        foreach (var open in await db.Set<StateInterval>().AsNoTracking().Where(s => s.To == null).ToListAsync(cancel))
            _states[open.DeviceId] = new CurrentState(open.State, open.Cause, open.From);
    }
}
