using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HotspotManager.Couriers.Mail;

/// <summary>A server's answer: three digits and its lines.</summary>
internal readonly record struct SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public string Said => string.Create(CultureInfo.InvariantCulture, $"{Code} {(Lines.Count > 0 ? Lines[0] : "")}").Trim();
}

/// <summary>The server said no; <see cref="IsForNow"/>: with a code of 4xx (RFC 5321, 4.2.1), so later it may say yes.</summary>
internal sealed class SmtpException(string message, bool isForNow) : Exception(message)
{
    public bool IsForNow => isForNow;
}

/// <summary>
/// The client's side of one SMTP session (RFC 5321), with STARTTLS (RFC 3207) and AUTH PLAIN or LOGIN (RFC 4954). Nothing that came before the handshake is believed after it, and
/// a password goes over a readable line only where the caller allows it.
/// </summary>
internal sealed class SmtpConversation : IAsyncDisposable
{
    private const int LongestLine = 1000, MostLines = 100;

    private readonly string _host;
    private readonly X509Certificate2Collection? _trusted;
    private readonly byte[] _buffer = new byte[4096];
    private readonly string _name;
    private Stream _stream;
    private int _at, _end;
    private Dictionary<string, string> _offers = [];

    private SmtpConversation(Stream stream, string host, string name, X509Certificate2Collection? trusted) => (_stream, _host, _name, _trusted) = (stream, host, name, trusted);

    /// <summary>The line is encrypted and the server's certificate was verified.</summary>
    public bool IsSecure => _stream is SslStream;

    /// <summary>Whether the final dot was sent: from here on no answer means "perhaps".</summary>
    public bool IsHandedOver { get; private set; }

    /// <summary>Connects and says EHLO; with <paramref name="tlsFirst"/> TLS comes before all (port 465, RFC 8314).</summary>
    /// <param name="trusted">Roots to trust instead of the system's; null: the system's.</param>
    public static async Task<SmtpConversation> OpenAsync(string host, int port, bool tlsFirst, X509Certificate2Collection? trusted, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SmtpConversation? conversation = null;
        try
        {
            await socket.ConnectAsync(host, port, cancel);
            // RFC 5321, 4.1.4: who has no name says its address.
            var own = ((IPEndPoint)socket.LocalEndPoint!).Address is var address && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            conversation = new SmtpConversation(new NetworkStream(socket, ownsSocket: true), host, own.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{own}]" : $"[{own}]", trusted);
            if (tlsFirst) await conversation.SecureAsync(cancel);
            Expect(await conversation.ReadAsync(cancel), 220);
            await conversation.GreetAsync(cancel);
            return conversation;
        }
        catch
        {
            if (conversation is not null) await conversation.DisposeAsync();
            else socket.Dispose();
            throw;
        }
    }

    public bool Offers(string extension) => _offers.ContainsKey(extension);

    public async Task StartTlsAsync(CancellationToken cancel)
    {
        Expect(await AskAsync("STARTTLS", cancel), 220);
        // What somebody slipped in behind the answer would count as said under TLS.
        if (_at < _end) throw new SmtpException("it said more than its answer to STARTTLS", isForNow: false);
        await SecureAsync(cancel);
        await GreetAsync(cancel);
    }

    /// <exception cref="SmtpException">It refuses, or offers neither PLAIN nor LOGIN.</exception>
    public async Task SignInAsync(string user, string password, CancellationToken cancel)
    {
        var ways = _offers.GetValueOrDefault("AUTH", "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase))
        {
            // RFC 4616: nothing, NUL, user, NUL, password.
            Expect(await AskAsync("AUTH PLAIN " + Base64($"\0{user}\0{password}"), cancel), 235);
        }
        else if (ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase))
        {
            Expect(await AskAsync("AUTH LOGIN", cancel), 334);
            Expect(await AskAsync(Base64(user), cancel), 334);
            Expect(await AskAsync(Base64(password), cancel), 235);
        }
        else
        {
            throw new SmtpException("it offers neither AUTH PLAIN nor LOGIN", isForNow: false);
        }
    }

    /// <summary>Hands one message over; gives the server's words.</summary>
    public async Task<string> SendAsync(string from, string to, byte[] message, CancellationToken cancel)
    {
        Expect(await AskAsync($"MAIL FROM:<{from}>", cancel), 250);
        Expect(await AskAsync($"RCPT TO:<{to}>", cancel), 250, 251);
        Expect(await AskAsync("DATA", cancel), 354);
        await _stream.WriteAsync(Stuffed(message), cancel);
        IsHandedOver = true;
        await _stream.WriteAsync(".\r\n"u8.ToArray(), cancel);
        var reply = await ReadAsync(cancel);
        if (reply.Code != 250)
        {
            IsHandedOver = false;
            Expect(reply, 250);
        }
        return reply.Said;
    }

    /// <summary>Says goodbye; what is answered no longer matters.</summary>
    public async Task QuitAsync(CancellationToken cancel)
    {
        try
        {
            await AskAsync("QUIT", cancel);
        }
        catch (Exception error) when (error is IOException or SmtpException or OperationCanceledException)
        {
            // The message is theirs already.
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>RFC 5321, 4.5.2: a line that begins with a dot gets one more.</summary>
    internal static byte[] Stuffed(ReadOnlySpan<byte> message)
    {
        var stuffed = new List<byte>(message.Length + 16);
        var lineStart = true;
        foreach (var octet in message)
        {
            if (lineStart && octet == (byte)'.') stuffed.Add((byte)'.');
            stuffed.Add(octet);
            lineStart = octet == (byte)'\n';
        }
        return [.. stuffed];
    }

    private async Task GreetAsync(CancellationToken cancel)
    {
        var reply = await AskAsync("EHLO " + _name, cancel);
        Expect(reply, 250);
        _offers = reply.Lines.Skip(1).Select(l => l.Split(' ', 2)).GroupBy(p => p[0].ToUpperInvariant()).ToDictionary(g => g.Key, g => g.First().Length > 1 ? g.First()[1] : "");
    }

    private async Task SecureAsync(CancellationToken cancel)
    {
        var tls = new SslStream(_stream);
        _stream = tls;
        var options = new SslClientAuthenticationOptions { TargetHost = _host };
        if (_trusted is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_trusted);
        }
        await tls.AuthenticateAsClientAsync(options, cancel);
    }

    private async Task<SmtpReply> AskAsync(string line, CancellationToken cancel)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(line + "\r\n"), cancel);
        return await ReadAsync(cancel);
    }

    private async Task<SmtpReply> ReadAsync(CancellationToken cancel)
    {
        var lines = new List<string>();
        while (lines.Count < MostLines)
        {
            var line = await LineAsync(cancel);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code)) throw new SmtpException("it does not speak SMTP", isForNow: true);
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] != '-') return new SmtpReply(code, lines);
        }
        throw new SmtpException("its answer has no end", isForNow: true);
    }

    private async Task<string> LineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (line.Length < LongestLine)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, await _stream.ReadAsync(_buffer, cancel));
                if (_end == 0) throw new IOException("the connection broke off");
            }
            var octet = (char)_buffer[_at++];
            if (octet == '\n') return line.ToString().TrimEnd('\r');
            line.Append(octet is >= ' ' and < '\x7f' or '\r' ? octet : '?');
        }
        throw new SmtpException("its answer is too long", isForNow: true);
    }

    private static void Expect(SmtpReply reply, params ReadOnlySpan<int> codes)
    {
        if (!codes.Contains(reply.Code)) throw new SmtpException(reply.Said, reply.Code is >= 400 and < 500);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
