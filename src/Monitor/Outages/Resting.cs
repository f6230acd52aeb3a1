using HotspotManager.Core.Outages;

namespace HotspotManager.Monitor.Outages;

/// <summary>
/// The state of a device that is not out: worked on, else living by its accounting alone, else useless to people (which is an incident), else unsteady, else up.
/// </summary>
internal sealed class Resting(IncidentBook incidents)
{
    /// <summary>Says what it is, and tells it when that changed.</summary>
    /// <param name="device">Not out.</param>
    /// <param name="at">Now.</param>
    /// <param name="isWithdrawn">The outage that this ends was none.</param>
    public void Settle(DeviceTrack device, DateTimeOffset at, bool isWithdrawn = false)
    {
        var service = device is { IsPlanned: false, IsManagementOnly: false } ? device.Service : null;
        if (service is null && device.Incident is not null)
        {
            incidents.Leave(device, at, device.IsPlanned ? IncidentEnding.Maintenance : isWithdrawn ? IncidentEnding.Withdrawn : IncidentEnding.Recovered);
        }

        if (service is { } fault)
        {
            Serve(device, fault, at);
            return;
        }

        var (state, cause, causeDevice) = device.IsPlanned ? (DeviceState.Maintenance, OutageCause.Planned, device.PlannedBy?.Id ?? 0)
            : device.IsManagementOnly ? (DeviceState.Degraded, device.IsPingOnly ? OutageCause.OnlyPing : OutageCause.Management, 0)
            : !device.Facts.IsPolled ? (DeviceState.Unknown, OutageCause.NoAnswer, 0)
            : device.IsFlapping ? (DeviceState.Degraded, OutageCause.Flapping, 0)
            : device.IsStrained ? (DeviceState.Degraded, OutageCause.Strained, 0)
            : (DeviceState.Up, OutageCause.NoAnswer, 0);
        if (device.State == state && (state == DeviceState.Up || (device.Cause == cause && device.CauseDeviceId == causeDevice)))
        {
            return;
        }

        (device.Cause, device.CauseDeviceId) = (cause, causeDevice);
        incidents.Change(device, state, device.IsManagementOnly && device.IsOut ? device.FirstMiss : at, at, isWithdrawn);
    }

    /// <summary>People cannot log in: an incident of its own, or of its area when others there have the same.</summary>
    private void Serve(DeviceTrack device, OutageCause fault, DateTimeOffset at)
    {
        if (device.State == DeviceState.Degraded && device.Cause == fault && device.Incident is not null)
        {
            return;
        }

        var incident = incidents.OfService(device.Facts.Area, fault) ?? incidents.Open(device, at, device.ServiceSince, fault);
        if (incident.Root is { } root && root != device)
        {
            incidents.MakeSite(incident, null, device.Facts.Area, fault, at);
        }

        incidents.Join(device, incident, DeviceState.Degraded, fault, 0, at);
    }
}
