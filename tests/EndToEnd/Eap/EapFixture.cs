using HotspotManager.EndToEnd.Radius;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Eap;

/// <summary>One server without a single TLS setting, one account and one voucher, for all tests of a class.</summary>
public sealed class EapFixture : IAsyncLifetime
{
    public const string Password = "rahasia";

    private const string Phase1 = "phase1+=", Mtu = "mtu=";

    private readonly TemporaryFolder _folder = new("eap");
    private int _phones;

    public RadiusServer Server { get; private set; } = null!;

    public string Voucher { get; private set; } = "";

    public string Ca => _folder.At("ca.pem");

    public string Keys(string file) => Path.Combine(Server.Hotspot.Data, "keys", "tls", file);

    public string At(string file) => _folder.At(file);

    /// <summary>The lines of a network block that show a client certificate.</summary>
    public string[] Certificate(string file) => [$"private_key=\"{At(file)}\"", "private_key_passwd=\"pw\""];

    /// <summary>The same for EAP-TLS within a tunnel.</summary>
    public string[] InnerCertificate(string file) => [$"ca_cert2=\"{Ca}\"", $"private_key2=\"{At(file)}\"", "private_key2_passwd=\"pw\""];

    public async ValueTask InitializeAsync()
    {
        Server = await RadiusServer.StartAsync();
        await Server.Hotspot.CommandAsync(["account", "add", "siti", "--plan", "jam", "--password-stdin"], Password + "\n");
        Voucher = await Server.VoucherAsync();
        await File.WriteAllTextAsync(Ca, (await Server.Hotspot.CommandAsync("cert ca")).GetProperty("pem").GetString());
        foreach (var name in new[] { "siti", "orang-lain" })
            await Server.Hotspot.CommandAsync(["cert", "client", name, "--out", At(name + ".p12"), "--password-stdin"], "pw\n");
        await Eventually.TrueAsync("the account is known", async () =>
            (await Server.AccessAsync($"User-Name=siti,User-Password={Password},Message-Authenticator=0x00")).Reply?.Code == "Access-Accept");
    }

    /// <summary>A phone of its own for each run: one that gave too many wrong passwords has to wait.</summary>
    private string Phone() => $"02:00:00:00:{++_phones >> 8:x2}:{_phones & 0xff:x2}";

    /// <param name="method">What wpa_supplicant calls the method.</param>
    /// <param name="phase2">The inner method.</param>
    /// <param name="tls13">TLS 1.3 instead of 1.2.</param>
    /// <param name="again">Rounds after the first, with fast re-authentication.</param>
    /// <param name="name">Who signs in.</param>
    /// <param name="password">With what.</param>
    /// <param name="more">Further lines of the network block; <c>phase1+=…</c> adds to phase1, <c>mtu=N</c> is the NAS's Framed-MTU.</param>
    public async Task<EapolResult> RunAsync(string method, string phase2 = "", bool tls13 = false, int again = 0, string name = "siti", string password = Password,
        params string[] more) => await EapolTest.RunAsync(
        [
            $"key_mgmt={(method is "MD5" ? "IEEE8021X" : "WPA-EAP")}", $"eap={method}", $"identity=\"{name}\"", $"password=\"{password}\"",
            .. method is "PEAP" or "TTLS" ? ["anonymous_identity=\"anonymous\""] : Array.Empty<string>(),
            .. phase2.Length > 0 ? [$"phase2=\"{phase2}\""] : Array.Empty<string>(),
            .. method is "PEAP" or "TTLS" or "TLS" ? [$"phase1=\"tls_disable_tlsv1_3={(tls13 ? 0 : 1)}{string.Concat(more.Where(m => m.StartsWith(Phase1, StringComparison.Ordinal)).Select(m => " " + m[Phase1.Length..]))}\""] : Array.Empty<string>(),
            .. method is "PEAP" or "TTLS" or "TLS" && !more.Any(m => m.StartsWith("ca_cert=", StringComparison.Ordinal)) ? [$"ca_cert=\"{Ca}\""] : Array.Empty<string>(),
            .. more.Where(m => !m.StartsWith(Phase1, StringComparison.Ordinal) && !m.StartsWith(Mtu, StringComparison.Ordinal)),
        ], Server.Hotspot.AuthPort, RadiusServer.Secret, Phone(), again, keys: method != "MD5",
        attributes: [.. more.Where(m => m.StartsWith(Mtu, StringComparison.Ordinal)).Select(m => "12:d:" + m[Mtu.Length..])]);

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        _folder.Dispose();
    }
}
