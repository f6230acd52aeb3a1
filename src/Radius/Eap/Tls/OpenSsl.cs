using System.Runtime.InteropServices;

namespace HotspotManager.Radius.Eap.Tls;

/// <summary>
/// The few functions of OpenSSL 3 that EAP needs and .NET's own TLS does not give: handshakes in memory without a stream, and keying material
/// (https://docs.openssl.org/3.0/man3/).
/// </summary>
internal static unsafe partial class OpenSsl
{
    private const string Ssl = "libssl.so.3";
    private const string Crypto = "libcrypto.so.3";

    public const int FiletypePem = 1;
    public const int VerifyNone = 0, VerifyPeer = 1, VerifyFailIfNoPeerCert = 2;
    public const int ErrorWantRead = 2;
    public const int Tls12 = 0x0303, Tls13 = 0x0304;
    public const ulong OptionNoTicket = 1UL << 14, OptionNoRenegotiation = 1UL << 30, OptionServerPreference = 1UL << 22;
    public const int ControlMinVersion = 123, ControlSessionMode = 44, ControlSessionCacheSize = 42, ControlMode = 33;
    public const int SessionCacheServer = 2, ModeReleaseBuffers = 0x10;
    public const int ExDataSsl = 0, ExDataSession = 2;
    public const int ShutdownBoth = 3;
    public const ulong CrlCheck = 0x4;

    [LibraryImport(Ssl)] public static partial nint TLS_server_method();
    [LibraryImport(Ssl)] public static partial nint SSL_CTX_new(nint method);
    [LibraryImport(Ssl)] public static partial void SSL_CTX_free(nint context);
    [LibraryImport(Ssl)] public static partial nint SSL_CTX_ctrl(nint context, int command, nint number, nint pointer);
    [LibraryImport(Ssl)] public static partial ulong SSL_CTX_set_options(nint context, ulong options);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] public static partial int SSL_CTX_use_certificate_chain_file(nint context, string file);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] public static partial int SSL_CTX_use_PrivateKey_file(nint context, string file, int type);
    [LibraryImport(Ssl)] public static partial int SSL_CTX_check_private_key(nint context);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] public static partial int SSL_CTX_load_verify_file(nint context, string file);
    [LibraryImport(Ssl, StringMarshalling = StringMarshalling.Utf8)] public static partial nint SSL_load_client_CA_file(string file);
    [LibraryImport(Ssl)] public static partial void SSL_CTX_set_client_CA_list(nint context, nint list);
    [LibraryImport(Ssl)] public static partial nint SSL_CTX_get_cert_store(nint context);
    [LibraryImport(Ssl)] public static partial nint SSL_CTX_set_timeout(nint context, nint seconds);
    [LibraryImport(Ssl)] public static partial int SSL_CTX_set_num_tickets(nint context, nuint count);
    [LibraryImport(Ssl)] public static partial void SSL_CTX_sess_set_new_cb(nint context, delegate* unmanaged<nint, nint, int> callback);
    [LibraryImport(Ssl)] public static partial nint SSL_new(nint context);
    [LibraryImport(Ssl)] public static partial void SSL_free(nint ssl);
    [LibraryImport(Ssl)] public static partial void SSL_set_bio(nint ssl, nint read, nint write);
    [LibraryImport(Ssl)] public static partial void SSL_set_accept_state(nint ssl);
    [LibraryImport(Ssl)] public static partial void SSL_set_verify(nint ssl, int mode, nint callback);
    [LibraryImport(Ssl)] public static partial int SSL_set_session_id_context(nint ssl, byte* context, uint length);
    [LibraryImport(Ssl)] public static partial int SSL_do_handshake(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_read(nint ssl, byte* buffer, int length);
    [LibraryImport(Ssl)] public static partial int SSL_write(nint ssl, byte* buffer, int length);
    [LibraryImport(Ssl)] public static partial int SSL_get_error(nint ssl, int result);
    [LibraryImport(Ssl)] public static partial int SSL_session_reused(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_version(nint ssl);
    [LibraryImport(Ssl)] public static partial nint SSL_get_session(nint ssl);
    [LibraryImport(Ssl)] public static partial nint SSL_get1_peer_certificate(nint ssl);
    [LibraryImport(Ssl)] public static partial nint SSL_get_verify_result(nint ssl);
    [LibraryImport(Ssl)] public static partial int SSL_set_ex_data(nint ssl, int index, nint value);
    [LibraryImport(Ssl)] public static partial nint SSL_get_ex_data(nint ssl, int index);
    [LibraryImport(Ssl)] public static partial int SSL_SESSION_set_ex_data(nint session, int index, nint value);
    [LibraryImport(Ssl)] public static partial nint SSL_SESSION_get_ex_data(nint session, int index);
    [LibraryImport(Ssl)] public static partial void SSL_set_shutdown(nint ssl, int mode);

    [LibraryImport(Ssl)]
    public static partial int SSL_export_keying_material(nint ssl, byte* output, nuint length, byte* label, nuint labelLength, byte* context, nuint contextLength, int useContext);

    [LibraryImport(Crypto)] public static partial nint BIO_s_mem();
    [LibraryImport(Crypto)] public static partial nint BIO_new(nint kind);
    [LibraryImport(Crypto)] public static partial int BIO_write(nint bio, byte* buffer, int length);
    [LibraryImport(Crypto)] public static partial int BIO_read(nint bio, byte* buffer, int length);
    [LibraryImport(Crypto)] public static partial nuint BIO_ctrl_pending(nint bio);
    [LibraryImport(Crypto)] public static partial int CRYPTO_get_ex_new_index(int kind, nint number, nint pointer, nint create, nint copy, nint free);
    [LibraryImport(Crypto, StringMarshalling = StringMarshalling.Utf8)] public static partial int X509_STORE_load_file(nint store, string file);
    [LibraryImport(Crypto)] public static partial int X509_STORE_set_flags(nint store, ulong flags);
    [LibraryImport(Crypto)] public static partial int i2d_X509(nint certificate, byte** output);
    [LibraryImport(Crypto)] public static partial void X509_free(nint certificate);
    [LibraryImport(Crypto)] public static partial nint X509_verify_cert_error_string(nint code);
    [LibraryImport(Crypto)] public static partial ulong ERR_get_error();
    [LibraryImport(Crypto)] public static partial void ERR_clear_error();
    [LibraryImport(Crypto)] public static partial nint ERR_reason_error_string(ulong code);

    /// <summary>The first reason in this thread's error queue, and none left behind.</summary>
    public static string TakeError()
    {
        var code = ERR_get_error();
        ERR_clear_error();
        return code == 0 ? "" : Marshal.PtrToStringUTF8(ERR_reason_error_string(code)) ?? $"error {code:x}";
    }
}
