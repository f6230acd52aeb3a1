using System.Text.Json;
using HotspotManager.Peers;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>Clients that nobody here wrote, each with its own idea of the protocol: pyrad, npm's radius, FreeRADIUS's radeapclient.</summary>
[Collection<OneAfterAnother>]
public sealed class ClientsTests
{
    private const string Name = "siti", Password = "rahasia";

    private static string Folder => Path.Combine(HotspotProgram.Root, "tests", "EndToEnd", "Radius", "Clients");

    [Fact]
    public async Task Pyrad_and_npm_radius_sign_in_and_account_and_radeapclient_speaks_EAP_MD5()
    {
        var pyrad = Pyrad.Find();
        using var npm = await NodePackage.InstallAsync(Folder, "client.mjs");
        await using var server = await RadiusServer.StartAsync("ietf", ["--Radius:EapOffer=md5"]);
        await server.Hotspot.CommandAsync(["account", "add", Name, "--plan", "jam", "--password-stdin"], Password + "\n");
        await Eventually.TrueAsync("the account is known", async () =>
            (await server.AccessAsync($"User-Name={Name},User-Password={Password},Message-Authenticator=0x00")).Reply?.Code == "Access-Accept");

        var python = await LinesAsync(pyrad, Path.Combine(Folder, "pyrad-client.py"), Folder, $"{server.Hotspot.AuthPort}", $"{server.Hotspot.AcctPort}",
            RadiusServer.Secret, Name, Password);
        Assert.Equal(["pap 2", "chap 2", "wrong 3", "accounting 5", "accounting 5", "accounting 5"],
            python.Select(l => $"{l.GetProperty("what").GetString()} {l.GetProperty("code").GetInt32()}"));
        Assert.InRange(python[0].GetProperty("timeout").GetInt32(), 3000, 3600);
        Assert.NotEmpty(python[2].GetProperty("message").GetString()!);

        var node = await LinesAsync("node", npm.At("client.mjs"), $"{server.Hotspot.AuthPort}", $"{server.Hotspot.AcctPort}", RadiusServer.Secret, Name, Password);
        Assert.Equal(["pap Access-Accept", "chap Access-Accept", "wrong Access-Reject", "status Access-Accept", "accounting Accounting-Response"],
            node.Select(l => $"{l.GetProperty("what").GetString()} {l.GetProperty("code").GetString()}"));
        Assert.All(node, l => Assert.True(l.GetProperty("genuine").GetBoolean(), l.ToString()));

        var sessions = await Eventually.IsAsync("both sessions", server.SessionsAsync, s => s.GetArrayLength() == 2);
        var done = sessions.EnumerateArray().Single(s => s.GetProperty("mac").GetString() == "02-00-00-00-00-21");
        Assert.Equal((120, 5000, 50_000), (done.GetProperty("seconds").GetInt64(), done.GetProperty("inputOctets").GetInt64(), done.GetProperty("outputOctets").GetInt64()));

        foreach (var (password, answer) in new[] { (Password, "Access-Accept"), ("salah", "Access-Reject") })
        {
            var eap = await ChildProcess.RunAsync(Peer.Find("radeapclient"), ["-x", $"127.0.0.1:{server.Hotspot.AuthPort}", "auth", RadiusServer.Secret],
                $"User-Name = \"{Name}\"\nCleartext-Password = \"{password}\"\nEAP-Code = Response\nEAP-Type-Identity = \"{Name}\"\nMessage-Authenticator = 0x00\n");
            Assert.Contains($"Received {answer}", eap.Output + eap.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pyrad_as_a_router_takes_new_limits_and_refuses_and_accepts_a_disconnect()
    {
        var pyrad = Pyrad.Find();
        var port = FreePorts.Next();
        await using var server = await RadiusServer.StartAsync("ietf", more: ["--coa-port", $"{port}"]);
        await using var router = ChildProcess.Start(pyrad, ["-u", Path.Combine(Folder, "pyrad-router.py"), Folder, $"{port}", RadiusServer.Secret]);
        await router.LineAsync("ready");
        var code = await server.VoucherAsync();
        var mark = (await Eventually.IsAsync("the voucher is known", async () => (await server.AccessAsync(
            $"User-Name={code},User-Password={code},Message-Authenticator=0x00")).Reply, reply => reply?.Code == "Access-Accept"))!["Class"];
        foreach (var (session, phone) in new[] { ("keep", "31"), ("go", "32") })
            await server.AccountingAsync($"Acct-Status-Type=Start,Acct-Session-Id={session},User-Name={code},Calling-Station-Id=02-00-00-00-00-{phone},Class={mark}");
        var sessions = await Eventually.IsAsync("both sessions", () => server.Hotspot.CommandAsync("session list"), s => s.GetArrayLength() == 2);
        long Id(string phone) => sessions.EnumerateArray().Single(s => s.GetProperty("mac").GetString()!.EndsWith(phone, StringComparison.Ordinal)).GetProperty("id").GetInt64();

        await server.Hotspot.CommandAsync("plan set jam --minutes 30");
        using var asked = JsonDocument.Parse(await router.LineAsync("\"coa\"", TimeSpan.FromSeconds(30)));
        Assert.All(new[] { "genuine", "stamped", "signed" }, field => Assert.True(asked.RootElement.GetProperty(field).GetBoolean(), field));
        Assert.InRange(asked.RootElement.GetProperty("timeout").GetInt32(), 1500, 1800);

        var kept = await server.Hotspot.TryAsync(["session", "disconnect", $"{Id("31")}"]);
        Assert.Equal(1, kept.ExitCode);
        Assert.Contains("rw05 refused: the session's context cannot be removed (Error-Cause 504)", kept.Output + kept.Errors, StringComparison.Ordinal);
        Assert.Equal("done", (await server.Hotspot.CommandAsync($"session disconnect {Id("32")}")).GetProperty("state").GetString());
    }

    private static async Task<List<JsonElement>> LinesAsync(string program, params string[] arguments)
    {
        var output = (await ChildProcess.RunAsync(program, arguments)).OrThrow(string.Join(' ', arguments));
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
