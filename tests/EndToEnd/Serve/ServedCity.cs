using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Serve;

/// <summary><c>hotspot serve</c> on loopback with a few routers and plans, for the tests of one class.</summary>
public sealed class ServedCity : IAsyncLifetime
{
    /// <summary>The secret of every router here.</summary>
    public const string Secret = "testing123";

    /// <summary>The kelurahan and RW everything is in.</summary>
    public const string Area = "35.73.05.1011/05";

    /// <summary>The server.</summary>
    public HotspotProcess Hotspot { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Peer.Find("radclient");
        Hotspot = HotspotProcess.Prepare();
        await Hotspot.CommandAsync($"ap add plain --area {Area} --address 127.0.0.1 --secret {Secret} --nas-id plain --gateway generic --brand ietf");
        await Hotspot.CommandAsync($"ap add tik --area {Area} --address 127.0.0.1 --secret {Secret} --nas-id tik --gateway mikrotik --brand mikrotik");
        await Hotspot.CommandAsync($"ap add chilli --area {Area} --address 127.0.0.1 --secret {Secret} --nas-id chilli --gateway coova --brand coova");
        await Hotspot.CommandAsync("plan add hour --minutes 60 --down-kbps 4000 --up-kbps 1000 --mb 8000");
        await Hotspot.CommandAsync("plan add drop --minutes 60 --down-kbps 4000 --up-kbps 1000 --mb 1");
        await Hotspot.CommandAsync("plan add minute --minutes 1 --down-kbps 4000 --up-kbps 1000");
        await Hotspot.ServeAsync();
    }

    /// <summary>A new voucher's code.</summary>
    public async Task<string> VoucherAsync(string plan) =>
        First(await Hotspot.CommandAsync($"voucher create --plan {plan} --count 1")).GetProperty("code").GetString()!;

    /// <summary>An authentication request of a router; attributes as radclient takes them.</summary>
    public Task<RadclientResult> AuthAsync(string attributes, string nas = "plain", string secret = Secret, int? port = null) => Radclient.SendAsync(
        $"{attributes},NAS-Identifier={nas},Message-Authenticator=0x00", "127.0.0.1", port ?? Hotspot.AuthPort, "auth", secret, tries: 1);

    /// <summary>Accounting records of a router, one a packet.</summary>
    public Task<RadclientResult> AcctAsync(params string[] records) =>
        Radclient.SendAsync(string.Join("\n\n", records), "127.0.0.1", Hotspot.AcctPort, "acct", Secret);

    /// <summary>One accounting record of the router <c>plain</c> as text.</summary>
    public static string Record(string status, string session, string user, string mac, int seconds = 0, ulong input = 0, ulong output = 0) =>
        $"Acct-Status-Type={status}\nAcct-Session-Id={session}\nUser-Name={user}\nCalling-Station-Id={mac}\nNAS-Identifier=plain\n" +
        $"Framed-IP-Address=10.5.0.7\nAcct-Session-Time={seconds}\nAcct-Input-Octets={input & 0xFFFFFFFF}\nAcct-Input-Gigawords={input >> 32}\n" +
        $"Acct-Output-Octets={output & 0xFFFFFFFF}\nAcct-Output-Gigawords={output >> 32}";

    /// <summary>All sessions, ended ones too.</summary>
    public async Task<JsonElement[]> SessionsAsync() => [.. (await Hotspot.CommandAsync("session list --all")).EnumerateArray()];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Hotspot is not null)
        {
            await Hotspot.DisposeAsync();
        }
    }

    private static JsonElement First(JsonElement answer) => answer.ValueKind == JsonValueKind.Array ? answer[0] : answer;
}
