using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Gateways;

/// <summary>
/// hostapd as a network access server that a session really runs on: a supplicant signs in on a wired port, hostapd sends accounting upstream and obeys
/// Disconnect-Request (RFC 5176) there. Who may sign in is asked of the server under test, or of a second hostapd where that need not know EAP. Needs root.
/// </summary>
public sealed class HostapdLab : IAsyncDisposable
{
    /// <summary>The upstream address, where the server under test has its accounting port 1813.</summary>
    public const string ServerAddress = "10.89.0.1";

    /// <summary>hostapd's address.</summary>
    public const string NasAddress = "10.89.0.2";

    /// <summary>Where hostapd takes Disconnect-Request.</summary>
    public const int DisconnectPort = 3799;

    /// <summary>hostapd's NAS-Identifier.</summary>
    public const string NasIdentifier = "lab-hostapd";

    /// <summary>The name the supplicant signs in with.</summary>
    public const string UserName = "siti";

    private readonly TemporaryFolder _folder = new("hostapd");
    private readonly List<ChildProcess> _programs = [];
    private ChildProcess? _hostapd;
    private readonly string _secret;
    private readonly NetworkNamespace _nas;
    private readonly NetworkNamespace _supplicant;

    private HostapdLab(string secret, NetworkNamespace upstream, NetworkNamespace nas, NetworkNamespace supplicant)
    {
        (_secret, Upstream, _nas, _supplicant) = (secret, upstream, nas, supplicant);
    }

    /// <summary>Where the server under test runs.</summary>
    public NetworkNamespace Upstream { get; }

    /// <summary>All that hostapd wrote: what it says of its ports, of accounting, of requests.</summary>
    public string NasLog => _hostapd?.Text ?? "";

    /// <summary>Makes the networks; nothing runs yet.</summary>
    public static async Task<HostapdLab> CreateAsync(string secret)
    {
        Peer.Find("hostapd");
        Peer.Find("wpa_supplicant");
        var lab = new HostapdLab(
            secret, await NetworkNamespace.CreateAsync("up"), await NetworkNamespace.CreateAsync("nas"), await NetworkNamespace.CreateAsync("sta"));
        await NetworkNamespace.CableAsync(lab._supplicant, "eth0", lab._nas, "port1");
        await NetworkNamespace.CableAsync(lab._nas, "wan", lab.Upstream, "lan");
        await lab._nas.AddressAsync($"{NasAddress}/24", "wan");
        await lab.Upstream.AddressAsync($"{ServerAddress}/24", "lan");
        return lab;
    }

    /// <summary>Starts everything, the second hostapd too, and waits until the supplicant is in and its accounting session began.</summary>
    public async Task SignInAsync()
    {
        var users = _folder.Write("users", $"\"{UserName}\" MD5 \"rahasia\"\n");
        var clients = _folder.Write("clients", $"{NasAddress}/32 between-the-two\n");
        _programs.Add(Upstream.Start("hostapd", [_folder.Write("server.conf", $"""
            driver=none
            interface=none
            eap_server=1
            eap_user_file={users}
            radius_server_clients={clients}
            radius_server_auth_port=18120

            """)]));
        await _programs[0].LineAsync("AP-ENABLED");
        await StartNasAsync(18120, "between-the-two");
        await JoinAsync("02:00:00:00:00:01", "key_mgmt=IEEE8021X", "eap=MD5", $"identity=\"{UserName}\"", "password=\"rahasia\"");
        await _hostapd!.LineAsync("starting accounting session");
    }

    /// <summary>Starts hostapd; whom it lets in is asked of the server under test unless told otherwise.</summary>
    public async Task StartNasAsync(int authPort = 1812, string? authSecret = null)
    {
        _programs.Add(_hostapd = _nas.Start("hostapd", [_folder.Write("nas.conf", $"""
            interface=port1
            driver=wired
            ieee8021x=1
            use_pae_group_addr=1
            nas_identifier={NasIdentifier}
            own_ip_addr={NasAddress}
            auth_server_addr={ServerAddress}
            auth_server_port={authPort}
            auth_server_shared_secret={authSecret ?? _secret}
            acct_server_addr={ServerAddress}
            acct_server_port=1813
            acct_server_shared_secret={_secret}
            radius_acct_interim_interval=1
            radius_das_port={DisconnectPort}
            radius_das_client={ServerAddress} {_secret}
            radius_das_require_event_timestamp=1
            radius_das_require_message_authenticator=1
            logger_stdout=-1
            logger_stdout_level=1

            """)]));
        await _hostapd.LineAsync("AP-ENABLED");
    }

    /// <summary>Plugs a supplicant of this hardware address in, with these lines in its network block. (hostapd forgets one that it put out only after 5 s.)</summary>
    public async Task<ChildProcess> JoinAsync(string mac, params string[] network)
    {
        await _supplicant.LinkAsync("set", "eth0", "address", mac);
        var supplicant = _supplicant.Start("wpa_supplicant", ["-Dwired", "-ieth0", "-c" + _folder.Write("supplicant.conf", $$"""
            ap_scan=0
            network={
            {{string.Join('\n', network)}}
            eapol_flags=0
            }

            """)]);
        _programs.Add(supplicant);
        return supplicant;
    }

    /// <summary>Waits until hostapd has put the supplicant out.</summary>
    public Task PutOutAsync() => _hostapd!.LineAsync("MLME-DEAUTHENTICATE.indication");

    /// <summary>An Accounting-Request from hostapd's address that hostapd knows nothing of.</summary>
    public async Task AccountAsync(string request) =>
        (await _nas.RunAsync("radclient", ["-x", $"{ServerAddress}:1813", "acct", _secret], request + "\n")).OrThrow("radclient");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(_programs))
        {
            await program.DisposeAsync();
        }

        await _supplicant.DisposeAsync();
        await _nas.DisposeAsync();
        await Upstream.DisposeAsync();
        _folder.Dispose();
    }
}
