using System.Globalization;
using System.Text.RegularExpressions;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Messages;

/// <summary>
/// A real Kannel: bearerbox, smsbox and its fake message centre, which writes down every SMS that would have gone on the air and confirms its delivery.
/// </summary>
public sealed partial class Kannel : IAsyncDisposable
{
    /// <summary>Who may send.</summary>
    public const string User = "hotspot", Password = "kannel-s3cret";

    private readonly TemporaryFolder _folder;
    private readonly List<ChildProcess> _processes = [];

    private Kannel(TemporaryFolder folder, int port) => (_folder, SendSms) = (folder, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/cgi-bin/sendsms")));

    /// <summary>Where messages are handed over.</summary>
    public Uri SendSms { get; }

    /// <summary>Everything that went to phones: receiver and text.</summary>
    public IReadOnlyList<(string To, string Text)> Sent =>
        [.. Messages().Matches(_processes.Count == 3 ? _processes[2].Text : "").Select(m => (m.Groups["to"].Value, Uri.UnescapeDataString(m.Groups["text"].Value.Replace('+', ' '))))];

    /// <summary>Starts all three and waits until messages can be sent.</summary>
    public static async Task<Kannel> StartAsync()
    {
        var (bearerbox, smsbox, centre) = (Peer.Find("bearerbox"), Peer.Find("smsbox"), "/usr/lib/kannel/test/fakesmsc");
        if (!File.Exists(centre)) Peer.Missing($"{centre} is not installed (tests/Peers/install.sh brings it)");
        var folder = new TemporaryFolder("kannel");
        var (admin, boxes, fake, send) = (FreePorts.Next(), FreePorts.Next(), FreePorts.Next(), FreePorts.Next());
        var file = folder.Write("kannel.conf", string.Create(CultureInfo.InvariantCulture, $"""
            group = core
            admin-port = {admin}
            admin-password = x
            smsbox-port = {boxes}
            box-allow-ip = "127.0.0.1"

            group = smsc
            smsc = fake
            smsc-id = fake
            port = {fake}
            connect-allow-ip = 127.0.0.1

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = {send}
            global-sender = KOTA

            group = sendsms-user
            username = {User}
            password = {Password}
            max-messages = 3

            group = sms-service
            keyword = default
            max-messages = 0
            text = ""

            """));
        var kannel = new Kannel(folder, send);
        try
        {
            kannel.Start(bearerbox, ["-v", "0", file]);
            await kannel._processes[0].LineAsync("smsc_fake: start called", TimeSpan.FromSeconds(20));
            // It connects to the first and is not ready before; a first try may come too early.
            await Task.Delay(500);
            kannel.Start(smsbox, ["-v", "0", file]);
            // It must send one message of its own to stay.
            kannel.Start(centre, ["-H", "127.0.0.1", "-r", fake.ToString(CultureInfo.InvariantCulture), "-i", "1", "-m", "1", "100 200 text begin"]);
            await kannel._processes[0].LineAsync("Fakesmsc client connected", TimeSpan.FromSeconds(20));
            using var http = new HttpClient();
            await Eventually.TrueAsync("Kannel's sendsms", async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(kannel.SendSms);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            });
            return kannel;
        }
        catch
        {
            await kannel.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes)) await process.DisposeAsync();
        _folder.Dispose();
    }

    private void Start(string program, string[] arguments) => _processes.Add(ChildProcess.Start(program, arguments, folder: _folder.FullPath));

    [GeneratedRegex("Got message [0-9]+: <\\S+ (?<to>\\S+) (?<kind>text|data|udh) (?<text>[^>]*)>")]
    private static partial Regex Messages();
}
