using System.Diagnostics.Metrics;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Server;

public sealed class NasMeterTests
{
    [Fact]
    public async Task Each_NAS_is_counted_by_what_became_of_its_packets()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.Name = "rw05");
        room.Access(room.Pap("nobody", "wrong"));
        room.Access(room.Pap("nobody", "wrong"));
        room.Access(room.Pap("nobody", "wrong", secret: new SharedSecret("other")));
        var seen = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "hotspot_radius_nas_packets") l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            lock (seen) seen.Add($"{tags[0].Value} {tags[1].Value} {count}");
        });
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Contains("rw05 reject 2", seen);
        Assert.Contains("rw05 wrong_message_authenticator 1", seen);
    }
}
