using HotspotManager.Peers;
using HotspotManager.Peers.Browser;
using HotspotManager.Peers.Hotspot;
using HotspotManager.Peers.Messages;
using Xunit;

namespace HotspotManager.EndToEnd.SignIn;

/// <summary>A served hotspot with one router, an account, a plan for phone numbers, and a real Kannel that carries its codes; a browser beside it.</summary>
public sealed class SmsCity : IAsyncLifetime
{
    /// <summary>The router's.</summary>
    public const string Secret = "testing123";

    public Chromium Chromium { get; private set; } = null!;

    public Kannel Kannel { get; private set; } = null!;

    public HotspotProcess Hotspot { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Peer.Find("radclient");
        Kannel = await Kannel.StartAsync();
        Chromium = await Chromium.StartAsync();
        Hotspot = HotspotProcess.Prepare();
        await Hotspot.CommandAsync($"ap add tik --area 35.73.05.1011/05 --address 127.0.0.1 --secret {Secret} --nas-id tik --gateway mikrotik --brand mikrotik");
        await Hotspot.CommandAsync("plan add hour --minutes 60 --down-kbps 4000 --up-kbps 1000 --mb 100");
        await Hotspot.CommandAsync("sign-in set --phone-plan hour --monthly-rupiah 100000");
        await Hotspot.CommandAsync(["account", "add", "bu.sri", "--plan", "hour", "--password-stdin"], "rahasia banget");
        await Hotspot.CommandAsync(["courier", "add", "kannel", "--kind", "kannel", "--url", Kannel.SendSms.ToString(), "--user", Kannel.User, "--password-stdin",
            "--rupiah", "350", "--report-url", Hotspot.Portal.GetLeftPart(UriPartial.Authority)], Kannel.Password);
        await Hotspot.ServeAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Hotspot is not null) await Hotspot.DisposeAsync();
        if (Chromium is not null) await Chromium.DisposeAsync();
        if (Kannel is not null) await Kannel.DisposeAsync();
    }
}
