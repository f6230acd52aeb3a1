using HotspotManager.Core.Conditions;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Outages;
using HotspotManager.Monitor.Profiles;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// What becomes of a condition round: what the device told of itself goes to the store; its table of access points tells the state and figures of those that are set up as
/// its. One that is not in the table is down, as long as the table was read to its end and the controller has not just started. Of a controller that does not answer nothing is
/// known of its access points. Of the poller's thread.
/// </summary>
public sealed class ConditionKeeper(OutageDetector detector, SampleKeeper samples, PollResults results, PollTiming timing)
{
    /// <summary>After its start a controller's access points join it one after another.</summary>
    private const long JoinTime = 10 * 60;

    private readonly Dictionary<int, (PollTarget Controller, ControlledDevice Device)> told = [];

    /// <summary>Devices whose state a controller tells.</summary>
    public IEnumerable<int> Told => told.Keys;

    /// <summary>The controller that tells of a device; null: none does.</summary>
    public PollTarget? ControllerOf(int deviceId) => told.TryGetValue(deviceId, out var entry) ? entry.Controller : null;

    /// <summary>Takes whom the controller tells of as they are set up now; null: nobody any more.</summary>
    public void Configure(PollTarget controller, IReadOnlyList<ControlledFacts>? controls, long now)
    {
        var before = controller.Controls.ToDictionary(c => c.DeviceId);
        var devices = new List<ControlledDevice>();
        foreach (var facts in controls ?? [])
        {
            if (!before.Remove(facts.DeviceId, out var device) || !device.Facts.Keys.SequenceEqual(facts.Keys))
            {
                device = new ControlledDevice(facts);
                SampleKeeper.Spread(device, now);
            }

            devices.Add(device);
            told[facts.DeviceId] = (controller, device);
        }

        foreach (var gone in before.Values)
        {
            samples.Forget(gone);
            if (told.TryGetValue(gone.DeviceId, out var entry) && entry.Device == gone)
            {
                told.Remove(gone.DeviceId);
            }
        }

        controller.Controls = devices;
    }

    /// <summary>Hands out the open buckets of those the controller tells of.</summary>
    public void Flush(PollTarget controller)
    {
        foreach (var device in controller.Controls)
        {
            samples.Put(device);
        }
    }

    /// <summary>The controller did not answer: once it counts as down, nothing is known of its access points.</summary>
    public void Silent(PollTarget controller, DateTimeOffset at)
    {
        if (controller.Controls.Count > 0 && detector.StateOf(controller.DeviceId) is DeviceState.Down or DeviceState.Unreachable)
        {
            foreach (var device in controller.Controls)
            {
                detector.Lost(device.DeviceId, at);
            }
        }
    }

    /// <summary>Takes a round's values. Returns when the device should be asked again at the latest (milliseconds): soon, when an access point is suspect.</summary>
    public long Take(PollTarget target, ConditionRound round, TimeSpan received, DateTimeOffset at, long now)
    {
        var inventory = target.Inventory!;
        if (round.IsEverything)
        {
            if (inventory.WalkedClients is { Column: { } column } clients)
            {
                var rows = round.Columns.Of(column);
                (target.WalkedClients, target.WalkedClientsAt) = (clients.CountsRows ? rows.Count : (int)rows.Sum(r => Math.Max(0, r.Value.Number ?? 0)), now);
            }

            var values = ConditionReader.Read(inventory.Profile, round);
            if (values.Count > 0)
            {
                Put(target.DeviceId, at, inventory.Profile, values);
            }
            else if (inventory.WalkedClients is null && target.Controls.Count == 0)
            {
                // It has none of what the profile asks for: the next inventory tries again.
                target.NextCondition = long.MaxValue;
            }
        }

        if (!round.HasAccessPoints)
        {
            return long.MaxValue;
        }

        var uptime = target.LastUptime;
        var table = new ControllerRows(inventory.Profile.AccessPoints, round.Columns);
        var suspects = false;
        foreach (var device in target.Controls)
        {
            var row = table.Find(device.Facts.Keys);
            if (row is { IsUp: true })
            {
                detector.Answered(device.DeviceId, at);
                samples.Take(device, row.Reading(received, at), row.Clients, now);
                if (round.IsEverything)
                {
                    Put(device.DeviceId, at, inventory.Profile, row.Values());
                }
            }
            else if ((row is not null || round.HasWholeTable) && uptime is < 0 or >= JoinTime)
            {
                detector.Missed(device.DeviceId, at);
                suspects |= detector.StateOf(device.DeviceId) is not (DeviceState.Down or DeviceState.Unreachable);
            }
        }

        return suspects ? now + (long)timing.Probes[0].TotalMilliseconds : long.MaxValue;
    }

    private void Put(int deviceId, DateTimeOffset at, Profile profile, List<ConditionValue> values) => results.Conditions.Writer.TryWrite(new DeviceCondition
    {
        DeviceId = deviceId,
        At = at,
        Profile = profile.Name,
        Data = DeviceCondition.Write(values),
    });

    /// <summary>MAC addresses are compared as twelve digits, everything else as it is written.</summary>
    internal static string Key(string text) => Mac.Normalize(text) ?? text.Trim();
}
