using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace HotspotManager.Unit.Hostile;

/// <summary>Speaks HTTP as nobody should: slowly, without end, too much.</summary>
internal static class RoughClient
{
    // The machine may be busy: what is waited for comes, and how soon is not the question.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>Connects and sends some text.</summary>
    /// <param name="from">An address of the loopback network to come from.</param>
    public static async Task<Socket> SendAsync(Uri server, string text, string from = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);
        await WriteAsync(socket, text);
        return socket;
    }

    /// <summary>Sends more; false when the server has hung up.</summary>
    public static async Task<bool> WriteAsync(Socket socket, string text)
    {
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The status line that comes before the server closes, "" when it just hangs up; fails when it does neither.</summary>
    public static async Task<string> EndAsync(Socket socket)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Limit);
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var count)
                if (answer.Length < 4096) answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // Reset: it hung up on somebody who was still sending.
        }
        finally
        {
            socket.Dispose();
        }
        return answer.ToString().Split('\r')[0];
    }

    /// <summary>Slow headers, slow bodies, endless headers, a query of a megabyte, huge posts with and without a length: each is ended, and others are served meanwhile.</summary>
    /// <param name="form">A path that takes posts.</param>
    public static async Task PlayAsync(Uri server, string form)
    {
        using var others = new HttpClient { BaseAddress = server, Timeout = Limit };
        var slow = new List<Socket>();
        for (var i = 0; i < 100; i++) slow.Add(await SendAsync(server, "GET / HTTP/1.1\r\nHost: x\r\nX-A: "));
        for (var i = 0; i < 50; i++)
            slow.Add(await SendAsync(server, $"POST {form} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000\r\n\r\ncode=1"));
        Assert.Equal(HttpStatusCode.OK, (await others.GetAsync("healthz", TestContext.Current.CancellationToken)).StatusCode);

        string[] much =
        [
            $"GET /?{new string('a', 1_000_000)} HTTP/1.1\r\nHost: x\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: 1\r\n"))}\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\nX-A: {new string('a', 200_000)}\r\n\r\n",
            $"POST {form} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999999\r\n\r\n{new string('a', 200_000)}",
            $"POST {form} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n{string.Concat(Enumerable.Repeat($"10000\r\n{new string('a', 65_536)}\r\n", 40))}",
        ];
        foreach (var text in much)
        {
            var socket = await SendAsync(server, "");
            // It may hang up while this is still being sent.
            await WriteAsync(socket, text);
            Assert.Matches("^(HTTP/1.1 4|$)", await EndAsync(socket));
        }
        Assert.Equal(HttpStatusCode.OK, (await others.GetAsync("healthz", TestContext.Current.CancellationToken)).StatusCode);

        // One letter now and then does not keep a connection: headers have their time in all, a body its least rate.
        foreach (var one in slow.Where((_, i) => i % 10 == 0)) await WriteAsync(one, "a");
        foreach (var ends in await Task.WhenAll(slow.Select(EndAsync))) Assert.Matches("^(HTTP/1.1 4|$)", ends);
        Assert.Equal(HttpStatusCode.OK, (await others.GetAsync("healthz", TestContext.Current.CancellationToken)).StatusCode);
    }
}
