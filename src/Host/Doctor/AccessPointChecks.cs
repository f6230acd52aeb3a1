using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using HotspotManager.Core.CheckIns;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using HotspotManager.Core.Sessions;
using HotspotManager.Core.Store;
using HotspotManager.Datagrams;
using HotspotManager.Host.Commands;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Radius.Control;
using HotspotManager.Radius.Wire;
using Microsoft.EntityFrameworkCore;

namespace HotspotManager.Host.Doctor;

/// <summary>Checks of the way to one access point: address, secret, CoA, SNMP, portal, clock.</summary>
internal static class AccessPointChecks
{
    private static readonly Oid SysUpTime = new(1, 3, 6, 1, 2, 1, 1, 3, 0), HrSystemDate = new(1, 3, 6, 1, 2, 1, 25, 1, 2, 0);

    public static async IAsyncEnumerable<Finding> RunAsync(StoreSession store, string name, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = store.Open();
        var point = await NetworkList.GetAccessPointAsync(db, name, cancel);
        var nas = await db.Set<Nas>().SingleAsync(n => n.Id == point.NasId, cancel);
        var device = point.DeviceId is { } id ? await db.Set<Device>().SingleOrDefaultAsync(d => d.Id == id, cancel) : null;
        yield return nas.HasAddress ? await AddressAsync(nas.Whereabouts, cancel)
            : Finding.Warning("address", "Belum ada alamat: titik ini belum pernah melapor. Tempel skripnya: hotspot checkin script " + name, $"It has no address yet: it has not reported itself. Paste its script: hotspot checkin script {name}");
        var lastHeard = await db.Set<Session>().Where(s => s.NasId == nas.Id && s.Source == RecordSource.Radius).MaxAsync(s => (DateTimeOffset?)s.UpdatedAt, cancel);
        var wrongSecret = await SecretNotices.LastAsync(db, nas.Name, cancel);
        foreach (var finding in await ControlAsync(store, nas, lastHeard, wrongSecret, cancel)) yield return finding;
        foreach (var finding in await SnmpAsync(store, device, cancel)) yield return finding;
        yield return await PortalAsync(store, point, nas, cancel);
        await foreach (var finding in GatewayChecks.RunAsync(store, point, nas, cancel)) yield return finding;
    }

    private static async Task<Finding> AddressAsync(string address, CancellationToken cancel)
    {
        try
        {
            using var ping = new Ping();
            var reply = await ping.SendPingAsync(IPAddress.Parse(address), TimeSpan.FromSeconds(2), cancellationToken: cancel);
            if (reply.Status == IPStatus.Success) return Finding.Good("address", $"{address} menjawab ping dalam {reply.RoundtripTime} ms.", $"{address} answers ping in {reply.RoundtripTime} ms.");
        }
        catch (PingException error)
        {
            return Finding.Warning("address", $"{address} tidak bisa di-ping dari sini ({error.InnerException?.Message ?? error.Message}).", $"{address} cannot be pinged from here ({error.InnerException?.Message ?? error.Message}).");
        }
        return Finding.Warning("address", $"{address} tidak menjawab ping; mungkin padam, di balik NAT, atau ping dimatikan.", $"{address} does not answer ping; it may be down, behind NAT, or have ping turned off.");
    }

