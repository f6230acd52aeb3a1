using System.Text;
using HotspotManager.Core.Outages;
using HotspotManager.Monitor.Polling;
using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Polling;

/// <summary>Each built-in profile against a recording of its vendor's device.</summary>
public sealed class ProfileTests
{
    private static readonly ProfileTable Profiles = ProfileTable.Load(null);

    [Theory]
    [InlineData("airmax", 1, "cpu = 15|radio 1 band = 5 GHz|radio 1 channel = 153|radio 1 clients = 1|radio 1 frequency = 5765|radio 1 noise = -95|radio 1 quality = 88|radio 1 signal = -61|radio 1 ssid = ptp-rw08|radio 1 txPower = 24")]
    [InlineData("aruba-instant", 18, "accessPoints = 2|firmware = 8.10.0.9")]
    [InlineData("cisco", 42, "accessPoints = 2|firmware = 8.10.196.0|model = AIR-CT3504-K9|serial = FCW2144L0AB")]
    [InlineData("cnpilot", 19, "cpu = 9|firmware = 4.2.1-r4|model = cnPilot E410|radio 1 band = 2.4 GHz|radio 1 channel = 11|radio 1 clients = 7|radio 1 noise = -95|radio 1 txPower = 22|radio 1 utilisation = 41|radio 2 band = 5 GHz|radio 2 channel = 149|radio 2 clients = 12|radio 2 noise = -98|radio 2 txPower = 25|radio 2 utilisation = 8|serial = W8TK00000001")]
    [InlineData("mikrotik-legacy", 14, "cpu = 12|dhcpLeases = 37|firmware = 6.49.10|hotspotUsers = 3|memory = 25|serial = 8A7B0C1D2E3F|temperature = 41.2|upgrade = 6.49.18|voltage = 23.8|wlan1 band = 2.4 GHz|wlan1 channel = 6|wlan1 clients = 14|wlan1 frequency = 2437|wlan1 noise = -104|wlan1 quality = 87|wlan1 ssid = Malang-WiFi")]
    [InlineData("mikrotik-wifi", 3, "cpu = 12|dhcpLeases = 37|firmware = 7.15.3|hotspotUsers = 0|memory = 25|serial = 8A7B0C1D2E3F|temperature = 47|upgrade = 6.49.18|wifi1 band = 2.4 GHz|wifi1 channel = 1|wifi1 frequency = 2412|wifi1 ssid = Malang-WiFi|wifi2 band = 5 GHz|wifi2 channel = 36|wifi2 frequency = 5180|wifi2 ssid = Malang-WiFi")]
    [InlineData("mikrotik-capsman", 13, "cap1 band = 2.4 GHz|cap1 channel = 1|cap1 clients = 9|cap1 frequency = 2412|cap2 band = 5 GHz|cap2 channel = 36|cap2 clients = 4|cap2 frequency = 5180|cpu = 12|dhcpLeases = 37|firmware = 6.49.10|hotspotUsers = 0|memory = 25|serial = 8A7B0C1D2E3F|upgrade = 6.49.18")]
    [InlineData("omada", 23, "firmware = 5.1.0 Build 20220926|model = EAP225-Outdoor")]
    [InlineData("openwrt", 11, "cpu = 7|dhcpLeases = 110|dhcpPoolUse = 73|firmware = OpenWrt 23.05.5|memory = 75|wlan0 band = 2.4 GHz|wlan0 channel = 11|wlan0 clients = 11|wlan0 frequency = 2462|wlan0 noise = -97")]
    [InlineData("ruckus-smartzone", 12, "accessPoints = 2|serial = 00000093")]
    [InlineData("ruckus-unleashed", 31, "accessPoints = 2|cpu = 7|firmware = 200.15.6.112 build 54|memory = 59|model = R510|serial = 231603507471")]
    [InlineData("ruckus-zonedirector", 29, "accessPoints = 2|firmware = 9.10.2.0 build 130|model = ZD1200|serial = 301603000001")]
    [InlineData("ruijie", 27, "accessPoints = 2|cpu = 14|memory = 55")]
    [InlineData("unifi", 27, "cpu = 21|firmware = 6.6.77.15402|memory = 50|model = U6-LR|na band = 5 GHz|na channel = 149|na clients = 20|na quality = 91.3|na txPower = 23|na utilisation = 12|ng band = 2.4 GHz|ng channel = 6|ng clients = 7|ng quality = 91.5|ng txPower = 20|ng utilisation = 43")]
    public void A_recorded_device_is_known_and_tells_its_roles(string recording, int clients, string values)
    {
        using var world = new PollWorld();
        world.AddRecording(1, recording);
        world.Configure().Run(400);
        Assert.Equal(values.Split('|'), world.Condition(1));
        Assert.Equal(recording.StartsWith("mikrotik", StringComparison.Ordinal) ? "mikrotik" : recording == "openwrt" ? "net-snmp" : recording, world.ProfileOf(1));
        var sample = world.Ring.Latest(1)!.Value;
        Assert.Equal((clients, 1000, 250), (sample.Clients, MathF.Round(sample.InBps), MathF.Round(sample.OutBps)));
    }

