using System.Net;
using System.Net.Sockets;
using HotspotManager.Peers;
using HotspotManager.Peers.Processes;
using HotspotManager.Peers.Radius;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.EndToEnd.Radius;

/// <summary>
/// CVE-2024-3596 played on the wire: a man in the middle adds a Proxy-State to an Access-Request that nobody signed, foresees the Access-Reject that echoes it, and makes an
/// Access-Accept with the same MD5 out of it. The collision itself takes a cluster minutes, so here it is had by knowing the secret; but only where the man in the middle
/// foresaw the reply octet by octet, without which no collision can be computed.
/// </summary>
[Collection<OneAfterAnother>]
public sealed class BlastRadiusTests
{
    private const string Reject = "User-Name=nobody,User-Password=wrong";

    [Fact]
    public async Task Against_a_server_of_before_the_attack_was_known_the_man_in_the_middle_gets_in()
    {
        Peer.Find("radclient");
        await using var server = await FreeRadius.StartAsync("nobody\tCleartext-Password := \"other\"\n");
        using var man = new ManInTheMiddle(server.Port, FreeRadius.Secret);
        var result = await Radclient.SendAsync(Reject, "127.0.0.1", man.Port, "auth", FreeRadius.Secret);
        Assert.Equal("Access-Accept", result.Reply?.Code);
        Assert.Equal(1, man.Foreseen);
    }

    [Fact]
    public async Task Against_ours_he_foresees_nothing_and_what_he_forges_is_refused()
    {
        Peer.Find("radclient");
        await using var server = await RadiusServer.StartAsync();
        foreach (var signed in new[] { "", ",Message-Authenticator=0x00" })
        {
            using var man = new ManInTheMiddle(server.Hotspot.AuthPort, RadiusServer.Secret);
            var result = await Radclient.SendAsync(Reject + signed, "127.0.0.1", man.Port, "auth", RadiusServer.Secret, tries: 2, seconds: 1);
            Assert.DoesNotContain(result.Replies, r => r.Code == "Access-Accept");
            Assert.Equal(0, man.Foreseen);
            // An unsigned request is answered, tampered with or not; a signed one that was tampered with is not.
            Assert.Equal(signed.Length == 0, man.Forged > 0);
        }
        // Without him in the middle the same request is simply rejected.
        Assert.Equal("Access-Reject", (await server.AccessAsync(Reject)).Reply?.Code);
    }

    [Fact]
    public async Task A_router_that_signs_EAP_only_is_not_locked_out()
    {
        Peer.Find("radclient");
        await using var server = await RadiusServer.StartAsync();
        await server.Hotspot.CommandAsync(["account", "add", "siti", "--plan", "jam", "--password-stdin"], "rahasia\n");
        var code = await server.VoucherAsync();
        await Eventually.TrueAsync("the voucher is known", async () => (await server.AccessAsync($"User-Name={code},User-Password={code}")).Reply?.Code == "Access-Accept");
        for (var i = 0; i < 4; i++) // some ten signed packets each
        {
            var eap = await EapolTest.RunAsync(["key_mgmt=WPA-EAP", "eap=PEAP", "identity=\"siti\"", "password=\"rahasia\"", "phase2=\"auth=MSCHAPV2\""], server.Hotspot.AuthPort, RadiusServer.Secret);
            Assert.True(eap.Success, eap.Text);
        }
        Assert.Equal("Access-Accept", (await server.AccessAsync($"User-Name={code},User-Password={code}")).Reply?.Code);
    }

    /// <summary>Between a client and a server on loopback.</summary>
    private sealed class ManInTheMiddle : IDisposable
    {
        private static readonly byte[] Garbage = [Ietf.ProxyState.Number, 102, .. Enumerable.Repeat((byte)0x42, 100)];

        private readonly UdpClient _here = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly UdpClient _there = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly SharedSecret _secret;

        public ManInTheMiddle(int server, string secret)
        {
            _secret = new SharedSecret(secret);
            _there.Connect(IPAddress.Loopback, server);
            _ = PlayAsync();
        }

        public int Port => ((IPEndPoint)_here.Client.LocalEndPoint!).Port;

        /// <summary>Replies that were, behind their authenticator, what he had foreseen before he sent the request on.</summary>
        public int Foreseen { get; private set; }

        /// <summary>Accepts he sent to the client.</summary>
        public int Forged { get; private set; }

        public void Dispose()
        {
            _here.Dispose();
            _there.Dispose();
        }

        private async Task PlayAsync()
        {
            try
            {
                while (true)
                {
                    var asked = await _here.ReceiveAsync();
                    byte[] tampered = [.. asked.Buffer, .. Garbage];
                    (tampered[2], tampered[3]) = ((byte)(tampered.Length >> 8), (byte)tampered.Length);
                    byte[] foreseen = [(byte)RadiusCode.AccessReject, tampered[1], 0, (byte)(20 + Garbage.Length), .. Garbage];
                    await _there.SendAsync(tampered);
                    using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(1500));
                    byte[] reply;
                    try
                    {
                        reply = (await _there.ReceiveAsync(patience.Token)).Buffer;
                    }
                    catch (OperationCanceledException)
                    {
                        continue; // the server noticed
                    }
                    var known = reply.AsSpan(0, 4).SequenceEqual(foreseen.AsSpan(0, 4)) && reply.AsSpan(20).SequenceEqual(foreseen.AsSpan(4));
                    if (known) Foreseen++;
                    await _here.SendAsync(Forge(reply, asked.Buffer, known), asked.RemoteEndPoint);
                    Forged++;
                }
            }
            catch (Exception error) when (error is ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }

        /// <summary>
        /// Foreseen: an Accept of his own whose Response Authenticator holds, as the collision would give him. Else the best that is left: the reply as it is with another
        /// code, under an authenticator that holds even so, and the Message-Authenticator he cannot make.
        /// </summary>
        private byte[] Forge(byte[] reply, byte[] request, bool known)
        {
            var forged = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, reply[1]);
            for (var rest = reply.AsSpan(20); !known && !rest.IsEmpty; rest = rest[rest[1]..])
                forged.AddValue(new OctetsAttribute("as it is", 0, rest[0]), rest[2..rest[1]]);
            return forged.FinishReply(request.AsSpan(4, 16), _secret).ToArray();
        }
    }
}