    /// <summary>A Disconnect-Request for nobody: a NAS with the right secret says "no such session" (RFC 5176), one with another secret says nothing.</summary>
    private static async Task<Finding[]> ControlAsync(StoreSession store, Nas nas, DateTimeOffset? lastHeard, DateTimeOffset? wrongSecret, CancellationToken cancel)
    {
        var secret = new SharedSecret(store.Secrets.Open(SecretPurpose.NasSecret, nas.SecretSealed));
        var address = IPAddress.Parse(nas.Whereabouts);
        using var control = new ControlClient(new UdpDatagrams(), address.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, store.Time);
        var answer = !nas.HasAddress ? default : await control.SendAsync(new IPEndPoint(address, nas.CoaPort), secret, RadiusCode.DisconnectRequest, (ref RadiusWriter request) =>
        {
            request.Add(Ietf.EventTimestamp, store.Now);
            request.Add(Ietf.AcctSessionId, "hotspot-doctor");
            request.Add(Ietf.UserName, "hotspot-doctor");
        }, cancel);
        if (answer.Code is not null)
        {
            return
            [
                Finding.Good("secret", "Secret RADIUS cocok.", "The RADIUS secret matches."),
                Finding.Good("coa", $"Perintah putus sampai (porta {nas.CoaPort}).", $"Disconnect requests arrive (port {nas.CoaPort})."),
            ];
        }
        var heard = lastHeard is { } last ? Minute(last) : null;
        return
        [
            wrongSecret is { } at && !(lastHeard > at)
                ? Finding.Bad("secret", $"Secret RADIUS {nas.Name} tidak cocok (paket terakhir dengan secret lain: {Minute(at)}); samakan di router dan di sini.",
                    $"secret of {nas.Name} does not match (last packet under another secret: {Minute(at)}); set the same one on the router and here.")
                : heard is not null
                ? Finding.Good("secret", $"Secret RADIUS cocok: laporan sah terakhir {heard}.", $"The RADIUS secret matches: the last valid report came {heard}.")
                : Finding.Warning("secret", "Belum ada paket RADIUS yang sah dari titik ini; periksa secret dan alamat server di router.", "No valid RADIUS packet has come from it yet; check secret and server address in the router."),
            Finding.Warning("coa", $"Tidak ada jawaban di porta {nas.CoaPort}; nyalakan RADIUS incoming (CoA) di router, atau titik ini di balik NAT.", $"No answer on port {nas.CoaPort}; turn on RADIUS incoming (CoA) in the router, or it is behind NAT."),
        ];
    }

    internal static string Minute(DateTimeOffset at) => at.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static async Task<Finding[]> SnmpAsync(StoreSession store, Device? device, CancellationToken cancel)
    {
        if (device?.CheckInKeySealed is not null)
        {
            await using var db = store.Open();
            var state = await db.Set<CheckInState>().AsNoTracking().FirstOrDefaultAsync(s => s.DeviceId == device.Id, cancel);
            if (state is null) return [Finding.Warning("check-in", $"Belum pernah melapor: hotspot checkin script {device.Name}", $"It has not reported itself yet: hotspot checkin script {device.Name}")];
            return store.Now - state.LastAt < TimeSpan.FromMinutes(5)
                ? [Finding.Good("check-in", $"Melapor dari {state.Address}, terakhir {Minute(state.LastAt)}.", $"It reports itself from {state.Address}, last {Minute(state.LastAt)}.")]
                : [Finding.Bad("check-in", $"Laporan terakhir {Minute(state.LastAt)}: padam, tanpa jalur, atau skripnya berhenti.", $"Its last report came {Minute(state.LastAt)}: no power, no line, or its script has stopped.")];
        }
        if (device?.SnmpCommunitySealed is null)
            return [Finding.Warning("snmp", "SNMP belum diatur: isi dengan hotspot ap set … --snmp-community", "SNMP is not set up: hotspot ap set … --snmp-community")];
        var community = store.Secrets.OpenText(SecretPurpose.SnmpCommunity, device.SnmpCommunitySealed);
        var answer = await AskAsync(device, community, cancel);
        if (answer is not { } values)
        {
            return [Finding.Bad("snmp", $"{device.Address} porta {device.SnmpPort} tidak menjawab SNMP; periksa community, porta dan daftar alamat yang diizinkan.",
                $"{device.Address} port {device.SnmpPort} does not answer SNMP; check community, port and the addresses it allows.")];
        }
        var up = TimeSpan.FromSeconds(values.UptimeSeconds);
        var snmp = Finding.Good("snmp", $"SNMP menjawab; hidup sejak {(int)up.TotalHours} jam.", $"SNMP answers; up for {(int)up.TotalHours} hours.");
        if (values.Date is not { } date) return [snmp, Finding.Good("clock", "Jam titik ini tidak dilaporkan; server memakai jamnya sendiri.", "It does not tell its clock; the server uses its own.")];
        var off = Math.Abs((date - store.Now).TotalSeconds);
        return [snmp, off < 120 ? Finding.Good("clock", "Jam titik ini benar.", "Its clock is right.")
            : Finding.Warning("clock", $"Jam titik ini meleset {off:0} detik; nyalakan NTP (perintah putus bisa ditolak).", $"Its clock is off by {off:0} seconds; turn NTP on (disconnects may be refused).")];
    }