    [Fact]
    public void A_device_of_no_profile_is_polled_by_IF_MIB_alone()
    {
        using var world = new PollWorld();
        var agent = world.AddRecording(1, "generic");
        world.Configure().Run(400);
        Assert.Empty(world.Condition(1));
        Assert.Equal((-1, 1000), (world.Ring.Latest(1)!.Value.Clients, MathF.Round(world.Ring.Latest(1)!.Value.InBps)));
        agent.AskedAt.Clear();
        world.Run(600);
        Assert.Equal(10, agent.AskedAt.Count);
    }

    [Fact]
    public void Every_profile_has_a_recording()
    {
        var used = new HashSet<string>();
        foreach (var name in Snmprec.Names)
        {
            using var world = new PollWorld();
            var agent = world.AddRecording(1, name);
            used.Add(Profiles.Find(Oid.Parse(agent.SysObjectId), agent.SysDescr).Name);
        }

        Assert.Equal(Profiles.All.Select(p => p.Name).Order(), used.Order());
    }

    [Theory]
    [InlineData("1.3.6.1.4.1.8072.3.2.10", "UAP-AC-Lite 6.6.55.15189", "unifi")]
    [InlineData("1.3.6.1.4.1.8072.3.2.10", "Linux router 5.10", "net-snmp")]
    [InlineData("1.3.6.1.4.1.10002.1", "UAP-LR", "unifi")]
    [InlineData("1.3.6.1.4.1.10002.1", "Linux 2.6.33 mips", "airmax")]
    [InlineData("1.3.6.1.4.1.25053.3.1.5.20", "Ruckus Wireless T300", "ruckus-unleashed")]
    [InlineData("1.3.6.1.4.1.25053.3.1.5.2", "Ruckus Wireless ZD1100", "ruckus-zonedirector")]
    [InlineData("1.3.6.1.4.1.4.99", "something", "generic")]
    [InlineData(null, "RouterOS RB750Gr3", "mikrotik")]
    public void A_device_is_told_by_sysObjectID_and_sysDescr(string? sysObjectId, string sysDescr, string profile) =>
        Assert.Equal(profile, Profiles.Find(sysObjectId is null ? null : Oid.Parse(sysObjectId), sysDescr).Name);

    [Fact]
    public void An_operators_own_file_is_a_further_profile()
    {
        using var world = new PollWorld(profile: """
            {
              "name": "tiang", "sysObjectId": ["1.3.6.1.4.1.55555"], "uplinks": ["eth0"],
              "readings": [
                { "role": "temperature", "get": "1.3.6.1.4.1.55555.1.0", "scale": 0.5, "offset": -40 },
                { "role": "noise", "get": "1.3.6.1.4.1.55555.2.0", "as": "int8", "part": "radio" },
                { "role": "serial", "get": "1.3.6.1.4.1.55555.3.0", "as": "mac" },
                { "role": "band", "get": "1.3.6.1.4.1.55555.4.0", "words": { "2": "5 GHz" }, "part": "radio" }
              ]
            }
            """);
        world.Add(1, "1.3.6.1.4.1.55555.7", "Tiang").Interface(1, "eth0", 10, 10).Number("1.3.6.1.4.1.55555.1.0", SnmpTag.Integer, () => 150)
            .Number("1.3.6.1.4.1.55555.2.0", SnmpTag.Gauge32, () => 161).Octets("1.3.6.1.4.1.55555.3.0", SnmpTag.OctetString, 2, 0x1B, 0, 0, 0, 0xFF)
            .Number("1.3.6.1.4.1.55555.4.0", SnmpTag.Integer, () => 2);
        world.Configure().Run(130);
        Assert.Equal(["radio band = 5 GHz", "radio noise = -95", "serial = 021B000000FF", "temperature = 35"], world.Condition(1));
    }

    [Theory]
    [InlineData("""{ "name": "x", "readings": [{ "role": "colour", "get": "1.3.6" }] }""", "'colour' is not a role")]
    [InlineData("""{ "name": "x", "readings": [{ "role": "noise", "column": "1.3.6" }] }""", "has one of")]
    [InlineData("""{ "name": "x", "readings": [{ "role": "noise", "get": "1.3.6", "as": "float" }] }""", "not a way to read")]
    [InlineData("""{ "name": "x", "readings": [{ "role": "noise", "get": "1.3.x" }] }""", "not an object identifier")]
    [InlineData("""{ "name": "x", "tables": [{ "part": "radio" }] }""", "a table has")]
    [InlineData("""{ "name": "x", "accessPoints": [{ "index": "mac" }] }""", "rows")]
    [InlineData("""{ "name": "x", "accessPoints": [{ "index": "mac", "rows": "1.3.6.1", "state": "1.3.6.1" }] }""", "together")]
    [InlineData("""{ "name": "x", "colour": 1 }""", "colour")]
    public void A_wrong_file_is_told_in_words(string json, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => Profile.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_device_that_is_down_is_no_reason_to_forget_what_it_told()
    {
        using var world = new PollWorld();
        var agent = world.AddRecording(1, "omada");
        world.Configure().Run(200);
        agent.IsDead = true;
        world.Run(600);
        Assert.Equal(DeviceState.Down, world.StateOf(1));
        Assert.Equal(2, world.Condition(1).Count);
    }
}
