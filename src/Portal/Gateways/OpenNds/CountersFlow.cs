using System.Text;
using HotspotManager.Core.Networks;
using HotspotManager.Portal.Login;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>What a router is told: an HTTP status, and the text.</summary>
public readonly record struct CountersAnswer(int Status, string Text);

/// <summary>
/// Our script on a router tells what phones used, in this order: 1. which router is this, and what key do we share; 2. the seal holds; 3. the post reads; 4. its nonce is
/// fresh, otherwise it is given another and asked to post again; 5. the journal has the messages on disk; 6. who was told to be online and is not named any more is
/// out; 7. the answer, sealed over the request's seal: the next nonce, and the phones to put out, a line <c>deauth MAC</c> each.
/// </summary>
public sealed class CountersFlow(
    Whereabouts whereabouts, RouterReports reports, RouterNonces nonces, RouterOrders orders, GatewayContacts contacts, TimeProvider time)
{
    /// <summary>Octets of a post: the script sends at most 200 messages of some 120, and everyone who is online.</summary>
    public const int LargestPost = 131_072;

    /// <param name="name">NAME of the path.</param>
    /// <param name="text">The body.</param>
    /// <param name="seal">Its seal, 64 hex digits.</param>
    /// <param name="cancel">The request's end.</param>
    public async Task<CountersAnswer> RunAsync(string name, string text, string? seal, CancellationToken cancel)
    {
        // 1. Which router.
        if (whereabouts.ByName(name) is not var (_, nas) || nas.Row.Gateway != OpenNdsGateway.Name || string.IsNullOrEmpty(nas.GatewayKey)) return Refused(404, "unknown");

        // 2. The seal.
        if (seal is not { Length: 64 } || !RouterSeal.Holds(text, nas.GatewayKey, seal))
        {
            contacts.Fault(nas.Id, GatewayContactKind.Script, "the seal of the router's script does not fit --gateway-key: its faskey is another");
            return Refused(403, "forged");
        }

        // 3. The post.
        if (CountersPost.Read(text) is not { } post) return Refused(400, "malformed");

        // 4. Once only.
        if (!nonces.Use(nas.Id, post.Nonce))
        {
            if (post.Nonce != "-") PortalMeter.CounterMessage("replayed", 1);
            return Sealed("again", []);
        }
        orders.Heard(nas.Id);
        contacts.Well(nas.Id, GatewayContactKind.Script, null, post.Clock - time.GetUtcNow().ToUnixTimeSeconds());

        // 5. On disk, or not answered: the script keeps its copy and sends it again.
        if (!await reports.TakeAsync(nas, post.Messages, cancel)) return Refused(503, "not_stored");

        // 6. Who is not online any more.
        if (post.NamesAll && !await reports.CloseOthersAsync(nas, post.Messages, cancel)) return Refused(503, "not_stored");

        // 7. The answer.
        return Sealed("ok", orders.ToPutOut(nas.Id));

        CountersAnswer Sealed(string state, IEnumerable<string> putOut)
        {
            var lines = new StringBuilder($"hm2 {nonces.Next(nas.Id)} {state}\n");
            foreach (var mac in putOut.Take(200)) lines.Append("deauth ").Append(mac.Replace('-', ':').ToLowerInvariant()).Append('\n');
            return new CountersAnswer(200, $"{lines}{RouterSeal.Of($"{seal}\n{lines}", nas.GatewayKey)}\n");
        }
    }

    private static CountersAnswer Refused(int status, string outcome)
    {
        PortalMeter.CounterMessage(outcome, 1);
        return new CountersAnswer(status, outcome);
    }
}