    private static async Task<(long UptimeSeconds, DateTimeOffset? Date)?> AskAsync(Device device, string community, CancellationToken cancel)
    {
        var request = new PreparedRequest(SnmpVersion.V2c, Encoding.UTF8.GetBytes(community), PduType.Get, [SysUpTime, HrSystemDate]);
        var datagram = new byte[request.Length];
        request.Write(PreparedRequest.FirstRequestId + 1, datagram);
        using var udp = new UdpClient(IPAddress.Parse(device.Address).AddressFamily);
        udp.Connect(IPAddress.Parse(device.Address), device.SnmpPort);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(TimeSpan.FromSeconds(1.5));
            try
            {
                await udp.SendAsync(datagram, patience.Token);
                return Read((await udp.ReceiveAsync(patience.Token)).Buffer);
            }
            catch (Exception error) when (error is SocketException || error is OperationCanceledException && !cancel.IsCancellationRequested)
            {
                // No answer to this try: the next one asks again.
            }
        }
        return null;
    }

    private static (long, DateTimeOffset?)? Read(byte[] datagram)
    {
        if (MessageReader.TryRead(datagram, out var message) != DecodeReason.None) return null;
        long? uptime = null;
        DateTimeOffset? date = null;
        var variables = message.VarBinds;
        while (variables.TryRead(out var variable))
        {
            if (variable.NameIs(SysUpTime) && variable.TryGetInt64(out var ticks)) uptime = ticks / 100;
            else if (variable.NameIs(HrSystemDate) && variable.Tag == SnmpTag.OctetString) date = DateAndTime(variable.Content);
        }
        return uptime is { } up ? (up, date) : null;
    }

    /// <summary>DateAndTime (RFC 2579): 8 octets of local time, or 11 with the offset from UTC; without an offset it cannot be compared.</summary>
    private static DateTimeOffset? DateAndTime(ReadOnlySpan<byte> o)
    {
        if (o.Length < 11 || o[2] is < 1 or > 12 || o[3] is < 1 or > 31 || o[4] > 23 || o[5] > 59 || o[6] > 59 || o[9] > 13 || o[10] > 59) return null;
        var year = (o[0] << 8) | o[1];
        if (year is < 1 or > 9998 || o[3] > DateTime.DaysInMonth(year, o[2])) return null;
        var offset = new TimeSpan(o[9], o[10], 0);
        return new DateTimeOffset(year, o[2], o[3], o[4], o[5], o[6], o[8] == (byte)'-' ? -offset : offset);
    }

    private static async Task<Finding> PortalAsync(StoreSession store, AccessPoint point, Nas nas, CancellationToken cancel)
    {
        if (nas.Gateway is null) return Finding.Warning("portal", "Titik ini tanpa portal (belum ada --gateway).", "It has no portal (no --gateway is set).");
        var url = (store.Settings.Configuration["Portal:PublicUrl"] is { Length: > 0 } set ? set : ServerFile.Running(store.Settings.Folder)?.Portal)?.TrimEnd('/');
        if (url is null) return Finding.Bad("portal", "Server belum berjalan, portal tidak bisa diperiksa.", "No server runs, the portal cannot be checked.");
        var health = await MachineChecks.PageAsync("portal", url, cancel);
        return health.Health == Health.Good ? Finding.Good("portal", $"Portal menjawab; alamat untuk router: {url}/g/{point.Name}", $"The portal answers; address for the router: {url}/g/{point.Name}") : health;
    }
}
