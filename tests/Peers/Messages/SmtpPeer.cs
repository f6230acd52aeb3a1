using System.Globalization;
using System.Text.Json;
using HotspotManager.Peers.Networks;
using HotspotManager.Peers.Processes;

namespace HotspotManager.Peers.Messages;

/// <summary>A mail as Python's own e-mail parser reads it.</summary>
public sealed record ReceivedMail(
    string Tls, string? User, string From, string To, string Subject, string HeaderFrom, string MessageId, string? References, string? InReplyTo, string AutoSubmitted, string Body, int LongestLine);

/// <summary>
/// A mail server that nobody here wrote: Debian's aiosmtpd, with STARTTLS and AUTH as asked for. The recipient's name says what it does: <c>later@</c> is told 451 the first time
/// (greylisting), <c>nobody@</c> 550, <c>full@</c> 552 after the text, all others are taken.
/// </summary>
public sealed class SmtpPeer : IAsyncDisposable
{
    public const string User = "noc", Password = "mail s3cret";

    private const string Script = """
        import asyncio, email, email.policy, json, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult

        port, cert, key, wants_auth, tls_first, mechanisms = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4] == '1', sys.argv[5] == '1', sys.argv[6]
        seen = set()

        class Handler:
            async def handle_RCPT(self, server, session, envelope, address, options):
                name = address.split('@')[0]
                if name == 'nobody':
                    return '550 5.1.1 no such mailbox ' + address
                if name == 'later' and address not in seen:
                    seen.add(address)
                    return '451 4.7.1 greylisted, come again'
                envelope.rcpt_tos.append(address)
                return '250 OK'

            async def handle_DATA(self, server, session, envelope):
                if envelope.rcpt_tos[0].startswith('full@'):
                    return '552 5.2.2 mailbox full'
                mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
                print(json.dumps({
                    'tls': session.ssl['cipher'][1] if session.ssl and isinstance(session.ssl, dict) and 'cipher' in session.ssl else ('yes' if session.ssl is not None or tls_first else ''),
                    'user': session.auth_data.login.decode() if session.auth_data else None,
                    'from': envelope.mail_from, 'to': envelope.rcpt_tos[0], 'subject': mail['Subject'], 'headerFrom': str(mail['From']),
                    'messageId': mail['Message-ID'], 'references': mail['References'], 'inReplyTo': mail['In-Reply-To'], 'autoSubmitted': mail['Auto-Submitted'],
                    'body': mail.get_content(), 'longestLine': max(len(l) for l in envelope.original_content.split(b'\r\n'))}), flush=True)
                return '250 2.0.0 taken'

        def check(server, session, envelope, mechanism, data):
            ok = data.login == b'noc' and data.password == b'mail s3cret'
            return AuthResult(success=ok, handled=False, auth_data=data)

        context = None
        if cert != '-':
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(cert, key)

        def make():
            return SMTP(Handler(), hostname='peer.example', tls_context=None if tls_first else context, require_starttls=context is not None and not tls_first,
                authenticator=check, auth_required=wants_auth, auth_require_tls=context is not None and not tls_first, auth_exclude_mechanism=[m for m in ('PLAIN', 'LOGIN') if m not in mechanisms])

        async def main():
            server = await asyncio.get_running_loop().create_server(make, '127.0.0.1', port, ssl=context if tls_first else None)
            print('listening', flush=True)
            await server.serve_forever()

        asyncio.run(main())
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly TemporaryFolder _folder;
    private readonly ChildProcess _process;

    private SmtpPeer(TemporaryFolder folder, ChildProcess process, int port) => (_folder, _process, Port) = (folder, process, port);

    public int Port { get; }

    /// <summary>What it took, in order.</summary>
    public IReadOnlyList<ReceivedMail> Mails => [.. _process.Text.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonSerializer.Deserialize<ReceivedMail>(l, Json)!)];

    /// <param name="certificate">PEM of certificate and key; null: no TLS.</param>
    /// <param name="auth">Only for those who sign in.</param>
    /// <param name="tlsFirst">TLS from the start instead of STARTTLS.</param>
    /// <param name="mechanisms">Ways to sign in that it offers.</param>
    public static async Task<SmtpPeer> StartAsync((string Certificate, string Key)? certificate = null, bool auth = false, bool tlsFirst = false, string mechanisms = "PLAIN LOGIN")
    {
        if (!File.Exists("/usr/lib/python3/dist-packages/aiosmtpd/smtp.py")) Peer.Missing("python3-aiosmtpd is not installed (tests/Peers/install.sh brings it)");
        var folder = new TemporaryFolder("smtp");
        var port = FreePorts.Next();
        var (cert, key) = certificate is { } pem ? (folder.Write("cert.pem", pem.Certificate), folder.Write("key.pem", pem.Key)) : ("-", "-");
        var process = ChildProcess.Start("/usr/bin/python3", [folder.Write("server.py", Script), port.ToString(CultureInfo.InvariantCulture), cert, key, auth ? "1" : "0", tlsFirst ? "1" : "0", mechanisms]);
        var peer = new SmtpPeer(folder, process, port);
        try
        {
            await process.LineAsync("listening", TimeSpan.FromSeconds(60));
            return peer;
        }
        catch
        {
            await peer.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
