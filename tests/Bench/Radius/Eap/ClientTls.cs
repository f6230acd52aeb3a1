using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;

namespace HotspotManager.Bench.Radius.Eap;

/// <summary>The phones' side of TLS 1.2 by OpenSSL 3: what all phones of one method share.</summary>
internal sealed unsafe partial class ClientTls
{
    private const string Ssl = "libssl.so.3", Crypto = "libcrypto.so.3";
    private const int ControlMinVersion = 123, ControlMaxVersion = 124, Tls12 = 0x0303, VerifyPeer = 1, FiletypePem = 1, WantRead = 2, ShutdownBoth = 3;

    private readonly nint _context;

    /// <param name="folder">Where the client's certificate is put as PEM.</param>
    /// <param name="files">The authority the server must show, and the client's PKCS #12.</param>
    /// <param name="shows">Whether the phones show a certificate of their own.</param>
    public ClientTls(string folder, TlsFiles files, bool shows)
    {
        _context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_ctrl(_context, ControlMinVersion, Tls12, 0);
        SSL_CTX_ctrl(_context, ControlMaxVersion, Tls12, 0);
        Must(SSL_CTX_load_verify_file(_context, files.Ca), files.Ca);
        SSL_CTX_set_verify(_context, VerifyPeer, 0);
        if (!shows)
            return;
        using var client = X509CertificateLoader.LoadPkcs12FromFile(files.Client, OurServer.KeyPassword, X509KeyStorageFlags.Exportable);
        var (chain, key) = (Path.Combine(folder, "client.pem"), Path.Combine(folder, "client.key"));
        File.WriteAllText(chain, client.ExportCertificatePem());
        File.WriteAllText(key, client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Must(SSL_CTX_use_certificate_chain_file(_context, chain), chain);
        Must(SSL_CTX_use_PrivateKey_file(_context, key, FiletypePem), key);
    }

    /// <summary>From now on the server's certificate is taken as it is: it was verified, and to do it each time would make the phones the limit.</summary>
    public void StopVerifying() => SSL_CTX_set_verify(_context, 0, 0);

    /// <summary>A new connection, which offers to go on from a session when one is given.</summary>
    public Connection Connect(nint session)
    {
        var ssl = SSL_new(_context);
        SSL_set_connect_state(ssl);
        if (session != 0)
            SSL_set_session(ssl, session);
        return new Connection(ssl);
    }

    public static void Forget(nint session)
    {
        if (session != 0)
            SSL_SESSION_free(session);
    }

    private static void Must(int result, string file)
    {
        if (result != 1)
            throw new InvalidOperationException($"OpenSSL does not take {file}");
    }

    /// <summary>One phone's TLS connection, its octets in memory.</summary>
    internal sealed class Connection : IDisposable
    {
        private readonly nint _in = BIO_new(BIO_s_mem()), _out = BIO_new(BIO_s_mem());
        private nint _ssl;

        public Connection(nint ssl)
        {
            _ssl = ssl;
            SSL_set_bio(ssl, _in, _out);
        }

        public bool IsEstablished { get; private set; }

        public bool IsResumed => SSL_session_reused(_ssl) == 1;

        public void Hold(ReadOnlySpan<byte> octets)
        {
            fixed (byte* at = octets)
            {
                if (octets.Length > 0)
                    BIO_write(_in, at, octets.Length);
            }
        }

        /// <exception cref="InvalidOperationException">The handshake failed.</exception>
        public void Advance()
        {
            if (IsEstablished)
                return;
            ERR_clear_error();
            var result = SSL_do_handshake(_ssl);
            IsEstablished = result == 1;
            if (!IsEstablished && SSL_get_error(_ssl, result) != WantRead)
                throw new InvalidOperationException($"TLS: {Marshal.PtrToStringUTF8(ERR_reason_error_string(ERR_get_error()))}");
        }

        public int Read(Span<byte> room)
        {
            fixed (byte* at = room)
                return Math.Max(0, SSL_read(_ssl, at, room.Length));
        }

        public void Write(ReadOnlySpan<byte> octets)
        {
            fixed (byte* at = octets)
                SSL_write(_ssl, at, octets.Length);
        }

        public byte[] Drain()
        {
            var records = new byte[(int)BIO_ctrl_pending(_out)];
            fixed (byte* at = records)
            {
                if (records.Length > 0)
                    BIO_read(_out, at, records.Length);
            }
            return records;
        }

        /// <summary>The session, to go on from later; the caller's to free.</summary>
        public nint Session() => SSL_get1_session(_ssl);

        public void Dispose()
        {
            if (_ssl == 0)
                return;
            SSL_set_shutdown(_ssl, ShutdownBoth); // a connection that ends without a goodbye would take its session along
            SSL_free(_ssl);
            _ssl = 0;
        }
    }

    [LibraryImport(Ssl)] private static partial nint TLS_client_method();
    [LibraryImport(Ssl)] private static partial nint SSL_CTX_new(nint method);
    [LibraryImport(Ssl)] private static partial nint SSL_CTX_ctrl(nint context, int command, nint number, nint pointer);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] private static partial int SSL_CTX_load_verify_file(nint context, string file);
    [LibraryImport(Ssl)] private static partial void SSL_CTX_set_verify(nint context, int mode, nint callback);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] private static partial int SSL_CTX_use_certificate_chain_file(nint context, string file);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] private static partial int SSL_CTX_use_PrivateKey_file(nint context, string file, int type);
    [LibraryImport(Ssl)] private static partial nint SSL_new(nint context);
    [LibraryImport(Ssl)] private static partial void SSL_free(nint ssl);
    [LibraryImport(Ssl)] private static partial void SSL_set_connect_state(nint ssl);
    [LibraryImport(Ssl)] private static partial void SSL_set_bio(nint ssl, nint read, nint write);
    [LibraryImport(Ssl)] private static partial int SSL_set_session(nint ssl, nint session);
    [LibraryImport(Ssl)] private static partial nint SSL_get1_session(nint ssl);
    [LibraryImport(Ssl)] private static partial void SSL_SESSION_free(nint session);
    [LibraryImport(Ssl)] private static partial int SSL_do_handshake(nint ssl);
    [LibraryImport(Ssl)] private static partial int SSL_read(nint ssl, byte* buffer, int length);
    [LibraryImport(Ssl)] private static partial int SSL_write(nint ssl, byte* buffer, int length);
    [LibraryImport(Ssl)] private static partial int SSL_get_error(nint ssl, int result);
    [LibraryImport(Ssl)] private static partial int SSL_session_reused(nint ssl);
    [LibraryImport(Ssl)] private static partial void SSL_set_shutdown(nint ssl, int mode);
    [LibraryImport(Crypto)] private static partial nint BIO_s_mem();
    [LibraryImport(Crypto)] private static partial nint BIO_new(nint kind);
    [LibraryImport(Crypto)] private static partial int BIO_write(nint bio, byte* buffer, int length);
    [LibraryImport(Crypto)] private static partial int BIO_read(nint bio, byte* buffer, int length);
    [LibraryImport(Crypto)] private static partial nuint BIO_ctrl_pending(nint bio);
    [LibraryImport(Crypto)] private static partial void ERR_clear_error();
    [LibraryImport(Crypto)] private static partial ulong ERR_get_error();
    [LibraryImport(Crypto)] private static partial nint ERR_reason_error_string(ulong code);
}
