using System.Net;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Outages;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Store;
using HotspotManager.Monitor.Asking;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Topology;
using HotspotManager.Unit.Core;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace HotspotManager.Unit.Monitor.Topology;

public sealed class NeighbourTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Lldp_tells_name_chassis_and_port()
    {
        var seen = Neighbours.OfLldp(
        [
            Variable("1.0.8802.1.1.2.1.4.1.1.4.0.7.1", SnmpTag.Integer, [4]),
            Variable("1.0.8802.1.1.2.1.4.1.1.5.0.7.1", SnmpTag.OctetString, [0x02, 0, 0, 0, 0, 0x0A]),
            Variable("1.0.8802.1.1.2.1.4.1.1.9.0.7.1", SnmpTag.OctetString, "rw-5-router"u8.ToArray()),
            Variable("1.0.8802.1.1.2.1.4.1.1.9.0.8.2", SnmpTag.OctetString, "phone"u8.ToArray()),
        ]);
        Assert.Equal([("rw-5-router", "02-00-00-00-00-0A", "7"), ("phone", null, "8")], seen.Select(n => (n.Name!, n.Mac, n.Port!)));
    }

    [Fact]
    public void MikroTik_neighbours_tell_address_mac_identity_and_port()
    {
        var seen = Assert.Single(Neighbours.OfMikroTik(
        [
            Variable("1.3.6.1.4.1.14988.1.1.11.1.1.2.5", SnmpTag.IpAddress, [10, 0, 0, 1]),
            Variable("1.3.6.1.4.1.14988.1.1.11.1.1.3.5", SnmpTag.OctetString, [0x02, 0, 0, 0, 0, 0x0B]),
            Variable("1.3.6.1.4.1.14988.1.1.11.1.1.6.5", SnmpTag.OctetString, "core"u8.ToArray()),
            Variable("1.3.6.1.4.1.14988.1.1.11.1.1.8.5", SnmpTag.Integer, [3]),
        ]));
        Assert.Equal(("core", "02-00-00-00-00-0B", IPAddress.Parse("10.0.0.1"), "3"), (seen.Name, seen.Mac, seen.Address, seen.Port));
    }

    [Fact]
    public async Task What_is_nearer_the_core_is_suggested_and_an_operator_takes_it_over_once()
    {
        await using var store = await TestStore.CreateAsync();
        var secrets = store.Get<SecretBox>();
        await store.Writer.ChangeAsync(async db =>
        {
            await NetworkList.AddDeviceAsync(db, secrets, "core", new NetworkInput { Address = "10.0.0.1", Kind = "router", SnmpCommunity = "public" }, Cancel);
            await NetworkList.AddDeviceAsync(db, secrets, "switch-1", new NetworkInput { Address = "10.0.0.2", Kind = "switch", SnmpCommunity = "public" }, Cancel);
            await db.SaveChangesAsync(Cancel);
            await NetworkList.AddAccessPointAsync(db, secrets, "ap-1", new NetworkInput { Area = "35.73.05.1011/05", Address = "10.0.1.1", Secret = "0123456789abcdef", SnmpCommunity = "public" }, Cancel);
        }, Cancel);
        var network = await NetworkAsync(store);
        var ap = network.Devices.Single(d => d.Name == "ap-1");
        var seen = new[] { new Neighbour("lldp", "SWITCH-1", null, null, "2"), new Neighbour("lldp", "a phone", null, null, "3"), new Neighbour("mikrotik", null, null, IPAddress.Parse("10.0.1.1"), "4") };
        var found = Assert.Single(Neighbours.Suggest(ap, seen, network));
        var other = network.Devices.Single(d => d.Name == "switch-1");
        Assert.Equal((ap.Id, other.Id, "2"), (found.DeviceId, found.UplinkId, found.Port));

        // The switch sees the access point as well: the same link, the same way round.
        Assert.Equal((ap.Id, other.Id), Neighbours.Suggest(other, [new Neighbour("lldp", "ap-1", null, null, "9")], network).Select(s => (s.DeviceId, s.UplinkId)).Single());
        await store.Writer.WriteAsync(db => UplinkSuggestions.SeeAsync(
            db, [new UplinkSuggestion { DeviceId = ap.Id, UplinkId = other.Id, Source = "lldp", Port = "2", SeenAt = DateTimeOffset.UnixEpoch }], Cancel), Cancel);
        await using (var db = store.Open())
        {
            Assert.Equal(("ap-1", "switch-1", null), (await UplinkSuggestions.ListAsync(db, Cancel)).Select(v => (v.Device, v.Uplink, v.Now)).Single());
        }

        await Assert.ThrowsAsync<RefusedException>(() => store.Writer.ChangeAsync(db => UplinkSuggestions.AcceptAsync(db, secrets, "ap-1", "core", Cancel), Cancel));
        await store.Writer.ChangeAsync(db => UplinkSuggestions.AcceptAsync(db, secrets, "ap-1", "switch-1", Cancel), Cancel);
        network = await NetworkAsync(store);
        Assert.Equal(other.Id, network.Devices.Single(d => d.Name == "ap-1").Row.UplinkId);
        Assert.Empty(Neighbours.Suggest(network.Devices.Single(d => d.Name == "ap-1"), seen, network));
        await using var later = store.Open();
        Assert.Empty(await UplinkSuggestions.ListAsync(later, Cancel));
    }

    private static async Task<NetworkSnapshot> NetworkAsync(TestStore store)
    {
        await using var db = store.Open();
        await store.Get<NetworkTable>().ReloadAsync(db, Cancel);
        return store.Get<NetworkTable>().Current;
    }

    private static SnmpVariable Variable(string name, SnmpTag tag, byte[] content) => new(Oid.Parse(name), tag, content);
}
